import { concat } from '../../../crypto/bytes.js';
import { commit, COMMITMENT_LENGTH, NONCE_LENGTH, opens } from '../../../crypto/commitment.js';
import { hashParts } from '../../../crypto/hash.js';
import { addConstant, addProducts, addVectors } from '../../../crypto/kernels/field-products.js';
import { DIGEST_BYTES, ItemHash, TAG_BYTES } from '../../../crypto/kernels/item-hash.js';
import { decodeSteps, encodeUnderSomeSeed } from '../../../crypto/okvs/okvs.js';
import { okvsParameters, SEED_BYTES, VALUE_BYTES, type OkvsParameters } from '../../../crypto/okvs/parameters.js';
import { pages } from '../../../crypto/pages.js';
import { randomBytes } from '../../../crypto/random.js';
import { inTurns, type Steps } from '../../../crypto/steps.js';
import { bug } from '../../../errors.js';
import { deviation } from '../deviation.js';
import { PAYLOAD_KEY_LENGTH, type OprfValues } from './oprf-values.js';
import type { PairContext } from '../network.js';
import { withDummies } from './items.js';
import { piecesOf, receiveExactly } from './pieces.js';
import { boundTo, ITEM_LENGTH, labelOf, type Matching, type Direction } from './direction.js';

/**
 * The oblivious stage of private matching for large sets: an oblivious pseudorandom function from a vector oblivious linear evaluation and a key-value store
 * (Rindal and Schoppmann, eprint 2021/266, the malicious variant, with the store of Raghuraman and Rindal, eprint 2022/320). Both parties obtain the function's
 * values at their own items.
 *
 * Beforehand the receiver has vectors A and C over GF(2^128), the sender Δ and B, with C = Δ · A + B. H(x) is a digest of an item, bound to session and roles.
 * Its first half is a field element, h(x); its second half decides the item's positions in the store.
 *
 * 1. The sender commits to w_s.
 * 2. The receiver encodes a store P in which every x of its own has h(x), under a seed of its choice, and sends seed, w_r and A' = A + P.
 * 3. Only when all of that is there, the sender opens w_s. Both set w = w_s + w_r; the sender sets K = B + Δ · A', which is C + Δ · P.
 * 4. F(x) = H'(Decode(K, x) + Δ · h(x) + w, H(x)), for the receiver H'(Decode(C, x) + w, H(x)): the same where P has h(x) for x.
 *
 * `docs/protocols/psi-vole.md` has the functionality, the argument, and what is not promised: a receiver that cheats can obtain F at more items than the agreed
 * number.
 */

/** The receiver's part of the correlation: n × 16 bytes each. */
export interface VoleReceiver {
  readonly A: Uint8Array;
  readonly C: Uint8Array;
}

/** The sender's part: 16 bytes, and n × 16 bytes. */
export interface VoleSender {
  readonly delta: Uint8Array;
  readonly B: Uint8Array;
}

/** Both sides know session, roles and caps. No group is needed here. */
export interface LargeMatching extends Pick<Matching, 'onProgress' | 'direction'> {
  readonly context: PairContext;
  /** Called when much memory has become unused. */
  readonly tidy?: (() => void) | undefined;
}

export interface VoleOprfOptions {
  /** The receiver encodes its store only after this. */
  readonly storeAfter?: Promise<void> | undefined;
  readonly withPayloadKeys?: boolean;
  /** Whether the items' memory, and what follows it, may be overwritten. */
  readonly usesItemsUp?: boolean;
}

const HEADER_BYTES = SEED_BYTES + VALUE_BYTES;
const OPENING_BYTES = NONCE_LENGTH + VALUE_BYTES;
const W_LABEL = 'mpc match vole hash seed v1';
/** Elements in one message, 1 MiB: the sender works on one message while the next is on its way. */
const ELEMENTS_PER_MESSAGE = 2 ** 16;

/** Items hashed or multiplied before other work gets a turn. */
const ITEMS_PER_STEP = 2 ** 16;
/** The input of an item's last hash: a value and the item's digest. */
const ROW_BYTES = VALUE_BYTES + DIGEST_BYTES;

/** The length of the correlation that a run needs. */
export function voleLength({ receiverCap }: Direction): number {
  return okvsParameters(receiverCap).size;
}

/**
 * The receiver's side: tags of its items, in their order, and payload keys on request. `items`: packed digests of 32 bytes, all different, at most
 * `run.receiverCap`. The correlation must be fresh; it may still be under way. Throws DEVIATION, naming the sender.
 */
