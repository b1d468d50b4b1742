import anyAscii from 'any-ascii';
import { INDIC_NAMES } from '../tables/indic-names.js';
import { ownLetters } from './ascii.js';

/**
 * The scripts of India in Latin letters as names are usually written: राजेश is rajesh, शर्मा sharma. Their blocks in Unicode are laid out alike, so
 * one table of offsets serves nine of them. Vowels are not marked long; an inherent a that is not spoken is left out where the
 * language does so: in Hindi, Marathi, Punjabi, Gujarati and Bengali, at the end and between a consonant with a vowel on each side.
 */

const FIRST = 0x0900;
const LAST = 0x0d7f;
const CONSONANTS = 'k kh g gh n ch chh j jh n t th d dh n t th d dh n n p ph b bh m y r r l l zh v sh sh s h'.split(' ');
const VOWELS = 'a a i i u u ri l e e e ai o o o au'.split(' ');
const SIGNS = 'a i i u u ri ri e e e ai o o o au'.split(' ');
/** Blocks by their number from Devanagari on: Devanagari, Bengali, Gurmukhi and Gujarati leave the inherent vowel out. */
const SILENT = new Set([0, 1, 2, 3]);
const TAMIL = 5;
const MARK = '\u0001';

export function isIndic(char: string): boolean {
  const code = char.charCodeAt(0);
  return code >= FIRST && code <= LAST;
}

export function indic(word: string): string {
  if (word === 'सिंह' || word === 'ਸਿੰਘ' || word === 'સિંહ' || word === 'সিং') return 'singh';
  const block = (word.charCodeAt(0) - FIRST) >> 7;
  // NFC takes letters with a dot below apart.
  const spelled = sounds(word.replace(/([\u0915-\u0939\u0995-\u09b9\u0a15-\u0a39])[\u093c\u09bc\u0a3c]/g, (whole, base: string) => WITH_DOT[base] ?? whole), block);
  const latin = SILENT.has(block) ? withoutSilent(spelled) : spelled.replaceAll(MARK, 'a');
  return block === TAMIL ? voiced(latin) : latin;
}

let table: ReadonlyMap<string, string> | undefined;

/** For exact keys: the usual spelling of a frequent name, and any other name in its own letters. */
export function indicLetters(word: string): string {
  table ??= new Map(INDIC_NAMES.split(' ').map((entry) => entry.split('=')).map(([name = '', spelled]) => [folded(name), spelled ?? indic(name)]));
  const own = folded(word);
  return table.get(own) ?? ownLetters(own);
}

/** Spellings that are one: a nasal before another consonant as a dot, both dots, no dot below, ब for Bengali's two. */
function folded(word: string): string {
  const plain = word.normalize('NFC').replace(/[\u093c\u09bc\u0a3c\u0abc]/g, '').replace(/[\u0901\u0981\u0a01\u0a81\u0a70]/g, (sign) => String.fromCharCode((sign.charCodeAt(0) & ~0x7f) + 2));
  return plain.replace(/[\u0919\u091e\u0923\u0928\u092e]\u094d(?=[\u0915-\u092d])/g, '\u0902').replace(/[\u0999\u099e\u09a3\u09a8\u09ae]\u09cd(?=[\u0995-\u09ad])/g, '\u0982');
}

/** Letters whose sound a dot changes; ड़ and य़ as the plain letter. */
const WITH_DOT: Readonly<Record<string, string>> = { 'ज': 'z', 'फ': 'f', 'ড': 'r', 'ড়': 'r', 'ঢ': 'r', 'ਸ': 'sh', 'ਜ': 'z', 'ਫ': 'f', 'ड': 'r', 'ढ': 'r', 'য': 'y' };

