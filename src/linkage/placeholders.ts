import { MpcError } from '../errors.js';
import type { DateOrder, KeyType } from './column.js';
import { dateKey } from './date.js';
import { DUMMIES } from './dummies.js';
import { NOT_IN_NAMES, PLACEHOLDERS, UNLESS_CAPITALISED, UNLESS_INITIALS } from './tables/placeholders.js';

/** Characters of the longest cell that is looked at. */
export const LONGEST_PLACEHOLDER = 100;

/** Reads what users add: each once, in NFC, without spaces around. Throws USAGE. */
export function parsePlaceholders(texts: readonly string[] = []): string[] {
  const read = texts.map((text) => text.normalize('NFC').trim());
  const bad = read.find((text) => plain(text) === '' || text.length > LONGEST_PLACEHOLDER);
  if (bad !== undefined) throw new MpcError('USAGE', `--placeholder ${bad}: ${bad.length > LONGEST_PLACEHOLDER ? `longer than ${LONGEST_PLACEHOLDER} characters` : 'without a letter or digit'}.`, 'Give the whole text of a cell, for example --placeholder 9999. Cells of marks alone, such as - and ?, are placeholders anyway.');
  return [...new Set(read)];
}

/** Whether a cell is a placeholder. */
export type PlaceholderTest = (cell: string) => boolean;

/** What spreadsheets write for a value that they cannot compute, in English and German. */
const ERRORS = /^#(?:n\/a|value!|ref!|name\?|div\/0!|num!|null!|wert!|bezug!|zahl!|nv)$/i;
/** How MySQL writes no value. */
const ESCAPED_NULL = /^\\N$/;
/** A word in brackets is no name: (blank), which pivot tables write, <none>, [null]. */
const BRACKETED = /^\s*[([{<].*[)\]}>]\s*$/;
const MARKS_ALONE = /^[\p{P}\p{Z}\s]*$/u;
const ZEROS = /^(?:0{3,}|0{2,}(?:[-/. ]0{2,})+)$/;
/** Digits of Arabic, Persian, Devanagari and Bengali. */
const OTHER_ZEROS = /[\u0660\u06f0\u0966\u09e6]/g;
const LETTERS_X = /^(?=(?:[-/. ]*x){3})x+(?:[-/. ]x+)*$/;
/** Words in the form in which names are written. */
const CAPITALISED = /^\P{L}*\p{Lu}\p{Ll}/u;
const LETTERS_ALONE = /^[A-Za-z]+$/;
const PARTING = /[ ,;]+/;
const SMALL = /\p{Ll}/u;
const EDGES = /^[\p{P}\p{S}\p{Z}\s]+|(?<![\p{P}\p{S}\p{Z}\s])[\p{P}\p{S}\p{Z}\s]+$/gu;

const SURE = read(PLACEHOLDERS);
const UNLESS_NAME = read(UNLESS_CAPITALISED);
const UNLESS_SHORT = read(UNLESS_INITIALS);
const ELSEWHERE = read(NOT_IN_NAMES);

/** For cells of a column of this kind: what the rules know, and what an agreement adds. `order`: how the file writes the dates of the column. */
export function placeholderTest(type: KeyType, added: readonly string[] = [], order?: DateOrder): PlaceholderTest {
  const isAdded = addedTest(type, added, order);
  const isKnown = KNOWN[type];
  const isDummy = DUMMIES[type];
  return (cell) => cell !== '' && cell.length <= LONGEST_PLACEHOLDER && (isAdded?.(cell) === true || (mayBe(cell) && isKnown(cell)) || isDummy?.(cell) === true);
}

/** An added date is meant in whatever form the file writes it. */
function addedTest(type: KeyType, added: readonly string[], order: DateOrder | undefined): PlaceholderTest | undefined {
  if (added.length === 0) return undefined;
  const texts = new Set(added.map(plain));
  const days = new Set(type === 'date' ? added.map((text) => dateKey(text)).filter((day) => day !== '') : []);
  return (cell) => texts.has(plain(cell)) || (days.size > 0 && days.has(dateKey(cell, order)));
}

const WORDS = [...SURE, ...UNLESS_NAME, ...UNLESS_SHORT, ...ELSEWHERE];
const CODES: ReadonlySet<string> = new Set(WORDS.filter(isCode));
const LONGEST_CODE = Math.max(...[...CODES].map(({ length }) => length));
/** The first two letters or digits of a cell in ASCII exclude most cells, which then need no further test. */
const BEGINNINGS = beginnings();

function mayBe(cell: string): boolean {
  const first = cell.charCodeAt(0);
  if (!mayBegin(first, cell.charCodeAt(1))) return false;
  // Letters and digits alone have no parts, marks or brackets. They are a placeholder only if they are one of the words, or consist of X or of zeros.
  return !isCode(cell) || (cell.length <= LONGEST_CODE && CODES.has(cell.toLowerCase())) || mayRepeat(first);
}

