import { fc } from '../../support/property.js';
import { describe, expect, it } from 'vitest';
import { elementAt } from '../../../src/crypto/ot/element.js';
import { compress, segmentOf, EXPANDER_WEIGHT } from '../../../src/crypto/vole/expand-convolute.js';
import { PuncturedForest, WholeForest } from '../../../src/crypto/vole/forest.js';
import { layoutOf } from '../../../src/crypto/vole/layout.js';
import { VoleMemory } from '../../../src/crypto/vole/memory.js';
import { FEWEST_TREES, LONGEST_VOLE, voleParameters, type VoleParameters } from '../../../src/crypto/vole/parameters.js';
import { plainCompress, plainLeaves } from '../../../src/crypto/vole/plain.js';
import { randomBytes } from '../../../src/crypto/random.js';

const binding = randomBytes(32);
const small = (trees: number, depth: number): VoleParameters => ({ length: trees * 2 ** (depth - 1), trees, depth, dimension: trees * 2 ** (depth - 1) });
const elementsOf = (memory: VoleMemory, count: number) => Array.from({ length: count }, (_, i) => elementAt(memory.elements(memory.leaves, count), i));

describe('the parameters', () => {
  const expectSound = (length: number): void => {
    const { trees, depth, dimension } = voleParameters(length);
    expect(trees).toBeGreaterThanOrEqual(FEWEST_TREES);
    expect(trees).toBeLessThanOrEqual(2 * FEWEST_TREES);
    expect(depth).toBeGreaterThanOrEqual(4);
    expect(2 * dimension).toBe(trees * 2 ** depth);
    expect(dimension).toBeGreaterThanOrEqual(length);
    expect(dimension - length).toBeLessThanOrEqual(Math.max(2 ** depth, 5120));
  };

  it('give room for every length, at least 640 noise positions, and at least 16 places for each', () => {
    fc.assert(fc.property(fc.integer({ min: 705, max: LONGEST_VOLE }), expectSound));
  });

  it('do so around every length at which the trees grow by a level', () => {
    for (const length of [705, LONGEST_VOLE]) expectSound(length);
    for (let depth = 4; 320 * 2 ** depth < LONGEST_VOLE; depth++) {
      const first = 320 * 2 ** depth;
      for (const length of [first - 1, first, first + 1]) expectSound(length);
      expect(voleParameters(first)).toMatchObject({ trees: 640, depth, dimension: first });
      if (depth > 4) expect(voleParameters(first - 1)).toMatchObject({ trees: 1280, depth: depth - 1, dimension: first });
    }
  });

  it('keep the traffic below 8 bytes an item from 2^18 items on, at 1.3 elements an item', () => {
    for (let items = 2 ** 18; items <= 2 ** 22; items *= 1.03) {
      const { blocks, forestBytes } = layoutOf(voleParameters(Math.ceil(1.3 * items)));
      expect((128 * 16 * blocks + forestBytes + 20_000) / items).toBeLessThan(8);
    }
  });

  it('refuse lengths out of range', () => {
    for (const length of [0, -1, 1.5, LONGEST_VOLE + 1, NaN]) expect(() => voleParameters(length)).toThrow(RangeError);
  });
});

