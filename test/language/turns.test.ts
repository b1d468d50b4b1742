import { describe, expect, it } from 'vitest';
import type { Checked } from '../../src/language/check/program.js';
import { OutOfRange } from '../../src/language/evaluate/home.js';
import { madeUpInputs, sequence } from '../../src/language/evaluate/made-up.js';
import type { Row, Value } from '../../src/language/evaluate/value.js';
import type { MemberData } from '../../src/language/evaluate/world.js';
import { planOf } from '../../src/language/plan/plan.js';
import { ownEntries, type Asked, type Entered, type PublicInputs, type Seat } from '../../src/language/plan/sums/enter.js';
import { EntriesInTurns, rowsInTurns } from '../../src/language/plan/sums/in-turns.js';
import { isExact, limbsOf, RunningSums } from '../../src/language/plan/sums/running-sum.js';
import { codingOf, type Texts } from '../../src/language/turns/coding.js';
import { dayIn, digitsOfDay } from '../../src/language/turns/days.js';
import { Turn, type Column } from '../../src/language/turns/turn.js';
import { dayNumber, partsOfDay } from '../../src/language/numbers/calendar.js';
import { checkedProgram, NAMES, textOfProgram } from './fixtures.js';

const makeKey = (parts: unknown) => JSON.stringify(parts);

function asked(text: string): Asked | undefined {
  const { checked } = checkedProgram(text);
  const plan = planOf(checked);
  return plan.on === 'sums' ? { checked, measures: plan.measures, models: plan.models } : undefined;
}

/** Rows as a file's reader gives them: fields alone. */
function turnOf(checked: Checked, name: string, rows: readonly Row[], texts: Texts): Turn {
  const columns = new Map<string, Column>();
  for (const [line, { type }] of checked.rows.get(name)?.lines ?? []) {
    if (line.kind !== 'field') continue;
    const coding = codingOf(type, texts);
    const values = rows.map((row): Value => row.get(line.name.text) ?? null);
    columns.set(line.name.text, { vector: coding === undefined ? values : Float64Array.from(values, coding.toCode), type, coding });
  }
  return new Turn(rows.length, columns, Int32Array.from(rows, (_, i) => i));
}

/** What came of it, or the row that is outside. */
function outcome(work: () => Entered): unknown {
  try {
    const { sums, designs } = work();
    return { sums, designs: designs.map((design) => design && { size: design.size, rows: design.rows, x: design.parts.flatMap(({ x }) => [...x]), y: design.parts.flatMap(({ y }) => [...y]) }) };
  } catch (error) {
    if (error instanceof OutOfRange) return { rows: error.rows, column: error.column, row: error.row };
    throw error;
  }
}

function whole(program: Asked, known: PublicInputs, seat: Seat, data: MemberData): unknown {
  return outcome(() => ownEntries(program, known, seat, data, makeKey));
}

function inTurns(program: Asked, known: PublicInputs, seat: Seat, data: MemberData, size: number): unknown {
  const inputs = [...program.checked.rows.values()].filter(({ role }) => role.name === seat.role);
  const chosen = rowsInTurns(program, inputs);
  const held: MemberData = { single: data.single, rows: new Map([...data.rows].filter(([name]) => chosen.every((rows) => rows.name !== name))) };
  return outcome(() => {
    const entries = new EntriesInTurns(program, known, seat, held, chosen, makeKey);
    for (const rows of chosen) {
      const all = data.rows.get(rows.name) ?? [];
      for (let from = 0; from < all.length; from += size) entries.add(rows, turnOf(program.checked, rows.name, all.slice(from, from + size), entries.texts));
    }
    return entries.entered();
  });
}

/** Every party, with the same data twice: evaluators add to the rows that they are given. */
function compare(program: Asked, made: { readonly seed: number; readonly rows: number; readonly ends: number }): void {
  const make = () => madeUpInputs(program.checked, made);
  const { members, parameters, lists } = make();
  const known: PublicInputs = { counts: new Map([...members].map(([role, all]) => [role, all.length])), parameters, lists };
  for (const [role, all] of members) {
    all.forEach((_, member) => {
      const data = () => make().members.get(role)?.[member] ?? expect.fail('no such member');
      const expected = whole(program, known, { role, member }, data());
      for (const size of [1, 7, 1000]) expect(inTurns(program, known, { role, member }, data(), size)).toEqual(expected);
    });
  }
}

