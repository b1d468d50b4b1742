/** From the text of a program to everything that is known about it before it runs. */
import { check } from './check/checker.js';
import type { Checked } from './check/program.js';
import type { Problem } from './fault.js';
import { noticesOf } from './notices/notices.js';
import type { Notice } from './notices/notice.js';
import { halfHidden } from './shut/half-hidden.js';
import { parse } from './syntax/parser.js';

export type Reading = { readonly checked: Checked; readonly notices: readonly Notice[]; readonly problems: readonly [] } | { readonly checked: undefined; readonly problems: readonly Problem[] };

/** Lexer, parser, checker and notices. If something is wrong, it says what, in the order of the text. */
export function readProgram(text: string): Reading {
  const { program, problems } = parse(text);
  const result = check(program, problems);
  if (result.checked === undefined) return { checked: undefined, problems: result.problems };
  const late = halfHidden(result.checked);
  if (late.length > 0) return { checked: undefined, problems: late.map(({ problem }) => problem) };
  return { checked: result.checked, notices: noticesOf(result.checked), problems: [] };
}
