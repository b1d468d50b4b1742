import { compareBytes } from './bytes.js';
import { DIGEST_BYTES } from './item-digest.js';
import type { Steps } from './steps.js';

const WORDS = DIGEST_BYTES / 4;
/** Bits of a digest's position: enough for the longest list. */
const PLACE_BITS = 24;
const POSITIONS = 2 ** PLACE_BITS;
/** The approximate number of digests in a part, which is sorted within the cache. */
const PART = 8192;
const DIGESTS_PER_STEP = 2 ** 17;

/**
 * Sorts packed digests of 32 bytes in ascending order of their bytes. The digests are divided into parts by their first bits. In each part, numbers made of 40
 * bits of each digest and of its position are sorted, which JavaScript does natively. The few digests with the same 40 bits are put in order afterwards. Throws
 * a RangeError beyond 2^24 digests, and on duplicate digests.
 */
export function* sortDigests(digests: Uint8Array): Steps<Uint8Array> {
  const count = digests.length / DIGEST_BYTES;
  if (!Number.isInteger(count) || count > POSITIONS) throw new RangeError('not whole digests, or too many');
  const view = new DataView(digests.buffer, digests.byteOffset, digests.length);
  const bits = Math.max(0, Math.ceil(Math.log2(count / PART)));
  const partOf = (position: number) => Math.floor(view.getUint32(position * DIGEST_BYTES) / 2 ** (32 - bits));
  const ends = new Uint32Array(2 ** bits + 1);
  for (let i = 0; i < count; i++) (ends[partOf(i) + 1] as number)++;
  for (let part = 0; part < 2 ** bits; part++) ends[part + 1] = (ends[part + 1] as number) + (ends[part] as number);
  const starts = ends.slice();
  const keys = new BigUint64Array(count);
  // The keys are written and read by halves, the lower one first: a BigInt for each would cost more than the sorting.
  const halves = new Uint32Array(keys.buffer);
  for (let i = 0; i < count; i++) {
    const at = 2 * (ends[partOf(i)] as number)++;
    halves[at] = (view.getUint8(i * DIGEST_BYTES + 4) << PLACE_BITS) | i;
    halves[at + 1] = view.getUint32(i * DIGEST_BYTES);
    if (i % DIGESTS_PER_STEP === 0) yield;
  }
  const words = wordsOf(digests);
  const sorted = new Uint32Array(words.length);
  for (let part = 0; part < 2 ** bits; part++) {
    const from = starts[part] as number;
    const to = starts[part + 1] as number;
    keys.subarray(from, to).sort();
    const positions = positionsIn(halves.subarray(2 * from, 2 * to), digests);
    for (let i = 0; i < positions.length; i++) {
      const at = WORDS * (positions[i] as number);
      for (let k = 0; k < WORDS; k++) sorted[WORDS * (from + i) + k] = words[at + k] as number;
    }
    yield;
  }
  return new Uint8Array(sorted.buffer);
}

/** The positions in sorted keys. Keys that differ only in the position are put in the order of their digests. */
function positionsIn(halves: Uint32Array, digests: Uint8Array): Uint32Array {
  const count = halves.length / 2;
  const positions = new Uint32Array(count);
  for (let i = 0; i < count; i++) positions[i] = (halves[2 * i] as number) & (POSITIONS - 1);
  const isSame = (i: number, k: number) => halves[2 * i + 1] === halves[2 * k + 1] && (halves[2 * i] as number) >>> PLACE_BITS === (halves[2 * k] as number) >>> PLACE_BITS;
  const digestAt = (position: number) => digests.subarray(position * DIGEST_BYTES, (position + 1) * DIGEST_BYTES);
  for (let from = 0; from < count; ) {
    let to = from + 1;
    while (to < count && isSame(to, from)) to++;
    if (to - from > 1) {
      positions.subarray(from, to).sort((a, b) => compareBytes(digestAt(a), digestAt(b)));
      for (let i = from + 1; i < to; i++) if (compareBytes(digestAt(positions[i - 1] as number), digestAt(positions[i] as number)) === 0) throw new RangeError('a digest stands there twice');
    }
    from = to;
  }
  return positions;
}

function wordsOf(digests: Uint8Array): Uint32Array {
  const aligned = digests.byteOffset % 4 === 0 ? digests : digests.slice();
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
}
