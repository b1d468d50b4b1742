import anyAscii from 'any-ascii';

const SILENT_LETTER = /\p{Lo}/u;

/**
 * By the general table, in small letters a–z and digits. Letters that it leaves out are written by their numbers, so that no word is ever nothing and none
 * loses a letter.
 */
export function ascii(raw: string): string {
  const word = letters(raw);
  if (word !== '' && !SILENT_LETTER.test(raw)) return word;
  const spelled = Array.from(raw, (char) => letters(char) || (SILENT_LETTER.test(char) ? numbered(char) : '')).join('');
  return spelled !== '' ? spelled : Array.from(raw.matchAll(/[\p{L}\p{N}]/gu), ([letter]) => numbered(letter)).join('');
}

function letters(text: string): string {
  return anyAscii(text).toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** The letters and marks as they are, for exact keys of scripts whose names are written in Latin letters by ear. */
export function ownLetters(word: string): string {
  return word.toLowerCase().normalize('NFC').replace(/[^\p{L}\p{M}\p{N}]/gu, '');
}

function numbered(letter: string): string {
  return `u${(letter.codePointAt(0) ?? 0).toString(16)}`;
}
