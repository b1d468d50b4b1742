import { fc } from '../../../support/property.js';
import { describe, expect, it } from 'vitest';
import { encodePublicKey } from '../../../../src/crypto/public-key.js';
import { formatDecimal } from '../../../../src/crypto/decimal.js';
import { fieldOf, FIELDS, toElement } from '../../../../src/crypto/field.js';
import { elementsOf, vectorOf } from '../../../../src/crypto/field-vector.js';
import { MpcError } from '../../../../src/errors.js';
import { countRange, fieldFor, partRange, totalRange } from '../../../../src/session/operations/linear/bounds.js';
import { parseColumn } from '../../../../src/session/operations/linear/column.js';
import { agreementOf, totalOf } from '../../../support/proposals.js';
import { contributionOf, resultOf, vectorLength } from '../../../../src/session/operations/linear/totals.js';
import { memoryNetwork, type MemoryParty } from '../../../../src/testing/memory-network.js';
import type { LinearAgreement } from '../../../../src/session/operations/linear/types.js';
import type { ColumnTotal } from '../../../../src/session/operations/reading.js';
import { kindOf, runOperation, type AnyLinear } from '../../../support/operations.js';

const SUM: AnyLinear = { name: 'sum', emptyCells: 'refuse' };
const AVERAGE: AnyLinear = { name: 'average', emptyCells: 'refuse', digits: 6 };

const { parties } = memoryNetwork(3);

function agreed(operation: AnyLinear, columns: readonly string[], more: { maxRows?: number; withoutData?: readonly string[]; recipients?: readonly string[]; allowTwo?: boolean } = {}): LinearAgreement {
  const roster = parties.map(({ names, publicKeys }, i) => ({ name: names[i] ?? '', publicKey: encodePublicKey(publicKeys[i] ?? new Uint8Array(0)) }));
  const { maxRows = 1000, withoutData = [], recipients = [], allowTwo = false } = more;
  return agreementOf({ purpose: 'Test', operation, columns: columns.map(parseColumn), recipients, withoutData, maxRows, allowTwo, relay: 'ws://127.0.0.1:1', created: 0, expires: 1000, runs: 1 }, roster, 'known keys');
}

function opened(agreement: LinearAgreement, ...integers: bigint[]) {
  const field = fieldFor(agreement);
  return resultOf(kindOf(agreement), agreement, field, vectorOf(field, integers.map((integer) => toElement(field, integer))));
}

function code(action: () => unknown): string {
  try {
    action();
    return 'none';
  } catch (error) {
    return error instanceof MpcError ? error.code : String(error);
  }
}

function contributionOfTotals(totals: readonly ColumnTotal[] | undefined) {
  return totals === undefined ? undefined : { kind: 'totals' as const, totals };
}

async function run(agreement: LinearAgreement, totals: readonly (readonly ColumnTotal[] | undefined)[]) {
  const session: readonly MemoryParty[] = memoryNetwork(3).parties;
  const ended = await Promise.all(session.map((party, i) => runOperation(party, agreement, contributionOfTotals(totals[i]), {})));
  return Promise.all(ended.map(async ({ readResult }) => readResult?.()));
}

describe('what a party puts in', () => {
  it('is a total per column, and for an average a count per column after them', () => {
    const totals = [{ sum: -5n, count: 2n }, { sum: 700n, count: 3n }];
    const columns = ['a:-10..10', 'b:0..900'];
    const sum = agreed(SUM, columns);
    const average = agreed(AVERAGE, columns);
    const { modulus } = fieldFor(sum);
    expect(elementsOf(fieldFor(sum), contributionOf(kindOf(sum), sum, fieldFor(sum), totals))).toEqual([modulus - 5n, 700n]);
    expect(elementsOf(fieldFor(average), contributionOf(kindOf(average), average, fieldFor(average), totals))).toEqual([modulus - 5n, 700n, 2n, 3n]);
    expect([vectorLength(kindOf(sum), sum), vectorLength(kindOf(average), average)]).toEqual([2, 4]);
  });

  it('is zeros for a party without data', () => {
    const average = agreed(AVERAGE, ['a:-10..10', 'b:0..900']);
    expect(elementsOf(fieldFor(average), contributionOf(kindOf(average), average, fieldFor(average), undefined))).toEqual([0n, 0n, 0n, 0n]);
  });

  it('never leaves what the agreement allows: up to the bounds, and not one beyond', () => {
    const agreement = agreed(SUM, ['a:-10..20'], { maxRows: 5 });
    const field = fieldFor(agreement);
    const put = (sum: bigint, count = 5n) => code(() => contributionOf(kindOf(agreement), agreement, field, [{ sum, count }]));
    expect([put(-50n), put(100n), put(0n, 0n)]).toEqual(['none', 'none', 'none']);
    expect([put(-51n), put(101n), put(0n, 6n), put(0n, -1n)]).toEqual(['BUG', 'BUG', 'BUG', 'BUG']);
    expect(code(() => contributionOf(kindOf(agreement), agreement, field, []))).toBe('BUG');
  });
});

