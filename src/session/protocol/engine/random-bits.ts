import { addBits, randomBits } from '../../../crypto/engine/bit-vector.js';
import type { EngineKeys } from '../../../crypto/engine/keys.js';
import type { PieceMemory } from '../../../crypto/engine/piece-memory.js';
import { addRows, addWhere, HASH_BYTES, macRows, sliceRows } from '../../../crypto/engine/rows.js';
import type { Shares } from '../../../crypto/engine/shares.js';
import type { Correlations } from './correlations.js';
import type { PairRows } from './pair-rows.js';
import { ENGINE_STEPS, type Wire } from './wire.js';

/** Random bits, the same towards every other party. Each is a share of a bit that all hold together, or a bit that its party owns alone. */
export interface RandomBits {
  readonly bits: Uint8Array;
  readonly pairs: readonly (PairRows | undefined)[];
}

/**
 * `count` random bits of every party, from correlated transfers, with hash halves for the first `hashed`. With two parties, the transfers' own bits serve. With
 * more, each party draws its bits x and sends d = x + r to each other party, which adjusts its keys: one x for all. All of it lies in the memory given.
 */
export async function drawBits(wire: Wire, keys: EngineKeys, correlations: Correlations, count: number, hashed: number, memory: PieceMemory): Promise<RandomBits> {
  const taken = await correlations.take(count, hashed, memory);
  let bits = taken.find((each) => each !== undefined)?.bits as Uint8Array;
  if (wire.parties > 2) {
    bits = memory.bitsFrom(randomBits(count));
    const differences = (party: number) => {
      const d = bits.slice();
      addBits(d, taken[party]?.bits as Uint8Array);
      return d;
    };
    const theirs = await wire.exchangeBits(ENGINE_STEPS.common, differences, count);
    theirs.forEach((d, party) => {
      const own = taken[party];
      if (d === undefined || own === undefined) return;
      const inMemory = memory.bitsFrom(d);
      memory.addWhere(own.keys, inMemory, keys.mac);
      memory.addKeyWhere(own.hashKeys.subarray(0, HASH_BYTES * hashed), inMemory.subarray(0, hashed), keys.hash(party));
    });
    for (const each of taken) each?.bits.fill(0);
  }
  return { bits, pairs: taken };
}

/** A copy of bits `from` to `to − 1`, without hash halves. */
export function copyBits({ bits, pairs }: RandomBits, from: number, to: number): RandomBits {
  const none = new Uint8Array(0);
  return {
    bits: bits.slice(from, to),
    pairs: pairs.map((pair) => (pair === undefined ? undefined : { macs: sliceRows(pair.macs, from, to).slice(), keys: sliceRows(pair.keys, from, to).slice(), hashMacs: none, hashKeys: none })),
  };
}

/** Adds shares in global form of the bits from position `from` on, which all parties share, to MACs of 0 in the memory that the bits lie in. */
export function shareBits({ bits, pairs }: RandomBits, keys: EngineKeys, from: number, memory: PieceMemory, to: Shares): void {
  const end = from + to.bits.length;
  to.bits.set(bits.subarray(from, end));
  memory.addWhere(to.macs, to.bits, keys.mac);
  for (const pair of pairs) if (pair !== undefined) memory.addBoth(to.macs, sliceRows(pair.macs, from, end), sliceRows(pair.keys, from, end));
}

/** Shares in global form of bits that one party owns. The others' bits are 0. */
export function ownedBits({ bits, pairs }: RandomBits, keys: EngineKeys, owner: number, self: number, from: number, to: number): Shares {
  if (owner !== self) return { bits: new Uint8Array(to - from), macs: sliceRows((pairs[owner] as PairRows).keys, from, to).slice() };
  const own = bits.slice(from, to);
  const macs = macRows(own.length);
  addWhere(macs, own, keys.mac);
  for (const pair of pairs) if (pair !== undefined) addRows(macs, sliceRows(pair.macs, from, to));
  return { bits: own, macs };
}

export function eraseBits({ bits, pairs }: RandomBits): void {
  bits.fill(0);
  for (const pair of pairs) if (pair !== undefined) for (const part of [pair.macs, pair.hashMacs, pair.keys, pair.hashKeys]) part.fill(0);
}