export async function receiveVoleOprf(matching: LargeMatching, correlation: VoleReceiver | Promise<VoleReceiver>, items: Uint8Array, { storeAfter, withPayloadKeys = false, usesItemsUp = false }: VoleOprfOptions = {}): Promise<OprfValues> {
  const { context, direction } = matching;
  const parameters = okvsParameters(direction.receiverCap);
  const storing = async () => {
    await storeAfter;
    return inTurns(storeOf(matching, parameters, items, usesItemsUp));
  };
  // This runs while the correlation's messages are on their way.
  const [{ A, C }, { digests, seed, store }] = await Promise.all([correlation, storing()]);
  checkLength(A, parameters);
  checkLength(C, parameters);
  addVectors(store, A);
  matching.tidy?.();

  const commitment = await receiveExactly(context, direction.sender, labelOf(direction, 'seed-commit'), COMMITMENT_LENGTH, 'a commitment');
  const ownPart = randomBytes(VALUE_BYTES);
  context.network.send(direction.sender, labelOf(direction, 'seed'), concat(seed, ownPart));
  for (const { from, to } of piecesOf(parameters.size, ELEMENTS_PER_MESSAGE)) {
    context.network.send(direction.sender, labelOf(direction, 'store'), store.subarray(VALUE_BYTES * from, VALUE_BYTES * to));
  }

  // This needs nothing from the sender, who reads the store meanwhile.
  const values = await inTurns(decodeSteps(parameters, seed, C, digests));
  matching.tidy?.();
  const opening = await receiveExactly(context, direction.sender, labelOf(direction, 'seed-open'), OPENING_BYTES, 'an opening');
  const senderPart = opening.slice(NONCE_LENGTH);
  if (!opens(commitment, W_LABEL, context.sid, direction.sender, senderPart, opening.subarray(0, NONCE_LENGTH))) {
    throw deviation(context, direction.sender, 'opened another part of the hash seed than it had committed to');
  }
  return inTurns(outputsOf(matching, values, sumOf(senderPart, ownPart), digests, items.length / ITEM_LENGTH, withPayloadKeys));
}

/**
 * The sender's side: tags of its items, in their order, and payload keys on request. `items`: packed digests of 32 bytes, all different, at most
 * `run.senderCap`. The correlation must be fresh, and may still be under way; it is used up, and erased whatever the outcome. Throws DEVIATION, naming the
 * receiver, if a message is not the expected one.
 */
export async function sendVoleOprf(matching: LargeMatching, correlation: VoleSender | Promise<VoleSender>, items: Uint8Array, { withPayloadKeys = false, usesItemsUp = false }: VoleOprfOptions = {}): Promise<OprfValues> {
  const { context, direction } = matching;
  const parameters = okvsParameters(direction.receiverCap);
  try {
    const [vole, digests] = await Promise.all([correlation, inTurns(digestsOf(matching, items, direction.senderCap, usesItemsUp))]);
    checkLength(vole.B, parameters);
    const ownPart = randomBytes(VALUE_BYTES);
    const { commitment, nonce } = commit(W_LABEL, context.sid, direction.sender, ownPart);
    context.network.send(direction.receiver, labelOf(direction, 'seed-commit'), commitment);
    const header = await receiveExactly(context, direction.receiver, labelOf(direction, 'seed'), HEADER_BYTES, 'a seed');
    const keys = await receiveStore(matching, vole, parameters);
    context.network.send(direction.receiver, labelOf(direction, 'seed-open'), concat(nonce, ownPart));

    const values = await inTurns(decodeSteps(parameters, header.slice(0, SEED_BYTES), keys, digests));
    matching.tidy?.();
    // h is the first half of each digest.
    addProducts(values, vole.delta, digests, DIGEST_BYTES);
    return await inTurns(outputsOf(matching, values, sumOf(ownPart, header.slice(SEED_BYTES)), digests, items.length / ITEM_LENGTH, withPayloadKeys));
  } finally {
    // This also holds if the correlation comes later: nobody waits for it if the list was refused before.
    void Promise.resolve(correlation).then(erase, () => undefined);
  }
}

/** Δ and K, which has replaced B, would give all other values of the function. */
function erase({ delta, B }: VoleSender): void {
  delta.fill(0);
  B.fill(0);
}

/** K = B + Δ · A', in place of B. */
async function receiveStore({ context, direction, onProgress }: LargeMatching, { delta, B: keys }: VoleSender, { size }: OkvsParameters): Promise<Uint8Array> {
  for (const { from, to } of piecesOf(size, ELEMENTS_PER_MESSAGE)) {
    const piece = await receiveExactly(context, direction.receiver, labelOf(direction, 'store'), VALUE_BYTES * (to - from), 'a part of the store');
    addProducts(keys.subarray(VALUE_BYTES * from, VALUE_BYTES * to), delta, piece);
    onProgress?.('evaluating', to, size);
  }
  return keys;
}

