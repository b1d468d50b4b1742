import { describe, expect, it } from 'vitest';
import type { Checked } from '../../src/language/check/program.js';
import type { Info } from '../../src/language/check/types.js';
import { madeUpInputs, type MadeUp } from '../../src/language/evaluate/made-up.js';
import { chiSquaredTail, exponential, logarithm, squareRoot } from '../../src/language/evaluate/reals.js';
import { standInNames, type Result, type Shown } from '../../src/language/evaluate/results.js';
import { evaluateProgram } from '../../src/language/evaluate/run.js';
import { isNumber, type Row, type Value } from '../../src/language/evaluate/value.js';
import type { Inputs, World } from '../../src/language/evaluate/world.js';
import { decimalText, rational, toNumber, type Rational } from '../../src/language/numbers/rational.js';
import { checkedProgram, NAMES, textOfProgram } from './fixtures.js';
import { fits } from './ranges.js';

const makeKey: World['makeKey'] = (parts) => JSON.stringify(parts);

type Watch = World['watch'];

function run(checked: Checked, inputs: Inputs, watch?: Watch): Readonly<Record<string, Result>> {
  const names = standInNames(checked, new Map([...inputs.members].map(([role, members]) => [role, members.length])));
  return evaluateProgram(checked, inputs, names, { makeKey, watch }).values;
}

/** Rows as they were read, with numbers as doubles, before the evaluator adds to them. */
function plainRows(inputs: Inputs, role: string, name: string): Record<string, number | string | boolean | null>[][] {
  const plain = (value: Value) => (isNumber(value) ? toNumber(value) : typeof value === 'bigint' ? Number(value) : (value as string | boolean | null));
  return (inputs.members.get(role) ?? []).map(({ rows, single }) => (name === role ? [single] : (rows.get(name) ?? [])).map((row) => Object.fromEntries([...row].map(([field, value]) => [field, plain(value)]))));
}

function program(name: string, made: Partial<MadeUp> = {}) {
  const { checked } = checkedProgram(textOfProgram(name));
  const make = () => madeUpInputs(checked, { seed: 4711, rows: 80, ends: 0, ...made });
  return { checked, raw: make(), values: run(checked, make()) };
}

const numberOf = (result: Result | undefined) => Number(result !== undefined && 'value' in result ? result.value : NaN);
const rowsOf = (result: Result | undefined) => (result !== undefined && 'rows' in result ? result.rows : []) as readonly Readonly<Record<string, Shown>>[];
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;

describe('every value stays inside its inferred range', () => {
  it.each(NAMES)('%s', (name) => {
    const { checked } = checkedProgram(textOfProgram(name));
    let seen = 0;
    for (const ends of [0, 0.5, 1]) {
      for (const seed of [1, 2, 3]) {
        const watch: Watch = (expr, info, value) => {
          seen++;
          if (info !== undefined && !fits(value, info)) throw new Error(`line ${expr.at.line}, column ${expr.at.column}: outside`);
        };
        try {
          run(checked, madeUpInputs(checked, { seed, rows: name.startsWith('logistic') ? 12 : 25, ends }), watch);
        } catch (error) {
          // A column outside the range that its author declared is an error of the data.
          if (!String(error).includes('declared range')) throw error;
        }
      }
    }
    expect(seen).toBeGreaterThan(0);
  });

  it('a range that is too narrow is found', () => {
    const { checked } = checkedProgram('tally 1\nanalysis "x"\nparties Anna, Ben\nfrom Anna:\n    x: 0..9\nfrom Ben:\n    y: 0..9\nreveal z = Anna.x * Ben.y - 3 to Anna\n');
    const narrow = [...checked.infos].find(([expr]) => expr.kind === 'arithmetic' && expr.operator === '*');
    const low: Info = { ...(narrow?.[1] as Info), type: { kind: 'number', low: 0n, high: 9n, decimals: 0, percent: false, unit: undefined } };
    let outside = 0;
    const watch: Watch = (expr, info, value) => {
      if (info !== undefined && !fits(value, expr === narrow?.[0] ? low : info)) outside++;
    };
    run(checked, madeUpInputs(checked, { seed: 1, rows: 1, ends: 1, members: new Map() }), watch);
    run(checked, { ...madeUpInputs(checked, { seed: 1, rows: 1, ends: 0 }), members: new Map([['Anna', [{ single: new Map([['x', rational(9n)]]), rows: new Map() }]], ['Ben', [{ single: new Map([['y', rational(9n)]]), rows: new Map() }]]]) }, watch);
    expect(outside).toBeGreaterThan(0);
  });
});