describe('rows that are added up in turns', () => {
  it.each(NAMES.filter((name) => asked(textOfProgram(name)) !== undefined))('%s: are the same as all at once', (name) => {
    const program = asked(textOfProgram(name)) ?? expect.fail('it does not run on sums');
    for (const seed of [1, 2, 3]) compare(program, { seed, rows: seed === 1 ? 0 : 40 * seed, ends: seed === 3 ? 0.5 : 0.02 });
  });

  const head = `tally 1
analysis "x"
group labs of 2..9
parameter limit: -5.0..5.0
list codes: at most 20 entries

from each of labs, at most 2_000 rows as consents:
    who: code
    person = key(who)

from each of labs, at most 2_000 rows as trials:
    kind: one of "a", "b", "c"
    listed: one of list codes
    flag: yes/no
    x: -5.00..9.50
    y: 0..9
    z: -3..3 or empty
    wide: -9_000_000_000.0000..9_000_000_000.0000
    huge: 0..90_000_000_000_000_000
    rate: 0%..100%
    born: date 1940-01-01..2010-12-31
    seen: date 2000-02-29..2024-12-31
    since: month 2001-03..2003-11
    id: code
`;

  /** Each way to write an expression, as a derived column, a condition or a value. */
  it.each([
    ['arithmetic', '    a = x * y - 3.5 * x + 7\n    b = -a\n', 'sum(a of trials)', 'sum(b of trials where a > b)'],
    ['wide products', '    a = wide * 3\n', 'variance(wide of trials)', 'sum(a * x of trials)', 'covariance(wide, huge of trials)', 'sum(huge of trials where x > 0)', 'sum(x * y * wide of trials)', 'sum(wide * wide * wide of trials)', 'sum(wide * y of trials where y > 1)', 'covariance(wide, y of trials)'],
    ['rounding', '    a = x / (y + 1) rounded to 0.05\n    b = x rounded down to 2\n    c = x / (y - 4) rounded up to 0.1 otherwise 3\n    d = wide / 7 rounded to 100\n    e = (1 - y / 7) rounded to 0.01\n', 'sum(a of trials)', 'sum(b of trials)', 'sum(c of trials)', 'sum(d of trials)', 'sum(e of trials)'],
    ['choices', '    a = if flag and x > 2.25 then x else y\n    b = if kind = "a" then "first" else "rest"\n    c = min(x, y, 3.125)\n    d = max(abs(x), 1)\n', 'sum(a of trials)', 'count(trials where b = "first" or b <> "rest")', 'sum(c of trials)', 'sum(d of trials)'],
    ['conditions', '', 'count(trials where not (flag or y in 3..5))', 'count(trials where y not in (1, 2, 9))', 'count(trials where kind in ("a", "c") and x not in -1.5..2)', 'count(trials where x >= limit)', 'count(trials where id starts with "A" or id in ("Boris", "Chen"))', 'count(trials where id in list codes)', 'count(trials where id <> "Ana")', 'count(trials where rate > 12.5%)', 'count(trials where listed = "codes 3")'],
    ['empty cells', '    a = z * 2 otherwise y\n', 'sum(z of trials where z is given)', 'count(trials where z is empty)', 'sum(a of trials)', 'count(trials where z is given and z > 1)'],
    ['the calendar', '    a = years(born, seen)\n    b = month_of(seen)\n    q = quarter(born) + weekday(seen) + year(born) + year(since)\n    later = born + 400\n    gap = seen - later\n', 'sum(a of trials)', 'count(trials where b > 2011-05)', 'sum(q of trials)', 'sum(gap of trials)', 'count(trials where seen - born > 9_000 and born in 1950-01-01..1990-06-30)'],
    ['bands and keeping', '    keep where x > -3\n    a = bands(x, 0, 2.5, 5)\n    keep where y <> 4\n    b = x * 2\n', 'count(trials where a = "under 0")', 'sum(b of trials where a in ("0 to under 2.5", "5 and over"))', 'contributors(trials where b > 18)'],
    ['functions that are not known by columns', '    a = power(y, 3)\n    b = sqrt(y) rounded to 0.001\n    c = ln(y + 1) * 3 rounded to 0.0001\n', 'sum(a of trials)', 'sum(b * x of trials)', 'sum(c of trials)'],
    ['a declared range that some leave', '    a: 0..40 = y * y\n    b: -100.00..9.00 = x\n', 'sum(a of trials)', 'sum(b of trials)'],
  ])('evaluate %s as one row after the other', (_, derived, ...totals) => {
    const reveals = totals.map((total, i) => `reveal r${i} = ${total.startsWith('variance') || total.startsWith('covariance') ? `${total} rounded to 1` : total} to everyone\n`).join('');
    const program = asked(`${head}${derived}\n${reveals}`) ?? expect.fail('it does not run on sums');
    for (const seed of [1, 2, 3, 4]) compare(program, { seed, rows: 150, ends: seed * 0.05 });
  });

  it('spread over the cells of tables', () => {
    const program = asked(`${head}
table narrow by kind, flag, since, at in 0..9 step 3 of trials where x > -4 and (z is given or y > 2):
    n = count()
    above = count(where y >= at)
    s = sum(wide where y < at)
    k = contributors(where y = at)
table per_party by party, listed of trials:
    n = count()
    s = sum(x * y where flag)
    v = sum(wide * y where x < 8)
    f = count(where listed = "codes 3" and -1.50 < x)
    p = sum(min(y, 4) where kind <> "b")
reveal narrow to everyone
reveal per_party to everyone
`) ?? expect.fail('it does not run on sums');
    for (const seed of [1, 2, 3]) compare(program, { seed, rows: 200, ends: 0.05 });
  });

  it('are kept for the steps of a logistic model', () => {
    const program = asked(`${head}model m of trials where y > 1:
    logistic flag on x, y, rate
    steps 3 shown
reveal m to everyone
`) ?? expect.fail('it does not run on sums');
    for (const seed of [1, 2]) compare(program, { seed, rows: 90, ends: 0.05 });
  });

  it('are those that nothing else looks into', () => {
    const program = asked(`${head}    person_of = key(id)
    had = if person_of in consents.person then 1 else 0
    not_had = if person_of not in consents.person then y else 0

from each of labs, at most 50 rows as visits:
    v: 0..9

from each of labs:
    early = count(visits where v > 4)

reveal a = sum(had of trials) to everyone
reveal b = sum(not_had of trials) to everyone
reveal c = sum(early of labs) to everyone
reveal d = count(visits) + count(consents) to everyone
`) ?? expect.fail('it does not run on sums');
    expect(rowsInTurns(program, [...program.checked.rows.values()]).map(({ name }) => name)).toEqual(['trials']);
    for (const seed of [1, 2, 3]) compare(program, { seed, rows: 9, ends: 0.05 });
  });
});

