import anyAscii from 'any-ascii';
import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { nameForms } from '../../src/linkage/names/index.js';
import { soundOf } from '../../src/linkage/sound.js';
import { textKey } from '../../src/linkage/text.js';
import { sharedRules } from './shared-rules.js';

const whole = (name: string) => nameForms([name]).exact[0] ?? '';
const part = (name: string) => nameForms([name, '']).exact[0] ?? '';
const rules = (a: string, b: string) => sharedRules(['name:name'], [a], [b]);

describe('the same person written differently has the same key', () => {
  it.each([
    ['order', ['John Smith', 'Smith, John', 'SMITH John', 'smith   john', ' John\u00a0Smith\t']],
    ['titles', ['Anna Berg', 'Dr. Anna Berg', 'Prof. Dr. Anna Berg', 'Frau Anna Berg', 'Mme Anna Berg', 'Mevr. Anna Berg', 'Berg, Anna, PhD', 'Dipl. Ing. Anna Berg', 'Dott.ssa Anna Berg', 'Berg, Dr. Anna']],
    ['spellings of one title', ['Sheikh Yusuf Ali', 'Shaykh Yusuf Ali', 'Cheikh Yusuf Ali', 'Yusuf Ali Shaikh']],
    ['affixes', ['Jan van der Berg', 'Berg, Jan van der', 'Jan Berg', 'JAN V.D. BERG']],
    ['spellings of a generation', ['Jan Berg Jr', 'Jan Berg jr.', 'Jan Berg Junior', 'Berg, Jan, Jr.']],
    ['Arabic affixes', ['Omar al-Masri', 'Omar Al Masri', 'Omar el-Masri', 'Masri, Omar bin', 'OMAR IBN MASRI']],
    ['initials between', ['John Kennedy', 'John F. Kennedy', 'Kennedy, John F']],
    ['hyphens', ['Anne-Marie Duval', 'Anne Marie Duval', 'Anne\u2011Marie Duval', 'Duval, Marie Anne']],
    ['apostrophes', ["Sinead O'Brien", 'Sinead O’Brien', 'Sinead OBrien', 'Sinead O Brien', 'Sinead O`Brien', 'Sinead O\u02bcBrien', "Sinead O''Brien", 'Sinead O&#39;Brien', 'Sinead O&amp;#39;Brien']],
    ['Mac', ['Ian MacLeod', 'Ian Mac Leod', 'Ian Macleod', 'Ian McLeod']],
    ['umlauts and their expansions', ['Jürgen Müller', 'Juergen Mueller', 'JÜRGEN MÜLLER', 'Ju\u0308rgen Mu\u0308ller', 'J&uuml;rgen M&uuml;ller']],
    ['umlauts behind g', ['Günter Grün', 'Guenter Gruen']],
    ['Scandinavian letters', ['Åse Sørensen', 'Aase Soerensen', 'A\u030ase Sørensen']],
    ['sharp s', ['Jens Weiß', 'Jens Weiss', 'JENS WEISS', 'JENS WEIẞ']],
    ['Turkish i', ['İlker Yıldız', 'Ilker Yildiz', 'ilker yıldız', 'İLKER YILDIZ', 'I\u0307lker Yıldız']],
    ['Turkish ö and ü, which are not expanded', ['Gül Öztürk', 'Gul Ozturk', 'GÜL ÖZTÜRK']],
    ['Spanish ü', ['María Agüero', 'Maria Aguero']],
    ['accents', ['José García', 'Jose Garcia', 'JOSÉ GARCÍA']],
    ['ligatures and full width', ['Fiona Steffi', 'ﬁona Steﬃ', 'Ｆｉｏｎａ　Ｓｔｅｆｆｉ', '𝐅𝐢𝐨𝐧𝐚 𝐒𝐭𝐞𝐟𝐟𝐢']],
    ['invisible characters', ['Lea Kern', '\u200fLea\u200e Kern', 'L\u200bea K\u00adern', '\u202eLea Kern\u202c', '\ufeffLea Kern', 'Le\u2060a Kern']],
    ['pictures', ['Lea Kern', 'Lea 😀 Kern', 'Lea❤️ Kern', '★ Lea Kern ★']],
    ['lone surrogates', ['Lea Kern', 'Lea\ud800 Kern', '\udfffLea Kern']],
    ['letters of another script that look the same', ['Carl Johnson', 'Сarl Jоhnsоn']],
    ['names at birth', ['Anna Schmidt', 'Anna Schmidt geb. Krause', 'Anna Schmidt (née Krause)', 'Anna Schmidt née Krause']],
    ['Vietnamese with its tones in either order', ['Nguyễn Thị Hương', 'Hương Nguyễn Thị', 'NGUYỄN THỊ HƯƠNG']],
    ['Polish, Czech, Romanian', ['Łukasz Dvořák-Țepeș', 'Lukasz Dvorak Tepes']],
    ['Cyrillic', ['Александр Щербаков', 'Щербаков Александр', 'Aleksandr Shcherbakov', 'АЛЕКСАНДР ЩЕРБАКОВ']],
    ['Cyrillic with a mark apart', ['Юрий Королёв', 'Юрии\u0306 Королёв', 'Yuriy Korolev', 'Юрий Короле\u0308в']],
    ['Greek', ['Γιώργος Σταύρος', 'ΓΙΩΡΓΟΣ ΣΤΑΥΡΟΣ', 'Giorgos Stavros']],
    ['Chinese', ['张伟', '張偉', '张 伟']],
    ['Chinese with two given characters', ['李小龙', '李小龍', '李 小龙']],
    ['Chinese in Latin letters', ['Li Xiaolong', 'Xiaolong Li', 'LI, Xiaolong', 'Li Xiao Long', 'Li Xiao-Long']],
    ['Korean', ['김민재', '김 민재', 'Kim Minjae', 'Kim Min-jae', 'Kim Min Jae']],
    ['Japanese', ['山田太郎', '山田 太郎', '山田　太郎']],
    ['Japanese characters, old and new', ['渡辺広', '渡邊廣', '渡邉 広']],
    ['Arabic with and without its vowels', ['محمد حسين', 'مُحَمَّد حُسَيْن', 'مـحـمـد حسين']],
    ['Arabic and the usual spelling', ['عمر حسن', 'Omar Hassan', 'Hassan, Omar']],
    ['the article in Arabic letters and in Latin ones', ['عمر الخطيب', 'عمر خطيب', 'Omar al-Khatib', 'Omar El Khatib']],
    ['Hebrew with and without its points', ['שלום כהן', 'שָׁלוֹם כֹּהֵן', 'Shalom Cohen']],
    ['Hindi', ['नन्दिनी बड़वे', 'नंदिनी बडवे']],
    ['frequent names of India and their usual spelling', ['मोहन शर्मा', 'Mohan Sharma']],
    ['Thai', ['สมชาย ใจดี', 'นายสมชาย ใจดี']],
    ['Japanese kana of both kinds and widths', ['やまだ たろう', 'ヤマダ タロウ', 'ﾔﾏﾀﾞ ﾀﾛｳ', 'Yamada Taro']],
  ])('%s', (_, spellings) => {
    expect(new Set(spellings.map(whole)), spellings.map((each) => `${each}: ${whole(each)}`).join('\n')).toHaveLength(1);
    expect(whole(spellings[0] ?? '')).toMatch(/^[\p{Ll}\p{Lo}\p{M}\p{N}]{2,}$/u);
  });
});

