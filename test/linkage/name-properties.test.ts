import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { nameForms } from '../../src/linkage/names/index.js';
import { folded } from '../../src/linkage/scripts/arabic.js';
import { hanLetters } from '../../src/linkage/scripts/han-letters.js';
import { indicLetters } from '../../src/linkage/scripts/indic.js';
import { LIKELY_TITLES, LOOSE_SUFFIXES, LOOSE_TITLES, SUFFIXES, SURE_TITLES } from '../../src/linkage/tables/titles.js';
import { textKey } from '../../src/linkage/text.js';

const whole = (name: string) => nameForms([name]).exact[0] ?? '';
const part = (name: string) => nameForms([name, '']).exact[0] ?? '';

/** Ranges of letters, one a script or block, of scripts that people's names are written in and of some that they hardly are. */
const SCRIPTS: readonly (readonly [number, number])[] = [
  [0x41, 0x7a], [0xc0, 0x24f], [0x370, 0x3ff], [0x400, 0x52f], [0x531, 0x587], [0x5d0, 0x5ea], [0x620, 0x6ff], [0x710, 0x72f], [0x780, 0x7a5], [0x7ca, 0x7ea], [0x904, 0x97f], [0x985, 0x9b9], [0xa05, 0xa39], [0xa85, 0xab9], [0xb05, 0xb39], [0xb85, 0xbb9], [0xc05, 0xc39], [0xc85, 0xcb9], [0xd05, 0xd39], [0xd85, 0xdc6], [0xe01, 0xe30], [0xe81, 0xeb0], [0xf40, 0xf6c], [0x1000, 0x1021], [0x10a0, 0x10ff], [0x1200, 0x1256], [0x13a0, 0x13f5], [0x1401, 0x1500], [0x1780, 0x17b3], [0x1820, 0x1878], [0x1e00, 0x1fff], [0x2d30, 0x2d67], [0x3041, 0x30fa], [0x3105, 0x312f], [0x4e00, 0x9fff], [0xa000, 0xa48c], [0xac00, 0xd7a3], [0xa840, 0xa873], [0x10400, 0x1044f], [0x1e900, 0x1e943], [0x20000, 0x20100],
];

const nameInOneScript = fc.constantFrom(...SCRIPTS).chain(([first, last]) => {
  const letter = fc.integer({ min: first, max: last }).map((code) => String.fromCodePoint(code)).filter((char) => /^\p{L}$/u.test(char));
  const word = fc.array(letter, { minLength: 1, maxLength: 8 }).map((letters) => letters.join(''));
  return fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
});

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  nameInOneScript,
  fc.array(fc.constantFrom('é', 'e\u0301', 'Å', '\u212b', 'ﬁ', 'ß', 'İ', 'ı', '\u1ffd', '\u00b4', '\u1fef', '\u0374', 'Щ', 'й', '\u0301', '\u0308', '\u200d', "'", '.', ' ', 'van', 'dr.', 'jr', 'O', '김', '王', 'م', '\u064e', '\ud800', 'ガ', 'ｶﾞ', '&amp;', '(', ')', ',', 'née ', '-'), { maxLength: 12 }).map((parts) => parts.join('')),
);

describe('a name is never reduced to nothing', () => {
  it('in a random script, whole or in parts, exact or near', () =>
    fc.assert(fc.property(nameInOneScript, (name) => {
      for (const cells of [[name], [name, 'x'], ['x', name]]) {
        const { exact, near } = nameForms(cells);
        expect(exact).not.toContain('');
        const { names, bare, kept, brief } = near();
        for (const list of [names, bare, kept, brief]) expect(list.join('')).not.toBe('');
        if (cells.length > 1) expect(names).not.toContain('');
      }
    }), { numRuns: 2000 }));

  const titles = [...SURE_TITLES, ...LIKELY_TITLES, ...LOOSE_TITLES, ...SUFFIXES, ...LOOSE_SUFFIXES].filter((title) => !title.endsWith('.'));
  it('where it consists of titles alone', () => {
    for (const title of titles) {
      expect(whole(title), title).not.toBe('');
      expect(part(title), title).not.toBe('');
    }
  });
  it('where it is a title and one name: those who have the name alone are others', () => {
    for (const title of LOOSE_TITLES) expect(whole(`${title} Xanthos`), title).not.toBe(whole('Xanthos'));
  });
});