function sounds(word: string, block: number): string {
  let latin = '';
  const last = word.length - 1;
  for (let i = 0; i <= last; i++) {
    const char = word.charAt(i);
    if (/[a-z]/.test(char)) {
      latin += inherent(char, word.charAt(i + 1));
      continue;
    }
    const offset = isIndic(char) ? (char.charCodeAt(0) - FIRST) & 0x7f : -1;
    if (offset < 0) latin += anyAscii(char).toLowerCase().replace(/[^a-z]/g, '');
    else if (offset === 0x01 || offset === 0x02 || offset === 0x70) latin += nasal(word.charAt(i + 1));
    else if (offset === 0x03 || offset === 0x4d || offset === 0x3c) continue;
    else if (offset >= 0x05 && offset <= 0x14) latin += VOWELS[offset - 0x05] ?? '';
    else if (offset >= 0x15 && offset <= 0x39) latin += inherent(consonant(word, i, offset, block), word.charAt(i + 1));
    else if (offset >= 0x3e && offset <= 0x4c) latin += SIGNS[offset - 0x3e] ?? '';
    else if (offset === 0x71 && block === 2) continue;
    else if (offset === 0x5f) latin += inherent('y', word.charAt(i + 1));
    else if (offset >= 0x66 && offset <= 0x6f) latin += String(offset - 0x66);
    else latin += anyAscii(char).toLowerCase().replace(/[^a-z]/g, '');
  }
  return latin;
}

function consonant(word: string, at: number, offset: number, block: number): string {
  const letter = CONSONANTS[offset - 0x15] ?? '';
  // ज्ञ is gy in Hindi; ক্ষ and the like are ksh, which the letters give.
  if (block === 0 && letter === 'j' && word.slice(at + 1, at + 3) === '्ञ') return 'g';
  if (block === 0 && letter === 'n' && word.slice(at - 2, at) === 'ज्') return 'y';
  if (block === 1 && letter === 'v') return 'b';
  if (block === 1 && offset === 0x2f) return 'j';
  if (block === TAMIL && letter === 'ch' && at === 0) return 's';
  return letter;
}

/** A consonant with its inherent vowel, marked, unless a vowel sign or a virama follows. */
function inherent(letter: string, next: string): string {
  const offset = next !== '' && isIndic(next) ? (next.charCodeAt(0) - FIRST) & 0x7f : -1;
  return offset >= 0x3e && offset <= 0x4d ? letter : letter + MARK;
}

function nasal(next: string): string {
  const offset = next !== '' && isIndic(next) ? (next.charCodeAt(0) - FIRST) & 0x7f : -1;
  return offset >= 0x2a && offset <= 0x2e ? 'm' : 'n';
}

function withoutSilent(spelled: string): string {
  // The last one is silent after a single consonant; after two it is spoken (Narendra, Krishna).
  let text = spelled.replace(new RegExp(`([aeiou${MARK}](?:chh|kh|gh|ch|jh|th|dh|ph|bh|sh|[a-z]))${MARK}$`), '$1');
  // From the right: V C a C V loses its a.
  const between = new RegExp(`([aeiou${MARK}](?:kh|gh|chh|ch|jh|th|dh|ph|bh|sh|[bcdfghjklmnprstvyz]))${MARK}(?=(?:kh|gh|chh|ch|jh|th|dh|ph|bh|sh|[bcdfghjklmnprstvyz])[aeiou])`);
  for (let found = lastMatch(text, between); found !== undefined; found = lastMatch(text, between)) text = text.slice(0, found) + text.slice(found + 1);
  return text.replaceAll(MARK, 'a');
}

/** The offset of the last silent vowel. */
function lastMatch(text: string, pattern: RegExp): number | undefined {
  for (let i = text.length - 1; i >= 0; i--) {
    if (text.charAt(i) !== MARK) continue;
    for (let start = Math.max(0, i - 4); start < i; start++) {
      const match = pattern.exec(text.slice(start));
      if (match?.index === 0 && start + (match[1]?.length ?? 0) === i) return i;
    }
  }
  return undefined;
}

/** Tamil writes voiced and voiceless alike: after a nasal they are voiced. */
function voiced(text: string): string {
  return text.replace(/nth/g, 'nd').replace(/nt/g, 'nd').replace(/mp/g, 'mb').replace(/nk/g, 'ng').replace(/nch/g, 'nj');
}
