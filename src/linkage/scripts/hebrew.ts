import { HEBREW_NAMES } from '../tables/hebrew-names.js';
import { usualSpellings } from './usual.js';

/** Names in Hebrew letters, whose vowels are not written: frequent ones come from a table, any other is given letter by letter. */

const plain = (word: string) => word.replace(/[\u05f3\u05f4]/g, '');
const table = usualSpellings(HEBREW_NAMES, plain);
const pairs = (text: string) => new Map(text.split(' ').map((pair) => [pair.charAt(0), pair.slice(1)]));
/** Letters of the exact key: every letter differs. */
const LETTERS = pairs('אa בb גg דd הh וv זz ח7 ט6 יy כk ךk לl מm םm נn ןn סs ע3 פp ףp צts ץts קq רr שsh תt');
const SOUNDS = pairs('אa בb גg דd הh זz חkh טt יi כk ךkh לl מm םm נn ןn סs ע פp ףf צts ץts קk רr שsh תt');

export function hebrew(word: string): string {
  const own = plain(word);
  // סה is s0h, since ש is sh; תס is t0s, since צ is ts.
  return table.usual(own) ?? table.unlike(Array.from(own.replace(/(?<=ס)ה|(?<=ת)ס/g, '0$&'), (char) => LETTERS.get(char) ?? (char === '0' ? char : '')).join(''));
}

/** ו is v at the beginning, doubled, and next to א, ה, י; it is a vowel between other letters. */
export function hebrewSound(word: string): string {
  const own = plain(word);
  const known = table.usual(own);
  if (known !== undefined) return known;
  return Array.from(own.replace(/וו/g, 'ב'), (char, i) => {
    if (char === 'ו') return i === 0 || 'איה'.includes(own.charAt(i + 1) || '-') || 'אי'.includes(own.charAt(i - 1) || '-') ? 'v' : 'o';
    if (char === 'ה' && i === own.length - 1) return 'a';
    return SOUNDS.get(char) ?? '';
  }).join('');
}