/** The receiver's digests, and a store that holds their first halves. */
function* storeOf(matching: LargeMatching, parameters: OkvsParameters, items: Uint8Array, usesItemsUp: boolean): Steps<{ digests: Uint8Array; seed: Uint8Array; store: Uint8Array }> {
  const digests = yield* digestsOf(matching, items, matching.direction.receiverCap, usesItemsUp);
  const encoded = yield* encodeUnderSomeSeed(parameters, digests);
  if (encoded === undefined) throw bug('no seed had a store for the list');
  return { digests, ...encoded };
}

/** H of the items, followed by dummies up to `cap`: all work is the same for every true size. */
function* digestsOf(matching: LargeMatching, items: Uint8Array, cap: number, inPlace: boolean): Steps<Uint8Array> {
  const count = items.length / ITEM_LENGTH;
  if (!Number.isInteger(count) || count > cap) throw bug('a list to be matched is longer than agreed, or not of whole digests');
  const hash = new ItemHash(hashParts('mpc match vole item v1', boundTo('item', matching)));
  const offsets = Uint32Array.from({ length: Math.min(cap, ITEMS_PER_STEP) + 1 }, (_, i) => ITEM_LENGTH * i);
  // Each item's digest replaces the item.
  const digests = withDummies(items, cap, { inPlace });
  for (const { from, to } of piecesOf(cap, ITEMS_PER_STEP)) {
    const piece = digests.subarray(ITEM_LENGTH * from, ITEM_LENGTH * to);
    hash.digests(piece, offsets.subarray(0, to - from + 1), piece);
    yield;
  }
  return digests;
}

/** H' of values + w and digests, for the first `count`: tags and, if payloads go with the items, their keys. */
function* outputsOf(matching: LargeMatching, values: Uint8Array, w: Uint8Array, digests: Uint8Array, count: number, withPayloadKeys: boolean): Steps<OprfValues> {
  const tags = (yield* tagsOf(matching, values, w, digests)).subarray(0, TAG_BYTES * count);
  if (!withPayloadKeys) return { tags, payloadKeys: new Uint8Array(0) };
  return { tags, payloadKeys: (yield* payloadKeysOf(matching, values, w, digests)).subarray(0, PAYLOAD_KEY_LENGTH * count) };
}

function* tagsOf(matching: LargeMatching, values: Uint8Array, w: Uint8Array, digests: Uint8Array): Steps<Uint8Array> {
  const hash = lastHash(matching, 'tag');
  const tags = pages(values.length);
  for (const { from, to } of piecesOf(values.length / VALUE_BYTES, ITEMS_PER_STEP)) {
    tags.set(hash.tags(values.subarray(VALUE_BYTES * from, VALUE_BYTES * to), w, digests.subarray(DIGEST_BYTES * from, DIGEST_BYTES * to)), TAG_BYTES * from);
    yield;
  }
  return tags;
}

/** Hashes the same rows under another key, and keeps all 32 bytes. Adds w to `values`. */
function* payloadKeysOf(matching: LargeMatching, values: Uint8Array, w: Uint8Array, digests: Uint8Array): Steps<Uint8Array> {
  const hash = lastHash(matching, 'payload key');
  const count = values.length / VALUE_BYTES;
  const keys = pages(PAYLOAD_KEY_LENGTH * count);
  const rows = new Uint8Array(ROW_BYTES * Math.min(count, ITEMS_PER_STEP));
  const offsets = Uint32Array.from({ length: rows.length / ROW_BYTES + 1 }, (_, i) => ROW_BYTES * i);
  addConstant(values, w);
  for (const { from, to } of piecesOf(count, ITEMS_PER_STEP)) {
    for (let i = from; i < to; i++) {
      rows.set(values.subarray(VALUE_BYTES * i, VALUE_BYTES * (i + 1)), ROW_BYTES * (i - from));
      rows.set(digests.subarray(DIGEST_BYTES * i, DIGEST_BYTES * (i + 1)), ROW_BYTES * (i - from) + VALUE_BYTES);
    }
    hash.digests(rows, offsets.subarray(0, to - from + 1), keys.subarray(PAYLOAD_KEY_LENGTH * from, PAYLOAD_KEY_LENGTH * to));
    yield;
  }
  return keys;
}

/** H', under another key for each purpose. */
function lastHash(matching: LargeMatching, purpose: string): ItemHash {
  return new ItemHash(hashParts('mpc match vole tag v1', boundTo(purpose, matching)));
}

function sumOf(a: Uint8Array, b: Uint8Array): Uint8Array {
  const sum = a.slice();
  addVectors(sum, b);
  return sum;
}

function checkLength(vector: Uint8Array, { size }: OkvsParameters): void {
  if (vector.length !== VALUE_BYTES * size) throw bug('a correlation of another length than the store has');
}
