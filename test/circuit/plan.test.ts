import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { budgetOf } from '../../src/circuit/budget.js';
import { bucketBits, checkBuckets, fewestGates, planBuckets } from '../../src/circuit/buckets.js';
import { planOf } from '../../src/circuit/plan.js';
import { ProgramBuilder, type Program } from '../../src/circuit/program.js';

describe('buckets', () => {
  it('are as large as the published table says, by layers and batches', () => {
    const table: Readonly<Record<number, readonly number[]>> = {
      3: [524_288, 1_048_576, 2_097_152, 4_194_304, 8_388_608],
      4: [5161, 8192, 13_004, 20_643, 32_768],
      5: [512, 725, 1024, 1449, 2048],
      6: [128, 169, 223, 295, 389],
      7: [51, 64, 81, 102, 128],
    };
    for (const [layers, gates] of Object.entries(table)) expect([1, 4, 16, 64, 256].map((batches) => fewestGates(Number(layers), batches))).toEqual(gates);
  });

  it('are refused below the rule, by one gate, one layer or one batch', () => {
    expect(() => checkBuckets({ gates: 5161, layers: 4, batches: 1 })).not.toThrow();
    expect(() => checkBuckets({ gates: 5160, layers: 4, batches: 1 })).toThrow(RangeError);
    expect(() => checkBuckets({ gates: 5161, layers: 3, batches: 1 })).toThrow(RangeError);
    expect(() => checkBuckets({ gates: 5161, layers: 4, batches: 2 })).toThrow(RangeError);
    expect(() => checkBuckets({ gates: 2 ** 21, layers: 2, batches: 1 })).toThrow(RangeError);
  });

  it('give enough ANDs within the bound for every number of them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000_000 }), (ands) => {
        const buckets = planBuckets(ands);
        expect(buckets.gates * buckets.batches).toBeGreaterThanOrEqual(ands);
        expect(bucketBits(buckets)).toBeGreaterThanOrEqual(41 - 1e-5);
      }),
      { numRuns: 40 },
    );
  });

  it('hold against every choice of cheated gates: two layers of eight, three layers of four that adapt', () => {
    const weight = (bits: number): number => (bits === 0 ? 0 : (bits & 1) + weight(bits >> 1));
    const turned = (bits: number, shift: number, n: number) => ((bits >> shift) | (bits << (n - shift))) & (2 ** n - 1);
    let worst = 0;
    for (let a = 1; a < 256; a++) for (let b = 1; b < 256; b++) {
      let hits = 0;
      for (let shift = 0; shift < 8; shift++) if ((a & turned(b, shift, 8)) !== 0) hits++;
      worst = Math.max(worst, (hits / 8) * 2 ** -(weight(a) + weight(b)));
    }
    expect(worst).toBe(2 ** -bucketBits({ gates: 8, layers: 2, batches: 1 }));

    let adaptive = 0;
    for (let a = 1; a < 16; a++) for (let b = 1; b < 16; b++) {
      let sum = 0;
      for (let first = 0; first < 4; first++) {
        const aligned = a & turned(b, first, 4);
        let best = 0;
        for (let c = 1; c < 16; c++) {
          let hits = 0;
          for (let second = 0; second < 4; second++) if ((aligned & turned(c, second, 4)) !== 0) hits++;
          best = Math.max(best, (hits / 4) * 2 ** -weight(c));
        }
        sum += best / 4;
      }
      adaptive = Math.max(adaptive, sum * 2 ** -(weight(a) + weight(b)));
    }
    expect(adaptive).toBe(2 ** -bucketBits({ gates: 4, layers: 3, batches: 1 }));
  });
});

describe('the error budget', () => {
  const leaves = 2_396_160;
  it('is that of the two published examples', () => {
    const two = budgetOf({ parties: 2, buckets: planBuckets(640_000), opened: 2_560_000, checks: 4, transfers: 5_760_000, blocks: 4096, chunks: { count: 3, leaves } });
    expect(two.total).toBeCloseTo(-41.1, 1);
    expect(two.treesTwice).toBe(false);
    const five = budgetOf({ parties: 5, buckets: { gates: 1_100_000, layers: 3, batches: 4 }, opened: 18_000_000, checks: 7, transfers: 39_600_000, blocks: 4096, chunks: { count: 19, leaves } });
    expect(five.total).toBeCloseTo(-40.7, 1);
    expect(five.treesTwice).toBe(false);
  });

  it('wants two points in each tree check where one would not do', () => {
    const eight = { parties: 8, buckets: planBuckets(72_000_000), opened: 3e8, checks: 40, transfers: 7e8, blocks: 4096, chunks: { count: 400, leaves } };
    expect(budgetOf(eight).treesTwice).toBe(true);
    expect(budgetOf(eight).total).toBeLessThan(-40);
  });
});

