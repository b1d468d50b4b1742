import { createRequire } from 'node:module';
import { parentPort, Worker } from 'node:worker_threads';

/** A thread of this process, which knows nothing of its environment and its flags: a loader or a debugger of the process is no business of one that computes. */
export class Thread extends Worker {
  constructor(program: string | URL) {
    super(program, { execArgv: [], env: {} });
  }
}

/** The path of a thread's program in `dist/`, by its name in the package's own `imports`: from a bundled command at any depth, and from the sources. */
export function programNamed(name: `#${string}`): string {
  return createRequire(import.meta.url).resolve(name);
}

/** In a thread: takes tasks from who started it, and posts back what `work` gives, with the memory that goes along. */
export function serveTasks(work: (task: unknown) => Promise<{ readonly done: unknown; readonly moved: readonly ArrayBuffer[] }>): void {
  parentPort?.on('message', (task: unknown) => {
    void work(task).then(({ done, moved }) => parentPort?.postMessage(done, moved));
  });
}
