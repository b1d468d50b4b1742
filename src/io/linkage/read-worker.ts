// A thread that reads a large file and digests its keys, while the main thread stays free; what reading leaves behind goes with it.
import { parentPort, workerData } from 'node:worker_threads';
import { plainError } from '../../plain-error.js';
import { readKeyData } from './read-keys.js';
import type { FromReader, ReadTask } from './read-thread.js';

const { source, columns, options } = workerData as ReadTask;

function post(message: FromReader, transfer: readonly ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

try {
  const data = await readKeyData(source, columns, { ...options, onProgress: (done, total) => post({ kind: 'progress', done, total }) });
  const { itemOf, cells, payload } = data;
  post({ kind: 'done', data }, [itemOf, cells.bytes, cells.ends, payload.bytes, payload.ends].map(({ buffer }) => buffer as ArrayBuffer));
} catch (error) {
  post({ kind: 'failed', error: plainError(error) });
}