describe('results agree with a computation of their own', () => {
  it('paygap: ratio of two means by sector and age', () => {
    const { raw, values } = program('paygap', { rows: 900, members: new Map([['employers', 4]]) });
    const staff = plainRows(raw, 'employers', 'staff').map((rows) => rows.map((row) => {
      const born = new Date(Number(row['born']) * 86_400_000);
      const isJanuaryFirst = born.getUTCMonth() === 0 && born.getUTCDate() === 1;
      const age = 2026 - born.getUTCFullYear() - (isJanuaryFirst ? 0 : 1);
      return { ...row, age, band: age < 30 ? 'under 30' : age < 45 ? '30 to 44' : age < 60 ? '45 to 59' : '60 and over', hourly: Math.round((Number(row['salary']) / (52 * Number(row['hours']))) * 100) / 100 };
    }).filter(({ age }) => age >= 16 && age <= 75));
    let shown = 0;
    for (const cell of rowsOf(values['gaps'])) {
      const of = (gender: string) => staff.map((rows) => rows.filter((row) => (row as Record<string, unknown>)['sector'] === cell['sector'] && row.band === cell['band'] && (row as Record<string, unknown>)['gender'] === gender).map(({ hourly }) => hourly));
      const [women, men] = [of('f'), of('m')];
      const isHidden = [women, men].some((parts) => parts.flat().length < 10 || parts.filter((part) => part.length > 0).length < 3);
      expect(cell['hidden'] === true).toBe(isHidden);
      if (isHidden) continue;
      shown++;
      expect([cell['women'], cell['men']]).toEqual([String(women.flat().length), String(men.flat().length)]);
      expect(Number(cell['gap'])).toBeCloseTo(1 - mean(women.flat()) / mean(men.flat()), 2);
    }
    expect(shown).toBeGreaterThan(5);
  });

  it('correlation: mean, deviation and correlation', () => {
    const { raw, values } = program('correlation');
    const trials = plainRows(raw, 'labs', 'trials').flat();
    const [x, y] = [trials.map((row) => Math.round(Math.log(Number(row['dose']) + 1) * 1000) / 1000), trials.map((row) => Number(row['response']))];
    const cov = (a: number[], b: number[]) => sum(a.map((each, i) => (each - mean(a)) * ((b[i] ?? 0) - mean(b)))) / (a.length - 1);
    expect(numberOf(values['n'])).toBe(trials.length);
    expect(numberOf(values['mean_response'])).toBeCloseTo(mean(y), 2);
    expect(numberOf(values['sd_response'])).toBeCloseTo(Math.sqrt(cov(y, y)), 2);
    expect(numberOf(values['r'])).toBeCloseTo(cov(x, y) / Math.sqrt(cov(x, x) * cov(y, y)), 3);
    expect(numberOf(values['standard_error'])).toBeCloseTo(Math.sqrt(cov(y, y) / y.length), 3);
  });

  it('median: of values rounded to the step', () => {
    const { raw, values } = program('median');
    const staff = plainRows(raw, 'employers', 'staff').flat();
    const median = (gender: string) => {
      const sorted = staff.filter((row) => row['gender'] === gender).map((row) => Math.round(Number(row['salary']) / 100) * 100).sort((a, b) => a - b);
      return sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
    };
    expect(numberOf(values['gap'])).toBeCloseTo((median('m') - median('f')) / median('m'), 3);
  });

  it('gini: from the mean difference', () => {
    const { raw, values } = program('gini', { rows: 400 });
    const incomes = plainRows(raw, 'municipalities', 'households').flat().map((row) => Number(row['income']));
    // Households of one step count as equal: each has the mean of its step.
    const step = (income: number) => Math.min(Math.floor(income / 2000), 199);
    const steps = new Map<number, number[]>();
    for (const income of incomes) steps.set(step(income), [...(steps.get(step(income)) ?? []), income]);
    const sorted = incomes.map((income) => mean(steps.get(step(income)) ?? [])).sort((a, b) => a - b);
    const gini = sum(sorted.map((x, i) => (2 * (i + 1) - sorted.length - 1) * x)) / (sorted.length * sum(sorted));
    expect(numberOf(values['gini'])).toBeCloseTo(gini, 3);
  });

  it('survival: Kaplan–Meier in steps', () => {
    const { raw, values } = program('survival', { rows: 300 });
    const patients = plainRows(raw, 'clinics', 'patients').flat();
    for (const arm of ['old', 'new']) {
      let survival = 1;
      for (const cell of rowsOf(values['curve']).filter((row) => row['arm'] === arm)) {
        const start = Number(cell['start']);
        const [atRisk, deaths] = [(row: (typeof patients)[number]) => row['arm'] === arm && Number(row['months']) >= start, (row: (typeof patients)[number]) => row['died'] === true && Number(row['months']) < start + 6];
        survival *= 1 - patients.filter((row) => atRisk(row) && deaths(row)).length / patients.filter(atRisk).length;
        if (cell['hidden'] === undefined) expect(Number(cell['survival'])).toBeCloseTo(survival, 2);
      }
    }
  });

  it('readmission: rate and Wilson interval', () => {
    const { checked } = checkedProgram(textOfProgram('readmission'));
    const made = madeUpInputs(checked, { seed: 5, rows: 3000, ends: 0.1 });
    const inputs = { ...made, parameters: new Map<string, Value>([['in_year', rational(2025n)]]) };
    const values = run(checked, inputs);
    for (const cell of rowsOf(values['rates'])) {
      if (cell['hidden'] !== undefined) continue;
      const [n, k, z] = [Number(cell['n']), Number(cell['again']), 1.959963984540054];
      const [p, q] = [k / n, (z * z) / n];
      const half = (z / (1 + q)) * Math.sqrt((p * (1 - p)) / n + q / (4 * n));
      expect(Number(cell['rate'])).toBeCloseTo(p, 3);
      expect(Number(cell['low'])).toBeCloseTo((p + q / 2) / (1 + q) - half, 3);
      expect(Number(cell['high'])).toBeCloseTo((p + q / 2) / (1 + q) + half, 3);
    }
  });

  it('chi_squared: Pearson’s statistic and its tail', () => {
    const { values } = program('chi_squared', { rows: 200 });
    const [a = 0, b = 0, c = 0, d = 0] = rowsOf(values['cross']).map((row) => Number(row['n']));
    const n = a + b + c + d;
    const x2 = (n * (a * d - b * c) ** 2) / ((a + b) * (c + d) * (a + c) * (b + d));
    expect(numberOf(values['x2'])).toBeCloseTo(x2, 2);
  });

  it('auction, vote and topk: largest values', () => {
    const auction = program('auction', { members: new Map([['bidders', 6]]) });
    const bids = plainRows(auction.raw, 'bidders', 'bidders').map(([row]) => Number(row?.['bid']));
    const reserve = Number(plainRows(auction.raw, 'Seller', 'Seller')[0]?.[0]?.['reserve']);
    const [first = 0, second = 0] = [...bids].sort((a, b) => b - a);
    if (first >= reserve) expect(auction.values).toMatchObject({ winner: { value: `bidders.${bids.indexOf(first) + 1}` }, price: { value: String(Math.max(second, reserve)) } });
    else expect(auction.values['winner']).toEqual({ value: null, why: 'condition' });
    const shops = program('topk', { rows: 400 });
    const sales = plainRows(shops.raw, 'shops', 'sales');
    const totals = new Map<string, number>();
    for (const row of sales.flat()) totals.set(String(row['product']), (totals.get(String(row['product'])) ?? 0) + Number(row['amount']));
    const best = [...totals].sort((a, b) => b[1] - a[1]).slice(0, 10).map(([product]) => product);
    expect(rowsOf(shops.values['totals']).map((row) => row['product'])).toEqual(best);
  });
});

