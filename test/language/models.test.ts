import { describe, expect, it } from 'vitest';
import { afterStep, beforeSteps } from '../../src/language/evaluate/logistic.js';
import { stepLength, stepSums, stepSumsExactly, type Design } from '../../src/language/evaluate/logistic-sums.js';
import { ImpossibleSums } from '../../src/language/evaluate/impossible-sums.js';
import { fitLinear } from '../../src/language/evaluate/linear.js';
import type { ModelResult } from '../../src/language/evaluate/model-results.js';
import { standInNames } from '../../src/language/evaluate/results.js';
import { evaluateProgram, worldOf } from '../../src/language/evaluate/run.js';
import type { Value } from '../../src/language/evaluate/value.js';
import { modelBlocks } from '../../src/language/model-blocks.js';
import { fisherTail, normalTail, studentQuantile, studentTail } from '../../src/language/numbers/distributions.js';
import { solveExactly } from '../../src/language/numbers/exact-matrix.js';
import { fromDouble, rational, significantText, toNumber } from '../../src/language/numbers/rational.js';
import { checkedProgram } from './fixtures.js';
import { strd } from './strd.js';

const HEAD = 'tally 1\nanalysis "x"\ngroup labs of 3..3\nfrom each of labs, at most 999 rows as data:\n';

function fitted(fields: string, model: string, rows: readonly Readonly<Record<string, number | boolean>>[], decimals = 0): ModelResult {
  const { checked } = checkedProgram(`${HEAD}${fields}model m of data:\n${model}reveal m to everyone\n`);
  const values = rows.map((row) => new Map<string, Value>(Object.entries(row).map(([name, value]) => [name, typeof value === 'boolean' ? value : rational(BigInt(Math.round(value * 10 ** decimals)), 10n ** BigInt(decimals))])));
  const members = [0, 1, 2].map((member) => ({ single: new Map<string, Value>(), rows: new Map([['data', values.filter((_, i) => i % 3 === member)]]) }));
  return evaluateProgram(checked, { members: new Map([['labs', members]]), parameters: new Map(), lists: new Map() }, standInNames(checked, new Map([['labs', 3]])), { makeKey: () => undefined, watch: undefined }).values['m'] as ModelResult;
}

const line = (y: string, on: string) => `    linear ${y} on ${on}\n`;
const words = (result: ModelResult) => modelBlocks('m', result, (number) => number).map((block) => (block.kind === 'line' ? block.text : '')).join(' ');