it('names that differ in Arabic or Hebrew letters have different exact keys', () => {
  const wordOf = (letters: string) => fc.array(fc.constantFrom(...Array.from(letters)), { minLength: 1, maxLength: 5 }).map((chosen) => chosen.join(''));
  const isPlain = (word: string) => !/^(?:و?ال|ابو|عبد)|(?:الدين|الله)$/.test(word);
  const arabic = wordOf('ابتثجحخدذرزسشصضطظعغفقكلمنهوي').filter(isPlain);
  const hebrew = wordOf('אבגדהוזחטיכלמנסעפצקרשת');
  for (const word of [arabic, hebrew]) {
    fc.assert(fc.property(word, word, (a, b) => {
      fc.pre(folded(a) !== folded(b));
      expect(part(a)).not.toBe(part(b));
    }), { numRuns: 3000 });
  }
});

it.each([
  ['Chinese characters', 0x4e00, 0x9fff, hanLetters],
  ['Thai', 0xe01, 0xe2e, (word: string) => word],
  ['Devanagari', 0x905, 0x94c, indicLetters],
  ['Tamil', 0xb85, 0xbcc, indicLetters],
  ['Burmese', 0x1000, 0x1032, (word: string) => word],
  ['Khmer', 0x1780, 0x17c5, (word: string) => word],
  ['Sinhala', 0xd85, 0xdc6, (word: string) => word],
])('names that differ in %s have different exact keys', (_, first, last, folds) => {
  const word = fc.array(fc.integer({ min: first, max: last }).map((code) => String.fromCodePoint(code)).filter((char) => /^[\p{L}\p{M}]$/u.test(char)), { minLength: 1, maxLength: 4 }).map((letters) => letters.join('').normalize('NFC')).filter((text) => /^\p{L}/u.test(text));
  fc.assert(fc.property(word, word, (a, b) => {
    fc.pre(folds(a) !== folds(b));
    expect(part(a)).not.toBe(part(b));
  }), { numRuns: 1000 });
});

describe('properties', () => {
  it('a key of a key is the key, for text', () => fc.assert(fc.property(anyText, (text) => {
    expect(textKey(textKey(text))).toBe(textKey(text));
  })));
  it('a key holds letters and digits only, no capital ones, and of text small Latin ones and the marks of numbers', () => fc.assert(fc.property(anyText, (text) => {
    expect(textKey(text)).toMatch(/^(-\d[\d.]*|([a-z0-9]|(?<=\d)\.(?=\d))*)$/);
    expect(whole(text) + part(text)).toMatch(/^[\p{L}\p{M}\p{N}]*$/u);
    expect(whole(text) + part(text)).not.toMatch(/[A-Z\p{Lu}]/u);
  })));
  it('canonically equivalent texts have the same key', () =>
    fc.assert(
      fc.property(anyText, (text) => {
        for (const form of ['NFC', 'NFD'] as const) {
          expect(textKey(text.normalize(form))).toBe(textKey(text));
          expect(whole(text.normalize(form))).toBe(whole(text));
          expect(part(text.normalize(form))).toBe(part(text));
        }
      }),
    ));
  it('the order of words does not matter for a name', () => {
    // None of what is joined to the next word, dropped at one end, or told by its index.
    const word = fc.stringMatching(/^[b-df-hj-np-tvxz][aeiou][b-df-hj-np-tvxz]{2}[aeiou]k$/);
    fc.assert(fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
      expect(whole(words.toReversed().join(' '))).toBe(whole(words.join(' ')));
    }));
  });
  it('near forms are made of the same letters', () => fc.assert(fc.property(anyText, (text) => {
    for (const cells of [[text], [text, 'x']]) {
      const { names, bare, kept, other, brief } = nameForms(cells).near();
      expect([...names, ...bare, ...kept, ...(other ?? []), ...brief].join('')).toMatch(/^[a-z0-9]*$/);
    }
  })));
});
