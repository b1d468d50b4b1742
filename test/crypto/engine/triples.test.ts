import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { addBits } from '../../../src/crypto/engine/bit-vector.js';
import { bucketDifferences, combineBuckets, shiftsFrom, type Triples } from '../../../src/crypto/engine/buckets.js';
import { EngineKeys } from '../../../src/crypto/engine/keys.js';
import { addPair, hashPair, offerHalves, offerU, ownProducts, takeHalves } from '../../../src/crypto/engine/leaky-and.js';
import { addKeyWhere, addRows, addWhere, macRows, macRowsFrom, type MacRows } from '../../../src/crypto/engine/rows.js';
import { ShareAlgebra, type Shares } from '../../../src/crypto/engine/shares.js';

const randomBits = (count: number) => Uint8Array.from(randomBytes(count), (byte) => byte & 1);
const sumOfBits = (vectors: readonly Uint8Array[]) => vectors.reduce((sum, each) => { addBits(sum, each); return sum; }, new Uint8Array(vectors[0]?.length ?? 0));
const sumOfMacs = (vectors: readonly MacRows[]) => vectors.reduce((sum, each) => { addRows(sum, each); return sum; }, new Int32Array(vectors[0]?.length ?? 0));

/** What shares must add up to: Δ where the bit is 1. */
function expectShares(parts: readonly Shares[], keys: readonly EngineKeys[], bits: Uint8Array): void {
  expect(sumOfBits(parts.map((part) => part.bits))).toEqual(bits);
  const due = macRows(bits.length);
  for (const key of keys) addWhere(due, bits, key.mac);
  expect(sumOfMacs(parts.map(({ macs }) => macs))).toEqual(due);
}

/** Shares of these bits as a trusted dealer would give them. */
function deal(bits: Uint8Array, keys: readonly EngineKeys[]): Shares[] {
  const shares = keys.slice(1).map(() => ({ bits: randomBits(bits.length), macs: macRowsFrom(randomBytes(8 * bits.length)) }));
  const last = { bits: sumOfBits([bits, ...shares.map((each) => each.bits)]), macs: macRows(bits.length) };
  for (const key of keys) addWhere(last.macs, bits, key.mac);
  for (const { macs } of shares) addRows(last.macs, macs);
  return [last, ...shares];
}

describe('shares', () => {
  it('follow sums, constants, negation, picks and public factors', () => {
    const keys = [new EngineKeys(3), new EngineKeys(3), new EngineKeys(3)];
    const algebras = keys.map((key, i) => new ShareAlgebra(key, i === 0));
    const [a, b, c] = [randomBits(20), randomBits(20), randomBits(20)];
    const [sharesA, sharesB] = [deal(a, keys), deal(b, keys)];
    const each = (work: (algebra: ShareAlgebra, a: Shares, b: Shares) => Shares) => algebras.map((algebra, i) => work(algebra, sharesA[i] as Shares, sharesB[i] as Shares));
    expectShares(each((algebra, x, y) => algebra.xor(x, y)), keys, sumOfBits([a, b]));
    expectShares(each((algebra) => algebra.constant(c)), keys, c);
    expectShares(each((algebra, x) => algebra.not(x)), keys, a.map((bit) => 1 - bit));
    expectShares(each((algebra, x) => algebra.where(x, c)), keys, a.map((bit, i) => bit & (c[i] as number)));
    const shares = deal(a.map((bit, i) => bit & (b[i] as number)), keys);
    const e = randomBits(20);
    const product = algebras.map((algebra, i) => algebra.product(sharesA[i] as Shares, sharesB[i] as Shares, shares[i] as Shares, e, c));
    expectShares(product, keys, a.map((bit, i) => (bit ^ (e[i] as number)) & ((b[i] as number) ^ (c[i] as number))));
    // The parts of the formula one after the other give the same.
    algebras.forEach((algebra, i) => {
      const parts = [algebra.where(sharesB[i] as Shares, e), algebra.where(sharesA[i] as Shares, c), algebra.constant(e.map((bit, place) => bit & (c[place] as number)))];
      expect(product[i]).toEqual(parts.reduce(algebra.xor, shares[i] as Shares));
    });
    expectShares(each((algebra, x) => algebra.pick(x, Uint32Array.of(3, 3, 0))), keys, Uint8Array.of(a[3] as number, a[3] as number, a[0] as number));
    expectShares(each((algebra, x, y) => algebra.join([x, y])), keys, Uint8Array.of(...a, ...b));
  });
});