describe('different people have different keys', () => {
  it.each([
    ['John Smith', 'Joan Smith'],
    ['John Smith', 'John Smyth'],
    ['Anna Maria', 'Anna Mario'],
    ['Joe Martin', 'Jo Martin'],
    ['Choe Min', 'Cho Min'],
    ['Müller Hans', 'Muller Hans'],
    ['张伟', '张卫国'],
    ['张伟', '章伟'],
    ['王国建', '王建国'],
    ['李芸', '李艺'],
    ['山田裕子', '山田優子'],
    ['कमल सिंह', 'कमाल सिंह'],
    ['రమ రావు', 'రామ రావు'],
    ['ณัฐ สุขใจ', 'นัท สุขใจ'],
    ['သီရိ', 'သီရီ'],
    ['Щукин Иван', 'Чукин Иван'],
    ['עמר כהן', 'דר כהן'],
    ['عمر محمد حسن', 'عامر محمد حسن'],
    ['عمر حسن', 'حسن'],
    ['إسراء حسن', 'حسن'],
    ['سهل حسن', 'شل حسن'],
    ['דר לוי', 'לוי'],
    ['김선근', '김성은'],
    ['김해운', '김하은'],
    ['Nguyễn Văn Ân', 'Nguyễn Văn An'],
    ['Anil Kumar Das', 'Anil Kumar De'],
    ['Mary Senior', 'Mary Junior'],
    ['Mary Herr', 'Mary'],
    ['Jean Paul Aka Koffi', 'Jean Paul Aka Mensah'],
    ['Trần Thị Hoa', 'Trần Hoa'],
  ])('%s and %s', (a, b) => expect(whole(a)).not.toBe(whole(b)));
});

