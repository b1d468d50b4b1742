import { lettersAndDigits, plainText, type CellRead } from './read.js';

/** Country, check digits, account: 15 characters in Norway, at most 34. */
const SHAPE = /^[A-Z]{2}(?:0[2-9]|[1-8]\d|9[0-8])[A-Z0-9]{11,30}$/;

/**
 * An international bank account number (ISO 13616), without spaces and the word IBAN in front. Its check digits must fit (ISO 7064, MOD 97-10): of wrong
 * numbers one in 97 passes. The length that an account number has in its country is not checked.
 */
export function readIban(cell: string): CellRead {
  const text = lettersAndDigits(plainText(cell).replace(/^iban(?![a-z0-9])[\s:.-]*/i, ''));
  if (!SHAPE.test(text)) return { problem: 'not an IBAN' };
  return remainder97(text.slice(4) + text.slice(0, 4)) === 1 ? { part: text } : { problem: 'an IBAN whose check digits do not fit: a character is wrong or missing' };
}

/** The remainder, modulo 97, of the number that results when letters are replaced by 10 for A to 35 for Z. */
function remainder97(text: string): number {
  let rest = 0;
  for (const char of text) {
    const value = parseInt(char, 36);
    rest = (rest * (value < 10 ? 10 : 100) + value) % 97;
  }
  return rest;
}
