import type { Buckets } from '../../../circuit/buckets.js';
import { checkBuckets } from '../../../circuit/buckets.js';
import { concat, u32be } from '../../../crypto/bytes.js';
import { addBits, packBits, packedBytes, randomBits } from '../../../crypto/engine/bit-vector.js';
import type { Batch, BatchPiece } from '../../../crypto/engine/batch.js';
import { shiftsFrom, type Triples } from '../../../crypto/engine/buckets.js';
import type { EngineKeys } from '../../../crypto/engine/keys.js';
import type { PairHashes } from '../../../crypto/engine/leaky-and.js';
import type { PieceMemory } from '../../../crypto/engine/piece-memory.js';
import { HASH_BYTES, MAC_BYTES, macBytes } from '../../../crypto/engine/rows.js';
import { weigh } from '../../../crypto/engine/weigh.js';
import { hashParts } from '../../../crypto/hash.js';
import { ELEMENT_BYTES } from '../../../crypto/ot/element.js';
import { inTurns } from '../../../crypto/steps.js';
import type { Checks } from './checks.js';
import type { Openings } from './openings.js';
import type { PairRows } from './pair-rows.js';
import type { RandomBits } from './random-bits.js';
import { shareBits } from './random-bits.js';
import { engineBinding } from './set-up.js';
import { ENGINE_STEPS, type Wire } from './wire.js';

/** What is needed to make a batch of triples. */
export interface Workshop {
  readonly wire: Wire;
  readonly keys: EngineKeys;
  /** The memory of a piece, which `draw` clears first. */
  readonly memory: PieceMemory;
  /** The leaky ANDs and triples, in the same memory. */
  readonly batch: Batch;
  readonly checks: Checks;
  readonly openings: Openings;
  /** Shared random bits for a piece of `gates` leaky ANDs: x, then y, then r. Those of x have hash halves. */
  readonly draw: (piece: number, gates: number) => Promise<RandomBits>;
  readonly onPiece?: (done: number, total: number) => void;
}

/**
 * Batch number `number` of authenticated triples: `buckets.gates` triples, from as many leaky ANDs in each of `buckets.layers` layers. `pieces` gives the number
 * of leaky ANDs in each piece. All layers come first, then one zero check over all of them, and only then the coin that shifts the layers against each other.
 * Throws a RangeError on buckets below the rule.
 */
export async function makeTriples(workshop: Workshop, buckets: Buckets, pieces: readonly number[], number: number): Promise<Triples> {
  checkBuckets(buckets);
  const { openings, checks, batch } = workshop;
  batch.erase();
  await leakyAnds(workshop, buckets.gates * buckets.layers, pieces, number);
  const shifts = shiftsFrom(await checks.coin('shifts'), buckets.gates, buckets.layers - 1);
  const differences = await openings.open(ENGINE_STEPS.bucket, batch.differences(buckets.gates, shifts));
  const triples = batch.combine(buckets.gates, shifts, differences);
  // One MAC check for the batch, before any of it is used.
  await openings.check();
  return triples;
}

/** The leaky ANDs of all layers, checked. */
async function leakyAnds(workshop: Workshop, count: number, pieces: readonly number[], number: number): Promise<void> {
  const { checks, draw, memory, batch, onPiece } = workshop;
  let at = 0;
  for (const [piece, gates] of pieces.entries()) {
    onPiece?.(at, count);
    const random = await draw(piece, gates);
    await makePiece(workshop, batch.piece(at, gates), gates, random, u32be(number), u32be(piece));
    memory.clear();
    at += gates;
  }
  if (at !== count) throw new RangeError('pieces that are not the whole batch');
  const point = (await checks.coin('leaky ANDs')).subarray(0, ELEMENT_BYTES);
  await checks.zero('products', weigh(point, batch.sums));
}

/** Makes one piece, and for each of its gates this party's part of a sum that is 0. */
async function makePiece({ wire, keys, memory, openings }: Workshop, { x, y, z, sum }: BatchPiece, gates: number, random: RandomBits, ...name: readonly Uint8Array[]): Promise<void> {
  [x, y, z].forEach((part, i) => { shareBits(random, keys, i * gates, memory, part); });
  const hashes: (PairHashes | undefined)[] = [];
  for (const [party, pair] of random.pairs.entries()) hashes.push(pair === undefined ? undefined : await hashPiece(wire, keys, memory, party, pair, gates, name));

  const share = await exchangeHalves(wire, memory, hashes, x.bits, y.bits);
  memory.addProducts(share, x.bits, y.bits);
  addBits(share, z.bits);
  // So far z is the random r. x · y + r is opened before U is sent, and makes it x · y.
  const opened = await openings.sum(ENGINE_STEPS.d, share);
  if (wire.self === 0) addBits(z.bits, opened);
  memory.startSums(sum, z.macs, x.bits, y.macs, opened, keys.mac);

  const theirs = await wire.exchange(ENGINE_STEPS.u, (party) => {
    const { zero, one } = hashes[party] as PairHashes;
    return macBytes(memory.offerU(zero, one, y.macs));
  }, MAC_BYTES * gates);
  theirs.forEach((u, party) => {
    if (u === undefined) return;
    const { zero, own } = hashes[party] as PairHashes;
    memory.addPair(sum, zero, own, x.bits, memory.rowsFrom(u));
  });
}

/** Every batch, piece and direction has its own name in the hash, and every gate in it a tweak. */
async function hashPiece({ context, self }: Wire, keys: EngineKeys, memory: PieceMemory, party: number, pair: PairRows, gates: number, name: readonly Uint8Array[]): Promise<PairHashes> {
  const named = (holder: number, other: number) => hashParts('mpc f2 leaky v1', engineBinding(context.sid, holder, other, 'leaky'), ...name);
  const [outward, inward, end] = [named(self, party), named(party, self), HASH_BYTES * gates];
  const [hashKeys, hashMacs] = [pair.hashKeys.subarray(0, end), pair.hashMacs.subarray(0, end)];
  const zero = await inTurns(memory.hash(outward, hashKeys));
  const one = await inTurns(memory.hash(outward, hashKeys, keys.hash(party)));
  return { zero, one, own: await inTurns(memory.hash(inward, hashMacs)) };
}

/** This party's share of Σ_{i≠j} x_i · y_j. */
async function exchangeHalves(wire: Wire, memory: PieceMemory, hashes: readonly (PairHashes | undefined)[], x: Uint8Array, y: Uint8Array): Promise<Uint8Array> {
  const share = memory.bits(x.length);
  const bytes = packedBytes(x.length);
  const offers = hashes.map((pair) => {
    if (pair === undefined) return new Uint8Array(0);
    const masks = randomBits(x.length);
    addBits(share, masks);
    const { zeros, ones } = memory.offerHalves(pair.zero, pair.one, y, masks);
    return concat(packBits(zeros), packBits(ones));
  });
  const messages = await wire.exchange(ENGINE_STEPS.half, (party) => offers[party] as Uint8Array, 2 * bytes);
  messages.forEach((message, party) => {
    if (message === undefined) return;
    const [zeros, ones] = [message.subarray(0, bytes), message.subarray(bytes)].map((part) => wire.bits(part, x.length, party, ENGINE_STEPS.half)) as [Uint8Array, Uint8Array];
    memory.takeHalves(share, (hashes[party] as PairHashes).own, x, zeros, ones);
  });
  return share;
}
