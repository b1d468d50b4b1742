import { describe, expect, it } from 'vitest';
import { u32be } from '../../../../src/crypto/bytes.js';
import { hashParts } from '../../../../src/crypto/hash.js';
import { evaluatePlainly } from '../../../../src/circuit/evaluate.js';
import { operationOf } from '../../../../src/session/operations/registry.js';
import { numberRange } from '../../../../src/session/operations/compare/numbers.js';
import { comparePlan, compareProgram } from '../../../../src/session/operations/compare/program.js';
import { compareResult } from '../../../../src/session/operations/compare/result.js';
import type { CompareAgreement, CompareResult, Learned } from '../../../../src/session/operations/compare/types.js';
import { resultText } from '../../../../src/cli/result-view.js';
import { rosterOf, runComparison, type Asked, type Compared } from '../../../support/comparisons.js';
import { comparison } from '../../../support/comparisons.js';
import { memoryNetwork, type MemoryParty } from '../../../../src/testing/memory-network.js';

const NAMES = ['North', 'South', 'Harbour', 'West', 'East'];

function agreed(count: number, learn: readonly Learned[], column: string, asked: Asked = {}): CompareAgreement {
  return comparison(rosterOf(memoryNetwork(count).parties[0] as MemoryParty), learn, column, asked);
}

function plainly(agreement: CompareAgreement, numbers: readonly bigint[]): CompareResult {
  const { low } = numberRange(agreement);
  return compareResult(agreement, evaluatePlainly(compareProgram(agreement), numbers.map((number) => [number - low])));
}

describe('a comparison', () => {
  it.each<[Learned[], bigint[], CompareResult, string]>([
    [['most'], [5n, -3n, 5n], { parties: ['North', 'Harbour'] }, 'North and Harbour have the greatest number. Their numbers are equal.\n'],
    [['least'], [5n, -3n, 5n], { parties: ['South'] }, 'South has the smallest number.\n'],
    [['order'], [5n, -3n, 5n, 9n, -3n], { order: [['West'], ['North', 'Harbour'], ['South', 'East']] }, 'North and Harbour (equal)'],
    [['order'], [7n, 7n, 7n], { order: [['North', 'South', 'Harbour']] }, '1'],
    [['order'], [1n, 2n, 3n, 4n, 5n], { order: [['East'], ['West'], ['Harbour'], ['South'], ['North']] }, '5'],
    [['max'], [5n, -3n], { value: '0.05' }, 'greatest number'],
    [['min'], [5n, -3n], { value: '-0.03' }, 'smallest number'],
    [['median'], [5n, -3n, 4n], { value: '0.04' }, 'median'],
    [['median'], [5n, -3n, 4n, 1n], { value: '0.01' }, 'median'],
    [['median'], [5n, -3n], { value: '-0.03' }, 'median'],
    [['most', 'max'], [1n, 2n, 2n], { parties: ['South', 'Harbour'], value: '0.02' }, 'greatest number'],
    [['least', 'min'], [1n, 2n, 2n], { parties: ['North'], value: '0.01' }, 'North has the smallest number.\n'],
  ])('tells %s of %s', (learn, numbers, expected, text) => {
    const agreement = agreed(numbers.length, learn, 'pay:-10..10:2');
    expect(plainly(agreement, numbers)).toEqual(expected);
    expect([...resultText(agreement, expected)].join('')).toContain(text);
  });

  it('tells whether the first named has more: equal is no, in either order', () => {
    for (const [a, b, more] of [[1n, 0n, true], [0n, 1n, false], [1n, 1n, false]] as const) {
      const agreement = agreed(2, ['more'], 'pay:0..9', { first: 'North' });
      expect(plainly(agreement, [a, b])).toEqual({ more });
      expect(plainly(agreed(2, ['more'], 'pay:0..9', { first: 'South' }), [b, a])).toEqual({ more });
      expect([...resultText(agreement, { more })].join('')).toBe(more ? 'Yes: the number of North is greater than that of South.\n' : 'No: the number of North is not greater than that of South.\n');
    }
  });

  it('takes cells of 64 bits and more, and totals', () => {
    const most = 2n ** 64n - 1n;
    expect(plainly(agreed(5, ['order'], `pay:0..${most}`, { maxRows: 1_000_000 }), [most, most - 1n, 0n, most, 1n])).toEqual({ order: [['North', 'West'], ['South'], ['East'], ['Harbour']] });
    expect(plainly(agreed(3, ['max'], 'pay:-5..9', { maxRows: 100 }), [-500n, 900n, 0n])).toEqual({ value: '900' });
    const widest = 2n ** 128n - 1n;
    expect(plainly(agreed(3, ['min'], `pay:${-widest}..${widest}`, { maxRows: 1_000_000 }), [widest, -widest * 1_000_000n, 0n])).toEqual({ value: (-widest * 1_000_000n).toString() });
  });

  it.each<[string, Asked, bigint, bigint]>([
    ['n:3..9', {}, 3n, 9n],
    ['n:3..9', { maxRows: 10 }, 3n, 90n],
    ['n:3..9', { maxRows: 10, emptyCells: 'zero' }, 0n, 90n],
    ['n:3..9', { maxRows: 10, emptyCells: 'skip' }, 3n, 90n],
    ['n:-9..-3', { maxRows: 10 }, -90n, -3n],
    ['n:-9..-3', { maxRows: 10, emptyCells: 'zero' }, -90n, 0n],
    ['n:-9..3', { maxRows: 10 }, -90n, 30n],
    ['n:4..4', {}, 4n, 4n],
  ])('of %s with %j takes what a file can give, and no more', (column, asked, low, high) => {
    expect(numberRange(agreed(2, ['most'], column, asked))).toEqual({ low, high });
  });

  it('is refused where the engine does not give so much, with the number of contributors that it gives', () => {
    const roster = (count: number) => rosterOf(memoryNetwork(count).parties[0] as MemoryParty);
    const tried = (count: number) => () => comparison(roster(count), ['order'], 'pay:0..1000000:2', { maxRows: 1_000_000 });
    const [, most = ''] = /at most (\d+) can be compared/.exec(messageOf(tried(40))) ?? [];
    expect(Number(most)).toBeGreaterThanOrEqual(8);
    expect(tried(Number(most))).not.toThrow();
    expect(tried(Number(most) + 1)).toThrow(`at most ${most} can be compared`);
  });

  it.each<[string, Learned[], Asked, RegExp]>([
    ['two things that do not go together', ['most', 'least'], {}, /only "most" with "max"/],
    ['more, without saying whose', ['more'], { withoutData: ['Harbour'] }, /whose number is held/],
    ['more, of three', ['more'], { first: 'North' }, /exactly two parties/],
    ['first, where nothing is asked of it', ['most'], { first: 'North' }, /whose number is held/],
    ['more, by one that puts nothing in', ['more'], { first: 'North', withoutData: ['North'] }, /the proposer puts none in/],
    ['one contributor', ['most'], { withoutData: ['North', 'South'] }, /at least two/],
  ])('is refused for %s', (_, learn, asked, why) => {
    expect(messageOf(() => agreed(3, learn, 'pay:0..9', asked))).toMatch(why);
  });

  it('cannot be sealed', () => {
    const agreement = agreed(3, ['most'], 'pay:0..9');
    expect(operationOf(agreement).sealing).toBe('never');
    expect(() => operationOf(agreement).check({ ...agreement, threshold: { needed: 2, holders: NAMES.slice(0, 3) } })).toThrow(/cannot be sealed/);
  });
});

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it was not refused');
}

