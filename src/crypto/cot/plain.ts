import { elementAt } from '../ot/element.js';
import type { Strings } from '../engine/strings.js';
import { PlaceStream } from './code.js';
import { CODE_WEIGHT } from './parameters.js';

/** One string as numbers: both halves and a bit. */
export interface PlainString {
  readonly hash: bigint;
  readonly mac: bigint;
  readonly bit: number;
}

export function plainString({ hash, mac, bits }: Strings, at: number): PlainString {
  return { hash: elementAt(hash, at), mac: BigInt((mac[2 * at] as number) >>> 0) | (BigInt((mac[2 * at + 1] as number) >>> 0) << 32n), bit: bits[at] as number };
}

/** The code as documented, over numbers: adds to every noise string the sum of ten columns. The kernel is compared with it. */
export function plainEncode(columns: readonly PlainString[], noise: readonly PlainString[], key: Uint8Array): PlainString[] {
  const stream = new PlaceStream(key);
  const words = new Uint8Array(4 * CODE_WEIGHT);
  const view = new DataView(words.buffer);
  return noise.map((string) => {
    stream.next(1, words, 0);
    return Array.from({ length: CODE_WEIGHT }, (_, i) => columns[Math.floor((view.getUint32(4 * i, true) * columns.length) / 2 ** 32)] as PlainString).reduce(
      (sum, { hash, mac, bit }) => ({ hash: sum.hash ^ hash, mac: sum.mac ^ mac, bit: sum.bit ^ bit }),
      string,
    );
  });
}
