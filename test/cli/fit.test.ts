import { expect, it } from 'vitest';
import { fitted, fittedTo, widthOf } from '../../src/cli/terminal/fit.js';
import { fc } from '../support/property.js';

it('breaks between words, and indents what follows', () => {
  expect(fitted('  → Ask that party what happened, then start again.', 32)).toEqual(['  → Ask that party what', '    happened, then start again.']);
  expect(fitted('Fingerprint: call chapter hunt seven', 26)).toEqual(['Fingerprint: call chapter', '        hunt seven']);
});

it('keeps a command whole that is to be copied, and everything that has no blank', () => {
  expect(fitted('They run `mpc join --csv THEIR.csv` and paste it.', 32)).toEqual(['They run', '`mpc join --csv THEIR.csv` and', 'paste it.']);
  const path = `/home/${'x'.repeat(60)}`;
  expect(fitted(`Receipt: ${path}`, 40).map((line) => line.trim())).toEqual(['Receipt:', path]);
});

it('loses nothing, and makes no line wider than asked where words allow it', () => {
  const word = fc.stringMatching(/^[a-zäß日本م]{1,9}$/u);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 30 }), fc.integer({ min: 30, max: 80 }), (words, width) => {
      const lines = fitted(words.join(' '), width);
      expect(lines.flatMap((line) => line.trim().split(' '))).toEqual(words);
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
    }),
  );
});

it('leaves a text alone where nobody sits at a terminal', () => {
  const text = 'a '.repeat(100);
  expect(fittedTo(text, { isTTY: false, columns: 20 })).toBe(text);
  expect(fittedTo(text, {})).toBe(text);
  expect(fittedTo(text, { isTTY: true, columns: 20 }).split('\n').length).toBeGreaterThan(5);
});