describe('least squares', () => {
  const two = '    y, a, b: -99..99\n';

  it('t, p, intervals and F of Longley’s data are those of R and SciPy', () => {
    const rows = strd('linear', 'Longley').rows.map((cells) => Object.fromEntries(['y', 'x1', 'x2', 'x3', 'x4', 'x5', 'x6'].map((name, i) => [name, Number(cells[i])])));
    const { terms, fit } = fitted('    y, x2, x3, x4, x5, x6: 0..1_000_000\n    x1: 0.0..1_000.0\n', line('y', 'x1, x2, x3, x4, x5, x6'), rows, 1);
    // scipy.stats 1.17: 2·t.sf(|t|, 9), and estimate ± t.ppf(0.975, 9)·error.
    const expected = [
      [-3.910802918154339, 0.00356040366372623, -5496529.483274764, -1467987.785916876], [0.17737602822999873, 0.8631408328092144, -177.02903529849357, 207.15277984124015],
      [-1.0695163172210467, 0.3126810610927116, -0.11158110241390132, 0.03994274382871932], [-4.136427355940727, 0.0025350917341112255, -3.125066641973584, -0.9153929656600761],
      [-4.8219853104454575, 0.0009443667641617974, -1.5179487001723644, -0.5485050341748157], [-0.22605114466420403, 0.8262117957636468, -0.5625172145072177, 0.4603090032000563],
      [4.015889812709781, 0.0030368033416303102, 798.787515278419, 2859.515413948681],
    ];
    terms?.forEach(({ t, p, low, high }, i) => [t, p, low, high].forEach((found, k) => expect(Math.abs(Number(found) / (expected[i]?.[k] ?? NaN) - 1)).toBeLessThan(k === 1 ? 5e-8 : 2e-9)));
    expect([fit?.freedom, fit?.p]).toEqual(['9', '0.0000000005']);
  });

  it('a column that is the same in all rows, or follows from others, is named', () => {
    expect(fitted(two, line('y', 'a, b'), [{ y: 1, a: 2, b: 7 }, { y: 2, a: 3, b: 7 }, { y: 5, a: 4, b: 7 }, { y: 6, a: 9, b: 7 }])).toEqual({ model: 'linear', n: '4', terms: null, why: 'dependent', columns: ['b'] });
    const both = fitted('    y, a, b, c: -99..99\n', line('y', 'a, b, c'), [{ y: 1, a: 2, b: 4, c: 1 }, { y: 2, a: 3, b: 6, c: 1 }, { y: 5, a: 4, b: 8, c: 1 }, { y: 6, a: 9, b: 18, c: 1 }]);
    expect([both.columns, words(both)]).toEqual([['b', 'c'], expect.stringMatching(/^m: none \(4 rows\): b and c follow from the columns before them, or are the same in all rows/)]);
  });

  it('no rows, one row and as many rows as coefficients', () => {
    expect(fitted(two, line('y', 'a'), [])).toMatchObject({ n: '0', terms: null, why: 'few' });
    expect(words(fitted(two, line('y', 'a'), [{ y: 1, a: 1, b: 1 }]))).toBe('m: none (1 row): there are fewer rows than coefficients.');
    const exact = fitted(two, line('y', 'a'), [{ y: 1, a: 0, b: 0 }, { y: 4, a: 2, b: 0 }]);
    expect(exact).toMatchObject({ terms: [{ estimate: '1.00000000000', error: null, t: null, p: null, low: null }, { estimate: '1.50000000000', error: null }], fit: { freedom: '0', deviation: null, rSquared: '1.00000000000', adjusted: null, f: null, p: null } });
  });

  it('an outcome that is the same in all rows, and one that the columns give exactly', () => {
    const constant = fitted(two, line('y', 'a'), [1, 2, 3, 5].map((a) => ({ y: 7, a, b: 0 })));
    expect(constant).toMatchObject({ terms: [{ estimate: '7.00000000000', error: '0' }, { estimate: '0', error: '0', t: null, p: null }], fit: { rSquared: null, f: null } });
    expect(words(constant)).toContain('no R²: the outcome is the same in all rows');
    expect(fitted(two, line('y', 'a'), [1, 2, 3, 5].map((a) => ({ y: 2 * a, a, b: 0 })))).toMatchObject({ terms: [{ estimate: '0' }, { estimate: '2.00000000000', error: '0', t: null }], fit: { rSquared: '1.00000000000', f: null } });
  });

  it('yes and no count as 1 and 0, and a ridge holds back all but the constant', () => {
    const rows = [[1, true], [3, false], [4, true], [8, false], [9, true]].map(([a, b], i) => ({ y: i * i, a: a as number, b: b as boolean }));
    const fields = '    y, a: 0..99\n    b: yes/no\n';
    const estimates = (ridge: string) => fitted(fields, `${line('y', 'a, b')}${ridge}`, rows).terms?.map(({ estimate }) => Number(estimate)) ?? [];
    // By hand: (XᵀX + rI)β = Xᵀy, with 0 for r at the constant.
    for (const r of [0, 2.5]) {
      const x = rows.map(({ a, b }) => [1, a, b ? 1 : 0]);
      const found = estimates(r === 0 ? '' : '    ridge 2.5\n');
      for (let i = 0; i < 3; i++) {
        const left = found.reduce((sum, each, j) => sum + each * x.reduce((s, row) => s + (row[i] ?? 0) * (row[j] ?? 0), i === j && i > 0 ? r : 0), 0);
        expect(left).toBeCloseTo(x.reduce((s, row, k) => s + (row[i] ?? 0) * (rows[k]?.y ?? 0), 0), 8);
      }
    }
    expect(fitted(fields, `${line('y', 'a, b')}    ridge 2.5\n`, rows).fit).toBeUndefined();
  });

  it('sums that no numbers have are refused', () => {
    const { checked } = checkedProgram(`${HEAD}${two}model m of data:\n${line('y', 'a')}reveal m to everyone\n`);
    const model = checked.models.get('m');
    // n = 3, Σa = 3, Σa² = 1: less than 3²/3.
    const totals = new Map(model?.totals.products.flatMap((calls, i) => calls.map((call, j) => [call, [[3n], [3n, 1n], [1n, 1n, 9n]][i]?.[j] ?? 0n] as const)));
    const world = worldOf(checked, { members: new Map(), parameters: new Map(), lists: new Map() }, { makeKey: () => undefined, watch: undefined, totalOf: (_, call) => rational(totals.get(call) ?? 0n), fitOf: () => ({ rows: 0n, terms: undefined, why: 'few', columns: [] }) });
    expect(() => model === undefined || fitLinear(world, model)).toThrow(ImpossibleSums);
  });

  it('equations are solved exactly', () => {
    expect(solveExactly([[4n, 2n], [2n, 3n]], [[2n], [1n]])).toEqual({ kind: 'solved', numerators: [[4n, 0n]], denominator: 8n });
    expect(solveExactly([[4n, 2n], [2n, 1n]], [[2n], [1n]])).toEqual({ kind: 'dependent', columns: [1] });
    expect([solveExactly([[1n, 2n], [2n, 1n]], [[1n], [1n]]), solveExactly([[0n, 2n], [2n, 1n]], [[1n], [1n]])]).toEqual([{ kind: 'indefinite' }, { kind: 'indefinite' }]);
  });
});

