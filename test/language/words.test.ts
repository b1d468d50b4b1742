import { describe, expect, it } from 'vitest';
import { framed } from '../../src/language/explain/frame.js';
import { wrapped } from '../../src/language/words/layout.js';
import { wordsOfProgram } from '../../src/language/words/program.js';
import { checkedProgram } from './fixtures.js';

/** The words of a program around an example that begin with `start`. */
function wordsOf(example: string, start: string, setting: 'body' | 'rows' = 'body', rows = ''): string {
  const { checked } = checkedProgram(framed(example, setting, rows));
  const texts = wordsOfProgram(checked).flatMap(({ items }) => items.map(({ text }) => text));
  return texts.find((text) => text.startsWith(start)) ?? texts.join('\n');
}

const TOTALS: readonly (readonly [source: string, words: string])[] = [
  ['count(stays) + 1', '(the number of the rows of stays) plus 1'],
  ['count(stays) - 1_000', '(the number of the rows of stays) less 1 000'],
  ['2 * count(stays where smoker)', '2 times (the number of the rows of stays where smoker)'],
  ['count(stays) / 3', '(the number of the rows of stays) divided by 3'],
  ['-count(stays)', 'minus the number of the rows of stays'],
  ['count(stays) / 3 rounded to 0.1', '((the number of the rows of stays) divided by 3), rounded to 0.1'],
  ['count(stays) / 3 rounded down to 1', '((the number of the rows of stays) divided by 3), rounded down to 1'],
  ['count(stays) / 3 rounded up to 0.1%', '((the number of the rows of stays) divided by 3), rounded up to 0.1%'],
  ['count(stays where age = 3)', 'the number of the rows of stays where age is 3'],
  ['count(stays where age <> 3)', 'the number of the rows of stays where age is not 3'],
  ['count(stays where age < 3)', 'the number of the rows of stays where age is less than 3'],
  ['count(stays where age <= 3)', 'the number of the rows of stays where age is at most 3'],
  ['count(stays where age > 3)', 'the number of the rows of stays where age is more than 3'],
  ['count(stays where age >= 3)', 'the number of the rows of stays where age is at least 3'],
  ['count(stays where admitted < 2024-01-01)', 'the number of the rows of stays where admitted is before 2024-01-01'],
  ['count(stays where admitted <= 2024-01-01)', 'the number of the rows of stays where admitted is not after 2024-01-01'],
  ['count(stays where admitted > 2024-01-01)', 'the number of the rows of stays where admitted is after 2024-01-01'],
  ['count(stays where admitted >= 2024-01-01)', 'the number of the rows of stays where admitted is not before 2024-01-01'],
  ['count(stays where age in 3..9)', 'the number of the rows of stays where age is from 3 to 9'],
  ['count(stays where age not in 3..9)', 'the number of the rows of stays where age is not from 3 to 9'],
  ['count(stays where ward in ("surgery", "other"))', 'the number of the rows of stays where ward is one of “surgery”, “other”'],
  ['count(stays where phone starts with "31")', 'the number of the rows of stays where phone begins with “31”'],
  ['count(stays where number in swaps.known)', 'the number of the rows of stays where number is also the known of some row of swaps'],
  ['count(stays where bmi is given)', 'the number of the rows of stays where bmi is given'],
  ['count(stays where not (bmi is given))', 'the number of the rows of stays where it is not so that bmi is given'],
  ['count(stays where bmi is empty)', 'the number of the rows of stays where bmi is empty'],
  ['count(stays where (bmi otherwise 20) > 30)', 'the number of the rows of stays where (bmi, or 20 where that is none) is more than 30'],
  ['count(stays where smoker = no)', 'the number of the rows of stays where smoker is the same as no'],
  ['count(stays where smoker and age > 60 and days > 3)', 'the number of the rows of stays where smoker and age is more than 60 and days is more than 3'],
  ['count(stays where (smoker or age > 60) and days > 3)', 'the number of the rows of stays where (smoker or age is more than 60) and days is more than 3'],
  ['contributors(stays where smoker)', 'the number of hospitals that have at least one of the rows of stays where smoker'],
  ['sum(days of stays)', 'the sum of days over the rows of stays'],
  ['sum(if smoker then days else 0 of stays)', 'the sum of (days if smoker, and 0 if not) over the rows of stays'],
  ['mean(days + age of stays)', 'the mean of (days plus age) over the rows of stays'],
  ['min(days of stays)', 'the smallest days of the rows of stays'],
  ['max(beds of hospitals, place 2)', 'the second largest beds of the hospitals'],
  ['median(days of stays, step 7)', 'the median of days over the rows of stays, to the nearest 7'],
  ['quantile(days of stays, at 90%, step 1)', 'the value of days that 90% of the rows of stays do not exceed, to the nearest 1'],
  ['variance(days of stays)', 'the variance (n − 1) of days over the rows of stays'],
  ['sd(days of stays) rounded to 0.1', 'the standard deviation (n − 1) of days over the rows of stays, rounded to 0.1'],
  ['covariance(days, age of stays)', 'the covariance (n − 1) of days and age over the rows of stays'],
  ['correlation(days, age of stays) rounded to 0.1', 'the correlation of days and age over the rows of stays, rounded to 0.1'],
  ['largest_part(days of stays)', 'the largest sum of days that any one of the hospitals has over the rows of stays'],
  ['largest_part(1 of stays, place 3)', 'the third largest number of the rows of stays that any one of the hospitals has'],
  ['party_of_max(beds of hospitals)', 'which of the hospitals has the largest beds (of equals, the one named earlier among the parties)'],
  ['min(count(stays), 5, 9)', 'the smallest of (the number of the rows of stays), 5 and 9'],
  ['max(Bank.cutoff, count(swaps))', 'the larger of Bank’s cutoff and (the number of the rows of swaps)'],
  ['abs(count(stays) - 5)', '((the number of the rows of stays) less 5) without its sign'],
  ['sqrt(count(stays)) rounded to 1', 'the square root of the number of the rows of stays, rounded to 1'],
];

