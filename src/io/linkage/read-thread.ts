import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { bug } from '../../errors.js';
import type { KeyColumn } from '../../linkage/index.js';
import { errorOf, type PlainError } from '../../plain-error.js';
import type { CsvSource } from '../csv/index.js';
import { readKeys, recordsOf, type KeyData, type KeyedRecords, type ReadKeysOptions } from './read-keys.js';

/** The size of a file that takes several times as long to read as a thread takes to start. */
const WORTH_A_THREAD = 2 * 2 ** 20;
/** Mebibytes for short-lived memory in the thread, which would otherwise take up to 48. */
const YOUNG_MIB = 8;

/** Without what cannot go from one thread to another. */
type PlainOptions = Omit<ReadKeysOptions, 'onProgress' | 'signal' | 'hasher'>;

export interface ReadTask {
  readonly source: CsvSource;
  readonly columns: readonly KeyColumn[];
  readonly options: PlainOptions;
}

export type FromReader =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly data: KeyData }
  | { readonly kind: 'failed'; readonly error: PlainError };

/** `readKeys`, in a thread of its own if the file is large. `worker` as for `readKeysInThread`. */
export async function readList(source: CsvSource, columns: readonly KeyColumn[], options: ReadKeysOptions, worker?: string | URL): Promise<KeyedRecords> {
  return isLarge(source) ? readKeysInThread(source, columns, options, worker) : readKeys(source, columns, options);
}

/**
 * `readKeys` in a thread of its own, which ends with it. The main thread meanwhile serves the user and the network. Errors are the same. If the signal is
 * aborted, it rejects with the reason at once.
 *
 * @param worker the thread's program, if it is not the one of the build.
 */
export async function readKeysInThread(
  source: CsvSource,
  columns: readonly KeyColumn[],
  { onProgress, signal, hasher, ...options }: ReadKeysOptions,
  worker: string | URL = createRequire(import.meta.url).resolve('#keys-worker'),
): Promise<KeyedRecords> {
  if (hasher !== undefined) throw bug('a hasher cannot go to another thread');
  signal?.throwIfAborted();
  const task: ReadTask = { source, columns, options };
  const thread = new Worker(worker, { execArgv: [], env: {}, workerData: task, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB } });
  let onAbort = (): void => undefined;
  try {
    return await new Promise<KeyedRecords>((resolve, reject) => {
      onAbort = () => reject(signal?.reason as Error);
      signal?.addEventListener('abort', onAbort);
      thread.on('message', (message: FromReader) => {
        if (message.kind === 'progress') onProgress?.(message.done, message.total);
        else if (message.kind === 'done') resolve(recordsOf(message.data));
        else reject(errorOf(message.error));
      });
      thread.on('error', (error) => reject(bug(`the thread that reads a file broke down: ${error instanceof Error ? error.message : String(error)}`)));
      thread.on('exit', () => reject(bug('the thread that reads a file ended')));
    });
  } finally {
    signal?.removeEventListener('abort', onAbort);
    await thread.terminate();
  }
}

/** If it is no file, or cannot be looked at, the reader itself reports that. */
function isLarge({ file, held }: CsvSource): boolean {
  if (held !== undefined) return held.length >= WORTH_A_THREAD;
  try {
    const found = statSync(file);
    return found.isFile() && found.size >= WORTH_A_THREAD;
  } catch {
    return false;
  }
}
