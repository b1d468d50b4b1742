// A thread of the worker pool: it takes tasks, one after the other, and returns the outcome of each.
import { serveTasks } from '../primitives/threads.js';
import { loadKernel } from './sodium-kernel.js';
import type { Task } from './task.js';

const kernel = loadKernel();

serveTasks(async (task) => {
  const done = (await kernel)(task as Task);
  return { done, moved: 'points' in done ? [done.points.buffer as ArrayBuffer] : [] };
});
