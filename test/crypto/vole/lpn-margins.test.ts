import { describe, expect, it } from 'vitest';
import { CONVOLUTION_TAPS, EXPANDER_WEIGHT } from '../../../src/crypto/vole/expand-convolute.js';
import { LONGEST_VOLE, voleParameters, type VoleParameters } from '../../../src/crypto/vole/parameters.js';

/**
 * The figures of `docs/protocols/vole.md`, "Parameters": what each known attack costs, in bits, for every set of parameters that there can be. Whoever changes number
 * or depth of the trees, or the weights of the code, sees here what becomes of them.
 */

const { log2 } = Math;
/** What luck is given: with it, a sender may have learnt as many bits of the noise positions. */
const LEAKAGE = 40;

/** Lengths on both sides of each change of depth, and 1% apart between them: the shortest that is silent, and the longest, among them. */
function allParameters(): VoleParameters[] {
  const lengths = new Set([705, LONGEST_VOLE]);
  for (let length = 705; length < LONGEST_VOLE; length = Math.ceil(length * 1.01)) lengths.add(length);
  for (const length of [...lengths]) {
    // The lengths where this depth ends: found by halving, so as not to repeat the rule under test.
    let [low, high] = [length, LONGEST_VOLE];
    const { depth } = voleParameters(length);
    if (voleParameters(high).depth === depth) continue;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (voleParameters(middle).depth === depth) low = middle;
      else high = middle;
    }
    lengths.add(low).add(high);
  }
  return [...lengths].map(voleParameters);
}

/** Elements of F that determine what 21 windows leave open: each stretch 24 for either convolution, the first only for the second; those of neighbouring segments touch. */
function unknownsOf(weight: number): number {
  return (2 * Math.ceil(weight / 2) - 1) * CONVOLUTION_TAPS;
}

/** ρ, so that `rows` rows are expected to lie in a share ρ of each segment. */
function shareFor(dimension: number, rows: number, weight: number): number {
  return (rows / dimension) ** (1 / weight);
}

/**
 * How many rows have to be expected in windows for `needed` to be there in the best of all windows: less, and the expected number of such windows, over `2^codes` codes,
 * is below 1. Poisson tail (eμ/k)^k · e^−μ; the ends of the windows can be anywhere in their segments.
 */
function expectedInBest(dimension: number, needed: number, codes: number): number {
  const ends = EXPANDER_WEIGHT + 1;
  const choices = (ends * log2(dimension / EXPANDER_WEIGHT) + codes) * Math.LN2;
  let [low, high] = [1e-6, needed];
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (needed * Math.log(needed / middle) - needed + middle > choices) low = middle;
    else high = middle;
  }
  return low;
}

const missing = (trees: number, share: number): number => -trees * log2(1 - share);

const LINES = {
  'linear test, relative distance 0.2': ({ trees }: VoleParameters) => missing(trees, 0.2),
  'any windows': ({ trees, dimension }: VoleParameters) => missing(trees, shareFor(dimension, unknownsOf(EXPANDER_WEIGHT), EXPANDER_WEIGHT) / 2),
  'the best windows of one code': ({ trees, dimension }: VoleParameters) => missing(trees, shareFor(dimension, expectedInBest(dimension, unknownsOf(EXPANDER_WEIGHT), 0), EXPANDER_WEIGHT) / 2),
  'the best windows of the best of 2^128 codes': ({ trees, dimension }: VoleParameters) =>
    missing(trees, shareFor(dimension, expectedInBest(dimension, unknownsOf(EXPANDER_WEIGHT), 128), EXPANDER_WEIGHT) / 2),
  'three projections': ({ trees }: VoleParameters) => trees * log2(16 / 9) - 128,
  'information sets': ({ trees }: VoleParameters) => trees,
} as const;

/** For each line the parameters for which it is lowest. */
function worst(line: (parameters: VoleParameters) => number): { bits: number; parameters: VoleParameters } {
  return allParameters()
    .map((parameters) => ({ bits: line(parameters), parameters }))
    .reduce((lowest, each) => (each.bits < lowest.bits ? each : lowest));
}

const choose = (n: number, k: number): number => Array.from({ length: k }, (_, i) => log2((n - i) / (k - i))).reduce((sum, each) => sum + each, 0);

