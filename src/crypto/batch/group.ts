/**
 * Arithmetic in ristretto255 (RFC 9496) on many elements at once, which takes long enough to be worth sharing between cores.
 *
 * All arguments are packed: n points are n × 32 bytes, each the canonical encoding; n scalars are n × 32 bytes, little-endian and below ℓ. Every operation
 * checks the points that it takes: `InvalidElement` names the first one that is not the encoding of a point, or is the identity. The results of `hashToGroup`,
 * `scale`, `scaleEach` and `scaleBase` are never the identity: they throw a RangeError for a scalar of 0. Lists of different lengths, lists of broken elements
 * and scalars that are not below ℓ are RangeErrors as well.
 *
 * A promise rejects with the reason of the group's signal if it was aborted meanwhile.
 */
export interface BatchGroup {
  /**
   * hash_to_ristretto255 (RFC 9380 appendix B, with expand_message_xmd over SHA-512) of each input. Each input has `length` bytes, and the domain separation
   * tag has at most 255 bytes.
   */
  hashToGroup(inputs: Uint8Array, length: number, dst: Uint8Array): Promise<Uint8Array>;
  /** scalar · P for each point. */
  scale(scalar: Uint8Array, points: Uint8Array): Promise<Uint8Array>;
  /** s_i · P_i. */
  scaleEach(scalars: Uint8Array, points: Uint8Array): Promise<Uint8Array>;
  /** s_i · G. */
  scaleBase(scalars: Uint8Array): Promise<Uint8Array>;
  /** P_i + Q_i. The identity is a possible result. */
  add(left: Uint8Array, right: Uint8Array): Promise<Uint8Array>;
  /** P_i − Q_i. The identity is a possible result. */
  subtract(left: Uint8Array, right: Uint8Array): Promise<Uint8Array>;
  /**
   * Σ s_i · P_i, one point. The identity is a possible result. For public scalars only: the time may depend on them. `onDone` is told, as the work goes on, how
   * many elements are done.
   */
  combine(scalars: Uint8Array, points: Uint8Array, onDone?: OnDone): Promise<Uint8Array>;
  /** Ends the threads, if there are any. Calls under way reject. */
  close(): Promise<void>;
}

export type OnDone = (elements: number) => void;

/** An input element is not the encoding of a point, or is the identity. */
export class InvalidElement extends Error {
  /** Its position in the input, from 0. */
  readonly index: number;

  constructor(index: number) {
    super(`element ${index} is not a point of the group other than the identity`);
    this.name = 'InvalidElement';
    this.index = index;
  }
}
