// Programs that are measured, and made-up rows for them. `line` takes next(below): whole numbers from 0.
import { closeSync, openSync, writeSync } from 'node:fs';

/** Rows from a fixed linear congruence, so that every run reads the same file. */
export function writeRows(file, { header, line }, rows) {
  const handle = openSync(file, 'w');
  let state = 1;
  const next = (below) => (state = (state * 48271) % 2147483647) % below;
  let lines = [header];
  for (let row = 0; row < rows; row++) {
    lines.push(line(next, row));
    if (lines.length < 10_000) continue;
    writeSync(handle, `${lines.join('\n')}\n`);
    lines = [];
  }
  if (lines.length > 0) writeSync(handle, `${lines.join('\n')}\n`);
  closeSync(handle);
}

const head = (title, rows) => `tally 1\nanalysis "${title}"\n\ngroup labs of 2..64\n\nfrom each of labs, at most ${rows} rows as records:\n`;
const cents = (next, most) => `${next(most)}.${String(next(100)).padStart(2, '0')}`;
const wards = Array.from({ length: 8 }, (_, i) => `"w${i}"`).join(', ');
const many = (prefix, count) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);

const stats = {
  text: `${head('Pay', '2_000_000')}    ward: one of ${wards}
    pay: 0.00..100_000.00
    hours: 1.0..60.0
    born: date 1940-01-01..2010-12-31
    age = years(born, 2026-01-01)
    keep where age in 16..75

table by_ward by ward of records:
    n = count()
    average = mean(pay) rounded to 0.01
    spread = sd(pay) rounded to 0.01
    long = count(where hours > 40 and age >= 30)
    long_pay = mean(pay where hours > 40) rounded to 0.01

reveal by_ward to everyone
`,
  header: 'id,ward,pay,hours,born',
  line: (next) => `r${next(1_000_000)},w${next(8)},${cents(next, 100_000)},${1 + next(59)}.5,${1950 + next(60)}-${String(1 + next(12)).padStart(2, '0')}-${String(1 + next(28)).padStart(2, '0')}`,
};

/** A crosstab of 64 × 64 cells. */
export const crosstab = {
  text: `${head('Counts of two columns', '2_000_000')}    one_of: one of ${many('a', 64).map((each) => `"${each}"`).join(', ')}
    second: one of ${many('b', 64).map((each) => `"${each}"`).join(', ')}

table cells by one_of, second of records:
    n = count()

reveal cells to everyone
`,
  header: 'one_of,second',
  line: (next) => `a${next(64)},b${next(64)}`,
};

/** Least squares, or a logistic model in steps, with so many predictors. */
export function model(predictors, steps) {
  const names = many('x', predictors);
  return {
    text: `${head('A model', '2_000_000')}${names.map((name) => `    ${name}: -100.0..100.0\n`).join('')}    y: ${steps === undefined ? '-1_000.00..1_000.00' : 'yes/no'}

model fitted of records:
    ${steps === undefined ? 'linear' : 'logistic'} y on ${names.join(', ')}
${steps === undefined ? '' : `    steps ${steps} shown\n`}
reveal fitted to everyone
`,
    header: [...names, 'y'].join(','),
    line: (next) => {
      const values = names.map(() => (next(2001) - 1000) / 10);
      const score = values.reduce((sum, each, i) => sum + each * (((i % 5) - 2) / 10), 0);
      return [...values.map((each) => each.toFixed(1)), steps === undefined ? (score + next(100) / 10).toFixed(2) : next(1000) / 1000 < 1 / (1 + Math.exp(-score / 10)) ? 'yes' : 'no'].join(',');
    },
  };
}

/** Counts over 10 000 indicators, as a number from 0 to 9 999 in ten blocks of a thousand. */
export const indicators = {
  text: `${head('Counts of indicators', '2_000_000')}    block: 0..9
    indicator: 0..999

table counts by block, indicator of records:
    n = count()

reveal counts to everyone
`,
  header: 'block,indicator',
  line: (next) => `${next(10)},${next(1000)}`,
};

export const PROGRAMS = { stats, crosstab, 'regression, 50 predictors': model(50), 'logistic, 10 predictors': model(10, 8) };