describe('models', () => {
  const inputsOf = (members: readonly (readonly Readonly<Record<string, number | boolean>>[])[], decimals: number): Inputs => ({
    parameters: new Map(),
    lists: new Map(),
    members: new Map([['labs', members.map((rows) => ({ single: new Map<string, Value>(), rows: new Map([['data', rows.map((row): Row => new Map(Object.entries(row).map(([name, value]) => [name, typeof value === 'boolean' ? value : rational(BigInt(Math.round(value * 10 ** decimals)), 10n ** BigInt(decimals))])))]]) }))]]),
  });
  const terms = (result: Result | undefined) => (result !== undefined && 'terms' in result ? (result.terms ?? []) : []);

  it('Longley’s data give the digits that NIST certifies', () => {
    const y = [60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761, 66019, 67857, 68169, 66513, 68655, 69564, 69331, 70551];
    const x = [
      [83, 88.5, 88.2, 89.5, 96.2, 98.1, 99, 100, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2, 115.7, 116.9],
      [234289, 259426, 258054, 284599, 328975, 346999, 365385, 363112, 397469, 419180, 442769, 444546, 482704, 502601, 518173, 554894],
      [2356, 2325, 3682, 3351, 2099, 1932, 1870, 3578, 2904, 2822, 2936, 4681, 3813, 3931, 4806, 4007],
      [1590, 1456, 1616, 1650, 3099, 3594, 3547, 3350, 3048, 2857, 2798, 2637, 2552, 2514, 2572, 2827],
      [107608, 108632, 109773, 110929, 112075, 113270, 115094, 116219, 117388, 118734, 120445, 121950, 123366, 125368, 127852, 130081],
      [1947, 1948, 1949, 1950, 1951, 1952, 1953, 1954, 1955, 1956, 1957, 1958, 1959, 1960, 1961, 1962],
    ];
    const rows = y.map((each, i) => ({ y: each, ...Object.fromEntries(x.map((column, k) => [`x${k + 1}`, column[i] ?? 0])) }));
    const { checked } = checkedProgram(`tally 1\nanalysis "Longley"\ngroup labs of 3..3\nfrom each of labs, at most 100 rows as data:\n    y, x2, x3, x4, x5, x6: 0..1_000_000\n    x1: 0.0..1_000.0\nmodel m of data:\n    linear y on x1, x2, x3, x4, x5, x6\nreveal m to everyone\n`);
    const values = run(checked, inputsOf([rows.slice(0, 5), rows.slice(5, 11), rows.slice(11)], 1));
    const certified: readonly (readonly [number, number])[] = [
      [-3482258.63459582, 890420.383607373], [15.0618722713733, 84.9149257747669], [-0.0358191792925910, 0.0334910077722432], [-2.02022980381683, 0.488399681651699],
      [-1.03322686717359, 0.214274163161675], [-0.0511041056535807, 0.226073200069370], [1829.15146461355, 455.478499142212],
    ];
    const found = terms(values['m']);
    expect(found.length).toBe(7);
    found.forEach(({ estimate, error }, i) => {
      const [b, s] = certified[i] ?? [NaN, NaN];
      expect(Math.abs(Number(estimate) / b - 1)).toBeLessThan(1e-9);
      expect(Math.abs(Number(error) / s - 1)).toBeLessThan(1e-9);
      expect(`${estimate}${error ?? ''}`).not.toContain('e');
    });
  });

  it('columns that depend on each other are said to', () => {
    const { checked } = checkedProgram('tally 1\nanalysis "x"\ngroup labs of 1..3\nfrom each of labs, at most 9 rows as data:\n    y, a, b: 0..99\nmodel m of data:\n    linear y on a, b\nreveal m to everyone\n');
    expect(run(checked, inputsOf([[{ y: 1, a: 2, b: 4 }, { y: 2, a: 3, b: 6 }, { y: 5, a: 4, b: 8 }]], 0))['m']).toEqual({ model: 'linear', n: '3', terms: null, why: 'dependent', columns: ['b'] });
    expect(run(checked, inputsOf([[]], 0))['m']).toMatchObject({ n: '0', terms: null });
  });

  it('a logistic model is that of Newton’s steps in doubles', () => {
    const { checked } = checkedProgram('tally 1\nanalysis "x"\ngroup labs of 1..3\nfrom each of labs, at most 99 rows as data:\n    y: yes/no\n    a: 0.0..9.9\nmodel m of data:\n    logistic y on a\n    steps 8 shown\nreveal m to everyone\n');
    const a = [0.5, 1.2, 1.9, 2.5, 3.1, 3.3, 4.2, 4.8, 5.5, 6.1, 6.8, 7.7];
    const y = [false, false, false, true, false, true, false, true, true, false, true, true];
    const found = terms(run(checked, inputsOf([a.slice(0, 6).map((each, i) => ({ a: each, y: y[i] ?? false })), a.slice(6).map((each, i) => ({ a: each, y: y[i + 6] ?? false }))], 1))['m']);
    let [b0, b1] = [0, 0];
    let inverse = [0, 0];
    for (let step = 0; step < 8; step++) {
      let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0];
      a.forEach((each, i) => {
        const p = 1 / (1 + Math.exp(-b0 - b1 * each));
        const [away, weight] = [(y[i] === true ? 1 : 0) - p, p * (1 - p)];
        [g0, g1, h00, h01, h11] = [g0 + away, g1 + away * each, h00 + weight, h01 + weight * each, h11 + weight * each * each];
      });
      const det = h00 * h11 - h01 * h01;
      [b0, b1] = [b0 + (h11 * g0 - h01 * g1) / det, b1 + (h00 * g1 - h01 * g0) / det];
      inverse = [h11 / det, h00 / det];
    }
    expect(Number(found[0]?.estimate)).toBeCloseTo(b0, 7);
    expect(Number(found[1]?.estimate)).toBeCloseTo(b1, 7);
    found.forEach(({ error }, i) => expect(Number(error)).toBeCloseTo(Math.sqrt(inverse[i] ?? NaN), 7));
  });
});