/** The first degree at which (1 − z)^power · (1 + a z)^(blocks − others) · (1 + b z)^others has a coefficient that is not positive, if it is at most `limit`. */
function degreeOf(power: number, [a, b]: readonly [number, number], blocks: number, others: number, limit: number): number | undefined {
  let series = [1n, ...Array.from({ length: limit }, () => 0n)];
  const multiply = (factor: bigint, times: number): void => {
    const terms = [1n];
    for (let i = 1; i <= limit; i++) terms.push(((terms[i - 1] as bigint) * factor * BigInt(times - i + 1)) / BigInt(i));
    series = series.map((_, degree) => terms.slice(0, degree + 1).reduce((sum, term, i) => sum + term * (series[degree - i] as bigint), 0n));
  };
  multiply(-1n, power);
  multiply(BigInt(a), blocks - others);
  multiply(BigInt(b), others);
  const degree = series.findIndex((coefficient) => coefficient <= 0n);
  return degree === -1 ? undefined : degree;
}

/**
 * Algebraic attack: guesses `most` positions of each block free of noise, one less in some of the blocks, and solves the rest; the degree from the series of Briaud and Øygarden (eprint
 * 2023/176) for a large field, the cost M² for the monomials of that degree.
 */
function algebraic(trees: number, positions: number): number {
  let lowest = Infinity;
  for (let most = positions / 2 - 4; most <= positions / 2; most++) {
    for (let others = 0; others < trees; others += 10) {
      const guessing = (others - trees) * log2(1 - most / positions) - others * log2(1 - (most - 1) / positions);
      const open = trees * (positions / 2) - most * (trees - others) - (most - 1) * others;
      if (open < 0 || guessing >= lowest) continue;
      const degree = degreeOf((trees * positions) / 2 - trees, [positions - most - 1, positions - most], trees, others, 8);
      if (degree !== undefined) lowest = Math.min(lowest, guessing + 2 * choose(open + degree, degree));
    }
  }
  return lowest;
}

describe('what known attacks on the code cost', () => {
  it.each([
    ['linear test, relative distance 0.2', 206],
    ['any windows', 358],
    ['the best windows of one code', 333],
    ['the best windows of the best of 2^128 codes', 329],
    ['three projections', 403],
    ['information sets', 640],
  ] as const)('%s: %i bits for the worst length', (name, documented) => {
    const { bits } = worst(LINES[name]);
    expect(Math.floor(bits)).toBe(documented);
  });

  it.each([
    [16, 616],
    [32, 624],
  ])('algebraic, %i places a block: %i bits', (positions, documented) => {
    expect(Math.floor(algebraic(worst(LINES['information sets']).parameters.trees, positions))).toBe(documented);
  });

  it('leaves 166 bits when 40 are deducted for leakage, far from 128', () => {
    const lowest = Math.min(...Object.values(LINES).map((line) => worst(line).bits));
    expect(Math.floor(lowest) - LEAKAGE).toBe(166);
  });

  it('stays at 128 bits after leakage for any relative distance from 0.167 on', () => {
    const { trees } = worst(LINES['information sets']).parameters;
    expect(missing(trees, 0.167)).toBeGreaterThan(128 + LEAKAGE);
    expect(missing(trees, 0.166)).toBeLessThan(128 + LEAKAGE);
  });

  it('would not be enough without the factor X, nor with an expander of weight 7', () => {
    const withoutFactor = worst(({ trees, dimension }) => missing(trees, shareFor(dimension, unknownsOf(EXPANDER_WEIGHT), EXPANDER_WEIGHT) / 4) - 128);
    expect(Math.floor(withoutFactor.bits)).toBe(34);
    const sparse = worst(({ trees, dimension }) => missing(trees, shareFor(dimension, unknownsOf(7), 7) / 2));
    expect(Math.floor(sparse.bits)).toBe(111);
  });

  it('is worst where the fewest trees meet the longest code', () => {
    expect(worst(LINES['any windows']).parameters).toMatchObject({ length: 5_242_880, trees: 640, depth: 14 });
  });

  it('counts at most 2^14.1 nodes that a receiver could look for', () => {
    expect(Math.max(...allParameters().map(({ trees, depth }) => trees * depth))).toBe(16_640);
  });
});