describe('a leaky AND between two', () => {
  it('gives shares of x · y, and U adds up to their MACs', () => {
    const gates = 200;
    const keys = [new EngineKeys(2), new EngineKeys(2)] as const;
    const [x, y] = [[randomBits(gates), randomBits(gates)], [randomBits(gates), randomBits(gates)]] as const;
    const binding = [Uint8Array.from(randomBytes(32)), Uint8Array.from(randomBytes(32))] as const;
    // Of each party: K for the other's x, and so M of the other.
    const hashKeys = keys.map(() => Uint8Array.from(randomBytes(16 * gates))) as [Uint8Array, Uint8Array];
    const hashMacs = keys.map((_, self) => {
      const rows = (hashKeys[1 - self] as Uint8Array).slice();
      addKeyWhere(rows, x[self] as Uint8Array, (keys[1 - self] as EngineKeys).hash(self));
      return rows;
    });
    const whole = sumOfBits([...y]);
    const phi = deal(whole, keys);
    const hashes = keys.map((key, self) => hashPair(binding[self] as Uint8Array, binding[1 - self] as Uint8Array, hashKeys[self] as Uint8Array, key.hash(1 - self), hashMacs[self] as Uint8Array)) as [ReturnType<typeof hashPair>, ReturnType<typeof hashPair>];
    const masks = [randomBits(gates), randomBits(gates)] as const;
    const offers = hashes.map((pair, self) => offerHalves(pair, y[self] as Uint8Array, masks[self] as Uint8Array));
    const products = hashes.map((pair, self) => {
      const { zeros, ones } = offers[1 - self] as { zeros: Uint8Array; ones: Uint8Array };
      return sumOfBits([ownProducts(x[self] as Uint8Array, y[self] as Uint8Array), masks[self] as Uint8Array, takeHalves(pair, x[self] as Uint8Array, zeros, ones)]);
    });
    const expected = sumOfBits([...x]).map((bit, i) => bit & (whole[i] as number));
    expect(sumOfBits(products)).toEqual(expected);

    const sums = hashes.map((pair, self) => {
      const sum = macRows(gates);
      addWhere(sum, x[self] as Uint8Array, (phi[self] as Shares).macs);
      addPair(sum, pair, x[self] as Uint8Array, offerU(hashes[1 - self] as typeof pair, (phi[1 - self] as Shares).macs));
      return { bits: products[self] as Uint8Array, macs: sum };
    });
    expectShares(sums, keys, expected);
  });
});

describe('a party that learns the other’s MAC key after a failed check', () => {
  const gates = 1280;
  const keys = new EngineKeys(2);
  const binding = Uint8Array.from(randomBytes(32));
  // The other party's keys K for this party's x, its y, and its MAC share φ of y without its own y · Δ^m: this party can compute the latter from its keys and Δ^m.
  const hashKeys = Uint8Array.from(randomBytes(16 * gates));
  const [x, y, known] = [randomBits(gates), randomBits(gates), macRowsFrom(randomBytes(8 * gates))];
  const phi = known.slice();
  addWhere(phi, y, keys.mac);
  const u = offerU(hashPair(binding, binding, hashKeys, keys.hash(1), hashKeys), phi);
  const macs = hashKeys.slice();
  addKeyWhere(macs, x, keys.hash(1));

  /** U without the hashes of M, and of M + a key if it has one: what is left of φ and a mask. Both hashes are there for whoever has Δ^h. */
  const left = (key: Uint8Array) => {
    const own = hashPair(binding, binding, macs, key, macs);
    return offerU(key.every((byte) => byte === 0) ? { ...own, one: new Uint8Array(16 * gates) } : own, u);
  };
  /** y where what is left is φ for one of the two values of y, and undefined elsewhere. */
  const verdicts = (rest: MacRows) =>
    Array.from({ length: gates }, (_, g) => [0, 1].find((bit) => [0, 1].every((word) => ((rest[2 * g + word] as number) ^ (known[2 * g + word] as number)) === (bit === 1 ? (keys.mac[word] as number) : 0))));

  it('finds no y in U, of which a hash under the other key is left', () => {
    const rest = left(new Uint8Array(16));
    expect(verdicts(rest).filter((bit) => bit !== undefined)).toEqual([]);
    const ones = new Uint8Array(rest.buffer).reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
    // Within six standard deviations of half of all bits.
    expect(Math.abs(ones - 32 * gates)).toBeLessThan(6 * Math.sqrt(16 * gates));
  });

  it('would find every y if one key served both', () => {
    expect(verdicts(left(keys.hash(1)))).toEqual([...y]);
  });
});

describe('buckets', () => {
  it('give triples, whatever the shifts', () => {
    const [gates, layers] = [7, 3];
    const keys = [new EngineKeys(2), new EngineKeys(2)];
    const [x, y] = [randomBits(gates * layers), randomBits(gates * layers)];
    const z = x.map((bit, i) => bit & (y[i] as number));
    const dealt = [x, y, z].map((bits) => deal(bits, keys)) as [Shares[], Shares[], Shares[]];
    const leaky = keys.map((_, i): Triples => ({ x: dealt[0][i] as Shares, y: dealt[1][i] as Shares, z: dealt[2][i] as Shares }));
    const shifts = [3, 6];
    const opened = sumOfBits(leaky.map((each) => bucketDifferences(each, gates, shifts).bits));
    const triples = leaky.map((each) => combineBuckets(each, gates, shifts, opened));
    const [a, b] = [sumOfBits(triples.map((each) => each.x.bits)), sumOfBits(triples.map((each) => each.y.bits))];
    expectShares(triples.map((each) => each.z), keys, a.map((bit, i) => bit & (b[i] as number)));
    expectShares(triples.map((each) => each.x), keys, a);
    // Bucket g holds leaky AND g of layer 0 and (g + s_k) mod N of layer k.
    expect(a).toEqual(Uint8Array.from({ length: gates }, (_, g) => (x[g] as number) ^ (x[gates + ((g + 3) % gates)] as number) ^ (x[2 * gates + ((g + 6) % gates)] as number)));
    // Every gate of every layer is in one bucket: their x add up over all buckets alike.
    expect(a.reduce((sum, bit) => sum ^ bit, 0)).toBe(x.reduce((sum, bit) => sum ^ bit, 0));
  });

  it('are shifted by numbers below N that follow from the coin alone', () => {
    const seed = Uint8Array.from(randomBytes(32));
    const shifts = shiftsFrom(seed, 1000, 500);
    expect(shifts).toEqual(shiftsFrom(seed, 1000, 500));
    expect(shifts.every((shift) => Number.isInteger(shift) && shift >= 0 && shift < 1000)).toBe(true);
    expect(new Set(shifts).size).toBeGreaterThan(200);
  });
});
