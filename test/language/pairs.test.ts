/**
 * Pairs of programs that an attacker would offer one for the other: they give away different things, and differ where a hasty reader does not look. Mutations change one token; these are written by hand.
 * Each line has a piece of a program, the other piece, and what the words of the two say instead.
 */
import { describe, expect, it } from 'vitest';
import { wordsOfProgram } from '../../src/language/words/program.js';
import { checkedProgram } from './fixtures.js';

const HEAD = `tally 1
analysis "T"
group hospitals of 3..20
parties Bank, Clinic
from each of hospitals, at most 100 rows as stays:
    ward: one of "a", "b", "c"
    age: 0..110
    cost: 0..1_000 unit "EUR"
    share: 0%..100%
    born: date 1940-01-01..2010-12-31
    seen: month 2026-01..2026-12
    urgent, smoker, male: yes/no
    bmi: 10.0..80.0 or empty
from each of hospitals:
    beds, nurses: 0..900
from Bank:
    limit, cutoff: 0..1_000
from Clinic:
    floor: 0..1_000
`;
const TABLE = 'table t by ward of stays:\n    n = count()\n    m = count(where urgent)\n    s = sum(cost)\n';

type Pair = readonly [what: string, one: string, other: string];
const values = (pairs: readonly Pair[]): Pair[] => pairs.map(([what, a, b]) => [what, `reveal v = ${a} to everyone`, `reveal v = ${b} to everyone`]);
const rows = (pairs: readonly Pair[]): Pair[] => pairs.map(([what, a, b]) => [what, a, b].map((each, i) => (i === 0 ? each : `from Bank, at most 9 rows as extra:\n    x, y: yes/no\n    z: 0..9\n    d: date 2000-01-01..2009-12-31\n    ${each}\nreveal v = count(stays) to everyone`)) as unknown as Pair);

const PAIRS: readonly Pair[] = [
  ...rows([
    ['a choice inside the first or the second branch', 'c = if x then (if y then 1 else 2) else 3', 'c = if x then 1 else (if y then 2 else 3)'],
    ['a condition beside a choice, or inside it', 'c = x and (if y then x else y)', 'c = if y then (x and x) else y'],
    ['the opposite of a choice, or a choice of opposites', 'c = not (if x then y else x)', 'c = if x then (not y) else x'],
    ['what stands for a missing value, before or behind a condition', 'c = y and (if x then y else x)', 'c = if x then (y and y) else x'],
    ['a day later or earlier', 'c = d + 30', 'c = d - 30'],
    ['the days since, or until', 'c = d - 2000-01-01', 'c = 2000-01-01 - d'],
    ['completed years in one direction or the other', 'c = years(d, 2010-01-01)', 'c = years(2000-01-01, d)'],
    ['parts of a key', 'c = key(d)', 'c = key(d, d)'],
    ['a limit of a band', 'c = bands(z, 3, 5)', 'c = bands(z, 3, 6)'],
    ['one text with a comma, or two', 'c: one of "x, y", "z"', 'c: one of "x", "y", "z"'],
    ['the order of categories', 'c: one of "x", "y"', 'c: one of "y", "x"'],
    ['an empty cell as a value, or as nothing', 'c: 0..9, empty as 0', 'c: 0..9 or empty, others as empty'],
    ['the unit of one column or of the next', 'c: 0..9 unit "EUR"\n    e: 0..9', 'c: 0..9\n    e: 0..9 unit "EUR"'],
    ['a rule for one column or for two', 'c, e: 0..9, empty as 0', 'c: 0..9\n    e: 0..9, empty as 0'],
    ['rows left out by one condition or by either', 'keep where x or y', 'keep where x\n    keep where y'],
    ['a percentage or a number', 'c: 0%..100%', 'c: 0..100'],
  ]),
  ...values([
    ['not of one, or of both', 'count(stays where not urgent and smoker)', 'count(stays where not (urgent and smoker))'],
    ['not of one side of an equation, or of the equation', 'count(stays where (not urgent) = (age > 5))', 'count(stays where not (urgent = (age > 5)))'],
    ['not inside, or outside', 'count(stays where not (not urgent and smoker))', 'count(stays where not (not (urgent and smoker)))'],
    ['or inside, or outside', 'count(stays where (urgent or smoker) and male)', 'count(stays where urgent or (smoker and male))'],
    ['rounded before, or after', '(sum(cost of stays) / 7 rounded to 10) * 2 rounded to 1', '(sum(cost of stays) / 7 * 2 rounded to 10) rounded to 1'],
    ['rounded down of a minus, or minus of rounded down', '-(sum(cost of stays) / 7 rounded down to 1)', '(-(sum(cost of stays) / 7) rounded down to 1)'],
    ['less a difference, or less two', 'sum(age of stays) - (sum(age of stays) - 3)', 'sum(age of stays) - sum(age of stays) - 3'],
    ['a bound from below, or from above, first', 'max(min(sum(age of stays), 5), 3)', 'min(max(sum(age of stays), 3), 5)'],
    ['which of several is added to', 'min(count(stays), 5 + 2, 3)', 'min(count(stays), 5, 2 + 3)'],
    ['where in one total, or in the other', 'sum(age of stays where urgent) - sum(age of stays)', 'sum(age of stays) - sum(age of stays where urgent)'],
    ['one percent, or one', 'count(stays where share > 1%)', 'count(stays where share > 1)'],
    ['the largest sum, or the largest value', 'largest_part(age of stays)', 'max(age of stays)'],
    ['a month, or all up to it', 'count(stays where seen = 2026-02)', 'count(stays where seen <= 2026-02)'],
    ['a category, or all but it', 'count(stays where ward in ("a", "b"))', 'count(stays where ward not in ("a", "b"))'],
    ['the column of the one block, or of the other', 'count(hospitals where beds > 9)', 'count(hospitals where nurses > 9)'],
    ['which number of the same party', 'count(stays) > Bank.limit', 'count(stays) > Bank.cutoff'],
    ['the second largest, or the largest', 'max(beds of hospitals)', 'max(beds of hospitals, place 2)'],
  ]),
  ['recipients exchanged in two places', 'reveal x = count(stays) > Bank.limit to Bank\nreveal y = count(stays) > Clinic.floor to Clinic', 'reveal x = count(stays) > Bank.limit to Clinic\nreveal y = count(stays) > Clinic.floor to Bank'],
  ['all parties, or all roles', 'reveal x = count(stays) to everyone', 'reveal x = count(stays) to hospitals, Bank, Clinic'],
  ['a limit on the total, or on each cell', `${TABLE}reveal t to everyone\n    only if count(stays) >= 10`, `${TABLE}reveal t to everyone\n    hide where n < 10`],
  ['the cell hidden, or a column of it', `${TABLE}reveal t to everyone\n    hide where n < 10`, `${TABLE}reveal t to everyone\n    hide n where n < 10`],
  ['either of two limits, or both', `${TABLE}reveal t to everyone\n    hide where n < 10 or m < 10`, `${TABLE}reveal t to everyone\n    hide where n < 10 and m < 10`],
  ['a condition on the rows of a table, or of a column', 'table u by ward of stays where urgent:\n    n = count()\n    k = count()\nreveal u to everyone', 'table u by ward of stays:\n    n = count(where urgent)\n    k = count()\nreveal u to everyone'],
  ['counts seen, or hidden', `${TABLE}reveal t to everyone\n    hide where n < 10`, `${TABLE}reveal t to everyone\n    hide where n < 10, counts shown`],
  ['one condition for both sides, or a side each', 'reveal x = count(stays) to everyone only if count(stays where urgent or smoker) > 5', 'reveal x = count(stays) to everyone only if count(stays where urgent) > 5 or count(stays where smoker) > 5'],
  ['its own, or that of all', 'reveal x = sum(beds of hospitals) - beds to each of hospitals', 'reveal x = sum(beds of hospitals) - nurses to each of hospitals'],
  ['a place from above, or from below', 'reveal x = rank(beds of hospitals) to each of hospitals', 'reveal x = rank(beds of hospitals, smallest first) to each of hospitals'],
  ['a parameter of the agreement, or of each run', 'parameter p: 0..9\nreveal x = count(stays where age > p) to everyone', 'parameter p: 0..9, set in each run\nreveal x = count(stays where age > p) to everyone'],
  ['cells that add up, or do not', 'table u by ward, seen of stays:\n    n = count()\n    k = running_sum(n)\nreveal u to everyone', 'table u by ward, seen of stays:\n    n = count()\n    k = n\nreveal u to everyone'],
  ['limits that cancel each other', `${TABLE}reveal t to everyone\n    hide where n < 10 and n > 9`, `${TABLE}reveal t to everyone\n    hide where n < 10 or n > 9`],
];