describe('a total that was opened', () => {
  it('is printed exactly, with the column’s decimals and sign', () => {
    const agreement = agreed(SUM, ['a:-10..10:2', 'b:-1..1:30', 'c:0..1']);
    const result = opened(agreement, -1n, -(10n ** 30n) - 1n, 3n);
    expect(result.columns).toEqual({ a: { sum: '-0.01' }, b: { sum: '-1.000000000000000000000000000001' }, c: { sum: '3' } });
  });

  it('is refused one beyond the range that honest parties can reach, on either side', () => {
    const agreement = agreed(SUM, ['a:-10..20'], { maxRows: 5 });
    expect(opened(agreement, -150n).columns['a']).toEqual({ sum: '-150' });
    expect(opened(agreement, 300n).columns['a']).toEqual({ sum: '300' });
    expect(code(() => opened(agreement, -151n))).toBe('DEVIATION');
    expect(code(() => opened(agreement, 301n))).toBe('DEVIATION');
    expect(code(() => opened(agreement, fieldFor(agreement).modulus / 2n))).toBe('DEVIATION');
  });

  it('names nobody when it is refused', () => {
    try {
      opened(agreed(SUM, ['a:0..1'], { maxRows: 1 }), 4n);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'DEVIATION', party: undefined });
    }
  });

  it('of few elements or none is refused, whatever is missing', () => {
    const agreement = agreed(AVERAGE, ['a:0..1']);
    expect(code(() => opened(agreement))).toBe('DEVIATION');
    expect(code(() => opened(agreement, 1n))).toBe('DEVIATION');
  });

  it('counts only the parties that contribute into its range', () => {
    const agreement = agreed(SUM, ['a:0..10'], { maxRows: 1, withoutData: ['Harbour'], allowTwo: true });
    expect(opened(agreement, 20n).columns['a']).toEqual({ sum: '20' });
    expect(code(() => opened(agreement, 21n))).toBe('DEVIATION');
  });

  it('comes under any column name as the object’s own', () => {
    const { columns } = opened(agreed(SUM, ['__proto__:0..1', 'constructor:0..1']), 1n, 2n);
    expect(Object.keys(columns)).toEqual(['__proto__', 'constructor']);
    expect(columns['__proto__']).toEqual({ sum: '1' });
  });
});

describe('an average', () => {
  it.each([
    [10n, 3n, '0.03333333'],
    [-10n, 3n, '-0.03333333'],
    [20n, 3n, '0.06666667'],
    [1n, 3n, '0.00333333'],
    [0n, 5n, '0.00000000'],
    [-1000n, 1n, '-10.00000000'],
  ])('of %i hundredths over %i rows is %s', (sum, count, average) => {
    expect(opened(agreed(AVERAGE, ['a:-10..10:2']), sum, count).columns['a']).toEqual({ sum: formatDecimal(sum, 2), count: count.toString(), average });
  });

  it('rounds half to even', () => {
    const digits = (n: number): AnyLinear => ({ name: 'average', emptyCells: 'refuse', digits: n });
    const half = (sum: bigint) => (opened(agreed(digits(0), ['a:-10..10']), sum, 2n).columns['a'] as { average: string }).average;
    expect([1n, 3n, 5n, -1n, -3n].map(half)).toEqual(['0', '2', '2', '0', '-2']);
  });

  it('of no rows at all is null, and not a division', () => {
    expect(opened(agreed(AVERAGE, ['a:-10..10']), 0n, 0n).columns['a']).toEqual({ sum: '0', count: '0', average: null });
    expect(code(() => opened(agreed(AVERAGE, ['a:-10..10']), 1n, 0n))).toBe('DEVIATION');
  });

  it('is refused when so many rows cannot have that sum', () => {
    const agreement = agreed(AVERAGE, ['a:5..10'], { maxRows: 10 });
    expect([10n, 20n].map((sum) => code(() => opened(agreement, sum, 2n)))).toEqual(['none', 'none']);
    expect([9n, 21n, 0n].map((sum) => code(() => opened(agreement, sum, 2n)))).toEqual(['DEVIATION', 'DEVIATION', 'DEVIATION']);
  });

  it('takes empty cells for zeros where that is agreed, and only there', () => {
    const zeros: AnyLinear = { name: 'average', emptyCells: 'zero', digits: 6 };
    expect(code(() => opened(agreed(zeros, ['a:5..10']), 0n, 2n))).toBe('none');
    expect(code(() => opened(agreed(zeros, ['a:5..10']), 21n, 2n))).toBe('DEVIATION');
    expect(code(() => opened(agreed(zeros, ['a:-10..-5']), 0n, 2n))).toBe('none');
  });

  it('has a count from 0 to what all contributors together may put in', () => {
    const agreement = agreed(AVERAGE, ['a:-10..10'], { maxRows: 4 });
    expect(code(() => opened(agreement, 0n, 12n))).toBe('none');
    expect(code(() => opened(agreement, 0n, 13n))).toBe('DEVIATION');
    expect(code(() => opened(agreement, 0n, -1n))).toBe('DEVIATION');
  });
});