it('sums of limbs are exact where doubles are not', () => {
  const next = sequence(5);
  for (const bound of [2 ** 19, 2 ** 38 + 5, 2 ** 53 - 1]) {
    const values = Float64Array.from({ length: 999 }, (_, i) => (i === 0 ? bound : Math.trunc((next() - 0.5) * 2 * bound)));
    const limbs = limbsOf(values, bound);
    const sums = new RunningSums(1);
    for (let turn = 0; turn < 40; turn++) {
      for (const a of limbs) for (const b of limbs) {
        expect(isExact(a.bound * b.bound)).toBe(true);
        const into = sums.cells(a.weight * b.weight, values.length * a.bound * b.bound);
        a.values.forEach((value, i) => (into[0] = (into[0] ?? 0) + value * (b.values[i] ?? 0)));
      }
    }
    expect(sums.result()).toEqual([40n * values.reduce((sum, value) => sum + BigInt(value) ** 2n, 0n)]);
  }
});

it('days of all years have their digits', () => {
  for (const day of [-135_140, -1, 0, 59, 11_016, 11_017, 376_200, 376_201, 500_000]) {
    const { year, month, day: ofMonth } = partsOfDay(BigInt(day));
    expect([digitsOfDay(day), digitsOfDay(day)]).toEqual([year * 10_000 + month * 100 + ofMonth, year * 10_000 + month * 100 + ofMonth]);
  }
});

it.each(['2026-11-30', '2000-02-29', '1900-02-29', '1599-12-31', '3000-01-01', '1600-01-01', '2999-12-31', '2026-00-10', '2026-13-01', '2026-01-32', '2026/01/01', '02026-1-1', '2026-1-01', '2026-01-0x', ''])('the day %j is read as everywhere', (text) => {
  const expected = /^\d{4}-\d{2}-\d{2}$/.test(text) ? dayNumber(text) : undefined;
  for (let again = 0; again < 2; again++) expect(dayIn(text)).toBe(expected === undefined ? NaN : Number(expected));
});
