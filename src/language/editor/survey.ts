/** A program as an editor has it: often with errors, and still with names that are known. */
import { check } from '../check/checker.js';
import type { Checked } from '../check/program.js';
import { Problems, type At, type Problem } from '../fault.js';
import type { Notice } from '../notices/notice.js';
import { noticesOf } from '../notices/notices.js';
import { layOut } from '../syntax/layout.js';
import { parse } from '../syntax/parser.js';
import type { Token } from '../syntax/tokens.js';

export interface Survey {
  readonly problems: readonly Problem[];
  /** None while there are problems. */
  readonly notices: readonly Notice[];
  /** What was found out, as far as it goes. */
  readonly found: Checked;
  /** With a length: line ends and blocks are left out. */
  readonly tokens: readonly Token[];
}

export function survey(text: string): Survey {
  const { program, problems: unread } = parse(text);
  const { checked, found, problems } = check(program, unread);
  const { tokens } = layOut(text, new Problems());
  return { problems, notices: checked === undefined ? [] : noticesOf(checked), found, tokens: tokens.filter(({ length }) => length > 0) };
}

/** The token that a place is in, or right behind. */
export function tokenAt({ tokens }: Survey, { line, column }: At): Token | undefined {
  const here = tokens.filter((token) => token.line === line && token.column <= column && column <= token.column + token.length);
  return here.find((token) => token.kind === 'name') ?? here.at(-1);
}

/** How far what stands at a place goes, for the mark under it. */
export function lengthAt({ tokens }: Survey, { line, column }: At): number {
  return tokens.find((token) => token.line === line && token.column === column)?.length ?? 1;
}
