import anyAscii from 'any-ascii';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameKey, nameWords } from '../../src/linkage/name.js';
import { soundOf } from '../../src/linkage/sound.js';
import { textKey } from '../../src/linkage/text.js';

const whole = (name: string) => nameKey(name, true);
const part = (name: string) => nameKey(name, false);

describe('the same person written differently has the same key', () => {
  it.each([
    ['order', ['John Smith', 'Smith, John', 'SMITH John', 'smith   john', ' John\u00a0Smith\t']],
    ['titles', ['Anna Berg', 'Dr. Anna Berg', 'Prof. Dr. Anna Berg', 'Frau Anna Berg', 'Mme Anna Berg', 'Mevr. Anna Berg', 'Berg, Anna, PhD', 'Dipl. Ing. Anna Berg']],
    ['affixes', ['Jan van der Berg', 'Berg, Jan van der', 'Jan Berg', 'JAN V.D. BERG', 'Jan Berg jr.', 'Jan Berg III']],
    ['Arabic affixes', ['Omar al-Masri', 'Omar Al Masri', 'Omar el-Masri', 'Masri, Omar bin', 'OMAR IBN MASRI']],
    ['initials between', ['John Kennedy', 'John F. Kennedy', 'Kennedy, John F']],
    ['hyphens', ['Anne-Marie Duval', 'Anne Marie Duval', 'Anne\u2011Marie Duval', 'Duval, Marie Anne']],
    ['apostrophes', ["Sinead O'Brien", 'Sinead O’Brien', 'Sinead OBrien', 'Sinead O Brien', 'Sinead O`Brien', 'Sinead O\u02bcBrien']],
    ['Mac', ['Ian MacLeod', 'Ian Mac Leod', 'Ian Macleod']],
    ['umlauts', ['Jürgen Müller', 'Juergen Mueller', 'Jurgen Muller', 'JÜRGEN MÜLLER', 'Ju\u0308rgen Mu\u0308ller']],
    ['Scandinavian letters', ['Åse Sørensen', 'Aase Soerensen', 'Ase Sorensen', 'A\u030ase Sørensen']],
    ['sharp s', ['Jens Weiß', 'Jens Weiss', 'JENS WEISS', 'JENS WEIẞ']],
    ['Turkish i', ['İlker Yıldız', 'Ilker Yildiz', 'ilker yıldız', 'İLKER YILDIZ', 'I\u0307lker Yıldız']],
    ['ligatures and full width', ['Fiona Steffi', 'ﬁona Steﬃ', 'Ｆｉｏｎａ　Ｓｔｅｆｆｉ', '𝐅𝐢𝐨𝐧𝐚 𝐒𝐭𝐞𝐟𝐟𝐢']],
    ['invisible characters', ['Lea Kern', '\u200fLea\u200e Kern', 'L\u200bea K\u00adern', '\u202eLea Kern\u202c', '\ufeffLea Kern', 'Le\u2060a Kern']],
    ['pictures', ['Lea Kern', 'Lea 😀 Kern', 'Lea❤️ Kern', '★ Lea Kern ★']],
    ['lone surrogates', ['Lea Kern', 'Lea\ud800 Kern', '\udfffLea Kern']],
    ['Vietnamese', ['Nguyễn Thị Hương', 'Nguyen Thi Huong', 'Hương Nguyễn Thị']],
    ['Polish, Czech, Romanian', ['Łukasz Dvořák-Țepeș', 'Lukasz Dvorak Tepes']],
    ['Cyrillic', ['Александр Щербаков', 'Щербаков Александр', 'Aleksandr Shcherbakov', 'АЛЕКСАНДР ЩЕРБАКОВ']],
    ['Cyrillic with a mark apart', ['Юрий Королёв', 'Юрии\u0306 Королёв', 'Yuriy Korolev', 'Юрий Короле\u0308в']],
    ['Greek', ['Γιώργος Σταύρος', 'ΓΙΩΡΓΟΣ ΣΤΑΥΡΟΣ', 'Giorgos Stayros']],
    ['Chinese', ['张伟', '張偉', 'Zhang Wei', 'Wei Zhang', 'ZHANG, Wei']],
    ['Chinese with two given characters', ['李小龙', 'Li Xiaolong', 'Xiaolong Li']],
    ['Arabic with and without its vowels', ['محمد حسين', 'مُحَمَّد حُسَيْن', 'مـحـمـد حسين']],
    ['Hebrew with and without its points', ['שלום כהן', 'שָׁלוֹם כֹּהֵן']],
    ['Hindi', ['हिन्दी राम', 'Hindi Ram']],
    ['Japanese kana of both kinds and widths', ['やまだ たろう', 'ヤマダ タロウ', 'ﾔﾏﾀﾞ ﾀﾛｳ', 'Yamada Tarou']],
  ])('%s', (_, spellings) => {
    expect(new Set(spellings.map(whole)), spellings.map((each) => `${each}: ${whole(each)}`).join('\n')).toHaveLength(1);
    expect(whole(spellings[0] ?? '')).toMatch(/^[a-z0-9]{4,}$/);
  });

  it('across scripts where vowels are not written, by sound', () => {
    for (const [script, latin] of [['محمد', 'Mohammed'], ['محمد', 'Muhammad'], ['حسين', 'Hussein'], ['أحمد', 'Ahmed'], ['Юрий', 'Yuri']] as const) {
      expect(soundOf(part(script)), `${script} ${latin}`).toBe(soundOf(part(latin)));
    }
    expect(soundOf(part('Mohammed'))).toBe('m53');
    expect(soundOf(part('Robert'))).toBe(soundOf(part('Rupert')));
    expect(soundOf(part('Robert'))).not.toBe(soundOf(part('Rubin')));
    expect(soundOf('')).toBe('');
  });
});

