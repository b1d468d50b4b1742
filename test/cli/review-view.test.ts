import { describe, expect, it } from 'vitest';
import { matchInWords } from '../../src/cli/review-view.js';
import { broken, widthOf } from '../../src/cli/terminal/fit.js';
import type { Matches } from '../../src/library/review.js';
import { cleaned } from '../../src/library/text.js';

/** What somebody writes who wants a line to look like one of the program's. */
const HOSTILE = [
  `${'x'.repeat(66)} Decided before: yes`,
  `${'x '.repeat(33)}  Matches by exact`,
  'A'.repeat(300),
  '漢字かな交じり文'.repeat(20),
  '\u202eevil\u202c محمد بن عبد الله',
  'x\u001b[2J\u001b[31mred\u0007\nMatch 9 of 9: row 1 of your list.',
  '👩‍👩‍👧‍👦'.repeat(40),
  'e\u0301'.repeat(200),
];

function shown(columns: number, cells: readonly (readonly [string, string])[]): string[] {
  const matches = { file: 'f', digest: 'd', notTested: 0, strengths: undefined, matches: [{ row: 2, own: cells, rules: ['exact'], groups: [], learned: cells }] } as unknown as Matches;
  return matchInWords(matches, 0, { count: 0, here: undefined }, columns).split('\n');
}

describe('a match on a terminal', () => {
  it.each([30, 40, 80, 200])('of %d columns has what others wrote behind its name, on every line', (columns) => {
    for (const cell of HOSTILE) {
      const lines = shown(columns, [['given', cell]]);
      const own = ['', 'Match 1 of 1: row 2 of your list. 0 decided.', '  Your row', '  Matches by', '    exact', '  What you learned about it'];
      const cells = lines.filter((line) => !own.includes(line));
      expect(cells.length).toBeGreaterThan(1);
      for (const line of cells) {
        expect(line).toMatch(/^ {4}(given| {5}) {2}\S/);
        expect(widthOf(line)).toBeLessThanOrEqual(columns);
        // eslint-disable-next-line no-control-regex -- none may be left
        expect(line).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/);
      }
      // Nothing is lost.
      expect(cells.map((line) => line.slice(11)).join('').replace(/\s/g, '')).toBe(cleaned(cell, 500).replace(/\s/g, '').repeat(2));
    }
  });

  it('has long names of columns in lines of their own place', () => {
    const lines = shown(60, [['a very long header that somebody chose for a column', 'Ann'], ['b', 'Bob']]);
    expect(lines.filter((line) => line.includes('Ann') || line.includes('Bob')).map((line) => line.indexOf(line.includes('Ann') ? 'Ann' : 'Bob'))).toEqual([26, 26, 26, 26]);
  });
});

describe('a text in lines', () => {
  it('breaks between words, and within those that are longer than a line', () => {
    expect(broken('ab cd ef', 5)).toEqual(['ab cd', 'ef']);
    expect(broken('abcdefgh ij', 5)).toEqual(['abcde', 'fgh', 'ij']);
    expect(broken('', 5)).toEqual(['']);
    // No letter without its mark.
    expect(broken('e\u0301'.repeat(7), 3)).toEqual(['e\u0301'.repeat(3), 'e\u0301'.repeat(3), 'e\u0301']);
  });
});