describe('the field of an agreement', () => {
  it('has an element of its own for every total and count that can be, and is the smallest that has', () => {
    const column = fc.record({ low: fc.bigInt({ min: -(2n ** 127n), max: 0n }), high: fc.bigInt({ min: 0n, max: 2n ** 127n }), shift: fc.bigInt({ min: 0n, max: 127n }) });
    fc.assert(
      fc.property(fc.array(column, { minLength: 1, maxLength: 3 }), fc.integer({ min: 1, max: 10_000_000_000 }), (columns, maxRows) => {
        const agreement = agreed(SUM, columns.map(({ low, high, shift }, i) => `c${i}:${low >> shift}..${high >> shift}`), { maxRows });
        const ranges = [countRange(agreement), ...agreement.columns.map((each) => totalRange(agreement, each))];
        const field = fieldFor(agreement);
        const needed = ranges.reduce((most, { low, high }) => ({ low: low < most.low ? low : most.low, high: high > most.high ? high : most.high }));
        expect(needed.high - needed.low).toBeLessThan(field.modulus);
        const smaller = FIELDS[FIELDS.indexOf(field) - 1];
        if (smaller !== undefined) expect(needed.high - needed.low).toBeGreaterThanOrEqual(smaller.modulus);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a sum or an average under sharing', () => {
  it('is what one would get from all the data in one place', async () => {
    const total = fc.record({ count: fc.bigInt({ min: 0n, max: 100n }), part: fc.bigInt({ min: -1000n, max: 1000n }) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(total, total), { minLength: 3, maxLength: 3 }), fc.constantFrom(SUM, AVERAGE), fc.subarray(['North', 'South', 'Harbour'], { minLength: 1 }), async (rows, operation, recipients) => {
        const agreement = agreed(operation, ['a:-10.00..10.00:2', 'b:-10.00..10.00:2'], { maxRows: 100, recipients });
        const totals = rows.map((pair) => pair.map(({ count, part }) => ({ sum: part * count, count })));
        const all = [0, 1].map((i) => totals.reduce((sum, each) => ({ sum: sum.sum + (each[i]?.sum ?? 0n), count: sum.count + (each[i]?.count ?? 0n) }), { sum: 0n, count: 0n }));
        const expected = opened(agreement, ...all.map(({ sum }) => sum), ...(operation === AVERAGE ? all.map(({ count }) => count) : []));
        const results = await run(agreement, totals);
        expect(results).toEqual(['North', 'South', 'Harbour'].map((name) => (recipients.includes(name) ? expected : undefined)));
      }),
      { numRuns: 25 },
    );
  });

  it('is exact where every party is at an end of its range, for values of 128 bits', async () => {
    const limit = (2n ** 128n - 1n).toString();
    const agreement = agreed(AVERAGE, [`low:-${limit}..${limit}`, `high:-${limit}..${limit}`], { maxRows: 10_000_000_000 });
    const [low, high] = agreement.columns.map((column) => partRange(agreement, column));
    const count = 10_000_000_000n;
    const results = await run(agreement, [0, 1, 2].map(() => [{ sum: low?.low ?? 0n, count }, { sum: high?.high ?? 0n, count }]));
    expect(fieldFor(agreement).name).toBe('2^255-19');
    for (const result of results) {
      expect(totalOf(result, 'low')).toEqual({ sum: (-3n * count * (2n ** 128n - 1n)).toString(), count: '30000000000', average: `-${limit}.000000` });
      expect(totalOf(result, 'high')).toEqual({ sum: (3n * count * (2n ** 128n - 1n)).toString(), count: '30000000000', average: `${limit}.000000` });
    }
  });

  it('of nobody’s rows is 0, and its average null', async () => {
    const none = [{ sum: 0n, count: 0n }];
    const [result] = await run(agreed(AVERAGE, ['a:5..10:1']), [none, none, none]);
    expect(totalOf(result, 'a')).toEqual({ sum: '0.0', count: '0', average: null });
  });

  it('leaves out the party without data', async () => {
    const agreement = agreed(AVERAGE, ['a:5..10'], { withoutData: ['South'], allowTwo: true });
    const [result] = await run(agreement, [[{ sum: 11n, count: 2n }], undefined, [{ sum: 9n, count: 1n }]]);
    expect(totalOf(result, 'a')).toEqual({ sum: '20', count: '3', average: '6.666667' });
  });

  it('is never computed in a field where it could wrap', () => {
    // Of a field that is too small the range check alone would notice nothing.
    const agreement = agreed(SUM, ['a:0..9000000000000000000'], { maxRows: 1 });
    expect(fieldFor(agreement).modulus).toBeGreaterThan(fieldOf('2^61-1', 2n ** 61n - 1n).modulus);
  });
});
