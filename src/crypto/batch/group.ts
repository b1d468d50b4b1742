/**
 * Arithmetic in ristretto255 (RFC 9496) on many elements at once, where it takes long enough to be worth sharing between cores.
 *
 * Everything is packed: n points are n × 32 bytes, each the canonical encoding; n scalars are n × 32 bytes, little-endian and below ℓ.
 * What comes from others is checked where it goes in: `InvalidElement` names the first that is not the encoding of a point, or is the
 * identity. What goes out of `hashToGroup`, `scale`, `scaleEach` and `scaleBase` is never the identity: a scalar of 0 is a RangeError there. So are lists of different
 * lengths, or not of whole elements, and scalars that are not below ℓ.
 *
 * A promise rejects with the reason of the group's signal where it was aborted meanwhile.
 */
export interface BatchGroup {
  /** hash_to_ristretto255 (RFC 9380 appendix B, with expand_message_xmd over SHA-512) of each of the inputs, `length` bytes each, under a domain separation tag of at most 255 bytes. */
  hashToGroup(inputs: Uint8Array, length: number, dst: Uint8Array): Promise<Uint8Array>;
  /** scalar · P for each point. */
  scale(scalar: Uint8Array, points: Uint8Array): Promise<Uint8Array>;
  /** s_i · P_i. */
  scaleEach(scalars: Uint8Array, points: Uint8Array): Promise<Uint8Array>;
  /** s_i · G. */
  scaleBase(scalars: Uint8Array): Promise<Uint8Array>;
  /** P_i + Q_i; the identity may come out. */
  add(left: Uint8Array, right: Uint8Array): Promise<Uint8Array>;
  /** P_i − Q_i; the identity may come out. */
  subtract(left: Uint8Array, right: Uint8Array): Promise<Uint8Array>;
  /** Σ s_i · P_i, one point; the identity may come out. For public scalars only: they may take the quick way. */
  combine(scalars: Uint8Array, points: Uint8Array): Promise<Uint8Array>;
  /** Ends the threads, if there are any. What still runs rejects. */
  close(): Promise<void>;
}

/** An element that came in is not the encoding of a point, or is the identity. */
export class InvalidElement extends Error {
  /** Its position in the input, from 0. */
  readonly index: number;

  constructor(index: number) {
    super(`element ${index} is not a point of the group other than the identity`);
    this.name = 'InvalidElement';
    this.index = index;
  }
}
