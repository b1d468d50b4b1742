/** What an author writes cannot pass for the words of the program, nor one text for another. */
import { describe, expect, it } from 'vitest';
import { framed } from '../../src/language/explain/frame.js';
import { wrapped } from '../../src/language/words/layout.js';
import { wordsOfProgram } from '../../src/language/words/program.js';
import { layOut } from '../../src/cli/show-agreement.js';
import { checkedProgram, problemsOf } from './fixtures.js';

const codes = (example: string, setting: 'body' | 'rows' = 'body') => [...new Set(problemsOf(framed(example, setting)).map(({ code }) => code))];
const labelled = (label: string) => `reveal r = count(stays) as "${label}" to everyone only if count(stays) >= 10`;

describe('a text', () => {
  it.each(['\ufe00', '\u3164', '\u115f', '\u2800', '\u034f', '\u200d'])('has no character that cannot be seen: %j', (sign) => {
    expect(codes(labelled(`all pay${sign}`))).toEqual(['E002']);
    expect(codes(`# a comment${sign}`)).toEqual(['E002']);
  });

  it.each(Array.from('“”„‟″‶〝〞〟❝❞❠＂˝ˮ\u{1f676}'))('has no mark that looks like “ or ”: %s', (mark) => {
    expect(codes(labelled(`all pay${mark} (s)`))).toEqual(['E007']);
  });

  it.each(["the ‘true’ number", 'Café, ½ day', '«числа»'])('may well be %s', (text) => {
    expect(codes(labelled(text))).toEqual([]);
  });
});

describe('values of a category', () => {
  it.each([['other', 'оther'], ['c', 'с'], ['fi', 'ﬁ'], ['f', 'F'], ['A', 'Α'], ['x2', 'x²']])('do not look alike: %s and %s', (a, b) => {
    expect(codes(`kind: one of "${a}", "${b}"`, 'rows')).toEqual(['E034']);
  });

  it('may differ in what can be seen', () => {
    expect(codes('kind: one of "a", "á", "b", "б", "ж"', 'rows')).toEqual([]);
  });
});

describe('a unit', () => {
  it.each(['EUR), rounded (', 'EUR; nothing', 'EUR: all', 'EUR, rounded', 'e'.repeat(31)])('is no sentence: %s', (unit) => {
    expect(codes(`pay: 0..9 unit "${unit}"`, 'rows')).toEqual(['E039']);
  });

  it.each(['EUR a year', 'kWh/m²', '€', 't CO2e', 'mmol/L', '°C', "h·m"])('is well %s', (unit) => {
    expect(codes(`pay: 0..9 unit "${unit}"`, 'rows')).toEqual([]);
  });
});

it('no line after the first of a paragraph begins like a numbered item', () => {
  const text = `1. Every party learns “${'sum '.repeat(14)}sum 2. Every party learns nothing” (s): the number of the rows of stays.`;
  for (let more = 0; more < 40; more++) {
    const long = text.replace('“', `“${'x'.repeat(more)} `);
    expect(wrapped(long, '  ').slice(1).filter((line) => /^ *\d+\. /.test(line))).toEqual([]);
    expect(layOut([{ heading: 'H', lines: [long] }]).split('\n').slice(2).filter((line) => /^ *\d+\. /.test(line))).toEqual([]);
  }
});

describe('names', () => {
  it.each(['No_one', 'nobody_else', 'all_others', 'Not_Anna'])('of a party are no words of a sentence: %s', (name) => {
    expect(codes(`party ${name}`)).toContain('E011');
  });

  it('stand together where the words begin, since they are the author’s', () => {
    const { checked } = checkedProgram(framed('let sum_over_ten_rows = count(stays)', 'body'));
    const [first] = wordsOfProgram(checked)[0]?.items ?? [];
    expect(first?.text).toMatch(/except these names, which its author chose and which prove nothing of what they name: hospitals, Bank, Bureau, stays, ward, .*, sum_over_ten_rows, total\.$/);
  });
});

describe('a column that is hidden by name', () => {
  const table = 'table t by ward of stays:\n    n = count()\n    c = contributors()\n    all_days = sum(days)\n    average = mean(days) rounded to 0.1\n    ages = sum(age)\nreveal t to everyone\n    hide ';
  it('is not opened for another that stays', () => {
    expect(codes(`${table}all_days where n < 10 or c < 3, counts shown`)).toEqual(['E086']);
    expect(codes(`${table}all_days where n < 10, counts shown\n    hide average where n < 10, counts shown`)).toEqual(['E086']);
  });

  it('may be hidden with it, or have totals of its own', () => {
    expect(codes(`${table}all_days, average where n < 10 or c < 3, counts shown`)).toEqual([]);
    expect(codes(`${table}ages where n < 10 or c < 3, counts shown`)).toEqual([]);
  });
});
