import { aesCounterMode } from '../primitives/aes.js';
import { macRows } from './rows.js';
import { type Shares, sliceShares } from './shares.js';

/** Authenticated shares of x, y and z = x·y, as vectors. */
export interface Triples {
  readonly x: Shares;
  readonly y: Shares;
  readonly z: Shares;
}

/** Uniform shifts below `gates`, by rejection sampling from 32 bytes that nobody could foresee. */
export function shiftsFrom(seed: Uint8Array, gates: number, count: number): number[] {
  const stream = aesCounterMode(seed);
  const limit = 2 ** 32 - (2 ** 32 % gates);
  const shifts: number[] = [];
  while (shifts.length < count) {
    const word = readU32le(stream.update(new Uint8Array(4)));
    if (word < limit) shifts.push(word % gates);
  }
  return shifts;
}

function readU32le(bytes: Uint8Array): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(0, true);
}

/** y⁰ + y^k of every bucket, layer by layer. The parties open these values. Leaky AND g + s_k of layer k is in bucket g. */
export function bucketDifferences(leaky: Triples, gates: number, shifts: readonly number[]): Shares {
  const { bits, macs } = leaky.y;
  const differences = { bits: new Uint8Array(gates * shifts.length), macs: macRows(gates * shifts.length) };
  shifts.forEach((shift, k) => {
    const to = sliceShares(differences, k * gates, (k + 1) * gates);
    for (let gate = 0; gate < gates; gate++) {
      const from = partner(gate, gates, k, shift);
      to.bits[gate] = (bits[gate] as number) ^ (bits[from] as number);
      to.macs[2 * gate] = (macs[2 * gate] as number) ^ (macs[2 * from] as number);
      to.macs[2 * gate + 1] = (macs[2 * gate + 1] as number) ^ (macs[2 * from + 1] as number);
    }
  });
  return differences;
}

/** x = Σ x^k, y = y⁰, z = z⁰ + Σ (z^k + d_k · x^k), with the opened differences d. */
export function combineBuckets(leaky: Triples, gates: number, shifts: readonly number[], differences: Uint8Array): Triples {
  const copy = (shares: Shares): Shares => ({ bits: shares.bits.slice(0, gates), macs: shares.macs.slice(0, 2 * gates) });
  const triples = { x: copy(leaky.x), y: copy(leaky.y), z: copy(leaky.z) };
  shifts.forEach((shift, k) => {
    const d = differences.subarray(k * gates, (k + 1) * gates);
    for (let gate = 0; gate < gates; gate++) addPartner(triples, gate, leaky, partner(gate, gates, k, shift), d[gate] as number);
  });
  return triples;
}

/** Adds to bucket number `gate` the leaky AND at position `from`, whose y differs by d from the y of the bucket's first leaky AND. */
function addPartner({ x, z }: Triples, gate: number, leaky: Triples, from: number, d: number): void {
  const bit = leaky.x.bits[from] as number;
  x.bits[gate] = (x.bits[gate] as number) ^ bit;
  z.bits[gate] = (z.bits[gate] as number) ^ (leaky.z.bits[from] as number) ^ (bit & d);
  for (const word of [0, 1] as const) {
    const [to, at] = [2 * gate + word, 2 * from + word];
    const mac = leaky.x.macs[at] as number;
    x.macs[to] = (x.macs[to] as number) ^ mac;
    z.macs[to] = (z.macs[to] as number) ^ (leaky.z.macs[at] as number) ^ (mac & -d);
  }
}

/** The position in layer k + 1 of a bucket's leaky AND. */
function partner(gate: number, gates: number, k: number, shift: number): number {
  const moved = gate + shift;
  return (k + 1) * gates + (moved < gates ? moved : moved - gates);
}
