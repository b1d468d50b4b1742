import { BORN, BORN_IN_SMALL_LETTERS, CJK_TITLE, THAI_TITLE } from '../tables/titles.js';

/** A word of a cell as it is written. */
export interface Token {
  readonly raw: string;
  /** The same in small letters without accents, by which titles are recognised. */
  readonly plain: string;
  /** A stop follows: an abbreviation. */
  readonly stop: boolean;
  /** Each of its letters has a stop in the cell: M.A. */
  readonly dotted: boolean;
  /** A hyphen joins it to the word before. */
  readonly joined: boolean;
}

export interface Tokens {
  readonly words: readonly Token[];
  /** The cell was written surname first, with a comma, and has been turned round. */
  readonly hadComma: boolean;
}

const DOTTED = /(?<![\p{L}\p{M}])(?:\p{L}\p{M}*\.){2,}\p{L}?(?![\p{L}\p{M}])|(?<![\p{L}])(?:Ph|ph|PH)\.\s?[Dd]\.?|(?<!\p{L})v\.\s?d\.?(?:\s?r\.?)?(?=\s)/gu;
/** Г-н, г-жа, д-р: one word each. */
const HYPHENED_TITLE = /(?<!\p{L})(гр?|д)-(н|жа|ка|ну|же|р)(?!\p{L})/giu;
/** Degrees after a comma: LL.M., B.Sc., M.Si., and several of them. */
const DEGREES = /^(?:\s*(?:\p{Lu}{1,2}\p{Ll}{0,4}\.\s?){1,3}\p{Lu}?\p{Ll}{0,4}\.?)+\s*$/u;
/** Dott.ssa and Sig.ra: an abbreviation with the end of its word after it. */
const ENDED = /(?<=\b(?:dott|prof|sig|avv))\.(?=(?:ssa|ra|na)\b)/gi;
/** Comes after the stop of a word that was dotted. */
const DOTTED_MARK = '.';
const WORD = /[\p{L}\p{M}\p{N}\u05f4]+/gu;
const ASCII = /^[\x20-\x7e]*$/;
const ASCII_WORD = /[A-Za-z0-9]+/g;
/** Only a person with two words can be said to have had another name. */
const THREE_PLACES = /\S\s+\S+\s+\S/;
const HYPHENS = '-‐‑–';
const IN_BRACKETS = /[([{«“„](?:[^)\]}»”]*)[)\]}»”]|(?<=\s)"[^"]*"(?=\s|$)/gu;

/** A cleaned cell in words. Names in brackets and what follows "née" are removed, if enough is left. */
export function tokensOf(text: string): Tokens {
  const inside = THREE_PLACES.test(text) ? withoutAsides(text) : text;
  if (!/[,،、]/.test(inside)) return { words: split(inside), hadComma: false };
  const parts = inside.split(/[,،、]/u).filter((part) => WORD_ONCE.test(part));
  const commas = hasTwoWords(parts[0] ?? '') ? parts.filter((part, i) => i === 0 || !DEGREES.test(part)) : parts;
  const [last = '', ...rest] = commas;
  // "Smith, John": the surname comes first. What follows a second comma, or is a suffix, stays at the end.
  const turned = rest.length > 0 && !SUFFIX_ONLY.test(rest[0] ?? '');
  const ordered = turned ? [rest[0] ?? '', last, ...rest.slice(1)].join(' ') : commas.join(' ');
  return { words: split(ordered), hadComma: turned };
}

const WORD_ONCE = /[\p{L}\p{N}]/u;
const SUFFIX_ONLY = /^[\s.]*(?:jr|sr|jnr|snr|junior|senior|i{2,3}|iv|ph\.?\s?d|m\.?\s?d|esq|m\.?\s?sc|b\.?\s?sc|mba|phd|s\.?\s?h|dds|obe|mbe)[\s.]*$/i;

function withoutAsides(text: string): string {
  const outside = /[([{«“„"]/.test(text) ? text.replace(IN_BRACKETS, ' ') : text;
  const kept = outside === text || hasTwoWords(outside) ? outside : text;
  const own = kept.replace(BORN, ' ');
  const unborn = /\p{Lu}/u.test(own) ? own.replace(BORN_IN_SMALL_LETTERS, ' ') : own;
  return unborn === kept || hasTwoWords(unborn) ? unborn : kept;
}

const hasTwoWords = (text: string) => (text.match(WORD) ?? []).length >= 2;

function split(written: string): Token[] {
  const text = written.replace(HYPHENED_TITLE, '$1$2');
  // M.D., v.d., S.H.: one word each, if it is no row of initials. Initials are separated again where they are judged.
  const whole = text.includes('.') ? text.replace(ENDED, '').replace(DOTTED, (dotted) => `${dotted.replace(/[.\s]/g, '')}.${DOTTED_MARK} `) : text;
  return ASCII.test(whole) ? splitAscii(whole) : splitAny(whole);
}

function splitAscii(text: string): Token[] {
  const words: Token[] = [];
  ASCII_WORD.lastIndex = 0;
  for (let match = ASCII_WORD.exec(text); match !== null; match = ASCII_WORD.exec(text)) {
    const [raw] = match;
    const { index } = match;
    words.push({ raw, plain: raw.toLowerCase(), stop: text.charAt(index + raw.length) === '.', dotted: text.charAt(index + raw.length + 1) === DOTTED_MARK, joined: index > 1 && text.charAt(index - 1) === '-' && /[A-Za-z]/.test(text.charAt(index - 2)) });
  }
  return words;
}

function splitAny(text: string): Token[] {
  const words: Token[] = [];
  for (const match of text.matchAll(WORD)) {
    const end = match.index + match[0].length;
    const raw = ASCII.test(match[0]) ? match[0] : match[0].replace(THAI_TITLE, '').replace(CJK_TITLE, '');
    const joined = HYPHENS.includes(text.charAt(match.index - 1) || ' ') && /\p{L}\p{M}*.$/u.test(text.slice(Math.max(0, match.index - 8), match.index));
    words.push({ raw, plain: plainOf(raw), stop: text.charAt(end) === '.', dotted: text.charAt(end + 1) === DOTTED_MARK, joined });
  }
  return words;
}

function plainOf(raw: string): string {
  return (ASCII.test(raw) ? raw : raw.normalize('NFD').replace(/[\u0300-\u036f]/g, '')).toLowerCase();
}
