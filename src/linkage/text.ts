import { foldedWords } from './fold.js';

/** A number and nothing else, below zero. */
const NEGATIVE = /^\s*[-\u2212]\s*\p{Nd}[\p{Nd}.,\s]*$/u;
/** Fractions, superscripts and the like: a digit of its own, and no part of the number before it. */
const OTHER_DIGITS = /\p{No}/gu;
const ENDS_IN_DIGIT = /\d$/;
const BEGINS_WITH_DIGIT = /^\d/;

/**
 * Letters and digits in the order written, folded, without anything between: "St. John's, 4b" and "ST JOHNS 4 B" are stjohns4b. Where a number
 * ends and another begins a full stop stands, so that "Flat 1 11" is not "Flat 11 1", nor 1.5 the number 15; a number below zero keeps its sign.
 */
export function textKey(cell: string): string {
  let key = NEGATIVE.test(cell) ? '-' : '';
  for (const word of foldedWords(apart(cell))) key += ENDS_IN_DIGIT.test(key) && BEGINS_WITH_DIGIT.test(word) ? `.${word}` : word;
  return key === '-' ? '' : key;
}

function apart(cell: string): string {
  return cell.replace(OTHER_DIGITS, (digit) => ` ${digit.normalize('NFKC').replaceAll('\u2044', '/')} `);
}