const said = (text: string): string => wordsOfProgram(checkedProgram(text).checked).flatMap(({ heading, items }) => [heading, ...items.map((each) => each.text)]).join('\n');

describe('programs that give away different things read differently', () => {
  it.each(PAIRS)('%s', (_, one, other) => {
    expect(said(`${HEAD}${one}\n`)).not.toBe(said(`${HEAD}${other}\n`));
  });

  // Beside parentheses alone a hasty reader takes the one for the other.
  const READINGS: readonly (readonly [expression: string, words: string])[] = [
    ['count(stays where not urgent and smoker)', 'the number of the rows of stays where (it is not so that urgent) and smoker'],
    ['count(stays where not (urgent and smoker))', 'the number of the rows of stays where it is not so that (urgent and smoker)'],
    ['count(stays where urgent and (if male then smoker else urgent))', 'the number of the rows of stays where urgent and (smoker if male, and urgent if not)'],
    ['count(stays where if male then (urgent and smoker) else urgent)', 'the number of the rows of stays where (urgent and smoker) if male, and urgent if not'],
    ['count(stays where not (if male then smoker else urgent))', 'the number of the rows of stays where it is not so that (smoker if male, and urgent if not)'],
    ['count(stays where born + 30 < 1999-01-01)', 'the number of the rows of stays where (born plus 30 days) is before 1999-01-01'],
    ['count(stays where born - 1990-01-01 > 30)', 'the number of the rows of stays where (born less 1990-01-01, in days) is more than 30'],
    ['count(stays where seen - 2026-01 > 3)', 'the number of the rows of stays where (seen less 2026-01, in months) is more than 3'],
    ['min(sum(age of stays), count(stays) * 5)', 'the smaller of (the sum of age over the rows of stays) and ((the number of the rows of stays) times 5)'],
  ];
  it.each(READINGS)('%s', (expression, words) => {
    expect(said(`${HEAD}reveal v = ${expression} to everyone\n`)).toContain(`1. Every party learns v: ${words}.`);
  });
});