const results = async ({ ends }: Compared) => Promise.all(ends.map(async (end) => (end instanceof Error ? end : end.readResult?.())));

describe('a comparison on the engine', () => {
  it.each([2, 3, 5])('gives %i parties the result, and what the receipt needs', async (count) => {
    const numbers = [700n, -800n, 700n, 3n, 699n].slice(0, count);
    const hooks: string[] = [];
    const compared = await runComparison(numbers, (roster) => comparison(roster, ['most', 'max'], 'pay:-100..100:2'), {
      hooks: (party) => (party === 0 ? { beforeCommitting: async () => Promise.resolve(void hooks.push('recorded')), onOpening: () => hooks.push('opening') } : {}),
    });
    expect(await results(compared)).toEqual(numbers.map(() => ({ parties: NAMES.slice(0, count).filter((_, i) => numbers[i] === 700n), value: '7.00' })));
    expect(hooks).toEqual(['recorded', 'opening']);

    const [first] = compared.ends as [Exclude<Compared['ends'][number], Error>];
    const sentBy = (party: number) => compared.wire.find(({ from, label }) => from === party && label === 'engine/input')?.message.subarray(64) ?? new Uint8Array(0);
    const { sid } = compared.parties[0] as MemoryParty;
    expect(first.commitments).toEqual(numbers.map((_, party) => hashParts('mpc compare input v1', sid, u32be(party), sentBy(party))));
    for (const end of compared.ends) expect((end as typeof first).commitments).toEqual(first.commitments);
    expect(new Set(compared.parties.map(({ transcript }) => transcript.hash.join())).size).toBe(1);
    const { bytesEach } = comparePlan(compared.agreement);
    const sent = compared.wire.filter(({ from, to }) => from === 0 && to === 1).reduce((sum, { message }) => sum + message.length, 0);
    expect(sent).toBeLessThanOrEqual(bytesEach);
  });

  it('tells only the recipients, one that puts nothing in among them', async () => {
    const compared = await runComparison([9n, undefined, 4n], (roster) => comparison(roster, ['order'], 'pay:0..9', { withoutData: ['South'], to: ['South', 'Harbour'] }));
    expect(await results(compared)).toEqual([undefined, { order: [['North'], ['Harbour']] }, { order: [['North'], ['Harbour']] }]);
    for (const end of compared.ends) expect((end as Exclude<typeof end, Error>).commitments.map(({ length }) => length)).toEqual([32, 0, 32]);
  });

  it('holds one party’s number against the other’s', async () => {
    const compared = await runComparison([2n ** 64n - 1n, 2n ** 64n - 2n], (roster) => comparison(roster, ['more'], `pay:0..${2n ** 64n - 1n}`, { first: 'South', maxRows: 1_000_000 }));
    expect(await results(compared)).toEqual([{ more: false }, { more: false }]);
  });
});
