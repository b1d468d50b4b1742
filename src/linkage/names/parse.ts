import { AFFIXES, BEFORE_SRI, CAPITAL_SUFFIXES, CHILD_OF, DOTTED_SUFFIXES, JOINED, LIKELY_TITLES, LOOSE_SUFFIXES, LOOSE_TITLES, PATRONYMIC, SCRIPT_AFFIXES, SPELLINGS, SUFFIXES, SURE_AFFIXES, SURE_TITLES } from '../tables/titles.js';
import { isKoreanLatin, KOREAN_SURNAMES_LATIN } from '../scripts/korean.js';
import { CHINESE_SURNAMES, isPinyin } from './pinyin.js';
import { arabicCompounds } from './compounds.js';
import type { Part } from './part.js';
import { plainWord } from './plain-words.js';
import { fullForms } from './short-forms.js';
import { servant, usualSpelling } from './spelling.js';
import type { Token, Tokens } from './tokens.js';
import { type Context, wordsOf } from './words.js';

/** One cell of a name, taken apart. No list in it is empty if the cell has a letter or digit of any script. */
export interface ParsedName {
  /** For the exact key: without titles and affixes, if the cell is a whole name and enough is left. */
  readonly exact: readonly string[];
  /** Made when a near rule asks. */
  readonly near: () => NearName;
}

/** What near rules take a cell for. */
export interface NearName {
  /** As it sounds, without titles, affixes and initials. */
  readonly bare: readonly string[];
  /** As it sounds, with affixes and with titles that may be names. */
  readonly kept: readonly string[];
  /** Read in another language; undefined if there is none. */
  readonly other: readonly string[] | undefined;
  /** Without patronymics; of a compound, only its first word. */
  readonly brief: readonly string[];
}

/** `isWhole`: the cell holds given name and surname together. */
export function parseName({ words: tokens, hadComma }: Tokens, context: Context, isWhole: boolean): ParsedName {
  const plain = context.isAscii && !context.isVietnamese ? plainParts(tokens) : undefined;
  if (plain !== undefined) return { exact: isWhole ? wholeWords(plain, context) : plain.map(({ exact }) => exact), near: () => nearName(plain, plain, context, hadComma, isWhole) };
  const judged = withoutTitles(tokens, isWhole, true);
  const parts = join(partsOf(judged, context, isWhole), context, isWhole);
  const exact = isWhole ? withoutInitials(withoutAffixes(parts, context, hadComma, true), 2) : parts;
  return {
    exact: isWhole ? wholeWords(exact, context) : exact.map(({ exact: word }) => word),
    near: () => {
      const loose = withoutTitles(tokens, isWhole, false);
      return nearName(judged.length === loose.length ? parts : join(partsOf(loose, context, isWhole), context, isWhole), parts, context, hadComma, isWhole);
    },
  };
}

/** The fast path: words of which none is a title, an affix or anything that joins its neighbours. */
function plainParts(tokens: readonly Token[]): readonly Part[] | undefined {
  const parts: Part[] = [];
  for (const token of tokens) {
    const { exact, sound, other, standsAlone } = plainWord(token.plain);
    if (!standsAlone || token.stop) return undefined;
    parts.push(other === undefined ? { exact, sound, token } : { exact, sound, other, token });
  }
  return parts;
}

/** `titled`: with titles that may be names. */
function nearName(looseParts: readonly Part[], titled: readonly Part[], context: Context, hadComma: boolean, isWhole: boolean): NearName {
  const bare = withoutInitials(withoutAffixes(looseParts, context, hadComma, false), isWhole ? 2 : 1);
  const sounds = (list: readonly Part[]) => list.map(({ sound }) => sound);
  return {
    bare: sounds(bare),
    kept: sounds(titled),
    other: otherReading(bare, looseParts, isWhole),
    brief: sounds(brief(bare, looseParts, isWhole)),
  };
}

const PREPOSITIONS = new Set('de di da do du d von van y e'.split(' '));

/** In another language; or of several affixes only the article, as in La Fontaine for de La Fontaine. */
function otherReading(bare: readonly Part[], all: readonly Part[], isWhole: boolean): string[] | undefined {
  if ((bare.length > 1 || !isWhole) && bare.every(({ exact }) => isKoreanLatin(exact) || KOREAN_SURNAMES_LATIN.has(exact)) && bare.some(({ exact }) => KOREAN_SURNAMES_LATIN.has(exact))) return bare.map(({ exact }) => KOREAN_SURNAMES_LATIN.get(exact) ?? exact);
  if (isWhole && all.length === 2 && /^(?:al|el|ul)$/.test(all[0]?.exact ?? '')) return all.slice(1).map(({ sound }) => sound);
  if (bare.some(({ other }) => other !== undefined)) return bare.map(({ other, sound }) => other ?? sound).filter((word) => word !== '');
  const left = all.filter(({ exact }) => !PREPOSITIONS.has(exact));
  return left.length > bare.length && left.length < all.length ? left.map(({ sound }) => sound) : undefined;
}

