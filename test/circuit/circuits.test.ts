import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { type Algebra, type Gates, type Word } from '../../src/circuit/bits.js';
import { CLEAR, runClear } from '../../src/circuit/clear.js';
import { andsOf, COUNTED, costOf } from '../../src/circuit/cost.js';
import { MOST_DIVISION_BITS, operationOf, VERSIONS, type Version } from '../../src/circuit/operations.js';
import { planReciprocal } from '../../src/circuit/gates/reciprocal.js';
import { sortingNetwork } from '../../src/circuit/gates/select.js';
import { planOf } from '../../src/circuit/plan.js';
import { ProgramBuilder, type Ref, type Shape, type Step } from '../../src/circuit/program.js';

const wordOf = (values: readonly bigint[], width: number): Uint8Array[] => Array.from({ length: width }, (_, k) => Uint8Array.from(values, (value) => Number((value >> BigInt(k)) & 1n)));
const numbersOf = (word: Word<Uint8Array>): bigint[] => Array.from(word[0] ?? [], (_, i) => word.reduce((sum, bits, k) => sum | (BigInt(bits[i] as number) << BigInt(k)), 0n));
const gatesOf = <B>(step: Step, algebra: Algebra<B>, args: readonly Word<B>[], version: Version): Gates<B, readonly Word<B>[]> => operationOf(step).gates(step, algebra, args, version);

/** Runs a step as a circuit over clear bits. */
function run(step: Step, args: readonly (readonly bigint[])[], shapes: readonly Shape[], version: Version): bigint[][] {
  return runClear(gatesOf(step, CLEAR, args.map((values, i) => wordOf(values, shapes[i]?.width ?? 0)), version)).map(numbersOf);
}

/** Numbers of a width, the ends of the range often. */
const number = (width: number) => fc.oneof(fc.constantFrom(0n, 1n % (1n << BigInt(width)), (1n << BigInt(width)) - 1n), fc.bigInt({ min: 0n, max: (1n << BigInt(width)) - 1n }));
const vector = (width: number, count: number) => fc.array(number(width), { minLength: count, maxLength: count });
const version = fc.constantFrom(...VERSIONS);

function agrees(step: Step, shapes: readonly Shape[], runs = 60): void {
  fc.assert(
    fc.property(fc.tuple(...shapes.map(({ width, count }) => vector(width, count))), version, (args, chosen) => {
      const expected = operationOf(step).plain(step, args, shapes);
      expect(run(step, args, shapes, chosen)).toEqual(expected);
      // Every result fits the shape that was promised.
      operationOf(step).shape(step, shapes).forEach(({ width, count }, i) => {
        expect(expected[i]?.length).toBe(count);
        for (const value of expected[i] ?? []) expect(value >= 0n && value < 1n << BigInt(width)).toBe(true);
      });
    }),
    { numRuns: runs },
  );
}

