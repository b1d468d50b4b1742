// A thread that decodes row groups of a Parquet file (parquet-thread.ts).
import { parentPort, workerData } from 'node:worker_threads';
import { plainError } from '../../plain-error.js';
import { changed, openBytes, type Opened } from './parquet-bytes.js';
import { readGroup } from './parquet-group.js';
import type { FromGroupReader, GroupRequest, GroupTask } from './parquet-thread.js';

/** The number of rows that are sent at once. */
const BATCH = 16_384;

const { source, metadata, names, identity } = workerData as GroupTask;
/** Opened at the first request, whose answer can say why it cannot be. */
let opened: Opened | undefined;

function post(message: FromGroupReader): void {
  parentPort?.postMessage(message);
}

async function answer({ start, rows }: GroupRequest): Promise<void> {
  try {
    opened ??= await openBytes(source);
    // The path can lead to another file by now.
    if (opened.identity !== identity) throw changed(source.file);
    const values = await readGroup(opened.bytes, metadata, names, start, rows, source.file);
    for (let from = 0; from < rows; from += BATCH) post({ kind: 'rows', rows: values.slice(from, from + BATCH), isLast: from + BATCH >= rows });
  } catch (error) {
    post({ kind: 'failed', error: plainError(error) });
  }
}

parentPort?.on('message', (request: GroupRequest) => void answer(request));
