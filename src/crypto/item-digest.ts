import { blake3 } from '@noble/hashes/blake3.js';
import { utf8 } from './bytes.js';

/**
 * The private matching protocols compare hashes of records' keys.
 *
 * An item is a rule's name and the texts that the key consists of. Its bytes are those of `lengthPrefixed` (bytes.ts):
 *
 *     u32be(11) ‖ "mpc item v1" ‖ u32be(|rule|) ‖ rule ‖ u32be(|part 1|) ‖ part 1 ‖ … ‖ u32be(|part k|) ‖ part k
 *
 * with rule and parts in UTF-8 (a lone surrogate becomes U+FFFD, as in TextEncoder), lengths in bytes, big-endian. No two lists of texts give
 * the same bytes. The digest is BLAKE3 (https://github.com/BLAKE3-team/BLAKE3-specs) of them, 32 bytes, without key or context: it is the
 * same in every session, so it never leaves this machine; protocols hash it again under their session.
 *
 * Many items are packed: their bytes one after another, and n + 1 offsets, so that item i is bytes[offsets[i] … offsets[i + 1]).
 */
export const ITEM_LABEL = 'mpc item v1';
export const DIGEST_BYTES = 32;

/** Digests of n packed items, n × 32 bytes. A faster implementation than one call an item can replace this function. */
export type ItemHasher = (bytes: Uint8Array, offsets: Uint32Array, count: number) => Uint8Array;

/** The bytes of one item. Slow: it is the reference for `ItemBatch`. */
export function encodeItem(rule: string, parts: readonly string[]): Uint8Array {
  const batch = new ItemBatch();
  batch.add(itemPrefix(rule), parts);
  return batch.bytes.slice(0, batch.offsets[1]);
}

/** The digest of one item. */
export function digestItem(rule: string, parts: readonly string[]): Uint8Array {
  return blake3(encodeItem(rule, parts));
}

/** The reference: one call of BLAKE3 an item. */
export const digestItems: ItemHasher = (bytes, offsets, count) => {
  const digests = new Uint8Array(count * DIGEST_BYTES);
  for (let i = 0; i < count; i++) digests.set(blake3(bytes.subarray(offsets[i], offsets[i + 1])), i * DIGEST_BYTES);
  return digests;
};

/** The first bytes of all items of a rule. */
export function itemPrefix(rule: string): Uint8Array {
  const texts = [ITEM_LABEL, rule].map(utf8);
  const prefix = new Uint8Array(texts.reduce((sum, text) => sum + 4 + text.length, 0));
  let at = 0;
  for (const text of texts) {
    new DataView(prefix.buffer).setUint32(at, text.length);
    prefix.set(text, at + 4);
    at += 4 + text.length;
  }
  return prefix;
}

const encoder = new TextEncoder();

/** Items packed for an ItemHasher. Grows as needed; `clear` keeps the memory for the next batch. */
export class ItemBatch {
  #bytes = new Uint8Array(1 << 16);
  #offsets = new Uint32Array(1 << 10);
  #count = 0;
  #end = 0;

  get count(): number {
    return this.#count;
  }

  /** Valid until the next `add`; the items end at offsets[count]. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  get offsets(): Uint32Array {
    return this.#offsets;
  }

  /** Adds an item: a prefix from `itemPrefix` and its parts. Throws a RangeError if a batch would pass 2^32 − 1 bytes. */
  add(prefix: Uint8Array, parts: readonly string[]): void {
    let most = prefix.length;
    for (const part of parts) most += 4 + 3 * part.length;
    this.#reserve(most);
    this.#bytes.set(prefix, this.#end);
    let end = this.#end + prefix.length;
    for (const part of parts) end = this.#write(part, end);
    this.#end = end;
    this.#offsets[++this.#count] = end;
  }

  /** Adds an item whose parts are bytes: part i is bytes[bounds[2 i] … bounds[2 i + 1]]. */
  addBytes(prefix: Uint8Array, bytes: Uint8Array, bounds: Uint32Array, parts: number): void {
    let length = prefix.length;
    for (let i = 0; i < parts; i++) length += 4 + (bounds[2 * i + 1] as number) - (bounds[2 * i] as number);
    this.#reserve(length);
    const own = this.#bytes;
    let end = this.#end;
    for (let i = 0; i < prefix.length; i++) own[end++] = prefix[i] as number;
    for (let i = 0; i < parts; i++) {
      const from = bounds[2 * i] as number;
      const to = bounds[2 * i + 1] as number;
      writeLength(own, end, to - from);
      end += 4;
      for (let at = from; at < to; at++) own[end++] = bytes[at] as number;
    }
    this.#end = end;
    this.#offsets[++this.#count] = end;
  }

  clear(): void {
    this.#count = 0;
    this.#end = 0;
  }

  #write(part: string, at: number): number {
    const bytes = this.#bytes;
    const start = at + 4;
    let end = start;
    // Most parts are short and ASCII, and a loop is faster than a call for those.
    for (let i = 0; i < part.length; i++) {
      const code = part.charCodeAt(i);
      if (code > 0x7f) {
        end = start + encoder.encodeInto(part, bytes.subarray(start)).written;
        break;
      }
      bytes[end++] = code;
    }
    writeLength(bytes, at, end - start);
    return end;
  }

  #reserve(more: number): void {
    const needed = this.#end + more;
    if (needed > 0xffff_ffff) throw new RangeError('a batch of items is longer than 2^32 − 1 bytes');
    if (needed > this.#bytes.length) this.#bytes = grown(this.#bytes, needed);
    if (this.#count + 2 > this.#offsets.length) {
      const offsets = new Uint32Array(this.#offsets.length * 2);
      offsets.set(this.#offsets);
      this.#offsets = offsets;
    }
  }
}

function writeLength(bytes: Uint8Array, at: number, length: number): void {
  bytes[at] = length >>> 24;
  bytes[at + 1] = length >>> 16;
  bytes[at + 2] = length >>> 8;
  bytes[at + 3] = length;
}

function grown(bytes: Uint8Array, needed: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.min(0xffff_ffff, Math.max(needed, bytes.length * 2)));
  larger.set(bytes);
  return larger;
}
