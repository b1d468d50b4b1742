import { createRequire } from 'node:module';
import { parentPort, Worker } from 'node:worker_threads';

/** A thread of this process that gets neither its environment nor its flags: a computing thread has no use for a loader or a debugger of the process. */
export class Thread extends Worker {
  constructor(program: string | URL) {
    super(program, { execArgv: [], env: {} });
  }
}

/**
 * The path of a thread's program in `dist/`, by its name in the package's own `imports`. It works from a bundled command at any depth, and from the sources.
 */
export function programNamed(name: `#${string}`): string {
  return createRequire(import.meta.url).resolve(name);
}

/** In a thread: takes tasks from the thread's creator, and posts back the result of `work`, with the memory to transfer. */
export function serveTasks(work: (task: unknown) => Promise<{ readonly done: unknown; readonly moved: readonly ArrayBuffer[] }>): void {
  parentPort?.on('message', (task: unknown) => {
    void work(task).then(({ done, moved }) => parentPort?.postMessage(done, moved));
  });
}
