/** A party's own file as keys for private matching. */
import { ItemBatch, itemPrefix, type ItemHasher } from '../../crypto/item-digest.js';
import { hashOfSet } from '../../crypto/set-hash.js';
import { inTurns } from '../../crypto/steps.js';
import { kernelHasher } from '../../crypto/item-hasher.js';
import { normaliserOf, rulesFor, slotName, type KeyColumn } from '../../linkage/index.js';
import { readRecords, type CsvSource } from '../csv/index.js';
import type { Notice } from '../notices.js';
import { textAt, TextStore, type TextData } from './growing.js';
import { Items } from './items.js';
import { KeyNotices } from './key-notices.js';
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

/** Items digested at a time: enough that the call costs nothing, and few enough to stay in the cache. */
const BATCH = 2048;

/**
 * Reads a file and digests the keys of its rows (src/linkage/, crypto/item-digest.ts). `columns`: as the file writes them (`asWritten`). Rows whose cells make no key are counted, no error.
 * Errors: those of `readRecords`.
 */
export async function readKeys(source: CsvSource, columns: readonly KeyColumn[], options: ReadKeysOptions): Promise<KeyedRecords> {
  return recordsOf(await readKeyData(source, columns, options));
}

export async function readKeyData(source: CsvSource, columns: readonly KeyColumn[], options: ReadKeysOptions): Promise<KeyData> {
  const slots = rulesFor(columns, options.near);
  const prefixes = slots.map((slot) => itemPrefix(slotName(slot)));
  const normalise = normaliserOf(columns, options.placeholders);
  const payloadColumns = options.payload ?? [];
  const cells = new TextStore();
  const payload = new TextStore();
  const items = new Items(slots, options.hasher ?? kernelHasher(), options.maxRows);
  const batch = new ItemBatch();
  const notices: Notice[] = [];
  let rows = 0;
  const noticed = new KeyNotices(source.file, columns);
  // A column may be read twice, as a part of the key and as payload, but the reader gives each header once.
  const wanted = [...new Set([...columns.map(({ name }) => name), ...payloadColumns])];
  const payloadAt = payloadColumns.map((name) => wanted.indexOf(name));
  const read = { ...(options.onProgress && { onProgress: options.onProgress }), ...(options.signal && { signal: options.signal }), maxRows: options.maxRows, notices };
  for await (const records of readRecords(source, wanted, read)) {
    for (const record of records) {
      const row = normalise(record.cells);
      items.beginRow(row);
      let keys = 0;
      for (let slot = 0; slot < slots.length; slot++) {
        const parts = slots[slot]?.make(row);
        if (parts === undefined) continue;
        batch.add(prefixes[slot] ?? new Uint8Array(), parts);
        items.expect(slot);
        keys++;
      }
      noticed.add(row, keys, record.cells, record.line);
      if (options.keepCells) for (let i = 0; i < columns.length; i++) cells.push(record.cells[i] ?? '');
      for (const at of payloadAt) payload.push(record.cells[at] ?? '');
      if (batch.count >= BATCH) items.take(batch);
    }
    rows += records.length;
  }
  items.take(batch);
  const { unusable, duplicates } = items.finish();
  return {
    rows,
    rules: slots.map(slotName),
    digests: items.digests,
    setHash: await inTurns(hashOfSet(items.digests)),
    count: items.count,
    itemOf: items.itemOf,
    unusableRows: unusable,
    problems: noticed.problems,
    duplicateRows: duplicates,
    cells: cells.data,
    cellsOfRow: options.keepCells ? columns.length : 0,
    payload: payload.data,
    payloadOfRow: payloadColumns.length,
    notices: [...notices, ...noticed.notices({ unusable, duplicates })],
  };
}

export function recordsOf(data: KeyData): KeyedRecords {
  const { rows, cells, cellsOfRow, payload, payloadOfRow } = data;
  return { ...data, cells: (row) => texts(cells, row, cellsOfRow, rows), payload: (row) => texts(payload, row, payloadOfRow, rows) };
}

function texts(store: TextData, row: number, width: number, rows: number): string[] {
  if (!Number.isInteger(row) || row < 0 || row >= rows) throw new RangeError(`there is no row ${row}`);
  const own: string[] = [];
  for (let i = row * width; i < (row + 1) * width; i++) own.push(textAt(store, i));
  return own;
}

export { NO_ITEM };