describe('reals have more than 40 digits', () => {
  const digits = (value: Rational) => decimalText(value, 40);

  it('constants', () => {
    expect(digits(squareRoot(rational(2n)))).toBe('1.4142135623730950488016887242096980785697');
    expect(digits(logarithm(rational(2n)))).toBe('0.6931471805599453094172321214581765680755');
    expect(digits(exponential(rational(1n)))).toBe('2.7182818284590452353602874713526624977572');
    expect(digits(logarithm(exponential(rational(7n, 3n))))).toBe('2.3333333333333333333333333333333333333333');
    expect(squareRoot(rational(49n, 9n))).toEqual(rational(7n, 3n));
  });

  it('roots of small and large numbers', () => {
    for (const value of [rational(3n, 10n ** 60n), rational(7n * 10n ** 60n), rational(1n, 3n)]) {
      const root = squareRoot(value);
      expect(Math.abs(toNumber(root) ** 2 / toNumber(value) - 1)).toBeLessThan(1e-12);
    }
  });

  it('tails of chi-squared agree with printed tables', () => {
    const critical: readonly (readonly [x: bigint, freedom: number, tail: number])[] = [
      [3841458820694124n, 1, 0.05], [6634896601021214n, 1, 0.01], [5991464547107979n, 2, 0.05], [7814727903251179n, 3, 0.05], [18307038053275146n, 10, 0.05], [43772971825742189n, 30, 0.05], [124342113404004n * 1000n, 100, 0.05],
    ];
    for (const [x, freedom, tail] of critical) expect(toNumber(chiSquaredTail(rational(x, 10n ** 15n), freedom))).toBeCloseTo(tail, 8);
    expect(toNumber(chiSquaredTail(rational(0n), 4))).toBe(1);
    expect(toNumber(chiSquaredTail(rational(400n), 3))).toBeLessThan(1e-40);
  });
});

