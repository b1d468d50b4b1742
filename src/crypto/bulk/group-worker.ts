// A thread of the worker pool: takes tasks, one after the other, and gives back what became of each.
import { parentPort } from 'node:worker_threads';
import { loadKernel } from './sodium-kernel.js';
import type { Task } from './task.js';

const kernel = loadKernel();

parentPort?.on('message', (task: Task) => {
  void kernel.then((run) => {
    const done = run(task);
    parentPort?.postMessage(done, 'points' in done ? [done.points.buffer as ArrayBuffer] : []);
  });
});
