import anyAscii from 'any-ascii';

/**
 * Text to what it has in common with other ways of writing it: small Latin letters and digits, in words.
 * The steps, in order, with examples: docs/keys.md. Everything here is part of the identifier KEYS_ID (rules.ts).
 */

/** Format characters (zero-width, directions, soft hyphens), marks that scripts write over letters and mostly leave out, pictures. */
const UNSEEN = /[\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{S}\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;
/** Apostrophes join: O'Brien is one word. That includes apostrophes typed as an accent or a prime, and letters of the kind ʻ ʼ. */
const APOSTROPHES = /['`´‘’‛′\u02b9-\u02bf\u05f3\uff07]/g;
const SEPARATORS = /[^a-z0-9]+/;
const PLAIN = /^[\x20-\x26\x28-\x5f\x61-\x7e]*$/;

/** Words of small letters a–z and digits; none if the text has no letter or digit of any script. */
export function foldedWords(text: string): string[] {
  return latin(text).split(SEPARATORS).filter((word) => word !== '');
}

/** In small Latin letters, with the text's own punctuation and spaces. */
export function latin(text: string): string {
  // Symbols of ASCII separate words. Symbols outside it, including pictures, count as invisible. Apostrophes take the slow path.
  if (PLAIN.test(text)) return text.toLowerCase();
  const composed = text.normalize('NFC').replace(APOSTROPHES, '').normalize('NFKC').replace(APOSTROPHES, '').replace(UNSEEN, seen).normalize('NFC');
  let whole = '';
  for (const piece of composed.split(/([\p{L}\p{M}\p{N}]+)/u)) {
    // What the transliteration puts between the letters of a word (quotes for glottal stops, spaces) does not divide it.
    whole += /[\p{L}\p{N}]/u.test(piece) ? anyAscii(piece).toLowerCase().replace(/[^a-z0-9]/g, '') : dotOrSpace(piece);
  }
  return whole;
}

function seen(char: string): string {
  return char <= '\x7f' ? ' ' : '';
}

/** Stops at the end of an abbreviation stay, because they make a title recognisable. */
function dotOrSpace(piece: string): string {
  return piece.startsWith('.') ? '. ' : piece === '' ? '' : ' ';
}
