import { ARABIC_NAMES } from '../tables/arabic-names.js';
import { usualSpellings } from './usual.js';

/**
 * Names in Arabic letters. Vowels are not written, so frequent names come from a table. Any other name is given letter by letter, in the
 * letters and digits that people type Arabic in (3 for ع, 7 for ح), so that what differs in Arabic differs here.
 */

const table = usualSpellings(ARABIC_NAMES, folded);

/** Spellings that the languages, their keyboards and habits mix up: the seats of hamza, ى and ي, ه and ة, letters of Persian and Urdu. */
export function folded(word: string): string {
  return word.replace(/[أإآٱٲٳ]/g, 'ا').replace(/[ىیېےۓئ]/g, 'ي').replace(/[ةهھہۀەۂۃ]/g, 'ه').replace(/[کڪ]/g, 'ك').replace(/ؤ/g, 'و').replace(/ں/g, 'ن').replace(/[ۇۆۈۋ]/g, 'و').replace(/ٹ/g, 'ت').replace(/ڈ/g, 'د').replace(/ڑ/g, 'ر');
}

const LETTERS = new Map('اa بb تt ثth جj ح7 خkh دd ذdh رr زz سs شsh ص9 ض9d ط6 ظ6h ع3 غgh فf قq كk لl مm نn هh وw يy ءe پp چch ژzh گg ڤv ڨ8 ڭn0g ڠn8'.split(' ').map((pair) => [pair.charAt(0), pair.slice(1)]));

/** How the letters sound. What no Latin spelling writes is left out, and و is w only next to a vowel. */
const SOUNDS = new Map('اa بb تt ثth جj حh خkh دd ذdh رr زz سs شsh صs ضd طt ظz ع غgh فf قq كk لl مm نn هh ي ء پp چch ژzh گg ڤv ڨg ڭng ڠng'.split(' ').map((pair) => [pair.charAt(0), pair.slice(1)]));

export interface ArabicWord {
  /** Without its article, if it has one. */
  readonly exact: string;
  readonly sound: string;
  readonly hasArticle: boolean;
}

const ARTICLE = /^(?:و?ال)(?=..)/;
const WITH_ARTICLE_LOOKING = /^ال(?:له|ه)$/;

export function arabic(word: string): ArabicWord {
  const whole = folded(word);
  const known = table.usual(whole);
  if (known !== undefined) return { exact: known, sound: known, hasArticle: false };
  if (/^ابو..+/.test(whole)) return compoundOf(whole.slice(3));
  if (/^عبد./.test(whole)) return servant(whole.slice(3));
  const god = /^(.{2,})(?:الدين|الله)$/.exec(whole);
  if (god !== null) return compound(god[1] ?? '', whole.endsWith('الدين') ? 'uddin' : 'ullah');
  if (ARTICLE.test(whole) && !WITH_ARTICLE_LOOKING.test(whole)) return { ...arabic(whole.replace(ARTICLE, '')), hasArticle: true };
  return { exact: letters(whole), sound: sounds(whole), hasArticle: false };
}

/** عبد الرحمن and عبدالرحمن: abdulrahman. */
function servant(rest: string): ArabicWord {
  if (/^(?:ا?لله)$/.test(rest)) return { exact: 'abdullah', sound: 'abdullah', hasArticle: false };
  const { exact, sound } = arabic(rest.replace(/^ال(?=..)/, ''));
  return { exact: `abdul${exact}`, sound: `abdul${sound}`, hasArticle: false };
}

/** ابو بكر and ابوبكر: abubakr. */
function compoundOf(rest: string): ArabicWord {
  const { exact, sound } = arabic(rest.replace(/^ال(?=..)/, ''));
  return { exact: `abu${exact}`, sound: `abu${sound}`, hasArticle: false };
}

function compound(first: string, last: string): ArabicWord {
  const { exact, sound } = arabic(first);
  return { exact: exact + last, sound: sound + last, hasArticle: false };
}

/** Two letters that would read as one are separated: سه is s0h, ش is sh. */
function letters(word: string): string {
  return table.unlike(Array.from(word, (char, i) => (char === 'ه' && /[تسكدگغزچ]/.test(word.charAt(i - 1)) ? '0h' : (LETTERS.get(char) ?? ''))).join(''));
}

function sounds(word: string): string {
  let latin = '';
  for (let i = 0; i < word.length; i++) {
    const char = word.charAt(i);
    const beside = 'اويءة'.includes(word.charAt(i - 1) || '-') || 'اوي'.includes(word.charAt(i + 1) || '-') || (word.charAt(i + 1) === 'ه' && i + 2 === word.length);
    if (char === 'و') latin += i === 0 || beside ? 'w' : 'o';
    else if (char === 'ي') latin += 'i';
    else if (char === 'ه' && i === word.length - 1 && i > 1) latin += 'a';
    else latin += SOUNDS.get(char) ?? '';
  }
  return latin;
}
