import { Problems } from '../fault.js';
import { layOut } from '../syntax/layout.js';
import type { Comment, Token } from '../syntax/tokens.js';
import { commentsBefore, firstLine, lastLine, logicalLines, type LogicalLine } from './logical-lines.js';
import { hasSpaceBefore, mayBreakBefore, tokenText } from './spacing.js';

const WIDTH = 120;
const STEP = 4;
const CONTINUATION = 8;
/** Statements that declare, and are kept together. */
const DECLARATIONS: ReadonlySet<string> = new Set(['party', 'parties', 'group', 'list', 'parameter']);
const BLOCKS: ReadonlySet<string> = new Set(['from', 'table', 'model']);

/**
 * A program in its usual form: `format(format(x)) = format(x)`, and both parse to the tree of x. The text must be one that parses.
 * Tokens are set anew, so nothing but blanks, line ends, `_` in numbers and party/parties can change; comments stay where they are.
 */
export function format(text: string): string {
  const laid = layOut(text, new Problems());
  const { comments } = laid;
  const lines = logicalLines(laid);
  const out: string[] = [];
  lines.forEach((line, i) => {
    const above = commentsBefore(comments, lines, i);
    const start = above[0]?.line ?? firstLine(line);
    if (line.depth === 0 && i > 0 && isApart(lines, i, start)) out.push('');
    for (const [k, comment] of above.entries()) {
      out.push(' '.repeat(commentIndent(lines, i, comment)) + comment.text);
      const next = above[k + 1]?.line ?? firstLine(line);
      if (line.depth === 0 && next > comment.line + 1) out.push('');
    }
    out.push(...setLine(line, comments));
  });
  const after = commentsBefore(comments, lines, lines.length);
  if (after.length > 0 && lines.length > 0 && (after[0]?.line ?? 0) > lastLine(lines.at(-1) as LogicalLine) + 1) out.push('');
  out.push(...after.map((comment) => ' '.repeat(commentIndent(lines, lines.length, comment)) + comment.text));
  return `${out.join('\n')}\n`;
}

/** Whether a blank line comes before a statement: between kinds, around blocks, and where the author put one. */
function isApart(lines: readonly LogicalLine[], i: number, start: number): boolean {
  const here = kindOf(lines[i]);
  const before = kindOf(lines.slice(0, i).findLast((line) => line.depth === 0));
  if (before !== here || BLOCKS.has(here)) return true;
  const last = lines[i - 1];
  return last !== undefined && here !== 'head' && start > lastLine(last) + 1;
}

function kindOf(line: LogicalLine | undefined): string {
  const first = line?.tokens[0];
  const word = first?.kind === 'name' ? first.text : '';
  if (word === 'tally' || word === 'analysis') return 'head';
  return DECLARATIONS.has(word) ? 'declaration' : word;
}

/** A comment goes with the line after it, unless it is indented further: then it ends the block before it. */
function commentIndent(lines: readonly LogicalLine[], i: number, { column }: Comment): number {
  const [before, here] = [lines[i - 1], lines[i]];
  const isOfBlock = before !== undefined && column - 1 > (here?.indent ?? 0) && before.depth > (here?.depth ?? 0);
  return STEP * (isOfBlock ? before.depth : (here?.depth ?? 0));
}

/** The lines of text that one logical line becomes. */
function setLine(line: LogicalLine, comments: readonly Comment[]): string[] {
  const tokens = withPlural(line.tokens);
  const margin = ' '.repeat(line.depth * STEP);
  const further = ' '.repeat(line.depth * STEP + CONTINUATION);
  const inside = comments.filter((comment) => comment.line >= firstLine(line) && comment.line <= lastLine(line));
  const out: string[] = [];
  let text = '';
  let lastBreak: { at: number; length: number } | undefined;
  const lead = () => (out.length === 0 ? margin : further);
  const flush = () => {
    if (text !== '') out.push(lead() + text);
    text = '';
    lastBreak = undefined;
  };
  tokens.forEach((token, i) => {
    const before = tokens[i - 1];
    for (const comment of before ? inside.filter((each) => each.line >= before.line && each.line < token.line) : []) {
      if (comment.alone) flush();
      else text += `  ${comment.text}`;
      if (comment.alone) text = comment.text;
      flush();
    }
    const piece = tokenText(token);
    const space = text !== '' && hasSpaceBefore(tokens, i) ? ' ' : '';
    if (text !== '' && mayBreakBefore(tokens, i)) lastBreak = { at: text.length, length: space.length };
    text += space + piece;
    if (lead().length + text.length > WIDTH && lastBreak) {
      const rest = text.slice(lastBreak.at + lastBreak.length);
      text = text.slice(0, lastBreak.at);
      flush();
      text = rest;
    }
  });
  const trailing = inside.find((comment) => comment.line === lastLine(line) && !comment.alone);
  if (trailing) text += `  ${trailing.text}`;
  flush();
  return out;
}

/** `party` for one name, `parties` for more. */
function withPlural(tokens: readonly Token[]): readonly Token[] {
  const [first, ...rest] = tokens;
  if (first?.kind !== 'name' || (first.text !== 'party' && first.text !== 'parties')) return tokens;
  return [{ ...first, text: rest.some((token) => token.kind === ',') ? 'parties' : 'party' }, ...rest];
}
