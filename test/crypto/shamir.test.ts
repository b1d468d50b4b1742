import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { invertModulo, reduce } from '../../src/crypto/modular.js';
import { ORDER, randomScalar } from '../../src/crypto/scalar.js';
import { deal, interpolateAt0, lagrangeAt0, type Deal } from '../../src/crypto/shamir.js';
import { subsetsOf } from '../support/subsets.js';

const SEVEN = [0n, 1n, 2n, 3n, 4n, 5n, 6n];

/** All lists of `length` elements of F_7. */
function listsOf7(length: number): bigint[][] {
  return length === 0 ? [[]] : listsOf7(length - 1).flatMap((list) => SEVEN.map((last) => [...list, last]));
}

/** Shamir in F_7 with these coefficients above the secret. */
function dealWith(secret: bigint, xs: readonly number[], coefficients: readonly bigint[]): Deal {
  const rest = [...coefficients];
  return deal(secret, coefficients.length + 1, xs, 7n, () => rest.shift() as bigint);
}

/** How often each view occurs. */
function distribution(views: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const view of views) counts.set(view, (counts.get(view) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => a.localeCompare(b)));
}

const viewOf = ({ shares }: Deal, xs: readonly number[]) => xs.map((x) => shares.get(x)).join();

const small = [
  { t: 2, n: 3 },
  { t: 3, n: 4 },
] as const;

