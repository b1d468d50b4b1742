import { ByteTable } from '../../../crypto/byte-table.js';
import { concat } from '../../../crypto/bytes.js';
import { pages } from '../../../crypto/pages.js';
import { randomBytes } from '../../../crypto/random.js';
import { bug } from '../../../errors.js';
import { ITEM_LENGTH } from './direction.js';

/** The number of items. This party's own input must be whole digests, all different, at most `cap`: anything else is a bug in this program. */
export function countItems(items: Uint8Array, cap: number): number {
  const count = items.length / ITEM_LENGTH;
  if (!Number.isInteger(count) || count > cap) throw bug('a list to be matched is longer than agreed, or not of whole digests');
  const seen = new ByteTable(count, ITEM_LENGTH);
  for (let i = 0; i < count; i++) if (!seen.add(items, i)) throw bug('a list to be matched holds a digest twice');
  return count;
}

/** The items, followed by random ones, which equal no party's, up to `cap`. From here on all work is the same for every true size. */
export function padItems(items: Uint8Array, cap: number): Uint8Array {
  return concat(items, randomBytes(cap * ITEM_LENGTH - items.length));
}

/**
 * The same for millions of items, as fast as copying them. Dummies are 28 random bytes, the same for all, and a number: they equal no party's items, except
 * with probability 2^−224. `inPlace`: in the memory of the items, if there is room behind them and nobody needs its contents.
 */
export function withDummies(items: Uint8Array, cap: number, { inPlace = false } = {}): Uint8Array {
  const { buffer, byteOffset } = items;
  const hasRoom = inPlace && byteOffset + ITEM_LENGTH * cap <= buffer.byteLength;
  const all = hasRoom ? new Uint8Array(buffer, byteOffset, ITEM_LENGTH * cap) : pages(ITEM_LENGTH * cap);
  if (!hasRoom) all.set(items);
  const dummies = all.subarray(items.length);
  dummies.set(randomBytes(ITEM_LENGTH).subarray(0, dummies.length));
  for (let done = ITEM_LENGTH; done < dummies.length; done *= 2) dummies.copyWithin(done, 0, done);
  const words = new Uint32Array(dummies.buffer, dummies.byteOffset, dummies.length / 4);
  for (let i = 0; i < words.length; i += ITEM_LENGTH / 4) words[i] = i;
  return all;
}
