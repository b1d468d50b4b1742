/** Spaces between the tokens of one line. */
import type { Token } from '../syntax/tokens.js';
import { RESERVED } from '../syntax/vocabulary.js';

const OPERATORS: ReadonlySet<Token['kind']> = new Set(['+', '-', '*', '/', '=', '<>', '<', '<=', '>', '>=']);
/** Whole parts of this many digits and more are grouped; those of four digits only if the author grouped them, since some of these are years. */
const GROUPED_FROM = 5;

export function tokenText(token: Token): string {
  switch (token.kind) {
    case 'name':
    case 'day':
    case 'month':
      return token.text;
    case 'text':
      return `"${token.text.replaceAll('"', '""')}"`;
    case 'number': {
      const [, whole = '', rest = ''] = /^(\d+)(.*)$/.exec(token.source) ?? [];
      const isGrouped = whole.length >= GROUPED_FROM || (whole.length === 4 && token.length > token.source.length);
      return (!isGrouped ? whole : whole.replace(/\B(?=(\d{3})+$)/g, '_')) + rest;
    }
    default:
      return token.kind;
  }
}

/** Whether a `-` at this place is a sign. */
export function isSign(tokens: readonly Token[], i: number): boolean {
  if (tokens[i]?.kind !== '-') return false;
  const before = tokens[i - 1];
  if (!before) return true;
  if (before.kind === 'name') return RESERVED.has(before.text) && before.text !== 'yes' && before.text !== 'no';
  return !['number', 'text', 'day', 'month', ')'].includes(before.kind);
}

export function hasSpaceBefore(tokens: readonly Token[], i: number): boolean {
  const [before, token] = [tokens[i - 1], tokens[i]];
  if (!before || !token) return false;
  if (before.kind === '(' || before.kind === '.' || before.kind === '..' || isSign(tokens, i - 1)) return false;
  if (token.kind === ')' || token.kind === ',' || token.kind === ':' || token.kind === '.' || token.kind === '..') return false;
  if (token.kind === '(') return !(before.kind === 'name' && !RESERVED.has(before.text));
  if (isYesNo(tokens, token.kind === '/' ? i : i - 1)) return false;
  return true;
}

/** The type yes/no, which is one word. */
function isYesNo(tokens: readonly Token[], slash: number): boolean {
  const [before, after] = [tokens[slash - 1], tokens[slash + 1]];
  return tokens[slash]?.kind === '/' && before?.kind === 'name' && before.text === 'yes' && after?.kind === 'name' && after.text === 'no';
}

/** Whether a line that is too long may be broken before this token. */
export function mayBreakBefore(tokens: readonly Token[], i: number): boolean {
  const [before, token] = [tokens[i - 1], tokens[i]];
  if (!before || !token) return false;
  if (before.kind === ',') return true;
  if (OPERATORS.has(token.kind)) return !isSign(tokens, i) && !isYesNo(tokens, i) && i > 2;
  if (token.kind !== 'name') return false;
  if (token.text === 'and' || token.text === 'or') return !(tokens[i + 1]?.kind === 'name' && (tokens[i + 1] as { text: string }).text === 'empty' && before.kind !== 'name');
  const isRounding = before.kind === 'name' && ['rounded', 'up', 'down'].includes(before.text);
  return (token.text === 'as' || token.text === 'to') && !isRounding && !(before.kind === 'name' && (before.text === 'empty' || before.text === 'others' || before.text === 'rows'));
}
