import type { Buckets } from '../../../circuit/buckets.js';
import { checkBuckets } from '../../../circuit/buckets.js';
import { concat, u32be } from '../../../crypto/bytes.js';
import { addBits, packBits, packedBytes } from '../../../crypto/engine/bit-vector.js';
import { bucketDifferences, combineBuckets, shiftsFrom, type Triples } from '../../../crypto/engine/buckets.js';
import type { EngineKeys } from '../../../crypto/engine/keys.js';
import { addPair, erasePair, hashPair, offerHalves, offerU, ownProducts, type PairHashes, takeHalves } from '../../../crypto/engine/leaky-and.js';
import { addRows, addWhere, HASH_BYTES, MAC_BYTES, macBytes, macRows, macRowsFrom, weigh } from '../../../crypto/engine/rows.js';
import { eraseShares, type ShareAlgebra, type Shares } from '../../../crypto/engine/shares.js';
import { hashParts } from '../../../crypto/hash.js';
import { ELEMENT_BYTES } from '../../../crypto/ot/element.js';
import { fillRandomly } from '../../../crypto/random.js';
import type { Checks } from './checks.js';
import type { Openings } from './openings.js';
import type { PairRows, RandomBits } from './random-bits.js';
import { sharedBits } from './random-bits.js';
import { engineBinding } from './set-up.js';
import { ENGINE_STEPS, type Wire } from './wire.js';

/** What a batch of triples is made with. */
export interface Workshop {
  readonly wire: Wire;
  readonly keys: EngineKeys;
  readonly algebra: ShareAlgebra;
  readonly checks: Checks;
  readonly openings: Openings;
}

/**
 * One batch of authenticated triples: `buckets.gates` of them, from as many leaky ANDs in each of `buckets.layers` layers, on shared random bits from place `from` on (x, then y, then r, each layer by layer). All
 * layers, then one zero check over all of them, and only then the coin that shifts the layers against each other. Throws a RangeError on buckets below the rule.
 */
export async function makeTriples(workshop: Workshop, buckets: Buckets, random: RandomBits, from: number): Promise<Triples> {
  checkBuckets(buckets);
  const { openings, checks, algebra } = workshop;
  const leaky = await leakyAnds(workshop, buckets, random, from);
  const shifts = shiftsFrom(await checks.coin('shifts'), buckets.gates, buckets.layers - 1);
  const differences = await openings.open(ENGINE_STEPS.bucket, bucketDifferences(algebra, leaky, buckets.gates, shifts));
  const triples = combineBuckets(algebra, leaky, buckets.gates, shifts, differences);
  // One MAC check for the batch, before any of it is used.
  await openings.check();
  for (const part of [leaky.x, leaky.y, leaky.z]) eraseShares(part);
  return triples;
}

/** The leaky ANDs of all layers, checked. */
async function leakyAnds({ wire, keys, algebra, checks, openings }: Workshop, { gates, layers }: Buckets, random: RandomBits, from: number): Promise<Triples> {
  const count = gates * layers;
  const [x, y, r] = [0, 1, 2].map((part) => sharedBits(random, keys, from + part * count, from + (part + 1) * count)) as [Shares, Shares, Shares];
  const hashes = random.pairs.map((pair, party) => (pair === undefined ? undefined : hashLayers(wire, keys, party, pair, { gates, layers }, from)));

  const halves = await exchangeHalves(wire, hashes, x.bits, y.bits);
  const share = ownProducts(x.bits, y.bits);
  addBits(share, halves);
  addBits(share, r.bits);
  // z + r is opened before U is sent.
  const opened = await openings.sum(ENGINE_STEPS.d, share);
  const z = algebra.xor(r, algebra.constant(opened));

  const sum = macRows(count);
  addWhere(sum, x.bits, y.macs);
  const theirs = await wire.exchange(ENGINE_STEPS.u, (party) => macBytes(offerU(hashes[party] as PairHashes, y.macs)), MAC_BYTES * count);
  theirs.forEach((u, party) => {
    if (u !== undefined) addPair(sum, hashes[party] as PairHashes, x.bits, macRowsFrom(u));
  });
  addRows(sum, z.macs);
  for (const each of hashes) if (each !== undefined) erasePair(each);
  const point = (await checks.coin('leaky ANDs')).subarray(0, ELEMENT_BYTES);
  await checks.zero('products', weigh(point, sum));
  eraseShares(r);
  return { x, y, z };
}

/** Every batch (by the place of its bits among the session's, which serve once), layer and direction has a name of its own in the hash, every gate of it a tweak. */
function hashLayers({ context, self }: Wire, keys: EngineKeys, party: number, pair: PairRows, { gates, layers }: Pick<Buckets, 'gates' | 'layers'>, from: number): PairHashes {
  const each = Array.from({ length: layers }, (_, layer) => {
    const name = (holder: number, other: number) => hashParts('mpc f2 leaky v1', engineBinding(context.sid, holder, other, 'leaky'), u32be(from), u32be(layer));
    const [start, end] = [HASH_BYTES * (from + layer * gates), HASH_BYTES * (from + (layer + 1) * gates)];
    return hashPair(name(self, party), name(party, self), pair.hashKeys.subarray(start, end), keys.hash(party), pair.hashMacs.subarray(start, end));
  });
  const whole = { zero: concat(...each.map(({ zero }) => zero)), one: concat(...each.map(({ one }) => one)), own: concat(...each.map(({ own }) => own)) };
  for (const part of each) erasePair(part);
  return whole;
}

/** This party's share of Σ_{i≠j} x_i · y_j. */
async function exchangeHalves(wire: Wire, hashes: readonly (PairHashes | undefined)[], x: Uint8Array, y: Uint8Array): Promise<Uint8Array> {
  const share = new Uint8Array(x.length);
  const bytes = packedBytes(x.length);
  const offers = hashes.map((pair) => {
    if (pair === undefined) return new Uint8Array(0);
    const masks = new Uint8Array(x.length);
    fillRandomly(masks);
    for (let i = 0; i < masks.length; i++) masks[i] = (masks[i] as number) & 1;
    addBits(share, masks);
    const { zeros, ones } = offerHalves(pair, y, masks);
    return concat(packBits(zeros), packBits(ones));
  });
  const messages = await wire.exchange(ENGINE_STEPS.half, (party) => offers[party] as Uint8Array, 2 * bytes);
  messages.forEach((message, party) => {
    if (message === undefined) return;
    const [zeros, ones] = [message.subarray(0, bytes), message.subarray(bytes)].map((part) => wire.bits(part, x.length, party, ENGINE_STEPS.half)) as [Uint8Array, Uint8Array];
    addBits(share, takeHalves(hashes[party] as PairHashes, x, zeros, ones));
  });
  return share;
}
