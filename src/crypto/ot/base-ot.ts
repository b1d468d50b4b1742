import type { BatchGroup } from '../batch/group.js';
import { concat, u32be, utf8 } from '../bytes.js';
import { POINT_LENGTH } from '../group.js';
import { hashParts } from '../hash.js';
import { randomBytes } from '../random.js';
import { encodeScalar, randomScalar } from '../scalar.js';

/**
 * Random oblivious transfer without any correlation before it: Masny and Rindal, "Endemic Oblivious Transfer" (CCS 2019, eprint
 * 2019/706), with Diffie–Hellman in ristretto255 as the key agreement. Neither of the two messages depends on the other.
 * The sender ends with n pairs of keys, the receiver with one key of each pair, by choices that the sender doesn't learn.
 *
 *   receiver   a ← scalars;  r_{1−c} ← group;  r_c = a·G − H(i, c, r_{1−c});        sends r_0, r_1
 *   sender     y_b ← scalars;  k_b = H'(y_b · (r_b + H(i, b, r_{1−b})));            sends y_0·G, y_1·G
 *   receiver   k_c = H'(a · (y_c·G))
 *
 * Whatever a receiver sends, it can know the logarithm of at most one r_b + H(i, b, r_{1−b}); r_0 and r_1 are uniform, so they reveal nothing of c. Secure with
 * abort against parties that deviate, in the random oracle model under Diffie–Hellman assumptions (their theorem for key agreement in two moves); "endemic": a
 * cheating party can choose its own keys. `docs/protocols/vole.md` says why the order of the messages does not matter. The n transfers share nothing, and each hash takes its index and the `binding`, in which the caller puts session,
 * parties and purpose: McQuoid, Rosulek and Roy (eprint 2021/682) found this missing in batches.
 */

/** Bytes of a key. */
export const BASE_KEY_BYTES = 32;
/** Bytes for each transfer in the receiver's message, and in the sender's. */
export const BASE_MESSAGE_BYTES = 2 * POINT_LENGTH;

/** The two keys of each transfer, packed: n × 32 bytes each. */
export interface BaseSenderKeys {
  readonly zeros: Uint8Array;
  readonly ones: Uint8Array;
}

/** The part of the receiver's move that needs neither choices nor a session. It serves once. */
export class BaseRequestStart {
  #parts: RequestParts | undefined;

  constructor(parts: RequestParts) {
    this.#parts = parts;
  }

  /** For `count` transfers. Throws a RangeError for another number than it was made for, and if it was taken before: two requests would share their secrets. */
  take(count: number): RequestParts {
    const parts = this.#parts;
    if (parts?.scalars.length !== 32 * count) throw new RangeError('no start of a request for this number of transfers');
    this.#parts = undefined;
    return parts;
  }
}

interface RequestParts {
  /** a, a·G, and the elements that are not chosen. */
  readonly scalars: Uint8Array;
  readonly own: Uint8Array;
  readonly others: Uint8Array;
}

export async function startBaseRequest(group: BatchGroup, count: number): Promise<BaseRequestStart> {
  const scalars = randomScalars(count);
  const [own, others] = await Promise.all([group.scaleBase(scalars), group.hashToGroup(randomBytes(64 * count), 64, utf8('mpc base ot filler v1'))]);
  return new BaseRequestStart({ scalars, own, others });
}

/** The receiver's half, between its message and the sender's. */
export interface BaseRequest {
  /** n × 64 bytes, for the sender. */
  readonly message: Uint8Array;
  /**
   * The chosen keys, n × 32 bytes, from the sender's message of n × 64 bytes. Throws a RangeError on another length, and rejects with `InvalidElement` if an
   * element is not in the group.
   */
  finish(reply: Uint8Array): Promise<Uint8Array>;
}

/**
 * The receiver's move. `choices` holds one bit a byte, 0 or 1, and `finish` reads it again. `binding` has at most 200 bytes. `start` may have been made earlier,
 * for the same number of transfers; it is used up.
 */
export async function requestBaseOt(group: BatchGroup, binding: Uint8Array, choices: Uint8Array, start?: BaseRequestStart): Promise<BaseRequest> {
  const count = choices.length;
  const { scalars, own, others } = (start ?? (await startBaseRequest(group, count))).take(count);
  const masks = await hashOthers(group, binding, choices, others);
  const chosen = await group.subtract(own, masks);
  const message = new Uint8Array(BASE_MESSAGE_BYTES * count);
  for (let i = 0; i < count; i++) {
    const choice = choices[i] as number;
    // Both positions are computed, without a choice between them: no branch depends on the choice, but addresses in memory do.
    message.set(element(chosen, i), offsetOf(i, choice));
    message.set(element(others, i), offsetOf(i, 1 - choice));
  }
  return {
    message,
    async finish(reply) {
      if (reply.length !== BASE_MESSAGE_BYTES * count) throw new RangeError('a reply of another length');
      // Reads all elements, so that an invalid one ends the run whether it was chosen or not.
      await group.add(gather(reply, new Uint8Array(count)), gather(reply, new Uint8Array(count).fill(1)));
      const theirs = gather(reply, choices);
      const shared = await group.scaleEach(scalars, theirs);
      scalars.fill(0);
      return deriveKeys(binding, choices, own, theirs, shared);
    },
  };
}

