const DIGEST_BYTES = 32;
/** Of the place of a digest: as many as a list may have. */
const PLACE_BITS = 24;
const PLACES = 2 ** PLACE_BITS;

/**
 * Digests of 32 bytes, packed, in ascending order of their bytes. Numbers made of their first 40 bits and their places are sorted, which the
 * engine does natively; the few whose first 40 bits are the same are put right afterwards. Throws a RangeError beyond 2^24 digests.
 */
export function sortDigests(digests: Uint8Array): Uint8Array {
  const count = digests.length / DIGEST_BYTES;
  if (!Number.isInteger(count) || count > PLACES) throw new RangeError('not whole digests, or too many');
  const keys = new BigUint64Array(count);
  // Written and read by halves, the lower one first: a BigInt for each would cost more than the sorting.
  const halves = new Uint32Array(keys.buffer);
  const view = new DataView(digests.buffer, digests.byteOffset, digests.length);
  for (let i = 0; i < count; i++) {
    halves[2 * i] = ((digests[i * DIGEST_BYTES + 4] as number) << PLACE_BITS) | i;
    halves[2 * i + 1] = view.getUint32(i * DIGEST_BYTES);
  }
  keys.sort();
  const places = new Uint32Array(count);
  for (let i = 0; i < count; i++) places[i] = (halves[2 * i] as number) & (PLACES - 1);
  const isSame = (i: number, k: number) => halves[2 * i + 1] === halves[2 * k + 1] && (halves[2 * i] as number) >>> PLACE_BITS === (halves[2 * k] as number) >>> PLACE_BITS;
  const digestAt = (place: number) => digests.subarray(place * DIGEST_BYTES, (place + 1) * DIGEST_BYTES);
  for (let from = 0; from < count; ) {
    let to = from + 1;
    while (to < count && isSame(to, from)) to++;
    if (to - from > 1) places.subarray(from, to).sort((a, b) => Buffer.compare(digestAt(a), digestAt(b)));
    from = to;
  }
  const sorted = new Uint8Array(digests.length);
  for (let i = 0; i < count; i++) sorted.set(digestAt(places[i] as number), i * DIGEST_BYTES);
  return sorted;
}
