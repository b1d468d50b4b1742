import { describe, expect, it } from 'vitest';
import { fullForms } from '../../src/linkage/names/short-forms.js';
import { folded } from '../../src/linkage/scripts/arabic.js';
import { indicLetters } from '../../src/linkage/scripts/indic.js';
import { ARABIC_NAMES } from '../../src/linkage/tables/arabic-names.js';
import { HEBREW_NAMES } from '../../src/linkage/tables/hebrew-names.js';
import { INDIC_NAMES } from '../../src/linkage/tables/indic-names.js';
import { SHORT_FORMS } from '../../src/linkage/tables/short-forms.js';

describe.each([
  ['Arabic', ARABIC_NAMES, folded, /^[\u0621-\u06ff]{2,}$/],
  ['Hebrew', HEBREW_NAMES, (word: string) => word.replace(/\u05f3/g, ''), /^[\u05d0-\u05ea]{2,}$/],
])('the usual spellings of %s names', (_, table, fold, script) => {
  const words = table.split(' ');
  const names = words.filter((_word, i) => i % 2 === 0).map(fold);
  const spellings = words.filter((_word, i) => i % 2 === 1);

  it('are a name and a spelling in turn', () => {
    for (const name of names) expect(name).toMatch(script);
    for (const spelling of spellings) expect(spelling).toMatch(/^[a-z]{2,}$/);
    expect(spellings).toHaveLength(names.length);
  });
  it('have each name once', () => expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]));
  it('have no spelling twice: names that differ in their own letters differ in ours', () => expect(spellings.filter((spelling, i) => spellings.indexOf(spelling) !== i)).toEqual([]));
});

describe('the usual spellings of names in scripts of India', () => {
  const entries = INDIC_NAMES.split(' ').map((entry) => entry.split('='));

  it('are names of one script each, and spellings where they are told', () => {
    for (const [name = '', spelled] of entries) {
      expect(name).toMatch(/^[\u0900-\u0d7f]+$/);
      if (spelled !== undefined) expect(spelled).toMatch(/^[a-z]{2,}$/);
    }
  });
  it('are those of one name of a script each', () => {
    const keys = entries.map(([name = '']) => `${name.charCodeAt(0) >> 7} ${indicLetters(name)}`);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });
});

describe('short forms', () => {
  const pairs = SHORT_FORMS.split(' ').map((pair) => pair.split('='));

  it('stand for one full form each', () => {
    for (const pair of pairs) expect(pair).toHaveLength(2);
    for (const word of pairs.flat()) expect(word).toMatch(/^[a-z]{2,}$/);
    const shorts = pairs.map(([short]) => short);
    expect(shorts.filter((short, i) => shorts.indexOf(short) !== i)).toEqual([]);
  });
  it('end with a name that stands for itself', () => {
    for (const [short = ''] of pairs) expect(fullForms(fullForms(short)), short).toBe(fullForms(short));
    expect([fullForms('ola'), fullForms('bob'), fullForms('sasha'), fullForms('peggy'), fullForms('robert'), fullForms('xqz')]).toEqual(['aleksandr', 'robert', 'aleksandr', 'margaret', 'robert', 'xqz']);
  });
});