describe('Shamir in a field of 7, every polynomial', () => {
  for (const { t, n } of small) {
    const holders = Array.from({ length: n }, (_, i) => i + 1);
    const viewsOf = (secret: bigint, xs: readonly number[]) => listsOf7(t - 1).map((coefficients) => viewOf(dealWith(secret, holders, coefficients), xs));

    it(`any ${t - 1} of ${n} shares are distributed alike for every secret`, () => {
      for (let size = 0; size < t; size++) {
        for (const xs of subsetsOf(holders, size)) {
          const ofZero = distribution(viewsOf(0n, xs));
          expect(ofZero.size).toBe(7 ** size);
          for (const secret of SEVEN) expect(distribution(viewsOf(secret, xs))).toEqual(ofZero);
        }
      }
    });

    it(`any ${t} of ${n} shares occur for one secret only`, () => {
      for (const xs of subsetsOf(holders, t)) {
        const all = SEVEN.flatMap((secret) => [...distribution(viewsOf(secret, xs)).keys()]);
        expect(new Set(all).size).toBe(all.length);
      }
    });

    it(`any ${t} or more of ${n} shares give the secret`, () => {
      for (const secret of SEVEN) {
        for (const coefficients of listsOf7(t - 1)) {
          const { shares } = dealWith(secret, holders, coefficients);
          for (let size = t; size <= n; size++) {
            for (const xs of subsetsOf(holders, size)) {
              expect(interpolateAt0(xs.map((x) => ({ x, y: shares.get(x) as bigint })), 7n)).toBe(secret);
            }
          }
        }
      }
    });
  }

  /** What somebody sees who has old holder 1 (its share and what it deals) and some shares of others, before and after a renewal by holders 1 and 2. */
  function renewalViews(secret: bigint, alsoOld: readonly number[], alsoNew: readonly number[]): string[] {
    const holders = [1, 2, 3];
    const factors = lagrangeAt0([1, 2], 7n);
    return listsOf7(3).map(([a, b1, b2]) => {
      const old = dealWith(secret, holders, [a as bigint]);
      const dealt = [b1, b2].map((b, i) => dealWith(old.shares.get(i + 1) as bigint, holders, [b as bigint]));
      const received = alsoNew.map((x) => dealt.map(({ shares }) => shares.get(x)).join());
      const fresh = holders.map((x) => reduce(dealt.reduce((sum, { shares }, i) => sum + (factors[i] as bigint) * (shares.get(x) as bigint), 0n), 7n));
      expect(interpolateAt0([2, 3].map((x) => ({ x, y: fresh[x - 1] as bigint })), 7n)).toBe(secret);
      return [old.shares.get(1), b1, viewOf(old, alsoOld), ...received].join(' ');
    });
  }

  it('one old holder and, after the renewal, any one are distributed alike for every secret', () => {
    for (const x of [1, 2, 3]) {
      const ofZero = distribution(renewalViews(0n, [], [x]));
      for (const secret of SEVEN) expect(distribution(renewalViews(secret, [], [x]))).toEqual(ofZero);
    }
  });

  it('two old holders know the secret, renewal or not', () => {
    const all = SEVEN.flatMap((secret) => [...distribution(renewalViews(secret, [2], [])).keys()]);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('Shamir modulo ℓ', () => {
  it('every subset of t or more of 5 gives the secret, and one fewer gives something else', () => {
    for (let t = 1; t <= 5; t++) {
      const secret = randomScalar();
      const { shares } = deal(secret, t, [1, 2, 3, 4, 5], ORDER, randomScalar);
      const open = (xs: readonly number[]) => interpolateAt0(xs.map((x) => ({ x, y: shares.get(x) as bigint })), ORDER);
      for (let size = t; size <= 5; size++) for (const xs of subsetsOf([1, 2, 3, 4, 5], size)) expect(open(xs)).toBe(secret);
      if (t > 1) for (const xs of subsetsOf([1, 2, 3, 4, 5], t - 1)) expect(open(xs)).not.toBe(secret);
    }
  });

  it('t − 1 shares fit every secret: for each there is a t-th share', () => {
    const { shares } = deal(randomScalar(), 3, [1, 2, 3], ORDER, randomScalar);
    const held = [1, 2].map((x) => ({ x, y: shares.get(x) as bigint }));
    const factors = lagrangeAt0([1, 2, 3], ORDER);
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: ORDER - 1n }), (secret) => {
        const known = held.reduce((sum, { y }, i) => sum + (factors[i] as bigint) * y, 0n);
        const third = reduce((secret - known) * invertModulo(factors[2] as bigint, ORDER), ORDER);
        expect(interpolateAt0([...held, { x: 3, y: third }], ORDER)).toBe(secret);
      }),
      { numRuns: 20 },
    );
  });

  it('holders may be any distinct numbers', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), { minLength: 1, maxLength: 8 }), fc.bigInt({ min: 0n, max: ORDER - 1n }), (xs, secret) => {
        const { shares } = deal(secret, xs.length, xs, ORDER, randomScalar);
        expect(interpolateAt0([...shares].map(([x, y]) => ({ x, y })), ORDER)).toBe(secret);
      }),
      { numRuns: 20 },
    );
  });
});

describe('Shamir refuses', () => {
  const zero = () => 0n;

  it('holders that are 0, negative, fractional, outside the field, repeated or none', () => {
    for (const xs of [[0, 1], [-1, 1], [1.5, 2], [NaN, 1], [7, 1], [8, 1], [2, 2], [2 ** 53, 1], []]) {
      expect(() => deal(1n, 1, xs, 7n, zero)).toThrow(RangeError);
      expect(() => lagrangeAt0(xs, 7n)).toThrow(RangeError);
      expect(() => interpolateAt0(xs.map((x) => ({ x, y: 1n })), 7n)).toThrow(RangeError);
    }
  });

  it('thresholds below 1, above the number of holders, or fractional', () => {
    for (const t of [0, -1, 4, 1.5, NaN]) expect(() => deal(1n, t, [1, 2, 3], 7n, zero)).toThrow(RangeError);
  });

  it('secrets and coefficients outside the field', () => {
    for (const value of [-1n, 7n]) {
      expect(() => deal(value, 2, [1, 2], 7n, zero)).toThrow(RangeError);
      expect(() => deal(0n, 2, [1, 2], 7n, () => value)).toThrow(RangeError);
    }
  });
});