describe('different people have different keys', () => {
  it.each([
    ['John Smith', 'Joan Smith'],
    ['John Smith', 'John Smyth'],
    ['Anna Maria', 'Anna Mario'],
    ['张伟', '张卫国'],
    ['Щукин Иван', 'Чукин Иван'],
  ])('%s and %s', (a, b) => expect(whole(a)).not.toBe(whole(b)));
});

it('no word is dropped where nothing else is left', () => {
  expect(part('Van')).toBe('van');
  expect(part('Dr.')).toBe('dr');
  expect(part('Junior')).toBe('junior');
  expect(part('J.')).toBe('j');
  expect(part('O')).toBe('o');
  expect(part('de Boer')).toBe(part('Boer'));
  // A surname and a given name that are affixes elsewhere.
  expect(whole('Wu Di')).toBe('diwu');
  expect(nameWords('Le Van Duc', true)).toEqual(['duc', 'le']);
});

it('what holds no letter or digit is nothing', () => {
  for (const empty of ['', ' ', '\u200b', '–', '...', '😀', '\ud800', "'", '\u0301', '؟', '\u202e']) expect([whole(empty), part(empty), textKey(empty)], JSON.stringify(empty)).toEqual(['', '', '']);
});

it('text keeps the order of its letters and digits', () => {
  expect(textKey(" St. John's, 4b ")).toBe('stjohns4b');
  expect(textKey('ST JOHNS 4 B')).toBe('stjohns4b');
  expect(textKey('٣٤ Straße')).toBe('34strasse');
  expect(textKey('a-b')).not.toBe(textKey('b-a'));
});

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.array(fc.constantFrom('é', 'e\u0301', 'Å', '\u212b', 'ﬁ', 'ß', 'İ', 'ı', '\u1ffd', '\u00b4', '\u1fef', '\u0374', 'Щ', 'й', '\u0301', '\u0308', '\u200d', "'", '.', ' ', 'van', 'dr.', 'jr', 'O', '김', '王', 'م', '\u064e', '\ud800', 'ガ', 'ｶﾞ'), { maxLength: 12 }).map((parts) => parts.join('')),
);

describe('properties', () => {
  it('a key of a key is the key, for text', () => fc.assert(fc.property(anyText, (text) => {
    expect(textKey(textKey(text))).toBe(textKey(text));
  })));
  it('a key holds small Latin letters and digits only', () => fc.assert(fc.property(anyText, (text) => {
    expect(textKey(text) + whole(text) + part(text)).toMatch(/^[a-z0-9]*$/);
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
  it('the order of words does not matter for a name', () =>
    fc.assert(fc.property(fc.array(fc.stringMatching(/^[a-z]{2,9}$/), { minLength: 1, maxLength: 4 }).filter((words) => !words.some((word) => /^(mc|mac)$/.test(word))), (words) => {
      expect(whole(words.toReversed().join(' '))).toBe(whole(words.join(' ')));
    })));
});

it('the identifier names the version of the library that is there', async () => {
  const { readFileSync } = await import('node:fs');
  const { version } = JSON.parse(readFileSync(new URL('../../node_modules/any-ascii/package.json', import.meta.url), 'utf8')) as { version: string };
  const { KEYS_ID } = await import('../../src/linkage/index.js');
  expect(KEYS_ID).toBe(`keys/1 any-ascii/${version}`);
  expect(anyAscii('Ж')).toBe('Zh');
});