describe('words of what is worked out together', () => {
  it.each(TOTALS)('%s', (source, words) => {
    expect(wordsOf(`let result = ${source}`, 'result ')).toBe(`result is ${words}.`);
  });

  it('a condition says whether', () => {
    expect(wordsOf('let result = count(stays) > 3', 'result ')).toBe('result says whether the number of the rows of stays is more than 3.');
  });

  it('what one party works out alone is said to be', () => {
    expect(wordsOf('let result = Bank.cutoff * 2', 'result ')).toBe('result is Bank’s cutoff times 2. (Bank works this out alone.)');
  });
});

const LINES: readonly (readonly [source: string, words: string])[] = [
  ['x: -5..1_000', '- x: a whole number from -5 to 1 000'],
  ['x: 0.00..5.00 unit "EUR" or empty', '- x: a number from 0.00 to 5.00 (unit “EUR”), or empty'],
  ['x: 0%..100%, empty as 50%', '- x: a percentage from 0% to 100%; an empty cell counts as 50%'],
  ['x: 0..9 or empty, others as empty', '- x: a whole number from 0 to 9, or empty; a cell that does not fit counts as empty'],
  ['x: yes/no, empty as no, others as no', '- x: yes or no; an empty cell counts as no; a cell that does not fit counts as no'],
  ['x: month 2024-01..2024-12', '- x: a month from 2024-01 to 2024-12'],
  ['x: text', '- x: a text'],
  ['x = key(surname, admitted)', '- worked out: x is a key made of surname and admitted'],
  ['x = years(admitted, 2030-01-01)', '- worked out: x is the completed years from admitted to 2030-01-01'],
  ['x = month_of(admitted)', '- worked out: x is the month of admitted'],
  ['x = weekday(admitted)', '- worked out: x is the day of the week of admitted (Monday 1)'],
  ['x = bands(age, 30, 60)', '- worked out: x is one of “under 30”, “30 to 59”, “60 and over”, by age'],
  ['x = if age > 60 then "old" else if age > 30 then "middle" else "young"', '- worked out: x is “old” if age is more than 60, and otherwise “middle” if age is more than 30, and “young” if not'],
  ['x: 0..9 = age / 100 rounded to 1', '- worked out: x, a whole number from 0 to 9, is (age divided by 100), rounded to 1'],
  ['x = power(age, 2)', '- worked out: x is age to the power of 2'],
  ['x = ln(age + 1) rounded to 0.1', '- worked out: x is the natural logarithm of (age plus 1), rounded to 0.1'],
  ['keep where age > 18', '- a row is left out unless age is more than 18'],
];