describe('logistic models', () => {
  const fields = '    a: 0..99\n    y: yes/no\n';
  const steps = (n: number, more = '') => `    logistic y on a\n    steps ${n} shown\n${more}`;

  it('sums in doubles are those in fractions', () => {
    let state = 7;
    const next = () => (state = (state * 48271) % 2147483647) / 2147483647;
    const size = 3;
    const rows = 60;
    const design: Design = { size, rows, parts: [{ rows, x: Float64Array.from({ length: rows * size }, (_, i) => (i % size === 0 ? 1 : i % size === 1 ? Math.round(next() * 1e6) / 100 : Math.round(next() * 20 - 10))), y: Uint8Array.from({ length: rows }, () => (next() < 0.4 ? 1 : 0)) }] };
    for (const estimates of [[0, 0, 0], [-1.25, 0.0004, 0.3], [40, -0.02, -3]].map((each) => each.map(fromDouble))) {
      const [fast, exact] = [stepSums(design, estimates), stepSumsExactly(design, estimates)];
      expect(fast.length).toBe(stepLength(size));
      fast.forEach((sum, i) => expect(Math.abs(Number(sum - (exact[i] ?? 0n)))).toBeLessThanOrEqual(1 + Math.abs(Number(exact[i])) * 1e-13));
    }
  });

  it('sums exist for every row, whatever coefficients sums that somebody made up lead to: whether they fail must not depend on a row', () => {
    const huge = rational(10n ** 400n);
    for (const values of [[1, 0, 0], [1, 3, 3], [1, -2, 0]]) {
      for (const estimates of [[huge, huge, huge], [huge, rational(-(10n ** 400n)), huge], [fromDouble(0), rational(-(10n ** 400n)), huge]]) {
        expect(stepSums({ size: 3, rows: 1, parts: [{ rows: 1, x: Float64Array.from(values), y: Uint8Array.of(1) }] }, estimates)).toHaveLength(stepLength(3));
      }
    }
  });

  it('where a column tells the outcome, the coefficients that move are named, or that there are none', () => {
    const rows = Array.from({ length: 20 }, (_, a) => ({ a, y: a >= 10 }));
    const few = fitted(fields, steps(6), rows);
    expect(few.moving).toEqual(['(constant)', 'a']);
    expect(words(few)).toMatch(/NOT SETTLED at the last step: \(constant\) and a\. Take more steps/);
    const many = fitted(fields, steps(40), rows);
    expect([many.terms, many.why]).toEqual([null, 'separated']);
    expect(words(many)).toMatch(/tell the outcome without error .*take a ridge/);
    expect(fitted(fields, steps(12, '    ridge 1.0\n'), rows)).toMatchObject({ moving: [], terms: [{ name: '(constant)' }, { name: 'a' }] });
  });

  it('no rows, and columns that depend on each other', () => {
    expect(fitted(fields, steps(3), [])).toEqual({ model: 'logistic', n: '0', terms: null, why: 'few', columns: [] });
    expect(fitted(fields, steps(3), [1, 2, 3, 4].map((i) => ({ a: 5, y: i > 2 })))).toEqual({ model: 'logistic', n: '4', terms: null, why: 'dependent', columns: ['a'] });
  });

  it('once stopped, steps go on with nothing', () => {
    const { checked } = checkedProgram(`${HEAD}${fields}model m of data:\n${steps(3)}reveal m to everyone\n`);
    const model = checked.models.get('m');
    if (model === undefined) throw new Error('there is no model');
    const stopped = afterStep(model, beforeSteps(model), [0n, 0n, 0n, 0n, 0n]);
    expect(stopped.stopped?.step).toBe(1);
    expect(afterStep(model, stopped, [1n, 1n, 4n, 2n, 4n])).toEqual({ ...stopped, step: 2 });
  });
});

it('distributions are those of SciPy', () => {
  const near = (found: { n: bigint; d: bigint }, expected: number) => expect(Math.abs(toNumber(found) / expected - 1)).toBeLessThan(1e-9);
  near(studentQuantile(rational(39n, 40n), rational(9n)), 2.262157162798205);
  near(studentQuantile(rational(39n, 40n), rational(1_000_000n)), 1.959966356814107);
  near(studentQuantile(rational(39n, 40n), rational(1n)), 12.706204736174694);
  near(studentTail(rational(-33n, 10n), rational(1_000_000n)), 0.0009668820793400051);
  near(studentTail(rational(40n), rational(3n)), 3.4380680789158506e-5);
  near(fisherTail(rational(330285339234588n, 10n ** 12n), rational(6n), rational(9n)), 4.984030528724813e-10);
  near(fisherTail(rational(5n, 2n), rational(4n), rational(1_000_000n)), 0.04042835579115812);
  near(fisherTail(rational(1n, 1000n), rational(3n), rational(5n)), 0.9999501711846606);
  near(normalTail(rational(1_959_963_984_540_054n, 10n ** 15n)), 0.05);
});

it('numbers have their significant digits and no exponent', () => {
  const text = (n: bigint, d: bigint) => significantText(rational(n, d), 5);
  expect([text(1n, 3n), text(2n, 3_000_000n), text(123456789n, 1n), text(99_999_6n, 10n), text(0n, 1n), text(-5n, 1n), text(999_999n, 1_000_000n)]).toEqual(['0.33333', '0.00000066667', '123456789', '100000', '0', '-5.0000', '1.00000']);
});