describe('a circuit is its plain evaluator', () => {
  const WIDTHS = [1, 2, 3, 4, 5, 7, 8, 16, 33, 64];
  for (const op of ['xor', 'and', 'or', 'add', 'subtract', 'less', 'equal'] as const) {
    it.each(WIDTHS)(`${op}, %i bits`, (width) => agrees({ op, of: [0, 1] }, [{ width, count: 3 }, { width, count: 3 }], 25));
  }
  it.each([[1, 1], [1, 5], [4, 3], [8, 8], [13, 7], [20, 20]])('multiply, %i × %i bits', (a, b) => agrees({ op: 'multiply', of: [0, 1] }, [{ width: a, count: 2 }, { width: b, count: 2 }], 25));
  for (const op of ['divide', 'divideSigned'] as const) {
    it.each([[1, 1], [2, 1], [1, 2], [5, 4], [8, 8], [13, 28], [28, 13], [32, 32], [64, 64], [40, 2]])(`${op}, %i by %i bits`, (n, m) => agrees({ op, of: [0, 1] }, [{ width: n, count: 3 }, { width: m, count: 3 }], 20));
    it(`${op}, all numbers of few bits`, () => {
      for (const [n, m] of [[1, 1], [3, 2], [2, 4], [4, 4], [5, 3]] as const) {
        const pairs = Array.from({ length: 2 ** (n + m) }, (_, i) => [BigInt(i % 2 ** n), BigInt(i >> n)] as const);
        const args = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
        const shapes = [{ width: n, count: pairs.length }, { width: m, count: pairs.length }];
        for (const chosen of VERSIONS) expect(run({ op, of: [0, 1] }, args, shapes, chosen)).toEqual(operationOf({ op, of: [0, 1] }).plain({ op, of: [0, 1] }, args, shapes));
      }
    });
  }
  it('divide, next to multiples of the divisor and with divisors of every length', () => {
    const width = 32;
    const divisors = Array.from({ length: width }, (_, k) => [1n << BigInt(k), (1n << BigInt(k)) + 1n, (2n << BigInt(k)) - 1n]).flat().filter((b) => b < 1n << BigInt(width));
    const pairs = divisors.flatMap((b) => [((1n << 32n) - 1n) / b, 1n].flatMap((q) => [q * b - 1n, q * b, q * b + b - 1n].map((a) => [BigInt.asUintN(width, a), b] as const)));
    const args = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
    for (const chosen of VERSIONS) expect(run({ op: 'divide', of: [0, 1] }, args, [{ width, count: pairs.length }, { width, count: pairs.length }], chosen)).toEqual([pairs.map(([a, b]) => a / b), pairs.map(([a, b]) => a % b)]);
  });
  it.each([1, 8, 31])('choose, %i bits', (width) => agrees({ op: 'choose', of: [0, 1, 2] }, [{ width: 1, count: 4 }, { width, count: 4 }, { width, count: 4 }]));
  it.each([1, 9])('not, %i bits', (width) => agrees({ op: 'not', of: [0] }, [{ width, count: 4 }]));
  it.each([1, 2, 3, 5, 8, 13])('least and greatest of %i, and the first place that has it', (count) => {
    for (const op of ['least', 'greatest'] as const) {
      agrees({ op, of: [0] }, [{ width: 5, count }], 40);
      agrees({ op, of: [0] }, [{ width: 1, count }], 20);
    }
  });
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 23])('sort of %i', (count) => agrees({ op: 'sort', of: [0] }, [{ width: 6, count }], 30));
  it.each([[1, 1], [1, 2], [1, 3], [1, 7], [1, 16], [5, 9], [8, 1], [8, 12]])('total of %i bits each, %i of them', (width, count) => agrees({ op: 'total', of: [0] }, [{ width, count }], 40));
  it.each([1, 2, 9])('every of %i', (count) => agrees({ op: 'every', of: [0] }, [{ width: 1, count }]));
  it('join, pick, bits and widen', () => {
    agrees({ op: 'join', of: [0, 1] }, [{ width: 4, count: 2 }, { width: 4, count: 3 }]);
    agrees({ op: 'pick', of: [0], positions: [2, 0, 0] }, [{ width: 4, count: 3 }]);
    agrees({ op: 'bits', of: [0], from: 2, to: 5 }, [{ width: 7, count: 3 }]);
    agrees({ op: 'widen', of: [0], width: 9 }, [{ width: 7, count: 3 }]);
    agrees({ op: 'constant', of: [], values: [0n, 5n, 7n], width: 3 }, []);
  });
});

describe('a shallow division', () => {
  it('is exact enough for words of every width that a division takes, by its own bound', () => {
    // The plan depends on a wide divisor only by whether the first gap is cut off.
    for (let n = 1; n <= MOST_DIVISION_BITS; n++) {
      for (const m of n <= 128 ? [2, 3, 8, 9, 20, 64, 128, MOST_DIVISION_BITS] : [2, 9, MOST_DIVISION_BITS]) expect(planReciprocal(n, m).steps.at(-1)?.isLast ?? true).toBe(true);
    }
  });

  it('is refused beyond that width, in every version and whichever word is wider, with the bound', () => {
    const wide = { width: MOST_DIVISION_BITS + 1, count: 1 };
    for (const op of ['divide', 'divideSigned'] as const) {
      for (const shapes of [[wide, { width: 8, count: 1 }], [{ width: 8, count: 1 }, wide]]) {
        const builder = new ProgramBuilder();
        const refs = shapes.map((shape) => builder.input({ owner: 0, ...shape })) as [Ref, Ref];
        builder.output(builder.step({ op, of: refs }), [0, 1]);
        for (const exchange of [0, 1e9]) expect(() => planOf(builder.build(), 2, exchange)).toThrow('a division takes words of at most 512 bits, and here is one of 513');
      }
    }
  });
});

