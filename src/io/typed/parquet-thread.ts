import { Worker } from 'node:worker_threads';
import { getHeapStatistics } from 'node:v8';
import type { FileMetaData } from 'hyparquet';
import { programNamed } from '../../crypto/primitives/threads.js';
import { errorOf, type PlainError } from '../../plain-error.js';
import type { CsvSource } from '../csv/types.js';
import { damaged } from './parquet-bytes.js';

/** What the thread reads. */
export interface GroupTask {
  readonly source: Pick<CsvSource, 'file' | 'held'>;
  readonly metadata: FileMetaData;
  readonly names: readonly string[];
  /** `Opened.identity` of the file that the metadata are from. */
  readonly identity: string;
}

export interface GroupRequest {
  readonly start: number;
  readonly rows: number;
}

export type FromGroupReader = { readonly kind: 'rows'; readonly rows: readonly (readonly unknown[])[]; readonly isLast: boolean } | { readonly kind: 'failed'; readonly error: PlainError };

/**
 * Reads row groups in a thread of its own. The library that decodes them believes what a page says about its runs: a file of 300 bytes can keep it busy for
 * ever, or make it take all memory. A thread has a limit of its own for memory, and ends when it is told to.
 */
export class GroupReader {
  readonly #thread: Worker;
  readonly #file: string;

  constructor({ source: { file, held }, metadata, names, identity }: GroupTask) {
    this.#file = file;
    const task: GroupTask = { source: { file, ...(held === undefined ? {} : { held }) }, metadata, names, identity };
    this.#thread = new Worker(programNamed('#parquet-worker'), { execArgv: [], env: {}, workerData: task, resourceLimits: { maxOldGenerationSizeMb: Math.floor(getHeapStatistics().heap_size_limit / 2 ** 20) } });
  }

  /** The rows of a group. Rejects with the signal's reason as soon as it is aborted. */
  async read(start: number, rows: number, signal: AbortSignal | undefined): Promise<readonly (readonly unknown[])[]> {
    const thread = this.#thread;
    const all: (readonly unknown[])[] = [];
    let release = (): void => undefined;
    try {
      return await new Promise((resolve, reject) => {
        const onAbort = (): void => reject(signal?.reason as Error);
        const onMessage = (message: FromGroupReader): void => {
          if (message.kind === 'failed') { reject(errorOf(message.error)); return; }
          for (const row of message.rows) all.push(row);
          if (message.isLast) resolve(all);
        };
        const onEnd = (why?: unknown): void => reject(damaged(this.#file, why));
        release = () => {
          signal?.removeEventListener('abort', onAbort);
          thread.off('message', onMessage).off('error', onEnd).off('exit', onEnd);
        };
        signal?.addEventListener('abort', onAbort);
        thread.on('message', onMessage).on('error', onEnd).on('exit', onEnd);
        thread.postMessage({ start, rows } satisfies GroupRequest);
      });
    } finally {
      release();
    }
  }

  async close(): Promise<void> {
    // Nobody needs to know what it still meets.
    this.#thread.on('error', () => undefined);
    await this.#thread.terminate();
  }
}
