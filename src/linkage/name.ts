import { latin } from './fold.js';

/**
 * Names of people. Which words are titles, which are affixes, and what is joined: docs/keys.md gives the reasons.
 * A word is dropped only where others are left, so that no name is made of nothing.
 */

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Before or behind a name, in several languages. None that is often a name: Don, Md (Mohammed), Ma, Pan. */
const TITLES = words(
  'mr mrs ms miss mister mx dr prof professor doctor sir madam rev reverend herr frau meneer mevrouw mevr dhr drs monsieur madame mademoiselle mme mlle ' +
    'senor senora senorita sr sra srta dott dottor dottore dottssa signor signora signorina sheikh shaykh hadji hajji phd msc bsc esq jr jnr snr junior senior ii iii iv',
);
/** Titles only where a stop follows: without it they may be names. */
const ABBREVIATIONS = words('ing mag ir fr br sig dipl hr mw hon');
/** Small words of surnames, which lists leave out, move behind, or keep as they like. */
const AFFIXES = words('van von vom zum zur der den de del della dello di da dos das des ter ten het af av al el ul bin ibn bint binti');
/** These are written together with what follows as often as apart. */
const JOINED = words('mc mac o');

/**
 * The words of a name, sorted, so that their order does not matter. `isWhole` says that the column holds whole names, given name and
 * surname together: then a name in Chinese characters is taken apart after its surname, and affixes are dropped only where two words are left.
 */
export function nameWords(cell: string, isWhole: boolean): string[] {
  const text = isWhole ? cell.replace(HAN_NAME, (name) => apart(name)) : cell;
  const all = join(latin(text).match(/[a-z0-9]+\.?/g) ?? []);
  const untitled = orAll(all.filter((word) => !isTitle(word)), all, 1);
  const bare = untitled.map((word) => word.replace('.', ''));
  const withoutAffixes = orAll(bare.filter((word) => !AFFIXES.has(word)), bare, isWhole ? 2 : 1);
  const withoutInitials = orAll(withoutAffixes.filter((word) => word.length > 1), withoutAffixes, isWhole ? 2 : 1);
  return withoutInitials.map(plainVowels).sort();
}

/** One text for a name: its words without anything between, as spaces come and go (Anne-Lise, Anne Lise). */
export function nameKey(cell: string, isWhole: boolean): string {
  return nameWords(cell, isWhole).join('');
}

function orAll(some: readonly string[], all: readonly string[], least: number): readonly string[] {
  return some.length >= least ? some : all;
}

function isTitle(word: string): boolean {
  return word.endsWith('.') ? TITLES.has(word.slice(0, -1)) || ABBREVIATIONS.has(word.slice(0, -1)) : TITLES.has(word);
}

function join(parts: readonly string[]): string[] {
  const joined: string[] = [];
  let open = '';
  for (const part of parts) {
    if (JOINED.has(part) && open === '') {
      open = part;
      continue;
    }
    joined.push(open + part);
    open = '';
  }
  if (open !== '') joined.push(open);
  return joined;
}

/** Müller, Mueller and Muller; Sørensen and Soerensen; Åberg and Aaberg. */
function plainVowels(word: string): string {
  return word.replace(/ae|oe|ue|aa/g, (pair) => pair.charAt(0));
}

/** A name of two to four Chinese characters with nothing beside it. */
const HAN_NAME = /^\p{Script=Han}{2,4}$/u;

/** The surname is the first character, or two of four. */
function apart(name: string): string {
  const letters = Array.from(name);
  const surname = letters.length === 4 ? 2 : 1;
  return `${letters.slice(0, surname).join('')} ${letters.slice(surname).join('')}`;
}
