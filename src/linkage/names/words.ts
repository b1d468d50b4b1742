import { arabic } from '../scripts/arabic.js';
import { ascii, ownLetters } from '../scripts/ascii.js';
import { cyrillic, cyrillicLanguage, type CyrillicLanguage } from '../scripts/cyrillic.js';
import { armenian, georgian } from '../scripts/georgian.js';
import { greek } from '../scripts/greek.js';
import { hanLetters } from '../scripts/han-letters.js';
import { hanName, hanWords } from '../scripts/han.js';
import { hebrew, hebrewSound } from '../scripts/hebrew.js';
import { indic, indicLetters } from '../scripts/indic.js';
import { kana } from '../scripts/kana.js';
import { hangul, hangulSurname, isHangulSurname, partedHangul, partedHangulLetters } from '../scripts/korean.js';
import { latin, latinContext, type LatinContext } from '../scripts/latin.js';
import { asThai, thai, thaiLetters } from '../scripts/thai.js';
import { isVietnamese, vietnamese } from '../scripts/vietnamese.js';
import type { Token } from './tokens.js';

/** A word of a name in Latin letters, in the forms that keys need. */
export interface Word {
  /** The form for exact keys: what differs in its own script differs here. */
  readonly exact: string;
  /** Its sound, if its script says less or more than that. */
  readonly sound: string;
  /** In another language that it may belong to. */
  readonly other?: string;
  readonly hasArticle?: boolean;
}

/** What a whole name, all its columns together, says about the language of its words. */
export interface Context {
  readonly cyrillic: CyrillicLanguage;
  readonly latin: LatinContext;
  readonly isVietnamese: boolean;
  readonly isAscii: boolean;
  /** For a surname and a given name in Chinese characters, each in its own cell: how they are read together. */
  readonly han?: ReadonlyMap<string, Word>;
}

/** `cells`: the words of each cell. */
export function contextOf(cells: readonly (readonly Token[])[]): Context {
  const words = cells.flatMap((tokens) => tokens.map(({ raw }) => raw));
  const text = words.join(' ');
  if (ASCII.test(text)) return isVietnamese(words) ? PLAIN_VIETNAMESE : PLAIN;
  return { cyrillic: cyrillicLanguage(text), latin: latinContext(text), isVietnamese: /^[\p{Script=Latin}\p{M}\s]*$/u.test(text) && isVietnamese(words), isAscii: false, ...hanCells(cells) };
}

function hanCells(cells: readonly (readonly Token[])[]): Pick<Context, 'han'> {
  const written = cells.filter((tokens) => tokens.length > 0);
  const words = written.flatMap((tokens) => tokens.map(({ raw }) => raw));
  if (written.length !== 2 || words.length !== 2 || !words.every((word) => HAN.test(word)) || !words.some((word) => /\p{Script=Han}/u.test(word))) return {};
  const { words: read, other } = hanWords(words);
  return { han: new Map(words.map((word, i) => [word, wordOfHan(hanLetters(word), read[i] ?? '', other?.[i])])) };
}

function wordOfHan(exact: string, sound: string, other: string | undefined): Word {
  return { exact, sound, ...(other === undefined ? {} : { other }) };
}

const ASCII = /^[\x20-\x7e]*$/;
const PLAIN: Context = { cyrillic: cyrillicLanguage(''), latin: latinContext(''), isVietnamese: false, isAscii: true };
const PLAIN_VIETNAMESE: Context = { ...PLAIN, isVietnamese: true };

const HAN = /^[\p{Script=Han}々ヶケノの\u3041-\u30ff]+$/u;
const SCRIPTS: readonly (readonly [pattern: RegExp, read: (word: string) => string])[] = [
  [/\p{Script=Greek}/u, greek],
  [/\p{Script=Georgian}/u, georgian],
  [/\p{Script=Armenian}/u, armenian],
];

/**
 * The words of one cell, in their order. A name in Chinese, Japanese or Korean letters that is written in one piece is taken apart. `isWhole`: the cell is the
 * whole name.
 */
export function wordsOf(tokens: readonly Token[], context: Context, isWhole: boolean): Word[] {
  if (context.isAscii) return tokens.map(({ plain }) => plainLatin(plain));
  const raws = tokens.map(({ raw }) => raw);
  const [only = ''] = raws;
  const together = raws.length === 1 ? context.han?.get(only) : undefined;
  if (together !== undefined) return [together];
  if (raws.length > 0 && raws.every((raw) => HAN.test(raw)) && raws.some((raw) => /\p{Script=Han}/u.test(raw))) {
    const { words, other } = isWhole ? (raws.length === 1 ? hanName(raws[0] ?? '') : hanWords(raws)) : { words: raws.map((raw) => hanWords([raw]).words.join('')), other: raws.map((raw) => hanWords([raw]).other?.join('') ?? '') };
    // It is not certain where the surname ends, so the exact key has the characters in their order.
    const exact = raws.map(hanLetters).join('');
    return words.map((word, i) => wordOfHan(i === 0 ? exact : '', word, other === undefined || words.length === other.length ? other?.[i] : i === 0 ? other.join('') : ''));
  }
  if (isWhole && raws.length === 1 && /^[\uac00-\ud7a3]+$/.test(raws[0] ?? '')) {
    const parts = partedHangul(raws[0] ?? '');
    if (parts !== undefined) return [korean(parts[0], true), korean(parts[1], false)];
  }
  return raws.map((raw) => wordOf(raw, context, raws)).filter(({ exact, sound }) => exact !== '' || sound !== '');
}