function partsOf(tokens: readonly Token[], context: Context, isWhole: boolean): Part[] {
  const words = wordsOf(tokens, context, isWhole);
  const none: Token = { raw: '', plain: '', stop: false, dotted: false, joined: false };
  return words.map((word, i) => ({ ...word, token: words.length === tokens.length ? (tokens[i] ?? none) : none }));
}

function isOf(words: ReadonlySet<string>, { raw, plain, stop }: Token): boolean {
  if (isListed(words, plain, stop) || (raw !== plain && isListed(words, raw, stop))) return true;
  const usual = SPELLINGS.get(plain);
  return usual !== undefined && isListed(words, usual, stop);
}

function isListed(words: ReadonlySet<string>, form: string, stop: boolean): boolean {
  return words.has(form) || (stop && words.has(`${form}.`));
}

/** `isExact`: what may be a name stays, and two words of a whole name are left. */
function withoutTitles(tokens: readonly Token[], isWhole: boolean, isExact: boolean): readonly Token[] {
  const least = isWhole && isExact ? 2 : 1;
  let own = isWhole ? withoutSri(tokens) : [...tokens];
  const isSure = (token: Token) => isOf(SURE_TITLES, token) && !(token.raw.length === 1 && !token.stop);
  const isFirst = (token: Token | undefined) => token !== undefined && (isSure(token) || (isWhole && own.length > least && (isOf(LIKELY_TITLES, token) || (!isExact && isOf(LOOSE_TITLES, token)))));
  if (isWhole && own.length > least + 1 && own[0]?.plain === 'the' && isFirst(own[1])) own = own.slice(1);
  while (own.length > 1 && isFirst(own[0])) own = own.slice(1);
  // A name turned round, or a name with its titles at the end: titles can be in the middle and at the end.
  const inside = own.filter((token, i) => i === 0 || !isSure(token) || isVietnameseDoc(token));
  if (inside.length >= least && inside.length > 0) own = inside;
  if (!isWhole) return own;
  const isLast = (token: Token) => isOf(SUFFIXES, token) || (token.dotted && DOTTED_SUFFIXES.has(token.plain)) || (!isExact && isOf(LOOSE_SUFFIXES, token));
  while (own.length > 2 && isLast(own.at(-1) as Token)) own = own.slice(0, -1);
  while (own.length > 2 && CAPITAL_SUFFIXES.has(own.at(-1)?.raw ?? '') && own.slice(0, -1).some(({ raw }) => /\p{Ll}/u.test(raw))) own = own.slice(0, -1);
  return isExact ? own : withoutAbbreviations(own);
}

/** Tan and Puan are titles with Sri after them. */
function withoutSri(tokens: readonly Token[]): Token[] {
  return tokens.length > 3 && /^s(?:eri|ri)$/.test(tokens[1]?.plain ?? '') && BEFORE_SRI.has(tokens[0]?.plain ?? '') ? tokens.slice(2) : [...tokens];
}

/** An abbreviation that is not known as a name is passed over as a title of some language, if two whole words are left. */
function withoutAbbreviations(tokens: readonly Token[]): readonly Token[] {
  const left = tokens.filter(({ plain, stop }) => !stop || plain.length === 1 || ABBREVIATIONS.has(plain) || SPELLINGS.has(plain) || AFFIXES.has(plain) || JOINED.has(plain) || fullForms(plain) !== plain);
  return left.filter(({ plain, stop }) => !stop && plain.length > 1 && !AFFIXES.has(plain)).length >= 2 ? left : tokens;
}

function isVietnameseDoc({ plain, stop }: Token): boolean {
  return plain === 'doc' && !stop;
}

/** Mac, O, Saint, Abu and Abd join the next word. Names of one origin that are written in several ways become one. */
function join(parts: readonly Part[], context: Context, isWhole: boolean): Part[] {
  const joined: Part[] = [];
  let open: Part | undefined;
  for (const part of parts.map((each) => spelled(each, context))) {
    const own: Part = open === undefined ? part : merged(open, part);
    open = undefined;
    if (JOINED.has(own.exact) && !part.token.stop && part !== parts.at(-1)) open = own;
    else joined.push(own);
  }
  if (open !== undefined) joined.push(open);
  return joined.length > 1 ? arabicCompounds(joined, isWhole) : joined;
}

