import type { Laid } from '../syntax/layout.js';
import type { Comment, Token } from '../syntax/tokens.js';

/** One line as the parser sees it, however many lines of text it takes. */
export interface LogicalLine {
  readonly depth: number;
  /** Columns before it in the text as written. */
  readonly indent: number;
  readonly tokens: readonly Token[];
}

export function logicalLines({ tokens }: Laid): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let depth = 0;
  let current: Token[] = [];
  for (const token of tokens) {
    if (token.kind === 'indent') depth++;
    else if (token.kind === 'dedent') depth--;
    else if (token.kind === 'newline' || token.kind === 'end') {
      const [first] = current;
      if (first) lines.push({ depth, indent: first.column - 1, tokens: current });
      current = [];
    } else current.push(token);
  }
  return lines;
}

export function firstLine({ tokens }: LogicalLine): number {
  return tokens[0]?.line ?? 0;
}

export function lastLine({ tokens }: LogicalLine): number {
  return tokens.at(-1)?.line ?? 0;
}

/** Comments between the line before `index` and the line at `index`, each alone on its own line. */
export function commentsBefore(comments: readonly Comment[], lines: readonly LogicalLine[], index: number): Comment[] {
  const [before, here] = [lines[index - 1], lines[index]];
  const from = before ? lastLine(before) : 0;
  const to = here ? firstLine(here) : Infinity;
  return comments.filter(({ line, alone }) => alone && line > from && line < to);
}
