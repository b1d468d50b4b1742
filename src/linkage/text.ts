import { foldedWords } from './fold.js';

/** Fractions, superscripts and the like: a digit of its own, and no part of the number before it. */
const OTHER_DIGITS = /\p{No}/gu;
/** Without these between digits, two numbers would run together: 5'10 and 510, 50°12 and 5012. But 1'000 is one number. */
const BETWEEN_DIGITS = /(?<=\p{Nd})(?!['’]\p{Nd}{3}(?!\p{Nd}))['`´‘’‛′″‴\u02b9-\u02bf\uff07\p{S}]+(?=\p{Nd})/gu;
const ENDS_IN_DIGIT = /\d$/;
const BEGINS_WITH_DIGIT = /^\d/;

const MINUS = '[-\\u2010-\\u2013\\u2212\\ufe63\\uff0d]';
const NUMBER = '[\\p{Nd}.,\'’\\s]*\\p{Nd}[\\p{Nd}.,\'’\\s]*';
/** A number and nothing else, or with a currency, written as negative in the way of bookkeepers and spreadsheets. */
const NEGATIVE = new RegExp(`^\\s*(?:\\p{Sc}\\s*)?(?:${MINUS}\\s*${NUMBER}|\\(\\s*(?:\\p{Sc}\\s*)?${NUMBER}\\)|${NUMBER}${MINUS})\\s*(?:\\p{Sc}\\s*)?$`, 'u');
/**
 * A sign right before a number that says which number it is: -5 kg, level -2, €-5, <18. A hyphen after a letter, or after a digit and spaces, divides (A-5, 10
 * -12), and so does a dash after another; a raised minus is always one (10⁻⁵).
 */
const SIGNED = new RegExp(`\\u207b|(?<![\\p{L}\\p{M}\\p{N}]|\\p{N}\\s+|\\p{Pd}|^\\s*\\p{Pd}\\s+)${MINUS}(?=(?:\\p{Sc}\\s?)?[.,]?\\p{Nd})|[<>\\u2264\\u2265\\u00b1](?==?\\s*[-\\u2212]?\\p{Sc}?[.,]?\\p{Nd})`, 'gu');

/**
 * Letters and digits in the order written, folded, without anything between: "St. John's, 4b" and "ST JOHNS 4 B" are stjohns4b. A full stop separates
 * two numbers that follow each other, so that "Flat 1 11" is not "Flat 11 1", nor 1.5 the number 15. A number keeps its sign.
 */
export function textKey(cell: string): string {
  if (NEGATIVE.test(cell)) return joined('-', cell.replace(/[()]/g, ''));
  let key = '';
  let from = 0;
  for (const { 0: sign, index } of cell.matchAll(SIGNED)) {
    key = joined(key, cell.slice(from, index)) + signOf(sign);
    from = index + sign.length;
  }
  return joined(key, cell.slice(from));
}

function joined(before: string, text: string): string {
  let key = before;
  for (const word of foldedWords(apart(text))) key += ENDS_IN_DIGIT.test(key) && BEGINS_WITH_DIGIT.test(word) ? `.${word}` : word;
  return key;
}

function signOf(sign: string): string {
  if (sign === '\u2264') return '<';
  if (sign === '\u2265') return '>';
  return '<>\u00b1'.includes(sign) ? sign : '-';
}

function apart(text: string): string {
  return text.replace(BETWEEN_DIGITS, ' ').replace(OTHER_DIGITS, (digit) => ` ${digit.normalize('NFKC').replaceAll('\u2044', '/')} `);
}