/** Comparisons of pairs of numbers of two parties. */
function comparisons(count: number, width: number, most?: bigint): Program {
  const program = new ProgramBuilder();
  const [a, b] = [0, 1].map((owner) => program.input({ owner, width, count, most })) as [number, number];
  program.output(program.step({ op: 'less', of: [a, b] }), [0, 1]);
  return program.build();
}

describe('a plan', () => {
  it('knows ANDs, depth, bits and error without data', () => {
    const plan = planOf(comparisons(1, 64), 2, 2000);
    expect([plan.ands, plan.layers.length]).toEqual([184, 7]);
    expect(plan.owned).toEqual([{ inputs: 64, masks: 0 }, { inputs: 64, masks: 0 }]);
    expect(plan.hasBounds).toBe(false);
    expect(plan.budget.total).toBeLessThanOrEqual(-40);
    expect(planOf(comparisons(1, 64), 2, 2).layers.length).toBe(8);
    expect(planOf(comparisons(1, 64), 2, 0).ands).toBe(64);
  });

  it('counts the comparison of each bound', () => {
    const plan = planOf(comparisons(1, 64, 10n ** 18n), 2, 0);
    expect(plan.hasBounds).toBe(true);
    expect(plan.ands).toBe(64 + 2 * 64 + 1);
    // The bounds are compared beside the rest.
    expect(plan.layers.length).toBe(65);
  });

  it('compares bounds in few rounds, too, where the last step of the program has no version of its own', () => {
    const builder = new ProgramBuilder();
    const a = builder.input({ owner: 0, width: 64, count: 2, most: 10n ** 18n });
    const sorted = builder.step({ op: 'sort', of: [a] });
    builder.output(builder.step({ op: 'pick', of: [sorted], positions: [0] }), [0, 1]);
    // A comparison by ripple would take 64 layers, whatever the program itself takes.
    expect(planOf(builder.build(), 2, 2000).layers.length).toBeLessThan(12);
    expect(planOf(builder.build(), 2, 0).layers.length).toBeGreaterThan(64);
  });

  it('takes transfers from rows as long as that is less, and makes them silently beyond', () => {
    expect(planOf(comparisons(100, 64), 2, 0).transfers).toMatchObject({ draws: 1, silent: undefined });
    const { ands, buckets, transfers, pieces, budget } = planOf(comparisons(10_000, 64), 2, 0);
    expect([ands, buckets?.layers, buckets?.batches]).toEqual([640_000, 3, 1]);
    expect(transfers.count).toBe(640_000 + 3 * 3 * 640_000);
    expect(transfers.silent?.set.depth).toBe(9);
    expect(transfers.silent?.chunks).toBe(9);
    expect(pieces.reduce((sum, gates) => sum + gates, 0)).toBe(3 * 640_000);
    expect(budget.total).toBeLessThanOrEqual(-40);
  });

  it('holds a bounded number of triples however many gates there are', () => {
    const sorting = (count: number) => {
      const program = new ProgramBuilder();
      program.output(program.step({ op: 'sort', of: [program.input({ owner: 0, width: 32, count })] }), [0, 1]);
      return planOf(program.build(), 2, 0);
    };
    const [few, many] = [sorting(500), sorting(8000)];
    expect(few.buckets?.batches).toBe(1);
    expect(many.ands).toBeGreaterThan(2 ** 23);
    expect(many.buckets?.batches).toBeGreaterThan(1);
    expect(many.buckets?.gates).toBeLessThanOrEqual(2 ** 20);
    expect(many.memory).toBeLessThan(350 * 2 ** 20);
    expect(many.coins).toBeGreaterThan(few.coins);
  });

  it('is refused where a session would fail too often, or take too much memory', () => {
    expect(() => planOf(comparisons(20_000_000, 64), 8, 0)).toThrow(RangeError);
    expect(() => planOf(comparisons(10_000, 64), 40, 0)).toThrow(/MiB of memory/);
  });

  it('makes one batch of triples for a few comparisons', () => {
    for (let count = 1; count <= 100; count += 9) expect(planOf(comparisons(count, 64), 2, 0).buckets?.batches).toBe(1);
  });
});
