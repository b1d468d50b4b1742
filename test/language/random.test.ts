/** Programs by chance: sums against the plain evaluation, every value inside its range, and changes that make no program refused without a crash. `npm run test:whole` takes more of them. */
import { describe, expect, it } from 'vitest';
import type { Checked } from '../../src/language/check/program.js';
import { format } from '../../src/language/format/format.js';
import { madeUpInputs } from '../../src/language/evaluate/made-up.js';
import { standInNames } from '../../src/language/evaluate/results.js';
import { evaluateProgram } from '../../src/language/evaluate/run.js';
import type { World } from '../../src/language/evaluate/world.js';
import { planOf } from '../../src/language/plan/plan.js';
import { readProgram } from '../../src/language/read.js';
import { sectionsOf } from '../../src/language/show.js';
import { parse } from '../../src/language/syntax/parser.js';
import { shape } from '../../src/language/syntax/tree.js';
import { checkedProgram, NAMES, textOfProgram } from './fixtures.js';
import { edited, editsOf } from './mutants.js';
import { both } from './on-sums.js';
import { randomProgram, type Reach } from './random-programs.js';
import { fits } from './ranges.js';

const WHOLE = process.env['MPC_WHOLE'] !== undefined;
const FIRST = Number(process.env['MPC_TEST_SEED'] ?? 0) * 1_000_003 + 1;
/** Every so many of the changes to a program by chance are tried. */
const STRIDE = WHOLE ? 17 : 211;
const long = WHOLE ? 1_800_000 : 30_000;

/** Programs that check, from seeds one after the other. */
function* programs(count: number, reach: Reach): Generator<{ readonly text: string; readonly checked: Checked; readonly seed: number }> {
  for (let seed = FIRST; count > 0; seed++) {
    const text = randomProgram(seed, reach);
    const { checked } = readProgram(text);
    if (checked === undefined) continue;
    count--;
    yield { text, checked, seed };
  }
}

/** With the program, if something is wrong with it. */
function said<T>(text: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Error(`${String(error)}\n${text}`, { cause: error });
  }
}

const isOutside = (error: unknown) => String(error).includes('declared range');

describe('programs by chance', () => {
  it('give on sums what they give in one place', () => {
    let shut = 0;
    for (const { text, seed } of programs(WHOLE ? 3000 : 12, 'sums')) {
      for (const [rows, ends] of [[30, 0.1], [4, 0.5], [0, 0], [1, 1]] as const) {
        said(text, () => {
          const { sums, plain } = both(text, (checked) => madeUpInputs(checked, { seed: seed + rows, rows, ends }));
          expect(sums.values).toEqual(plain);
          if (sums.open.flat().includes(false)) shut++;
        });
      }
    }
    expect(shut).toBeGreaterThan(0);
  }, long);

  it('sums that are off by one are found', () => {
    let found = 0;
    for (const { text, seed } of programs(5, 'sums')) {
      const { sums, plain } = both(text, (checked) => madeUpInputs(checked, { seed, rows: 30, ends: 0 }));
      const { sums: other } = both(text, (checked) => madeUpInputs(checked, { seed, rows: 31, ends: 0 }));
      expect(sums.values).toEqual(plain);
      if (JSON.stringify(other.values) !== JSON.stringify(plain)) found++;
    }
    expect(found).toBeGreaterThan(3);
  }, long);

  it('stay what they are when they are formatted, and have words and notices', () => {
    for (const { text } of [...programs(WHOLE ? 3000 : 15, 'sums'), ...programs(WHOLE ? 3000 : 15, 'any')]) {
      said(text, () => {
        const formatted = format(text);
        expect(format(formatted)).toBe(formatted);
        expect(shape(parse(formatted).program)).toBe(shape(parse(text).program));
        const { checked, notices } = checkedProgram(formatted);
        expect(sectionsOf(checked, notices).length).toBeGreaterThan(3);
      });
    }
  }, long);

  it('with a change are programs still, or errors with a place', () => {
    let [right, wrong] = [0, 0];
    for (const { text, seed } of [...programs(WHOLE ? 400 : 6, 'sums'), ...programs(WHOLE ? 400 : 6, 'any')]) {
      const edits = editsOf(text);
      for (let i = seed % STRIDE; i < edits.length; i += STRIDE) {
        const changed = edited(text, [edits[i] ?? { from: 0, to: 0, put: '' }, ...(i % 2 === 0 ? [edits[(i * 31) % edits.length] ?? { from: 0, to: 0, put: '' }] : [])]) ?? '';
        said(changed, () => {
          const { checked, problems } = readProgram(changed);
          expect(checked === undefined).toBe(problems.length > 0);
          for (const { code, line, message } of problems) expect([/^E\d{3}$/.test(code), line > 0, message !== '']).toEqual([true, true, true]);
          if (checked !== undefined) planOf(checked);
        });
        if (readProgram(changed).checked === undefined) wrong++;
        else right++;
      }
    }
    expect(Math.min(right, wrong)).toBeGreaterThan(10);
  }, long);
});

describe('every intermediate value stays inside its inferred range', () => {
  const makeKey: World['makeKey'] = (parts) => JSON.stringify(parts);

  /** How many values were seen. */
  function watched(text: string, seed: number, rows: number, ends: number): number {
    const { checked } = checkedProgram(text);
    const inputs = madeUpInputs(checked, { seed, rows, ends });
    const names = standInNames(checked, new Map([...inputs.members].map(([role, members]) => [role, members.length])));
    let seen = 0;
    try {
      evaluateProgram(checked, inputs, names, {
        makeKey,
        watch: (expr, info, value) => {
          seen++;
          if (info !== undefined && !fits(value, info)) throw new Error(`line ${expr.at.line}, column ${expr.at.column}: a value is outside its range`);
        },
      });
    } catch (error) {
      // A column outside the range that its author declared is an error of the data.
      if (!isOutside(error)) throw error;
    }
    return seen;
  }

  it(`of programs by chance and of all fixtures, ${WHOLE ? '4 million' : '40 000'} values`, () => {
    let seen = 0;
    const most = WHOLE ? 4_000_000 : 40_000;
    for (const reach of ['any', 'sums'] as const) {
      let part = 0;
      for (const { text, seed } of programs(Infinity, reach)) {
        part += said(text, () => watched(text, seed, 12, [0, 0.5, 1][seed % 3] ?? 0));
        if (part > most * 0.4) break;
      }
      seen += part;
    }
    for (let seed = FIRST, part = 0; part < most * 0.2; seed++) {
      for (const name of NAMES) part += said(name, () => watched(textOfProgram(name), seed, name.startsWith('logistic') ? 6 : 12, [0, 0.5, 1][seed % 3] ?? 0));
      if (part >= most * 0.2) seen += part;
    }
    expect(seen).toBeGreaterThanOrEqual(most);
  }, long);
});