function merged(a: Part, b: Part): Part {
  return { exact: servant(a.exact + b.exact), sound: servant(a.sound + b.sound), token: b.token };
}

const ABBREVIATIONS = new Map([['ma', 'maria'], ['fco', 'francisco']]);

function spelled(part: Part, { isVietnamese }: Context): Part {
  if (isVietnamese) return part;
  const abbreviated = part.token.stop && !part.token.dotted ? ABBREVIATIONS.get(part.token.plain) : undefined;
  const exact = abbreviated ?? usualSpelling(part.exact);
  const sound = part.sound === part.exact ? exact : (abbreviated ?? usualSpelling(part.sound));
  return exact === part.exact && sound === part.sound ? part : { ...part, exact, sound };
}

function withoutAffixes(parts: readonly Part[], { isVietnamese }: Context, hadComma: boolean, isExact: boolean): readonly Part[] {
  if (isExact && isVietnamese) return parts;
  const isAffix = parts.map(({ exact, token }) => AFFIXES.has(exact) || SCRIPT_AFFIXES.has(token.raw));
  if (!isAffix.includes(true) || (isExact && parts.every(({ exact }) => isPinyin(exact)))) return parts;
  // The last words of a name are no affixes, unless a comma shows that they were moved to the end. The first word may be a surname: Das, De, Do.
  let end = parts.length;
  if (!hadComma) while (end > 0 && isAffix[end - 1] === true) end--;
  const left = parts.filter((part, i) => {
    if (isAffix[i] !== true || (i >= end && !hadComma)) return true;
    return isExact && i === 0 && !(isAffix[1] === true || SURE_AFFIXES.has(part.exact));
  });
  if (left.length >= (isExact ? 2 : 1) && left.some(({ exact }) => exact.length > 1)) return left;
  return parts;
}

function withoutInitials(parts: readonly Part[], least: number): readonly Part[] {
  const left = parts.filter(({ exact, sound, token }) => exact.length > 1 || sound.length > 1 || (token.raw !== '' && !/^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]\p{M}*$/u.test(token.raw)));
  return left.length >= least ? left : parts;
}

/** Words of a whole name for its exact key. Syllables of Chinese and Korean given names, which people write apart or together, are joined. */
function wholeWords(parts: readonly Part[], { isVietnamese }: Context): string[] {
  const texts = parts.map(({ exact }) => exact);
  const hyphen = parts.findIndex(({ token }, i) => i > 0 && token.joined);
  if (isVietnamese || (hyphen < 0 && texts.length !== 3) || !texts.every(isPinyinOrKorean)) return texts;
  if (hyphen > 0) return [...texts.slice(0, hyphen - 1), texts.slice(hyphen - 1, hyphen + 1).join(''), ...texts.slice(hyphen + 1)];
  if (texts.length !== 3 || texts.some((text) => text.length > 6)) return texts;
  const [first = '', middle = '', last = ''] = texts;
  if (isSurname(first)) return [first, middle + last];
  return isSurname(last) ? [first + middle, last] : texts;
}

function isSurname(word: string): boolean {
  return CHINESE_SURNAMES.has(word) || KOREAN_SURNAMES_LATIN.has(word);
}

function isPinyinOrKorean(word: string): boolean {
  return isPinyin(word) || isKoreanLatin(word);
}

/** Given name and surname alone, without what only some lists have: patronymics and middle names. Of two names with a hyphen it keeps the first. */
function brief(bare: readonly Part[], all: readonly Part[], isWhole: boolean): readonly Part[] {
  const unfathered = bare.length > 2 || !isWhole ? bare.filter((part, i) => !(CHILD_OF.has(part.exact) || (bare.length > 1 && PATRONYMIC.test(part.sound) && part.sound.length > 4 && (i > 0 || isWhole)) || (bare[i + 1] !== undefined && /^(?:ogly|qizi)$/.test(bare[i + 1]?.exact ?? '')))) : bare;
  const own = unfathered.length >= (isWhole ? 2 : 1) ? unfathered : bare;
  const heads = own.filter((part, i) => !(i > 0 && part.token.joined && own.length > (isWhole ? 2 : 1)));
  if (!isWhole) return heads.slice(0, 1);
  const [first, last] = [heads[0], heads.at(-1)];
  return first === undefined || last === undefined || heads.length < 3 ? (heads.length === 0 ? all : heads) : [first, last];
}