function korean(word: string, isSurname: boolean): Word {
  const plain = hangul(word);
  if (!isSurname) return { exact: partedHangulLetters(word), sound: plain };
  const usual = hangulSurname(word);
  return { exact: usual, sound: usual, other: plain };
}

function wordOf(raw: string, context: Context, all: readonly string[]): Word {
  if (ASCII.test(raw)) return plainLatin(raw.toLowerCase());
  if (/[\uac00-\ud7a3]/.test(raw)) return korean(raw, isHangulSurname(raw) && all.length > 0);
  if (/\p{Script=Arabic}/u.test(raw)) {
    const { exact, sound, hasArticle } = arabic(raw);
    const own = exact === '' ? ascii(raw) : exact;
    return { exact: own, sound: sound === '' ? own : sound, hasArticle };
  }
  if (/\p{Script=Hebrew}/u.test(raw)) return { exact: hebrew(raw) || ascii(raw), sound: hebrewSound(raw) || hebrew(raw) || ascii(raw) };
  if (/\p{Script=Cyrillic}/u.test(raw)) return same(letters(cyrillic(raw, context.cyrillic)), raw);
  if (/[\u3041-\u30ff]/.test(raw)) return same(/\p{Script=Han}/u.test(raw) ? ascii(raw) : kana(raw), raw);
  if (/\p{Script=Lao}/u.test(raw)) return { ...same(thai(asThai(raw)), raw), exact: thaiLetters(raw) };
  if (/\p{Script=Thai}/u.test(raw)) return { ...same(thai(raw), raw), exact: thaiLetters(raw), other: thai(raw, true) };
  if (/[\u0900-\u0d7f]/.test(raw)) return { ...same(letters(indic(raw)), raw), exact: indicLetters(raw) };
  const found = SCRIPTS.find(([pattern]) => pattern.test(raw));
  if (found !== undefined) return greekOrSame(raw, same(letters(found[1](raw)), raw));
  // People who write these scripts in Latin letters do it by ear, and not by that table.
  if (/\p{L}/u.test(raw) && !/[\p{Script=Latin}\p{Script=Ethiopic}\p{N}]/u.test(raw)) return { exact: ownLetters(raw), sound: ascii(raw) };
  if (!/\p{Script=Latin}/u.test(raw)) return same(ascii(raw));
  if (context.isVietnamese) return { exact: vietnamese(raw), sound: ascii(raw) };
  const word = same(latin(raw, context.latin), raw);
  if (/[ąęĄĘ]/.test(raw)) return { ...word, other: polish(latin(raw.replace(/[ąĄ](?=[bpBP])/g, 'om').replace(/[ęĘ](?=[bpBP])/g, 'em').replace(/[ąĄ]/g, 'on').replace(/[ęĘ]/g, 'en'), context.latin)) };
  return context.latin.isSerbian && /đ/i.test(raw) ? { ...word, other: latin(raw, { ...context.latin, isSerbian: false }) } : word;
}

/** German spells Russian names with a w at the end; some write the Arabic article as a part of the name (Alghamdi, Elamrani). */
export function plainLatin(word: string): Word {
  if (word.length < 6) return { exact: word, sound: word };
  const other = POLISH.test(word) ? polish(word) : word.endsWith('ow') && /[^aeiouw]ow$/.test(word) ? `${word.slice(0, -1)}v` : word.charAt(1) === 'l' && JOINED_ARTICLE.test(word) ? word.slice(2) : undefined;
  return other === undefined ? { exact: word, sound: word } : { exact: word, sound: word, other };
}

/** Andrzej, Grzegorz, Krzysztof: rz sounds as zh, which other scripts write. Not Herzog, Schwarz, Lorenzo. */
const POLISH = /(?:^|[bdgkptcjw])rz[a-z]|drzej$|orzy?$/;

function polish(word: string): string {
  return word.replace(/(?<=[pkt])rz/g, 'sh').replace(/rz/g, 'zh');
}

/** Not Albert, Elena, Alfred, Alvin. */
const JOINED_ARTICLE = /^(?:al(?!l|b[aei]|d[aeio]|e|f[or]|i|o|v|w)|el(?!l|e|i[ansz]|s|v|d[aeio]|f|w|k|o))[a-z]{4,}$/;

function same(word: string, raw = ''): Word {
  const text = word === '' ? ascii(raw) : word;
  return { exact: text, sound: text };
}

/** Ντ and Γκ at the beginning are the sounds of d and g, which only some people write so. αυ, ευ and γγ are au, eu and gg to people who go by the letters. */
function greekOrSame(raw: string, word: Word): Word {
  if (/^(?:ντ|γκ)|.μπ./i.test(raw)) return { ...word, other: word.sound.replace(/^nt/, 'd').replace(/^gk/, 'g').replace(/mp/g, 'b') };
  return /[αεη][υύ]|γγ/i.test(raw) ? { ...word, other: word.sound.replace(/(?<=[aei])[vf](?=.)/g, 'u').replace(/ng/g, 'gg') } : word;
}

function letters(word: string): string {
  return word.replace(/[^a-z0-9]/g, '');
}