describe('what a circuit costs', () => {
  const cost = (step: Step, shapes: readonly Shape[], chosen: Version) => {
    const { layers } = costOf(gatesOf(step, COUNTED, shapes.map(({ width, count }) => Array.from({ length: width }, () => ({ count }))), chosen));
    return [andsOf({ layers }), layers.length];
  };
  const compare = (width: number, block: number) => cost({ op: 'less', of: [0, 1] }, [{ width, count: 1 }, { width, count: 1 }], { carry: 'ripple', block });

  it('is what the tables of the literature say for comparisons: ANDs and depth', () => {
    expect(compare(64, 0)).toEqual([64, 64]);
    expect(compare(64, 4)).toEqual([135, 8]);
    expect(compare(32, 4)).toEqual([64, 7]);
    expect(compare(20, 4)).toEqual([37, 7]);
    expect(compare(64, 1)).toEqual([184, 7]);
  });

  it('is what engine.md says for products and divisions of 8, 32 and 64 bits', () => {
    const costs = (op: 'multiply' | 'divide') => [8, 32, 64].map((width) => VERSIONS.map((chosen) => cost({ op, of: [0, 1] }, [{ width, count: 1 }, { width, count: 1 }], chosen)));
    expect(costs('multiply')).toEqual([[[121, 23], [163, 10], [163, 10]], [[2017, 95], [2327, 16], [2327, 16]], [[8129, 191], [8885, 19], [8885, 19]]]);
    expect(costs('divide')).toEqual([[[86, 58], [143, 43], [958, 49]], [[1118, 622], [2815, 229], [7323, 95]], [[4286, 2270], [12863, 518], [21053, 124]]]);
  });

  it('grows with the count in ANDs and not in depth', () => {
    const shapes = [{ width: 22, count: 4096 }, { width: 22, count: 4096 }];
    expect(cost({ op: 'add', of: [0, 1] }, shapes, VERSIONS[0] as Version)).toEqual([22 * 4096, 22]);
    const [ands, depth] = cost({ op: 'add', of: [0, 1] }, shapes, VERSIONS[1] as Version) as [number, number];
    expect(depth).toBe(6);
    expect(ands / 4096).toBeLessThan(22 * 5);
  });

  it('counts n bits with fewer ANDs than n, in few layers', () => {
    const [ands, depth] = cost({ op: 'total', of: [0] }, [{ width: 1, count: 1000 }], VERSIONS[0] as Version) as [number, number];
    expect(ands).toBeLessThan(1010);
    expect(depth).toBeLessThan(40);
  });

  it('does not depend on values: a run in the clear has the layers that were counted', () => {
    fc.assert(
      fc.property(vector(9, 7), version, (values, chosen) => {
        const step: Step = { op: 'sort', of: [0] };
        const layers: number[] = [];
        const circuit = gatesOf(step, CLEAR, [wordOf(values, 9)], chosen);
        for (let each = circuit.next(); each.done !== true; ) {
          layers.push(each.value.reduce((sum, [a]) => sum + a.length, 0));
          each = circuit.next(each.value.map(([a, b]) => a.map((bit, i) => bit & (b[i] as number))));
        }
        expect(layers).toEqual(costOf(gatesOf(step, COUNTED, [Array.from({ length: 9 }, () => ({ count: 7 }))], chosen)).layers);
      }),
      { numRuns: 20 },
    );
  });
});

describe('the sorting network', () => {
  it.each([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])('for %i sorts every list of zeros and ones, hence every list', (count) => {
    const stages = sortingNetwork(count);
    for (const stage of stages) expect(new Set(stage.flat()).size).toBe(2 * stage.length);
    for (let bits = 0; bits < 2 ** count; bits++) {
      const list = Array.from({ length: count }, (_, i) => (bits >> i) & 1);
      for (const [i, j] of stages.flat()) if ((list[i] as number) > (list[j] as number)) [list[i], list[j]] = [list[j] as number, list[i] as number];
      expect(list).toEqual([...list].sort());
    }
  });
});
