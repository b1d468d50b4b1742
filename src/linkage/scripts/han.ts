import { createRequire } from 'node:module';
import { ascii } from './ascii.js';
import { JapaneseGiven } from './japanese-given.js';
import { kana } from './kana.js';

/**
 * Names in Chinese characters: Mandarin in pinyin, unless the name reads as a Japanese surname with a given name (IPADIC). Simplified and traditional
 * characters give the same. The other reading, or for Chinese names the Cantonese one, serves near rules.
 */

const load = createRequire(import.meta.url);

interface JapaneseNames {
  readonly surnames: ReadonlyMap<string, string>;
  readonly given: ReadonlyMap<string, string>;
  /** For a given name that is not among them. */
  readonly other: JapaneseGiven;
}

/** Surnames that most of their bearers read differently from the table. */
const SURNAMES_READ = [['大谷', 'オオタニ'], ['東', 'ヒガシ'], ['須藤', 'スドウ'], ['羽生', 'ハニュウ']] as const;

let japanese: JapaneseNames | undefined;
let cantonese: ReadonlyMap<string, string> | undefined;

function japaneseNames(): JapaneseNames {
  if (japanese === undefined) {
    const table = load('#japanese-names') as { surnames: string; given: string };
    const read = (text: string) => new Map(text.split(' ').map((pair) => pair.split('=') as [string, string]));
    const given = read(table.given);
    japanese = { surnames: new Map([...read(table.surnames), ...SURNAMES_READ]), given, other: new JapaneseGiven(given) };
  }
  return japanese;
}

function cantoneseReadings(): ReadonlyMap<string, string> {
  if (cantonese === undefined) {
    const table = load('#cantonese') as { readings: Record<string, string> };
    cantonese = new Map(Object.entries(table.readings).flatMap(([reading, chars]) => Array.from(chars, (char) => [char, reading] as const)));
  }
  return cantonese;
}

const COMPOUND_SURNAMES = new Set('欧阳 歐陽 太史 端木 上官 司马 司馬 东方 東方 独孤 獨孤 南宫 南宮 万俟 萬俟 闻人 聞人 夏侯 诸葛 諸葛 尉迟 尉遲 公羊 赫连 赫連 澹台 澹臺 皇甫 宗政 濮阳 濮陽 公冶 太叔 申屠 公孙 公孫 慕容 仲孙 仲孫 钟离 鍾離 长孙 長孫 宇文 司徒 鲜于 鮮于 司空 闾丘 閭丘 子车 亓官 司寇 呼延 令狐 拓跋 轩辕 軒轅 百里 东郭 東郭 南门 南門 西门 西門'.split(' '));
/** Surnames whose reading differs from the usual reading of the character. */
const SURNAME_READINGS: Readonly<Record<string, string>> = { 单: 'shan', 單: 'shan', 仇: 'qiu', 解: 'xie', 曾: 'zeng', 区: 'ou', 區: 'ou', 查: 'zha', 盖: 'ge', 蓋: 'ge', 朴: 'piao', 任: 'ren', 华: 'hua', 華: 'hua', 沈: 'shen', 贾: 'jia', 賈: 'jia', 覃: 'qin', 翟: 'zhai', 冼: 'xian', 缪: 'miao', 繆: 'miao', 牟: 'mu', 尉: 'wei', 乐: 'yue', 樂: 'yue', 召: 'shao', 宁: 'ning', 甯: 'ning', 纪: 'ji', 葛: 'ge', 石: 'shi', 盛: 'sheng', 臧: 'zang', 祭: 'zhai', 尹: 'yin', 员: 'yun', 员外: 'yunwai', 阚: 'kan', 燕: 'yan', 谌: 'chen', 洗: 'xian', 万俟: 'moqi', 萬俟: 'moqi', 尉迟: 'yuchi', 尉遲: 'yuchi', 长孙: 'zhangsun', 長孫: 'zhangsun', 澹台: 'tantai', 澹臺: 'tantai' };

