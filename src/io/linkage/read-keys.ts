/** A party's own file as keys for private matching. */
import type { ItemHasher } from '../../crypto/item-digest.js';
import { hashOfSet } from '../../crypto/set-hash.js';
import { inTurns } from '../../crypto/steps.js';
import type { KeyColumn } from '../../linkage/index.js';
import { takeRecords, type CsvSource } from '../csv/index.js';
import type { Notice } from '../notices.js';
import { TextReader, type TextData } from './growing.js';
import { KeyRows } from './key-rows.js';
import { NO_ITEM } from './no-item.js';
import type { ColumnProblem } from './problems.js';

export interface ReadKeysOptions {
  /** Whether records make the keys of near matches too. */
  readonly near: boolean;
  /** More data rows than this end the reading with INPUT_TOO_MANY. */
  readonly maxRows: number;
  /** Logical names of columns whose cells go with a match. */
  readonly payload?: readonly string[];
  /** Whether the key columns' cells are kept as written. */
  readonly keepCells: boolean;
  /** Texts that mean no value by the agreement, in addition to those that the rules know. */
  readonly placeholders?: readonly string[];
  /** In bytes of the file; the total is 0 when it is not known. */
  readonly onProgress?: (bytesRead: number, totalBytes: number) => void;
  readonly signal?: AbortSignal;
  /** Another way to digest items than that of `kernelHasher`. */
  readonly hasher?: ItemHasher;
}

/** Rows are counted from 0 here; the record's number that people see is one more. */
export interface KeyedRecords {
  readonly rows: number;
  /** For each key that a record can make, its name in the agreement (`slotName`). */
  readonly rules: readonly string[];
  /** Distinct, count × 32 bytes, in the order of the file. */
  readonly digests: Uint8Array;
  /** The hash of the digests as a set (crypto/set-hash.ts), 32 bytes. */
  readonly setHash: Uint8Array;
  readonly count: number;
  /** rows × rules.length: which digest each key of each row is; NO_ITEM if the row makes no such key. */
  readonly itemOf: Uint32Array;
  /** Rows that make no key at all. */
  readonly unusableRows: number;
  /** What is wrong with cells that make no part of a key. */
  readonly problems: readonly ColumnProblem[];
  /** Rows whose keys were all made by earlier rows. */
  readonly duplicateRows: number;
  /** A row's key columns as written. Empty unless they were kept. */
  readonly cells: (row: number) => string[];
  /** A row's payload columns as written. */
  readonly payload: (row: number) => string[];
  readonly notices: readonly Notice[];
}

/** The same as plain data, which can go from one thread to another. Texts are listed by rows: `cellsOfRow` and `payloadOfRow` of them each. */
export interface KeyData extends Omit<KeyedRecords, 'cells' | 'payload'> {
  readonly cells: TextData;
  readonly cellsOfRow: number;
  readonly payload: TextData;
  readonly payloadOfRow: number;
}

/**
 * Reads a file and digests the keys of its rows (src/linkage/, crypto/item-digest.ts). `columns`: as the file writes them (`asWritten`). Rows whose cells make no key are counted, no error.
 * Errors: those of `readRecords`.
 */
export async function readKeys(source: CsvSource, columns: readonly KeyColumn[], options: ReadKeysOptions): Promise<KeyedRecords> {
  return recordsOf(await readKeyData(source, columns, options));
}

export async function readKeyData(source: CsvSource, columns: readonly KeyColumn[], options: ReadKeysOptions): Promise<KeyData> {
  const payload = options.payload ?? [];
  const notices: Notice[] = [];
  const rows = new KeyRows(source.file, columns, payload, options);
  const read = { ...(options.onProgress && { onProgress: options.onProgress }), ...(options.signal && { signal: options.signal }), maxRows: options.maxRows, notices };
  await takeRecords(source, rows.wanted, read, rows);
  const { items, found } = rows.finish();
  return {
    rows: rows.count,
    rules: rows.rules,
    digests: items.digests,
    setHash: await inTurns(hashOfSet(items.digests)),
    count: items.count,
    itemOf: items.itemOf,
    unusableRows: found.unusable,
    problems: rows.noticed.problems,
    duplicateRows: found.duplicates,
    cells: rows.cells.data,
    cellsOfRow: options.keepCells ? columns.length : 0,
    payload: rows.payload.data,
    payloadOfRow: payload.length,
    notices: [...notices, ...rows.noticed.notices(found)],
  };
}

export function recordsOf(data: KeyData): KeyedRecords {
  const { rows, cells, cellsOfRow, payload, payloadOfRow } = data;
  return { ...data, cells: rowTexts(cells, cellsOfRow, rows), payload: rowTexts(payload, payloadOfRow, rows) };
}

function rowTexts(data: TextData, width: number, rows: number): (row: number) => string[] {
  const texts = new TextReader(data);
  return (row) => {
    if (!Number.isInteger(row) || row < 0 || row >= rows) throw new RangeError(`there is no row ${row}`);
    const own: string[] = [];
    for (let i = row * width; i < (row + 1) * width; i++) own.push(texts.at(i));
    return own;
  };
}

export { NO_ITEM };
