import { ItemBatch, itemPrefix, type ItemHasher } from '../../crypto/item-digest.js';
import { kernelHasher } from '../../crypto/item-hasher.js';
import { normaliserOf, ownKeyTest, rulesFor, slotName, type KeyColumn, type KeySlot, type Normaliser, type OwnKeyTest } from '../../linkage/index.js';
import type { CsvRecord, RecordSink } from '../csv/index.js';
import { TextStore } from './growing.js';
import { Items } from './items.js';
import { KeyNotices } from './key-notices.js';

/** Items digested at a time: enough that the call costs nothing, and few enough to stay in the cache. */
const BATCH = 2048;

export interface KeyRowsOptions {
  readonly near: boolean;
  readonly maxRows: number;
  readonly keepCells: boolean;
  readonly placeholders?: readonly string[];
  readonly hasher?: ItemHasher;
}

/** Takes the rows of a file one by one: their keys, the texts that are kept, and what is noticed about them. */
export class KeyRows implements RecordSink {
  /** The columns to read. A column may be read twice, as a part of the key and as payload, but the reader gives each header once. */
  readonly wanted: readonly string[];
  readonly keys: number;
  readonly rules: readonly string[];
  readonly noticed: KeyNotices;
  readonly cells = new TextStore();
  readonly payload = new TextStore();
  count = 0;

  readonly #columns: number;
  readonly #payloadAt: readonly number[];
  readonly #keepCells: boolean;
  readonly #slots: readonly KeySlot[];
  readonly #prefixes: readonly Uint8Array[];
  readonly #normalise: Normaliser;
  readonly #isOwn: OwnKeyTest | undefined;
  readonly #items: Items;
  readonly #batch = new ItemBatch();

  constructor(file: string, columns: readonly KeyColumn[], payload: readonly string[], options: KeyRowsOptions) {
    this.wanted = [...new Set([...columns.map(({ name }) => name), ...payload])];
    this.#columns = columns.length;
    this.#payloadAt = payload.map((name) => this.wanted.indexOf(name));
    this.#keepCells = options.keepCells;
    this.#slots = rulesFor(columns, options.near);
    this.rules = this.#slots.map(slotName);
    this.#prefixes = this.rules.map(itemPrefix);
    this.#normalise = normaliserOf(columns, options.placeholders);
    this.#isOwn = ownKeyTest(columns, options);
    this.keys = this.#isOwn === undefined ? 0 : columns.length;
    this.#items = new Items(this.#slots, options.hasher ?? kernelHasher(), options.maxRows);
    this.noticed = new KeyNotices(file, columns);
  }

  readonly plain = (bytes: Uint8Array, bounds: Uint32Array, line: number): void => {
    for (let i = 0; i < this.#columns; i++) {
      if (this.#isOwn?.(bytes, bounds[2 * i] as number, bounds[2 * i + 1] as number) !== true) {
        this.record({ record: this.count + 1, line, cells: textsIn(bytes, bounds) });
        return;
      }
    }
    this.#items.beginRow();
    this.#batch.addBytes(this.#prefixes[0] as Uint8Array, bytes, bounds, this.#columns);
    this.#items.expect(0);
    this.noticed.addPlain();
    if (this.#keepCells) for (let i = 0; i < this.#columns; i++) this.cells.pushBytes(bytes, bounds[2 * i] as number, bounds[2 * i + 1] as number);
    for (const at of this.#payloadAt) this.payload.pushBytes(bytes, bounds[2 * at] as number, bounds[2 * at + 1] as number);
    this.#endRow();
  };

  readonly record = ({ cells, line }: CsvRecord): void => {
    const row = this.#normalise(cells);
    this.#items.beginRow(row);
    let keys = 0;
    for (let slot = 0; slot < this.#slots.length; slot++) {
      const parts = this.#slots[slot]?.make(row);
      if (parts === undefined) continue;
      this.#batch.add(this.#prefixes[slot] as Uint8Array, parts);
      this.#items.expect(slot);
      keys++;
    }
    this.noticed.add(row, keys, cells, line);
    if (this.#keepCells) for (let i = 0; i < this.#columns; i++) this.cells.push(cells[i] ?? '');
    for (const at of this.#payloadAt) this.payload.push(cells[at] ?? '');
    this.#endRow();
  };

  /** After the last row. */
  finish(): { readonly items: Items; readonly found: { unusable: number; duplicates: number } } {
    this.#items.take(this.#batch);
    return { items: this.#items, found: this.#items.finish() };
  }

  #endRow(): void {
    this.count++;
    if (this.#batch.count >= BATCH) this.#items.take(this.#batch);
  }
}

function textsIn(bytes: Uint8Array, bounds: Uint32Array): string[] {
  const texts = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bounds.length / 2 }, (_, i) => texts.toString('utf8', bounds[2 * i], bounds[2 * i + 1]));
}
