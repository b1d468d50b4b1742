import type { KeySlot, RowParts } from '../../linkage/index.js';
import { GrowingNumbers } from './growing.js';
import { NO_ITEM } from './no-item.js';

/** At most so many others may share a key by chance for the key to be made: one in twenty such keys would be somebody else's, too. */
export const MOST_BY_CHANCE = 0.05;

const NO_WORD = 0xffff_ffff;

/**
 * Finds the keys that say too little about a person (`KeySlot.unique`): those that two people of the file have, and those of words so frequent in it that somebody else
 * may well have them all. With n rows, f_i of which have word i, and c the key itself, n · Π((f_i − c) / n) others are expected: words that nobody else has make that 0. So
 * frequencies tell where names are common, as in the record linkage of Fellegi and Sunter (1969) and Winkler (1989), and each party uses those of its own file alone.
 *
 * Two rows are one person's if they share a key that says enough. A row that lacks a part of the whole key distinguishes nobody.
 */
export class Namesakes {
  readonly #slots: readonly KeySlot[];
  readonly #unique: readonly number[];
  readonly #sure: readonly number[];
  /** For each unique slot the slot of its whole key. */
  readonly #whole: readonly number[];
  /** For each row and each unique slot, up to `#width` words, as 32 bits of a hash. */
  readonly #words = new GrowingNumbers();
  readonly #frequency = new Map<number, number>();
  #width = 0;
  #rows = 0;

  constructor(slots: readonly KeySlot[]) {
    this.#slots = slots;
    const all = slots.map((_, slot) => slot);
    this.#unique = all.filter((slot) => slots[slot]?.unique === true);
    this.#sure = all.filter((slot) => slots[slot]?.unique !== true);
    this.#whole = this.#unique.map((slot) => slots.findIndex(({ group, unique }) => group === slots[slot]?.group && !unique));
  }

  add(row: RowParts): void {
    const words = this.#unique.map((slot) => (this.#slots[slot]?.words?.(row) ?? []).filter((word) => word !== '').map(hashOf));
    for (const word of new Set(words.flat())) this.#frequency.set(word, (this.#frequency.get(word) ?? 0) + 1);
    this.#widen(Math.max(0, ...words.map(({ length }) => length)));
    for (const own of words) for (let i = 0; i < this.#width; i++) this.#words.push(own[i] ?? NO_WORD);
    this.#rows++;
  }

  /** Rows come with few words, mostly as many each. */
  #widen(width: number): void {
    if (width <= this.#width) return;
    const old = this.#words.values.slice();
    const was = this.#width;
    this.#words.resize(0);
    const lists = this.#rows * this.#unique.length;
    for (let list = 0; list < lists; list++) for (let i = 0; i < width; i++) this.#words.push(i < was ? (old[list * was + i] ?? NO_WORD) : NO_WORD);
    this.#width = width;
  }

  /** Those of `count` items that must not be used. `itemOf`: rows × slots. */
  find(itemOf: Uint32Array, count: number): { readonly isOne: Uint8Array; readonly count: number } {
    const isOne = new Uint8Array(count);
    const rowOf = new Uint32Array(count).fill(NO_ITEM);
    const rowsOf = new Uint32Array(count);
    const width = this.#slots.length;
    for (let row = 0; row < this.#rows; row++) {
      for (const [i, slot] of this.#unique.entries()) {
        const item = itemOf[row * width + slot] ?? NO_ITEM;
        if (item === NO_ITEM) continue;
        rowsOf[item] = (rowsOf[item] ?? 0) + 1;
        if (itemOf[row * width + (this.#whole[i] ?? 0)] === NO_ITEM) continue;
        const first = rowOf[item] ?? NO_ITEM;
        if (first === NO_ITEM) rowOf[item] = row;
        else if (!this.#isOnePerson(first, row, itemOf)) isOne[item] = 1;
      }
    }
    this.#addCommon(itemOf, rowsOf, isOne);
    return { isOne, count: isOne.reduce((sum, one) => sum + one, 0) };
  }

  #isOnePerson(a: number, b: number, itemOf: Uint32Array): boolean {
    const width = this.#slots.length;
    const items = (row: number) => this.#sure.flatMap((slot) => itemOf[row * width + slot] ?? NO_ITEM).filter((item) => item !== NO_ITEM);
    const known = new Set(items(a));
    return items(b).some((item) => known.has(item));
  }

  #addCommon(itemOf: Uint32Array, rowsOf: Uint32Array, isOne: Uint8Array): void {
    const width = this.#slots.length;
    for (let row = 0; row < this.#rows; row++) {
      for (const [i, slot] of this.#unique.entries()) {
        const item = itemOf[row * width + slot] ?? NO_ITEM;
        if (item !== NO_ITEM && isOne[item] !== 1 && this.#byChance(row, i, rowsOf[item] ?? 0) > MOST_BY_CHANCE) isOne[item] = 1;
      }
    }
  }

  /** How many others have all words of the row's key, if words went together by chance. 0 for a key without words. */
  #byChance(row: number, unique: number, own: number): number {
    const start = (row * this.#unique.length + unique) * this.#width;
    let others = this.#rows;
    let words = 0;
    for (let i = start; i < start + this.#width; i++) {
      const word = this.#words.get(i);
      if (word === NO_WORD) continue;
      words++;
      others *= Math.max(0, (this.#frequency.get(word) ?? 0) - own) / this.#rows;
    }
    return words === 0 ? 0 : others;
  }
}

/** FNV-1a. Two words that agree by chance count as one, and look more frequent than they are. That costs a key at most. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  const unsigned = hash >>> 0;
  return unsigned === NO_WORD ? 0 : unsigned;
}
