import { ascii } from '../scripts/ascii.js';
import { short } from '../scripts/latin.js';
import { cleaned, repaired } from './clean.js';
import { type NearName, type ParsedName, parseName } from './parse.js';
import { fullForms } from './short-forms.js';
import { tokensOf } from './tokens.js';
import { contextOf } from './words.js';

/** The name columns of a record, as keys have them. */
export interface NameForms {
  /** For each column its part of the exact key; '' if it has no letter or digit. */
  readonly exact: readonly string[];
  /** What near rules compare, made when they ask. */
  readonly near: () => NearForms;
}

export interface NearForms {
  /** For each column its name, or the words of the only column, without titles, affixes, and the differences that accents and expansions make. */
  readonly names: readonly string[];
  readonly bare: readonly string[];
  readonly kept: readonly string[];
  readonly other: readonly string[] | undefined;
  readonly brief: readonly string[];
}

/**
 * Names of people. docs/keys.md says what is dropped, joined and distinguished, and why. If there is one cell, it is a whole name; of several, each holds a
 * part of it.
 */
export function nameForms(cells: readonly string[]): NameForms {
  const isWhole = cells.length === 1;
  const parsed = parseAll(cells, isWhole);
  const exact = parsed.map(({ exact: words }, i) => oneText(words, cells[i] ?? '', isWhole));
  return { exact, near: () => nearForms(cells, parsed, isWhole) };
}

function parseAll(cells: readonly string[], isWhole: boolean): ParsedName[] {
  const tokens = cells.map((cell) => tokensOf(cleaned(cell)));
  const context = contextOf(tokens.map(({ words }) => words));
  return tokens.map((own) => parseName(own, context, isWhole));
}

function oneText(words: readonly string[], cell: string, isWhole: boolean): string {
  const text = (isWhole ? words.toSorted() : words).join('');
  return text === '' ? unwritten(cell) : text;
}

/** If nothing else is left, its letters: a name is never nothing. */
function unwritten(cell: string): string {
  const letters = (text: string) => Array.from(text.matchAll(/[\p{L}\p{N}]/gu), ([letter]) => letter).join('');
  const text = ascii(letters(cell.normalize('NFKC')));
  // A letter that folding turns into a mere mark (U+037A), and a letter without a transliteration, are written as their code points.
  return text === '' ? Array.from(letters(cell), (letter) => `u${(letter.codePointAt(0) ?? 0).toString(16)}`).join('') : text;
}

function nearForms(cells: readonly string[], parsed: readonly ParsedName[], isWhole: boolean): NearForms {
  const mended = cells.map(repaired);
  const own = (mended.every((cell, i) => cell === cells[i]) ? parsed : parseAll(mended, isWhole)).map(({ near }) => near());
  const filled = own.map((name, i) => (name.bare.some((word) => word !== '') ? name : asOne(unwritten(cells[i] ?? ''))));
  const brief = filled.flatMap(({ brief: words }) => words.map(briefly));
  const flat = (form: 'bare' | 'kept') => filled.flatMap((name) => name[form]);
  const other = filled.some((name) => name.other !== undefined) ? filled.flatMap((name) => name.other ?? name.bare) : undefined;
  const names = isWhole ? (filled[0]?.bare ?? []).map(short) : filled.map(({ bare }) => short(bare.join('')));
  return { names, bare: flat('bare'), kept: flat('kept'), other, brief };
}

/** Its full form; w as v, as in the German and Polish spellings Wladimir and Petrow. */
function briefly(word: string): string {
  return fullForms(word).replace(/w/g, 'v');
}

function asOne(text: string): NearName {
  const words = text === '' ? [] : [text];
  return { bare: words, kept: words, other: undefined, brief: words };
}
