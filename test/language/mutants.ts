/** Changes to a program, one at a time: every token, clause and line of it, in every way that might still be a program. */
import { CLEAR_FUNCTIONS, HOME_FUNCTIONS, TOTALS, VALUES } from '../../src/language/check/functions.js';
import { Problems } from '../../src/language/fault.js';
import { layOut } from '../../src/language/syntax/layout.js';
import type { Token } from '../../src/language/syntax/tokens.js';

/** A piece of a text and what stands in its place. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly put: string;
}

const SIGNS = ['+', '-', '*', '/', '=', '<>', '<', '<=', '>', '>='];
/** Words of the grammar that stand in each other's place. */
const ALTERNATIVES: readonly (readonly string[])[] = [
  ['and', 'or'], ['yes', 'no'], ['up', 'down'], ['given', 'empty'], ['smallest', 'largest'], ['linear', 'logistic'], ['date', 'month'], ['code', 'text', 'name'],
  ['is', 'is not'], ['in', 'not in'], ['to', 'up to', 'down to'], ['everyone', 'each of'], ['only', 'hide'], ['shown', ''], ['each', ''], ['rounded', 'rounded up', 'rounded down'],
];
const FUNCTIONS = [...TOTALS, ...VALUES, ...CLEAR_FUNCTIONS, ...HOME_FUNCTIONS];
/** Clauses that may be left out, or taken up, where one of them could end. */
const CLAUSES = [
  / unit "[^"]*"/g, / or empty\b/g, /, empty as [^,\n]+/g, /, others as [^,\n]+/g, / where [^,)\n]+/g, /, step [\d._]+/g, /, place \d+/g, /, at [\d.]+%/g, /, (smallest|largest) first/g, /, counts shown/g, / only if [^\n]+/g,
  / as "[^"]*"/g, / otherwise [^,)\n]+/g, / rounded( up| down)? to [\d._%]+/g, /, set in each run/g, / step \d+/g, /not /g, /\b(\w+), (?=\w+ (to|of|by)\b)/g, /, \w+\b(?! *[:=])/g, / and [^,)\n]+/g, / or [^,)\n]+/g, /-(?=\d)/g,
];
const ADDED: readonly (readonly [after: RegExp, put: readonly string[]])[] = [
  [/\)$/, [' rounded to 1', ' rounded down to 0.1', ' otherwise 0', ' + 1']],
  [/\w$/, [', place 2', ', step 2', ', smallest first', ' where yes', ' or empty', ' unit "u"', ', counts shown', ' rounded up to 10', ' otherwise 1']],
  [/"$/, [' unit "u"', ' or empty', ', "zz"']],
];

/** Every change to the text by one edit, in the order of the text. Most of them are no programs. */
export function editsOf(text: string): Edit[] {
  const { tokens } = layOut(text, new Problems());
  const starts = text.split('\n').reduce<number[]>((all, line) => [...all, (all.at(-1) ?? 0) + line.length + 1], [0]);
  const at = ({ line, column }: Token) => (starts[line - 1] ?? 0) + column - 1;
  const written = tokens.filter((token) => token.length > 0);
  const names = [...new Set(written.flatMap((token) => (token.kind === 'name' ? [token.text] : [])))];
  const days = [...new Set(written.flatMap((token) => (token.kind === 'day' || token.kind === 'month' ? [token.text] : [])))];
  const texts = [...new Set(written.flatMap((token) => (token.kind === 'text' ? [token.text] : [])))];
  const edits: Edit[] = [];
  for (const token of written) {
    const [from, to] = [at(token), at(token) + token.length];
    const old = text.slice(from, to);
    const others = othersOf(token, old, { names, days, texts });
    for (const put of others) if (put !== old) edits.push({ from, to, put });
    for (const [after, added] of ADDED) if (after.test(old)) edits.push(...added.map((put) => ({ from: to, to, put })));
    if (token.kind === '(') edits.push(...withoutParentheses(text, from));
  }
  for (const clause of CLAUSES) for (const found of text.matchAll(clause)) edits.push({ from: found.index, to: found.index + found[0].length, put: '' });
  return [...edits, ...lineEdits(text)];
}

function othersOf(token: Token, old: string, { names, days, texts }: Readonly<Record<'names' | 'days' | 'texts', readonly string[]>>): string[] {
  switch (token.kind) {
    case 'number':
      return [String(token.value + 1n), `${old}0`, `${token.source.replace('%', '')}.5`, `${token.source.replace('%', '')}%`, '0', '1', '2', `-${old}`, `${old}.0`, `(${old} + 1)`];
    case 'day':
    case 'month':
      return [...days, token.text.replace(/\d$/, (digit) => (digit === '8' ? '7' : '8')), token.text.replace(/^\d{4}/, '2019')];
    case 'text':
      return [...texts.map((each) => `"${each}"`), old.replace(/"$/, 'x"'), old.toUpperCase(), old.replace('"', '" ')];
    case 'name': {
      const alike = ALTERNATIVES.flatMap((words) => (words.includes(old) ? words : []));
      return [...alike, ...(FUNCTIONS.includes(old) ? FUNCTIONS : []), ...names];
    }
    default:
      return SIGNS.includes(token.kind) ? SIGNS : token.kind === ',' ? [' and', ' +'] : token.kind === '..' ? ['..-'] : [];
  }
}

/** The same without a pair of parentheses: the text between them once more, in place of both. */
function withoutParentheses(text: string, from: number): Edit[] {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    depth += text[i] === '(' ? 1 : text[i] === ')' ? -1 : 0;
    if (depth === 0) return [{ from, to: i + 1, put: ` ${text.slice(from + 1, i)} ` }];
  }
  return [];
}

/** Lines left out, doubled, and swapped with the next. */
function lineEdits(text: string): Edit[] {
  const edits: Edit[] = [];
  let from = 0;
  const lines = text.split('\n');
  lines.forEach((line, i) => {
    const next = lines[i + 1];
    const to = from + line.length + 1;
    edits.push({ from, to, put: '' }, { from, to, put: `${line}\n${line}\n` });
    if (next !== undefined && next !== '') edits.push({ from, to: to + next.length + 1, put: `${next}\n${line}\n` });
    from = to;
  });
  return edits;
}

/** The text with some edits; undefined if two of them touch the same piece. */
export function edited(text: string, edits: readonly Edit[]): string | undefined {
  const sorted = [...edits].sort((a, b) => b.from - a.from);
  if (sorted.some((edit, i) => edit.to > (sorted[i - 1]?.from ?? Infinity))) return undefined;
  return sorted.reduce((now, { from, to, put }) => now.slice(0, from) + put + now.slice(to), text);
}
