import { mixedWords, type MixedWord } from '../../mixed-scripts.js';
import type { Program } from '../syntax/tree.js';
import { listed } from '../words/numerals.js';
import type { Notice } from './notice.js';

/** More words than these are only counted. */
const MOST_NAMED = 5;

interface Text {
  readonly text: string;
  readonly line: number;
}

const NOT_ASCII = /[^\0-\x7f]/;

interface Found extends MixedWord {
  readonly line: number;
}

/** A17, for all texts that the author wrote: title, labels, units, categories, and those that values are compared with. */
export function scriptNotices(program: Program): Notice[] {
  const texts = textsIn({ ...program, unread: undefined }, 1);
  return noticeAbout(texts.flatMap(({ text, line }) => mixedWords(withoutUnits(text)).map((each) => ({ ...each, line }))));
}

/** A17, for the entries of lists, which come with the agreement. */
export function attentionOfLists(lists: Readonly<Record<string, readonly string[]>>): Notice[] {
  return Object.entries(lists).flatMap(([name, entries]) => noticeAbout(entries.flatMap((entry) => mixedWords(withoutUnits(entry))).map((each) => ({ ...each, line: 1 })), `in the list ${name}, `));
}

function noticeAbout(found: readonly Found[], place = ''): Notice[] {
  const words = [...new Map(found.map((each) => [each.word, each])).values()];
  if (words.length === 0) return [];
  const named = words.slice(0, MOST_NAMED).map(({ word, scripts }) => `“${word}” mixes ${listed(scripts)} letters`);
  const more = words.length - named.length;
  const rest = more === 0 ? [] : [`${more} more ${more === 1 ? 'word mixes' : 'words mix'} letters of two scripts`];
  return [{ code: 'A17', reveals: [], attention: true, line: Math.min(...words.map(({ line }) => line)), text: `${place}${listed([...named, ...rest])}.` }];
}

/** The letters of micro and ohm stand among Latin ones in units, and are drawn like none of them. */
function withoutUnits(text: string): string {
  return text.replace(/(?<!\p{L})[μµ](?=\p{Script=Latin})|(?<=\p{Script=Latin})[Ω](?!\p{L})/gu, '');
}

/** Every string of a syntax tree that could mix scripts, with its line, in the order of the tree. Names and words of the language are in Latin letters alone (E002). */
function textsIn(node: unknown, line: number, found: Text[] = []): Text[] {
  if (typeof node === 'string') {
    if (NOT_ASCII.test(node)) found.push({ text: node, line });
  } else if (Array.isArray(node)) {
    for (const each of node) textsIn(each, line, found);
  } else if (typeof node === 'object' && node !== null) {
    const at = 'at' in node ? node.at : undefined;
    const here = typeof at === 'object' && at !== null && 'line' in at ? Number(at.line) : line;
    for (const key in node) if (key !== 'at') textsIn((node as Readonly<Record<string, unknown>>)[key], here, found);
  }
  return found;
}
