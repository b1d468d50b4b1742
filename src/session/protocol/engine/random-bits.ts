import { addBits } from '../../../crypto/engine/bit-vector.js';
import type { EngineKeys } from '../../../crypto/engine/keys.js';
import { addKeyWhere, addRows, addWhere, type HashRows, macRows, type MacRows, sliceRows } from '../../../crypto/engine/rows.js';
import type { Shares } from '../../../crypto/engine/shares.js';
import { fillRandomly } from '../../../crypto/random.js';
import type { Pair } from './set-up.js';
import { ENGINE_STEPS, type Wire } from './wire.js';

/** What this party holds of each other's bits, and for its own bits from each other. */
export interface PairRows {
  /** M of this party's bits under the other's keys. */
  readonly macs: MacRows;
  readonly hashMacs: HashRows;
  /** K of the other's bits under this party's keys. */
  readonly keys: MacRows;
  readonly hashKeys: HashRows;
}

/** Random bits, the same towards everyone: those that all share first, then those that each party owns alone. */
export interface RandomBits {
  /** This party's bits: of the shared ones its share, of the owned ones its own. */
  readonly bits: Uint8Array;
  readonly pairs: readonly (PairRows | undefined)[];
}

/**
 * Random bits from correlated transfers: `transfers(i)` of party i. With two parties the transfers' own bits serve. With more each party draws its bits and sends d = x + r to each other, whose keys follow: one x for all.
 */
export async function drawBits(wire: Wire, keys: EngineKeys, pairs: readonly (Pair | undefined)[], transfers: (party: number) => number): Promise<RandomBits> {
  const { self, parties } = wire;
  const held = pairs.map((pair) => pair?.bits.take(transfers(self)));
  const rows = pairs.map((pair, party) => pair?.keys.take(transfers(party)));
  let bits = held.find((each) => each !== undefined)?.bits as Uint8Array;
  if (parties > 2) {
    bits = randomBits(transfers(self));
    const differences = (party: number) => {
      const d = bits.slice();
      addBits(d, held[party]?.bits as Uint8Array);
      return d;
    };
    const theirs = await wire.exchangeBits(ENGINE_STEPS.common, differences, transfers);
    theirs.forEach((d, party) => {
      const own = rows[party];
      if (d === undefined || own === undefined) return;
      addWhere(own.mac, d, keys.mac);
      addKeyWhere(own.hash, d, keys.hash(party));
    });
    for (const each of held) each?.bits.fill(0);
  }
  return {
    bits,
    pairs: held.map((each, party) => {
      const own = rows[party];
      return each === undefined || own === undefined ? undefined : { macs: each.mac, hashMacs: each.hash, keys: own.mac, hashKeys: own.hash };
    }),
  };
}

function randomBits(count: number): Uint8Array {
  const bits = new Uint8Array(count);
  fillRandomly(bits);
  return bits.map((byte) => byte & 1);
}

/** Shares in global form of bits that all parties share: places `from` to `to − 1`. */
export function sharedBits({ bits, pairs }: RandomBits, keys: EngineKeys, from: number, to: number): Shares {
  const own = bits.slice(from, to);
  const macs = macRows(own.length);
  addWhere(macs, own, keys.mac);
  for (const pair of pairs) {
    if (pair === undefined) continue;
    addRows(macs, sliceRows(pair.macs, from, to));
    addRows(macs, sliceRows(pair.keys, from, to));
  }
  return { bits: own, macs };
}

/** Shares in global form of bits that one party owns: the others' bits are 0. */
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