/** The sender's half, between its message and the receiver's. */
export interface BaseOffer {
  /** n × 64 bytes, for the receiver. */
  readonly message: Uint8Array;
  /**
   * The pairs of keys, from the receiver's message of n × 64 bytes. Call it once: afterwards the scalars are gone, and it rejects with a RangeError, as on another
   * length. Rejects with `InvalidElement` if an element is not in the group.
   */
  finish(binding: Uint8Array, request: Uint8Array): Promise<BaseSenderKeys>;
}

/** The sender's move, which does not depend on the receiver's. Both messages may be on their way at the same time. */
export async function offerBaseOt(group: BatchGroup, count: number): Promise<BaseOffer> {
  const scalars = randomScalars(2 * count);
  // Those of b = 0, followed by those of b = 1.
  const own = await group.scaleBase(scalars);
  const message = new Uint8Array(BASE_MESSAGE_BYTES * count);
  for (let i = 0; i < 2 * count; i++) message.set(element(own, i), offsetOf(i % count, i < count ? 0 : 1));
  const half = POINT_LENGTH * count;
  return {
    message,
    async finish(binding, request) {
      if (request.length !== BASE_MESSAGE_BYTES * count) throw new RangeError('a request of another length');
      const [zeros, ones] = await Promise.all(
        [0, 1].map(async (bit) => {
          const bits = new Uint8Array(count).fill(bit);
          const masks = await hashOthers(group, binding, bits, gather(request, new Uint8Array(count).fill(1 - bit)));
          const theirs = await group.add(gather(request, bits), masks);
          const shared = await group.scaleEach(scalars.subarray(32 * count * bit, 32 * count * (bit + 1)), theirs);
          return deriveKeys(binding, bits, theirs, own.subarray(half * bit, half * (bit + 1)), shared);
        }),
      );
      scalars.fill(0);
      return { zeros: zeros as Uint8Array, ones: ones as Uint8Array };
    },
  };
}

/** Both halves of the sender's part, once the receiver's message is there: `offerBaseOt` with its `finish`. */
export async function answerBaseOt(group: BatchGroup, binding: Uint8Array, count: number, request: Uint8Array): Promise<{ keys: BaseSenderKeys; reply: Uint8Array }> {
  if (request.length !== BASE_MESSAGE_BYTES * count) throw new RangeError('a request of another length');
  const offer = await offerBaseOt(group, count);
  return { keys: await offer.finish(binding, request), reply: offer.message };
}

/** H(i, b_i, r_i) for the element r_i at position 1 − b_i. */
async function hashOthers(group: BatchGroup, binding: Uint8Array, bits: Uint8Array, others: Uint8Array): Promise<Uint8Array> {
  const length = 4 + 1 + POINT_LENGTH;
  const inputs = new Uint8Array(length * bits.length);
  bits.forEach((bit, i) => inputs.set(concat(u32be(i), Uint8Array.of(bit), element(others, i)), length * i));
  return group.hashToGroup(inputs, length, concat(utf8('mpc base ot v1'), binding));
}

function deriveKeys(binding: Uint8Array, bits: Uint8Array, receivers: Uint8Array, senders: Uint8Array, shared: Uint8Array): Uint8Array {
  const keys = new Uint8Array(BASE_KEY_BYTES * bits.length);
  bits.forEach((bit, i) => {
    const key = hashParts('mpc base ot key v1', binding, u32be(i), Uint8Array.of(bit), element(receivers, i), element(senders, i), element(shared, i));
    keys.set(key, BASE_KEY_BYTES * i);
  });
  return keys;
}

function randomScalars(count: number): Uint8Array {
  const scalars = new Uint8Array(32 * count);
  for (let i = 0; i < count; i++) {
    let scalar = randomScalar();
    while (scalar === 0n) scalar = randomScalar();
    scalars.set(encodeScalar(scalar), 32 * i);
  }
  return scalars;
}

/** The elements at the positions that the bits give. */
function gather(pairs: Uint8Array, bits: Uint8Array): Uint8Array {
  const chosen = new Uint8Array(POINT_LENGTH * bits.length);
  bits.forEach((bit, i) => chosen.set(pairs.subarray(offsetOf(i, bit), offsetOf(i, bit) + POINT_LENGTH), POINT_LENGTH * i));
  return chosen;
}

function element(packed: Uint8Array, i: number): Uint8Array {
  return packed.subarray(POINT_LENGTH * i, POINT_LENGTH * (i + 1));
}

function offsetOf(i: number, bit: number): number {
  return BASE_MESSAGE_BYTES * i + POINT_LENGTH * bit;
}
