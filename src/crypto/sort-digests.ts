const DIGEST_BYTES = 32;
/** Of the place of a digest: as many as a list may have. */
const PLACE_BITS = 24n;
const PLACES = 2 ** 24;

/**
 * Digests of 32 bytes, packed, in ascending order of their bytes. Numbers made of their first 40 bits and their places are sorted, which the
 * engine does natively; the few whose first 40 bits are the same are put right afterwards. Throws a RangeError beyond 2^24 digests.
 */
export function sortDigests(digests: Uint8Array): Uint8Array {
  const count = digests.length / DIGEST_BYTES;
  if (!Number.isInteger(count) || count > PLACES) throw new RangeError('not whole digests, or too many');
  const view = new DataView(digests.buffer, digests.byteOffset, digests.length);
  const keys = new BigUint64Array(count);
  for (let i = 0; i < count; i++) keys[i] = ((view.getBigUint64(i * DIGEST_BYTES) >> PLACE_BITS) << PLACE_BITS) | BigInt(i);
  keys.sort();
  const places = Uint32Array.from(keys, (key) => Number(key & (2n ** PLACE_BITS - 1n)));
  const digestAt = (place: number) => digests.subarray(place * DIGEST_BYTES, (place + 1) * DIGEST_BYTES);
  for (let from = 0; from < count; ) {
    let to = from + 1;
    while (to < count && (keys[to] as bigint) >> PLACE_BITS === (keys[from] as bigint) >> PLACE_BITS) to++;
    if (to - from > 1) places.subarray(from, to).sort((a, b) => Buffer.compare(digestAt(a), digestAt(b)));
    from = to;
  }
  const sorted = new Uint8Array(digests.length);
  places.forEach((place, i) => sorted.set(digestAt(place), i * DIGEST_BYTES));
  return sorted;
}