/** Whether a placeholder may begin with these two characters. */
function mayBegin(first: number, second: number): boolean {
  // None begins with a digit from 1 to 9.
  if (first >= 0x31 && first <= 0x39) return false;
  return !(isCodeCharacter(first) && isCodeCharacter(second)) || BEGINNINGS[(first | 32) * 128 + (second | 32)] === 1;
}

/** X and zero are written several times in a row. */
function mayRepeat(first: number): boolean {
  return (first | 32) === 0x78 || first === 0x30;
}

/**
 * Whether a cell of the kind exact is surely no placeholder that the rules know, by its bytes: ASCII, and not empty. False says nothing. It is for the many
 * cells of a large file, so it does without a text.
 */
export function isSurelyValue(bytes: Uint8Array, from: number, to: number): boolean {
  const first = bytes[from] as number;
  const second = bytes[from + 1] as number;
  // Cells of nines are dummies, and so are those with a minus in front, which may begin a placeholder.
  if (first === 0x39) return to - from < 8 || second !== 0x39;
  if (to - from < 2) return false;
  if (!mayBegin(first, second)) return true;
  if (mayRepeat(first) || to - from <= LONGEST_CODE) return false;
  for (let i = from; i < to; i++) if (!isCodeCharacter(bytes[i] as number)) return false;
  return true;
}

function isCode(cell: string): boolean {
  for (let i = 0; i < cell.length; i++) if (!isCodeCharacter(cell.charCodeAt(i))) return false;
  return true;
}

/** A letter or digit of ASCII. */
function isCodeCharacter(code: number): boolean {
  const small = code | 32;
  return code < 128 && ((small >= 97 && small <= 122) || (code >= 0x30 && code <= 0x39));
}

function beginnings(): Uint8Array {
  const known = new Uint8Array(128 * 128);
  for (const text of ['xx', '00', ...WORDS]) {
    const first = text.charCodeAt(0);
    const second = text.charCodeAt(1);
    if (isCodeCharacter(first) && isCodeCharacter(second)) known[first * 128 + second] = 1;
  }
  return known;
}

/** The reference for `placeholderTest`, which excludes most cells first. */
export function isNoName(cell: string): boolean {
  if (isForm(cell)) return true;
  const text = plain(cell);
  if (BRACKETED.test(cell) && (UNLESS_NAME.has(text) || ELSEWHERE.has(text))) return true;
  if (text === 'nan') return /NaN/.test(cell);
  if (isSure(text)) return true;
  if (UNLESS_SHORT.has(text)) return SMALL.test(cell);
  return (UNLESS_NAME.has(text) || LETTERS_X.test(text) || isEach(text, UNLESS_NAME)) && !CAPITALISED.test(cell);
}

/** In a text, which may be a name. */
export function isNoText(cell: string): boolean {
  return isNoName(cell) || (ELSEWHERE.has(plain(cell)) && !CAPITALISED.test(cell));
}

/** In what is no name at all. */
export function isNoValue(cell: string): boolean {
  if (isNoName(cell)) return true;
  const text = plain(cell);
  return UNLESS_NAME.has(text) || ELSEWHERE.has(text) || LETTERS_X.test(text);
}

const KNOWN: Readonly<Record<KeyType, PlaceholderTest>> = { exact: isNoValue, text: isNoText, name: isNoName, date: isNoValue, phone: isNoValue, email: isNoValue, iban: isNoValue, plate: isNoValue, postcode: isNoValue, id: isNoValue };

function isForm(cell: string): boolean {
  const text = cell.trim();
  return text !== '' && (MARKS_ALONE.test(text) || ERRORS.test(text) || ESCAPED_NULL.test(text));
}

/** Written once, or for each part: "unknown, unknown". */
function isSure(text: string): boolean {
  if (SURE.has(text) || ZEROS.test(text)) return true;
  return isEach(text, SURE);
}

/** Placeholders that consist of several parts. */
function isEach(text: string, words: ReadonlySet<string>): boolean {
  return PARTING.test(text) && text.split(PARTING).every((word) => words.has(plain(word)));
}

/** Small letters, without accents, without marks around, and one space where there are several. */
function plain(text: string): string {
  if (LETTERS_ALONE.test(text)) return text.toLowerCase();
  const small = text.normalize('NFKD').replace(/[\u0300-\u036f\p{Cf}]/gu, '').toLowerCase().normalize('NFKC').replace(/[\u0300-\u036f]/g, '');
  return small.replace(OTHER_ZEROS, '0').replace(/[_\s\p{Z}]+/gu, ' ').replace(EDGES, '').replace(/ ?([./]) ?/g, '$1');
}

/** As `plain` has them. */
function read(table: string): ReadonlySet<string> {
  return new Set(table.replaceAll('\n', '').split('|').map(plain));
}
