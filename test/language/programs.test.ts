import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { format } from '../../src/language/format/format.js';
import { sectionsOf } from '../../src/language/show.js';
import { parse } from '../../src/language/syntax/parser.js';
import { shape } from '../../src/language/syntax/tree.js';
import { textOf } from '../../src/language/words/layout.js';
import { checkedProgram, NAMES, PROGRAMS, textOfProgram } from './fixtures.js';

/** What the specification says that each program's notices are, N01 and N02 aside. */
const NOTICES: Readonly<Record<string, string>> = {
  auction: 'A06 N05', bargain: 'A02 N05', benchmark: '', benchmark_rows: 'N04 N05', blacklist: 'A07 N07', budget: 'A13 N05 N09', chi_squared: 'A04 N05 N09', correlation: 'N04 N05 N08 N09',
  emissions: 'N03', fraud: 'A02', fraud_count: 'A02 A07 N03 N07', gini: 'N04 N05 N09', index: 'A13 N03 N04', indicators: 'A13 N03 N09', linear: 'A15 N05', loan: 'A08', logistic: 'A14 N05',
  median: 'N04 N05 N09', millionaires: 'A02', overlap: 'A07 N03 N07', paygap: 'N03 N04 N08 N09', predict: 'A02', quality: 'A09 A10', readmission: 'A04 N03 N04', survey: 'A04 A11 N03 N04 N08 N09',
  survival: 'A04 A05 N03 N04 N09', topk: 'N06', vote: 'N05',
};

it('all programs of the specification are here, and those that show their counts', () => {
  expect(NAMES.filter((name) => !name.endsWith('-counts-shown'))).toEqual(Object.keys(NOTICES).sort());
  expect(NAMES.length).toBe(34);
});

describe.each(NAMES)('%s', (name) => {
  const text = textOfProgram(name);

  it('is read, and its words and notices are those that were reviewed', async () => {
    const { checked, notices } = checkedProgram(text);
    await expect(`${textOf(sectionsOf(checked, notices))}\n`).toMatchFileSnapshot(join(PROGRAMS, 'words', `${name}.txt`));
  });

  it('has the notices that the specification lists', () => {
    const { notices } = checkedProgram(text);
    const expected = NOTICES[name.replace(/-counts-shown$/, '')] ?? '';
    expect([...new Set(notices.map(({ code }) => code))].filter((code) => code !== 'N01').join(' ')).toBe(expected);
  });

  it('is written in the usual form', () => {
    expect(format(text)).toBe(text);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  });

  it('is brought into the usual form again, as the same program with every comment', () => {
    const untidy = text.split('\n').map((line, i) => (i < 2 || /["#]/.test(line) ? line : line.replace(/ = /, '  =  ').replace(/, (?=\w)/, ',   '))).join('\n\n');
    const formatted = format(untidy);
    expect(format(formatted)).toBe(formatted);
    expect(shape(parse(formatted).program)).toBe(shape(parse(text).program));
    expect(formatted.match(/#.*/g)).toEqual(text.match(/#.*/g));
  });

  it('is the same program however its blanks and line ends are set', () => {
    const lines = text.replaceAll('\n\n', '\n\n\n').split('\n');
    const spread = lines.map((line) => (/["#]/.test(line) ? line : line.replace(/ (and|\+|>=|<) /g, '  $1  '))).join('\r\n');
    expect(spread).not.toBe(text);
    expect(shape(parse(spread).program)).toBe(shape(parse(text).program));
    expect(format(spread)).toBe(format(text));
  });
});
