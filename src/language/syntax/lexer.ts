import { QUOTATION_MARKS } from '../../look-alike.js';
import { Fault, type Problems } from '../fault.js';
import type { Comment, Token } from './tokens.js';
import { FOREIGN_SIGNS, OPERATORS } from './vocabulary.js';

/** What one line holds in addition to blanks. */
export interface LineTokens {
  readonly tokens: readonly Token[];
  readonly comment: Comment | undefined;
}

const TEXT = /"((?:[^"]|"")*)"/y;
const DAY = /\d{4}-\d{2}-\d{2}(?![\d-])/y;
const MONTH = /\d{4}-\d{2}(?![\d-])/y;
const NUMBER = /(\d+(?:_\d+)*)(\.\d+)?(%?)/y;
const NAME = /[A-Za-z][A-Za-z0-9_]*/y;
const MAX_NAME = 64;
const MAX_TEXT = 200;
const MAX_DECIMALS = 30;
/** More digits than any number of 255 bits has, decimals and all. */
const MAX_DIGITS = 120;

/** The tokens of one line of text. What cannot be read is reported, and becomes one `bad` token. */
export function tokensOfLine(text: string, line: number, problems: Problems): LineTokens {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === ' ') {
      at++;
      continue;
    }
    if (text[at] === '#') {
      return { tokens, comment: { line, column: at + 1, text: text.slice(at).trimEnd(), alone: tokens.length === 0 } };
    }
    const start = at;
    const token = problems.catch(() => readToken(text, start, line));
    if (token === undefined) {
      tokens.push({ kind: 'bad', line, column: start + 1, length: 1 });
      return { tokens, comment: undefined };
    }
    tokens.push(token);
    at += token.length;
  }
  return { tokens, comment: undefined };
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function readToken(text: string, start: number, line: number): Token {
  const at = { line, column: start + 1 };
  const first = text[start] ?? '';
  if (first === '"') return readText(text, start, at);
  const day = match(DAY, text, start);
  if (day) return { kind: 'day', text: day[0], ...at, length: day[0].length };
  const month = match(MONTH, text, start);
  if (month) return { kind: 'month', text: month[0], ...at, length: month[0].length };
  const number = match(NUMBER, text, start);
  if (number) return readNumber(text, number, at);
  const name = match(NAME, text, start);
  if (name) {
    if (name[0].length > MAX_NAME) throw new Fault('E011', at, `A name has at most ${MAX_NAME} letters.`, 'Choose a shorter one.');
    return { kind: 'name', text: name[0], ...at, length: name[0].length };
  }
  const foreign = FOREIGN_SIGNS.find(([sign]) => text.startsWith(sign, start));
  if (foreign) throw new Fault('E006', at, `"${foreign[0]}" means nothing here.`, foreign[1]);
  const operator = OPERATORS.find((sign) => text.startsWith(sign, start));
  if (operator !== undefined) return { kind: operator, ...at, length: operator.length };
  const sign = String.fromCodePoint(text.codePointAt(start) ?? 0);
  throw new Fault('E002', at, `"${sign}" cannot stand here.`, 'Outside texts and comments there are only plain letters, digits and signs.');
}

function readText(text: string, start: number, at: { line: number; column: number }): Token {
  const found = match(TEXT, text, start);
  if (!found) throw new Fault('E004', at, 'This text is not closed.', 'Texts stand between two " on one line; a quotation mark inside is written twice.');
  const content = (found[1] ?? '').replaceAll('""', '"');
  const mark = QUOTATION_MARKS.exec(content)?.[0];
  if (mark !== undefined) throw new Fault('E007', at, /[“”]/.test(mark) ? 'A text cannot hold “ or ”: the printed form needs them to mark it.' : `A text cannot hold ${mark}: it looks like “ or ”, which mark it in the printed form.`, 'Use single quotation marks.');
  if (content.trim() === '' || Array.from(content).length > MAX_TEXT) throw new Fault('E026', at, `A text has from 1 to ${MAX_TEXT} characters.`, 'Write something, or write less.');
  // Cells are read without blanks around them, and the printed words break lines at blanks.
  if (/^ | {2}| $/.test(content)) throw new Fault('E026', at, 'A text does not begin or end with a blank, nor has two of them side by side.', 'Take the blank out.');
  return { kind: 'text', text: content, ...at, length: found[0].length };
}

function readNumber(text: string, found: RegExpExecArray, at: { line: number; column: number }): Token {
  const [whole, digits = '', fraction = '', sign = ''] = found;
  if (/^0[\d_]/.test(digits)) throw new Fault('E005', at, 'A number does not begin with 0.', 'Leave the 0 out.');
  if (/[A-Za-z_]/.test(text[at.column - 1 + whole.length] ?? '')) throw new Fault('E005', at, 'A number is followed by a letter.', 'Write it out: 1_000_000, not 1e6 or 1M.');
  if (Math.max(fraction.length - 1, 0) > MAX_DECIMALS) throw new Fault('E037', at, `A number has at most ${MAX_DECIMALS} decimals.`, 'Leave some out.');
  if (whole.length > MAX_DIGITS) throw new Fault('E040', at, 'This is larger than 255 bits hold.', 'Take a smaller number.');
  const plain = digits.replaceAll('_', '') + fraction;
  const percent = sign === '%';
  return {
    kind: 'number',
    value: BigInt(plain.replace('.', '')),
    decimals: Math.max(fraction.length - 1, 0) + (percent ? 2 : 0),
    percent,
    source: plain + sign,
    ...at,
    length: whole.length,
  };
}