export interface HanName {
  readonly words: readonly string[];
  readonly other?: readonly string[];
}

/** The parts of a name, surname and given name, if they are written together. */
function parted(name: string): [surname: string, given: string] {
  const letters = Array.from(name);
  const two = letters.slice(0, 2).join('');
  const size = letters.length > 2 && COMPOUND_SURNAMES.has(two) ? 2 : letters.length === 4 ? 2 : 1;
  return [letters.slice(0, size).join(''), letters.slice(size).join('')];
}

function mandarin(surname: string, given: string): string[] {
  return [SURNAME_READINGS[surname] ?? ascii(surname), ...(given === '' ? [] : [ascii(given)])];
}

function inCantonese(text: string): string {
  const readings = cantoneseReadings();
  return Array.from(text, (char) => readings.get(char) ?? ascii(char)).join('');
}

function surnameAndGiven(name: string): [string, string] | undefined {
  const { surnames, given, other } = japaneseNames();
  const letters = Array.from(name);
  const parts = [2, 3, 1].map((size) => [letters.slice(0, size).join(''), letters.slice(size).join('')] as const);
  const readAs = (first: string, rest: string | undefined): [string, string] | undefined => {
    const one = surnames.get(first);
    return one === undefined || rest === undefined ? undefined : [kana(one), kana(rest)];
  };
  for (const [first, rest] of parts) {
    const known = readAs(first, given.get(rest) ?? (/^[\u3041-\u30ff]+$/.test(rest) ? rest : undefined));
    if (known !== undefined) return known;
  }
  // A surname of two characters and more with a given name that no table has.
  for (const [first, rest] of parts.slice(0, 2)) {
    const likely = readAs(first, other.read(rest));
    if (likely !== undefined) return likely;
  }
  return undefined;
}

/** A name in Chinese characters, whole and in one piece (also with kana in it), as words. */
export function hanName(name: string): HanName {
  const chinese = mandarin(...parted(name));
  const read = surnameAndGiven(name);
  const long = Array.from(name).length >= 3 && !COMPOUND_SURNAMES.has(Array.from(name).slice(0, 2).join(''));
  const hasKana = /[\u3041-\u30ff]/.test(name);
  if (read !== undefined && (hasKana || (long && japaneseNames().surnames.has(Array.from(name).slice(0, 2).join(''))))) return { words: read, other: chinese };
  if (hasKana) return { words: [ascii(name)] };
  return { words: chinese, other: read !== undefined && long ? read : [inCantonese(name)] };
}

/**
 * Surname and given name in words of their own. They are Japanese if both are known as such, one has two characters or more, and the surname isn't a Chinese
 * one.
 */
export function hanWords(words: readonly string[]): HanName {
  const { surnames, given, other: rest } = japaneseNames();
  const chinese = words.map((word) => SURNAME_READINGS[word] ?? ascii(word));
  const readAs = (a: string, b: string): string[] | undefined => {
    const [first, second] = [surnames.get(a), given.get(b) ?? (/^[\u3041-\u30ff]+$/.test(b) ? b : Array.from(a).length > 1 ? rest.read(b) : undefined)];
    return first === undefined || second === undefined ? undefined : [kana(first), kana(second)];
  };
  const [one = '', two = ''] = words;
  const forwards = words.length === 2 ? readAs(one, two) : undefined;
  const backwards = words.length === 2 && forwards === undefined ? readAs(two, one)?.reverse() : undefined;
  const read = forwards ?? backwards;
  const surname = forwards === undefined ? two : one;
  const isLong = Array.from(surname).length >= 2 && !COMPOUND_SURNAMES.has(surname);
  if (read !== undefined && (isLong || /[\u3041-\u30ff]/.test(words.join('')))) return { words: read, other: chinese };
  return { words: chinese, other: read ?? words.map(inCantonese) };
}
