import { hmac } from '../../../crypto/hash.js';
import { OUTPUT_LENGTH } from '../../../crypto/oprf/voprf.js';
import { boundTo, type Matching } from './direction.js';

/** Bytes of a tag. With shorter tags, a sender could find two items with the same tag. */
export const TAG_LENGTH = 16;
export const PAYLOAD_KEY_LENGTH = 32;

/**
 * The values of the oblivious function for a party's own items, in their order. They are equal on both sides for equal items, and random to a party that lacks
 * the item's value.
 */
export interface OprfValues {
  /** 16 bytes each. */
  readonly tags: Uint8Array;
  /** 32 bytes each; empty if no payload goes with the items. */
  readonly payloadKeys: Uint8Array;
}

/** Collects tags and payload keys from the function's values, for the first `count` of the padded items. */
export class OprfCollector implements OprfValues {
  readonly tags: Uint8Array;
  readonly payloadKeys: Uint8Array;
  readonly #count: number;
  readonly #tagInfo: Uint8Array;
  readonly #keyInfo: Uint8Array;

  constructor(matching: Pick<Matching, 'context' | 'direction'>, count: number, withPayloadKeys: boolean) {
    this.#count = count;
    this.tags = new Uint8Array(count * TAG_LENGTH);
    this.payloadKeys = new Uint8Array(withPayloadKeys ? count * PAYLOAD_KEY_LENGTH : 0);
    this.#tagInfo = boundTo('mpc match tag v1', matching);
    this.#keyInfo = boundTo('mpc match payload key v1', matching);
  }

  /** Row `row` of `outputs` is the value of the padded item at `position`. */
  put(position: number, outputs: Uint8Array, row: number): void {
    const output = outputs.subarray(row * OUTPUT_LENGTH, (row + 1) * OUTPUT_LENGTH);
    // Dummies take the same time.
    const tag = hmac(output, 'mpc match value v1', this.#tagInfo);
    const key = this.payloadKeys.length > 0 ? hmac(output, 'mpc match value v1', this.#keyInfo) : undefined;
    if (position >= this.#count) return;
    this.tags.set(tag.subarray(0, TAG_LENGTH), position * TAG_LENGTH);
    if (key !== undefined) this.payloadKeys.set(key, position * PAYLOAD_KEY_LENGTH);
  }
}
