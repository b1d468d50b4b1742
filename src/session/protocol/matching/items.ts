import { ByteTable } from '../../../crypto/byte-table.js';
import { concat } from '../../../crypto/bytes.js';
import { randomBytes } from '../../../crypto/random.js';
import { bug } from '../../../errors.js';
import { ITEM_LENGTH } from './run.js';

/** How many items there are. What this party itself puts in must be whole digests, all different, at most `cap`: anything else is a bug of its own. */
export function countItems(items: Uint8Array, cap: number): number {
  const count = items.length / ITEM_LENGTH;
  if (!Number.isInteger(count) || count > cap) throw bug('a list to be matched is longer than agreed, or not of whole digests');
  const seen = new ByteTable(count, ITEM_LENGTH);
  for (let i = 0; i < count; i++) if (!seen.add(items, i)) throw bug('a list to be matched holds a digest twice');
  return count;
}

/** The items, and behind them random ones, which equal no one's, up to `cap`: from here on all work is the same for every true size. */
export function padItems(items: Uint8Array, cap: number): Uint8Array {
  return concat(items, randomBytes(cap * ITEM_LENGTH - items.length));
}
