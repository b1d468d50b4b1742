import { AFFIXES, isTitle, JOINED } from '../tables/titles.js';
import { ARTICLES, isCompoundEnd } from './compounds.js';
import { usualSpelling } from './spelling.js';
import { plainLatin, type Word } from './words.js';

/** A word of ASCII letters and digits, with what is known about it whatever its neighbours are. */
export interface PlainWord extends Word {
  /** It is no title or affix, no initial, and nothing that joins its neighbours. */
  readonly standsAlone: boolean;
}

/** Words are kept, because names repeat. */
const MOST_WORDS = 100_000;
const known = new Map<string, PlainWord>();

/** `word`: in small letters. */
export function plainWord(word: string): PlainWord {
  const own = known.get(word);
  if (own !== undefined) return own;
  if (known.size >= MOST_WORDS) known.clear();
  const made = judged(word);
  known.set(word, made);
  return made;
}

function judged(word: string): PlainWord {
  const read = plainLatin(word);
  const usual = usualSpelling(word);
  const standsAlone = word.length > 1 && ![word, usual].some((form) => isTitle(form) || AFFIXES.has(form) || JOINED.has(form) || ARTICLES.has(form) || form.startsWith('abd') || isCompoundEnd(form));
  return { ...read, exact: usual, sound: usual, standsAlone };
}