describe('words of what each puts in', () => {
  it.each(LINES)('%s', (source, words) => {
    expect(wordsOf(source, words, 'rows')).toBe(words);
  });
});


describe('words of what is learned', () => {
  const reveal = (source: string) => {
    const { checked } = checkedProgram(framed(`table t by ward, at in 0..100 step 50 of stays where days > 3:\n    n = count(where age > at)\n    m = running_sum(n)\n${source}`, 'body'));
    const items = wordsOfProgram(checked).find(({ heading }) => heading === 'Who learns what')?.items ?? [];
    return items.slice(0, items.findIndex(({ text }) => text.startsWith('2. '))).map(({ text }) => text);
  };

  it('to whom', () => {
    expect(reveal('reveal r = count(stays) as "a label" to Bank')).toEqual(['1. Bank learns “a label” (r): the number of the rows of stays.']);
    expect(reveal('reveal r = count(stays) to Bank, hospitals')).toEqual(['1. Bank and all hospitals learn r: the number of the rows of stays.']);
    expect(reveal('reveal r = count(stays) to hospitals')).toEqual(['1. All hospitals learn r: the number of the rows of stays.']);
    expect(reveal('reveal r = rank(beds of hospitals, smallest first) to each of hospitals')).toEqual([
      '1. Each of the hospitals learns for itself alone r: its place by beds among the hospitals, the smallest being 1 (equals share the better place).',
    ]);
    expect(reveal('reveal r = beds > mean(beds of hospitals) to each of hospitals')).toEqual([
      '1. Each of the hospitals learns for itself alone r: whether its own beds is more than the mean of beds over the hospitals.',
    ]);
  });

  it('under which conditions', () => {
    expect(reveal('reveal r = count(stays) to Bank only if count(stays) >= 10')).toEqual([
      '1. Bank learns r: the number of the rows of stays.',
      'Only if the number of the rows of stays is at least 10. Otherwise they learn that this is not so, and nothing else of it.',
    ]);
  });

  it('of tables', () => {
    expect(reveal('reveal n of t to everyone\n    hide where n < 5')).toEqual(['1. Every party learns t: the table t: of each cell n.', 'A cell is hidden where n is less than 5.', 'What is hidden is seen by nobody.']);
    expect(reveal('reveal t to everyone\n    hide n where n < 5, counts shown')).toEqual([
      '1. Every party learns t: the table t: of each cell n and m. (m follows from the others and says no more than they do.)',
      'n of a cell is hidden where n is less than 5.',
      'The number n is seen by those who learn this, also where a cell is hidden. Nothing else of what is hidden is opened; a total shown over the same rows can give it away.',
    ]);
    expect(reveal('reveal keys of top 3 of t by n to everyone')).toEqual(['1. Every party learns t: of the table t, the 3 cells with the largest n, in that order (of equals, the earlier in the table): ward and at alone, and no number.']);
  });
});

it('tables say over which rows and keys they are', () => {
  const words = wordsOf('table t by ward, at in 0..100 step 50 of stays where days > 3:\n    n = count(where age > at)', 'The table');
  expect(words).toBe('The table t: for each combination of ward and at from 0 to 100 in steps of 50 (9 cells), over the rows of stays of all hospitals together with that ward where days is more than 3:');
});

it('models say what is modelled, and that steps are seen', () => {
  expect(wordsOf('model m of stays:\n    linear days on age, smoker\n    ridge 0.5', 'The model')).toBe('The model m: a linear regression of days on age and smoker, over the rows of stays, with ridge 0.5.');
  expect(wordsOf('model m of stays where bmi is given:\n    logistic smoker on bmi\n    steps 8 shown', 'The model')).toBe(
    'The model m: a logistic regression of smoker on bmi, over the rows of stays where bmi is given, in 8 steps; after each, all hospitals see the coefficients and the sums that they come from.',
  );
});

it('nothing printed is wider than 78 columns, and lists hang', () => {
  const lines = wrapped(`- ${'word '.repeat(40).trim()}`, '    ');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(78);
  expect(lines.slice(1).every((line) => line.startsWith('      word'))).toBe(true);
});
