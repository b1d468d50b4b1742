import { Thread as Worker } from '../primitives/threads.js';
import type { Done, Task } from './task.js';

interface Job {
  readonly task: Task;
  resolve(done: Done): void;
  reject(reason: unknown): void;
}

/** Tasks that a thread has at a time: one under way and one queued, so that the thread never waits for the next. */
const AT_A_TIME = 2;

interface Thread {
  readonly worker: Worker;
  /** In the order in which they were given. Results come back in the same order. */
  readonly jobs: Job[];
}

/** Threads that work through a queue of tasks. They keep the process alive only while there is work. */
export class WorkerPool {
  readonly #threads: Thread[];
  readonly #waiting: Job[] = [];
  readonly #ending = new AbortController();

  constructor(file: string | URL, threads: number) {
    this.#threads = Array.from({ length: threads }, () => this.#start(file));
  }

  /** Rejects with the reason of `end`, or if a thread failed. */
  async run(task: Task): Promise<Done> {
    this.#ending.signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ task, resolve, reject });
      this.#hand();
    });
  }

  /** Stops all threads, even in the middle of a task. Unfinished tasks reject with this reason. Resolves when all threads have ended. */
  async end(reason: unknown): Promise<void> {
    this.#ending.abort(reason);
    const jobs = [...this.#threads.flatMap((thread) => thread.jobs.splice(0)), ...this.#waiting.splice(0)];
    for (const job of jobs) job.reject(this.#ending.signal.reason);
    await Promise.all(this.#threads.map(async ({ worker }) => worker.terminate()));
  }

  #start(file: string | URL): Thread {
    const worker = new Worker(file);
    const thread: Thread = { worker, jobs: [] };
    worker.unref();
    worker.on('message', (done: Done) => {
      thread.jobs.shift()?.resolve(done);
      if (thread.jobs.length === 0) worker.unref();
      this.#hand();
    });
    worker.on('error', (error) => void this.end(error));
    worker.on('exit', () => void this.end(new Error('a thread of the group pool ended')));
    return thread;
  }

  #hand(): void {
    for (;;) {
      const thread = this.#threads.reduce<Thread | undefined>((least, each) => (least === undefined || each.jobs.length < least.jobs.length ? each : least), undefined);
      if (thread === undefined || thread.jobs.length >= AT_A_TIME) return;
      const job = this.#waiting.shift();
      if (job === undefined) return;
      thread.jobs.push(job);
      thread.worker.ref();
      thread.worker.postMessage(job.task);
    }
  }
}