describe('what follows from a hidden cell', () => {
  const source = (hide: string) => `tally 1
analysis "x"
group labs of 3..3
from each of labs, at most 90 rows as trials:
    arm: yes/no
    at: 0..3
table t by arm, step_no in 0..3 of trials:
    n = count(where at = step_no)
    left = 10 - n
    so_far = running_product(left / 10) rounded to 0.001
    added = running_sum(n)
reveal t to everyone
    ${hide}
`;
  const shown = (hide: string) => {
    const { checked } = checkedProgram(source(hide));
    // Of the first arm 2, 1, 3 and 2 rows at 0 to 3, of the second 2 at each: all of one party.
    const rows = [[0, 2, false], [1, 1, false], [2, 3, false], [3, 2, false], [0, 2, true], [1, 2, true], [2, 2, true], [3, 2, true]] as const;
    const trials = rows.flatMap(([at, count, arm]) => Array.from({ length: count }, (): Row => new Map<string, Value>([['arm', arm], ['at', rational(BigInt(at))]])));
    const inputs: Inputs = { parameters: new Map(), lists: new Map(), members: new Map([['labs', [trials, [], []].map((own) => ({ single: new Map<string, Value>(), rows: new Map([['trials', own]]) }))]]) };
    return rowsOf(run(checked, inputs).t).map((row) => Object.entries(row).filter(([name]) => name !== 'arm' && name !== 'step_no').map(([name, value]) => `${name} ${String(value)}`).join(', '));
  };

  it('running totals stay hidden behind a hidden cell, up to the end of the last key', () => {
    expect(shown('hide where n < 2')).toEqual([
      'n 2, left 8, so_far 0.800, added 2',
      'hidden true',
      'n 3, left 7, hidden so_far, added',
      'n 2, left 8, hidden so_far, added',
      'n 2, left 8, so_far 0.800, added 2',
      'n 2, left 8, so_far 0.640, added 4',
      'n 2, left 8, so_far 0.512, added 6',
      'n 2, left 8, so_far 0.410, added 8',
    ]);
  });

  it('they stay hidden behind a hidden column that they are made of, by way of others too', () => {
    expect(shown('hide n where n < 2').slice(0, 4)).toEqual(['n 2, left 8, so_far 0.800, added 2', 'hidden n, left, so_far, added', 'n 3, left 7, hidden so_far, added', 'n 2, left 8, hidden so_far, added']);
    expect(shown('hide added where n < 2').slice(0, 4)).toEqual(['n 2, left 8, so_far 0.800, added 2', 'n 1, left 9, so_far 0.720, hidden added', 'n 3, left 7, so_far 0.504, hidden added', 'n 2, left 8, so_far 0.403, hidden added']);
  });
});