describe('a forest', () => {
  it.each([
    [1, 1],
    [3, 2],
    [5, 4],
    [700, 5],
    [1000, 4],
  ])('of %i trees with %i levels has the leaves of the reference, and its sums are theirs', async (trees, depth) => {
    const parameters = small(trees, depth);
    const memory = new VoleMemory(parameters, 'sender');
    const seeds = randomBytes(16 * trees);
    const sums = await new WholeForest(memory, parameters, binding).growAll(seeds);
    const leaves = elementsOf(memory, trees * 2 ** depth);
    for (const tree of [0, trees >> 1, trees - 1]) expect(plainLeaves(binding, elementAt(seeds, tree), depth)).toEqual(leaves.filter((_, position) => position % trees === tree));
    for (let side = 0; side < 2; side++) {
      for (let tree = 0; tree < trees; tree++) {
        let sum = 0n;
        for (let leaf = 0; leaf < 2 ** depth; leaf++) if (leaf >> (depth - 1) === side) sum ^= leaves[leaf * trees + tree] as bigint;
        expect(elementAt(sums, (2 * (depth - 1) + side) * trees + tree)).toBe(sum);
      }
    }
    expect(new Set(leaves).size).toBe(leaves.length);
  });

  it('is another one whenever it is planted, and in another session', async () => {
    const parameters = small(2, 3);
    const memory = new VoleMemory(parameters, 'sender');
    const planted: bigint[] = [];
    for (const [each, seeds] of [[binding, undefined], [binding, undefined], [randomBytes(32), new Uint8Array(32)], [randomBytes(32), new Uint8Array(32)]] as const) {
      await new WholeForest(memory, parameters, each).growAll(seeds);
      planted.push(...elementsOf(memory, 16));
    }
    // Two trees from one seed are the same, in two of the four.
    expect(new Set(planted).size).toBe(64 - 16);
  });

  it.each([
    [4, 3],
    [650, 4],
  ])('punctured in each of its %i trees has all other leaves', async (trees, depth) => {
    const parameters = small(trees, depth);
    const whole = new VoleMemory(parameters, 'sender');
    const sums = await new WholeForest(whole, parameters, binding).growAll();
    const sides = Uint8Array.from(randomBytes(trees * depth), (byte) => byte & 1);
    const known = new Uint8Array(16 * sides.length);
    sides.forEach((side, row) => {
      const at = ((2 * Math.floor(row / trees) + side) * trees + (row % trees)) * 16;
      known.set(sums.subarray(at, at + 16), 16 * row);
    });
    const punctured = new VoleMemory(parameters, 'receiver');
    const forest = new PuncturedForest(punctured, parameters, binding);
    await forest.growAll(sides, known);
    const expected = elementsOf(whole, trees * 2 ** depth);
    forest.punctured.forEach((leaf, tree) => {
      let path = 0;
      for (let level = 0; level < depth; level++) path |= (1 - (sides[level * trees + tree] as number)) << level;
      expect(leaf).toBe(path);
      let sum = 0n;
      for (let each = 0; each < 2 ** depth; each++) if (each !== leaf) sum ^= expected[each * trees + tree] as bigint;
      expect(elementAt(forest.leafSums, tree)).toBe(sum);
      expected[leaf * trees + tree] = 0n;
    });
    expect(elementsOf(punctured, trees * 2 ** depth)).toEqual(expected);
  });
});

describe('the code', () => {
  it.each([
    [42, 42, true],
    [42, 42, false],
    [100, 77, true],
    [5120, 5000, true],
    [5120, 5000, false],
    [20_001, 20_001, true],
  ])('of dimension %i, cut to %i, compresses as the reference does, two vectors at once: %s', async (dimension, length, isPair) => {
    const memory = new VoleMemory({ length, trees: 1, depth: 1, dimension }, 'receiver');
    const vectors = [memory.leaves, memory.noise].map((address) => {
      const bytes = randomBytes(32 * dimension);
      memory.kernel.bytes.set(bytes, address);
      return { address, before: Array.from({ length: 2 * dimension }, (_, i) => elementAt(bytes, i)) };
    });
    if (isPair) await compress(memory, binding, dimension, length, [memory.noise, memory.leaves]);
    else for (const { address } of vectors) await compress(memory, binding, dimension, length, [address]);
    for (const { address, before } of vectors) {
      const after = Array.from({ length }, (_, i) => elementAt(memory.elements(address, length), i));
      expect(after).toEqual(plainCompress(binding, before, length));
    }
  });

  it('is another one in another session', () => {
    const vector = Array.from({ length: 84 }, (_, i) => BigInt(i));
    expect(plainCompress(randomBytes(32), vector, 42)).not.toEqual(plainCompress(binding, vector, 42));
  });

  it('draws from 21 segments that cover everything', () => {
    for (const dimension of [42, 100, 5120]) {
      let next = 0;
      for (let segment = 0; segment < EXPANDER_WEIGHT; segment++) {
        const { from, length } = segmentOf(segment, dimension);
        expect(from).toBe(next);
        next += length;
      }
      expect(next).toBe(dimension);
    }
  });

  it('spreads a single position over half of the result, and mixes the bits of the elements', () => {
    const dimension = 5120;
    const vector = Array.from({ length: 2 * dimension }, () => 0n);
    vector[dimension + 4000] = 1n;
    const result = plainCompress(binding, vector, dimension);
    expect(result.filter((element) => element !== 0n).length).toBeGreaterThan(0.9 * dimension);
    let bits = 0;
    for (const element of result) for (let rest = element; rest > 0n; rest >>= 1n) bits += Number(rest & 1n);
    // Half of 5120 · 128 fair coins, but for the zeros.
    expect(bits / (128 * dimension)).toBeGreaterThan(0.45);
    expect(bits / (128 * dimension)).toBeLessThan(0.55);
  });

  it('does not leave the elements sums of a few noise values, as a code of bits would: twenty of them span all 128 bits', () => {
    const dimension = 2100;
    const vector = Array.from({ length: 2 * dimension }, () => 0n);
    for (let i = 0; i < 20; i++) vector[dimension + 97 * i] = elementAt(randomBytes(16), 0);
    const basis: bigint[] = [];
    for (const element of plainCompress(binding, vector, 400)) {
      let rest = element;
      for (const each of basis) if ((rest ^ each) < rest) rest ^= each;
      if (rest !== 0n) basis.push(rest);
    }
    // 400 random elements have less with probability 2^−272.
    expect(basis.length).toBe(128);
  });
});
