import { describe, expect, it } from 'vitest';
import { evaluatePlainly } from '../../../../src/circuit/evaluate.js';
import { FORMAT } from '../../../../src/session/agreement/types.js';
import { compare } from '../../../../src/session/operations/compare/index.js';
import { numberRange } from '../../../../src/session/operations/compare/numbers.js';
import { compareProgram } from '../../../../src/session/operations/compare/program.js';
import { compareResult } from '../../../../src/session/operations/compare/result.js';
import type { CompareAgreement, CompareResult, Learned } from '../../../../src/session/operations/compare/types.js';
import { parseColumn } from '../../../../src/session/operations/linear/column.js';
import { memorySession } from '../../../support/memory-network.js';

const NAMES = ['North', 'South', 'Harbour', 'West', 'East'];

function agreed(count: number, learn: readonly Learned[], column: string, { maxRows = 1, first }: { maxRows?: number; first?: string } = {}): CompareAgreement {
  const names = NAMES.slice(0, count);
  return {
    format: FORMAT, id: '0'.repeat(32), purpose: 'Test', parties: names.map((name) => ({ name, publicKey: '' })), contributors: names, recipients: names,
    operation: { name: 'compare', emptyCells: 'refuse', learn, ...(first === undefined ? {} : { first }) }, columns: [parseColumn(column)], limits: { maxRows, minContributors: 2 },
    meeting: 'known keys', relay: 'ws://127.0.0.1:1', created: '', expires: '', runs: 1,
  };
}

function plainly(agreement: CompareAgreement, numbers: readonly bigint[]): CompareResult {
  const { low } = numberRange(agreement);
  compare.check(agreement);
  return compareResult(agreement, evaluatePlainly(compareProgram(agreement), numbers.map((number) => [number - low])));
}

describe('a comparison', () => {
  it.each<[Learned[], bigint[], CompareResult]>([
    [['most'], [5n, -3n, 5n], { parties: ['North', 'Harbour'] }],
    [['least'], [5n, -3n, 5n], { parties: ['South'] }],
    [['order'], [5n, -3n, 5n, 9n, -3n], { order: [['West'], ['North', 'Harbour'], ['South', 'East']] }],
    [['max'], [5n, -3n], { value: '0.05' }],
    [['min'], [5n, -3n], { value: '-0.03' }],
    [['median'], [5n, -3n, 4n], { value: '0.04' }],
    [['median'], [5n, -3n, 4n, 1n], { value: '0.01' }],
    [['most', 'max'], [1n, 2n, 2n], { parties: ['South', 'Harbour'], value: '0.02' }],
    [['least', 'min'], [1n, 2n, 2n], { parties: ['North'], value: '0.01' }],
  ])('tells %s of %s', (learn, numbers, expected) => {
    expect(plainly(agreed(numbers.length, learn, 'pay:-10..10:2'), numbers)).toEqual(expected);
  });

  it('tells whether the first named has more: equal is no, in either order', () => {
    for (const [a, b, more] of [[1n, 0n, true], [0n, 1n, false], [1n, 1n, false]] as const) {
      expect(plainly(agreed(2, ['more'], 'pay:0..9', { first: 'North' }), [a, b])).toEqual({ more });
      expect(plainly(agreed(2, ['more'], 'pay:0..9', { first: 'South' }), [b, a])).toEqual({ more });
    }
  });

  it('takes cells of 64 bits, and totals', () => {
    const most = 2n ** 64n - 1n;
    expect(plainly(agreed(5, ['order'], `pay:0..${most}`), [most, most - 1n, 0n, most, 1n])).toEqual({ order: [['North', 'West'], ['South'], ['East'], ['Harbour']] });
    expect(plainly(agreed(3, ['max'], 'pay:-5..9', { maxRows: 100 }), [-500n, 900n, 0n])).toEqual({ value: '900' });
  });

  it.each([2, 3, 5])('runs on the engine among %i parties', async (count) => {
    const agreement = agreed(count, ['most', 'max'], 'pay:-100..100:2');
    const { parties } = memorySession(count);
    const numbers = [700n, -800n, 700n, 3n, 699n].slice(0, count);
    const computation = await compare.load();
    const ends = await Promise.all(parties.map(async (party, i) => computation.run(party, { ...agreement, parties: party.names.map((name) => ({ name, publicKey: '' })), contributors: party.names, recipients: party.names }, { kind: 'totals', totals: [{ sum: numbers[i] as bigint, count: 1n }] }, {})));
    const names = parties[0]?.names as readonly string[];
    for (const { readResult } of ends) expect(await readResult?.()).toEqual({ parties: names.filter((_, i) => numbers[i] === 700n), value: '7.00' });
  });
});