describe('the same person is found under --near', () => {
  it.each([
    ['Jürgen Müller', 'Jurgen Muller'],
    ['Åse Sørensen', 'Ase Sorensen'],
    ['Nguyễn Thị Hương', 'Nguyen Thi Huong'],
    ['Галина Гончар', 'Halyna Honchar'],
    ['Хасан Юсупов', 'Hasan Jusupow'],
    ['Виктор Цой', 'Wiktor Zoi'],
    ['Владимир Владимирович Смирнов', 'Wladimir Smirnow'],
    ['Christina Kasim', 'Kristina Qasim'],
    ['Saeed Alghamdi', 'سعيد الغامدي'],
    ['Karl-Heinz Braun', 'Karlheinz Braun'],
    ['Mohamad Zein El Dine', 'Mohamad Zeineddine'],
    ['Иванов Иван Ильич', 'Ivan Ivanov'],
    ['Bob Miller', 'Robert Miller'],
    ['Саша Иванов', 'Александр Иванов'],
    ['Ola Nowak', 'Aleksandra Nowak'],
    ['MÃ¼ller Hans', 'Hans Müller'],
    ['劉德華', 'Lau Tak Wah'],
    ['이영희', 'Lee Young-hee'],
    ['Seo-yeon Park', 'Seoyeon Pak'],
    ['Ευάγγελος Σταύρου', 'Euaggelos Staurou'],
    ['Imam Ali Reza', 'Ali Reza'],
    ['Anna Smith-Jones', 'Anna Smith'],
  ])('%s and %s', (a, b) => {
    expect(rules(a, b)).not.toEqual([]);
    expect(rules(b, a)).toEqual(rules(a, b));
  });

  it('text that was read in the wrong encoding somewhere, and no other, is repaired', () => {
    expect(rules('GÃ¼nther BÃ¤r', 'Günther Bär')).not.toContain('exact');
    expect(rules('Ã Ã', 'Günther Bär')).toEqual([]);
  });
});

it('across scripts where vowels are not written, by sound', () => {
  expect(soundOf('mhmd')).toBe(soundOf('mohammed'));
  expect(soundOf(part('Юрий'))).toBe(soundOf(part('Yuri')));
  expect(soundOf(part('Mohammed'))).toBe('m53');
  expect(soundOf(part('Robert'))).toBe(soundOf(part('Rupert')));
  expect(soundOf(part('Robert'))).not.toBe(soundOf(part('Rubin')));
  expect(soundOf('')).toBe('');
});

it('no word is dropped where nothing else is left', () => {
  expect(part('Van')).toBe('van');
  expect(part('Dr.')).toBe('dr');
  expect(part('Junior')).toBe('junior');
  expect(part('J.')).toBe('j');
  expect(part('O')).toBe('o');
  // A surname and a given name that are affixes elsewhere.
  expect(whole('Wu Di')).toBe('diwu');
  expect(whole('Le Van Duc')).toBe('duclevan');
});

it('a father is not his son, unless a near rule passes over it', () => {
  expect(new Set(['Jan Berg', 'Jan Berg Jr', 'Jan Berg Sr', 'Jan Berg III'].map(whole)).size).toBe(4);
  expect(sharedRules(['name:name'], ['Jan Berg Jr'], ['Jan Berg'])).not.toEqual([]);
});

it('an affix stays in a column of surnames, where exact keys tell De Boer from Boer, and near ones do not', () => {
  expect(part('de Boer')).not.toBe(part('Boer'));
  expect(sharedRules(['given:name', 'surname:name'], ['Jan', 'de Boer'], ['Jan', 'Boer'])).not.toEqual([]);
});

it('what holds no letter or digit is nothing', () => {
  for (const empty of ['', ' ', '\u200b', '–', '...', '😀', '\ud800', "'", '\u0301', '؟', '\u202e']) expect([whole(empty), part(empty), textKey(empty)], JSON.stringify(empty)).toEqual(['', '', '']);
});

it('the identifier names the version of the library that is there', async () => {
  const { readFileSync } = await import('node:fs');
  const { version } = JSON.parse(readFileSync(new URL('../../node_modules/any-ascii/package.json', import.meta.url), 'utf8')) as { version: string };
  const { KEYS_ID } = await import('../../src/linkage/index.js');
  expect(KEYS_ID).toBe(`keys/4 any-ascii/${version}`);
  expect(anyAscii('Ж')).toBe('Zh');
});

it('names in millions of spellings take no time that grows with the square of their length', () => {
  fc.assert(fc.property(fc.constantFrom('a ', 'al-', 'abd ', 'Mc', '&amp;', '(', '"', 'İ', 'अ', 'ก', '김', '王', 'ا', '. ', 'v.d', 'née '), (piece) => {
    expect(whole(piece.repeat(2000)).length).toBeLessThan(20_000);
  }), { numRuns: 32 });
});
