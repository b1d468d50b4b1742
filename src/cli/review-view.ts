/** One match for somebody who decides whether it is the same. */
import type { MatchDecision, Match, Matches, NamedCell, ReviewedStrength } from '../library/review.js';
import { cleaned } from '../library/text.js';
import { broken, padded, widthOf } from './terminal/fit.js';

const MOST_CELL_CHARS = 500;
const INDENT = '    ';
const NARROWEST = 8;

export const KEYS = 'y yes, n no, u unsure, s skip, b back, q quit';

/** `at`: its place, the first being 0. `columns`: of the terminal. */
export function matchInWords({ matches, strengths }: Matches, at: number, decided: { readonly count: number; readonly here: MatchDecision | undefined }, columns = 80): string {
  const match = matches[at] as Match;
  const rules = match.rules.length === 0 ? [`    ${chanceOf(strengths?.[0]) ?? 'the key that was agreed'}`] : match.rules.map((rule) => `    ${ruleInWords(rule, strengths)}`);
  return [
    '',
    `Match ${at + 1} of ${matches.length}: row ${match.row} of your list. ${decided.count} decided.`,
    '  Your row',
    ...cellLines(match.own, columns),
    '  Matches by',
    ...rules,
    ...(match.learned.length === 0 ? [] : ['  What you learned about it', ...cellLines(match.learned, columns)]),
    ...(decided.here === undefined ? [] : [`  Decided before: ${decided.here}`]),
    '',
  ].join('\n');
}

function ruleInWords(rule: string, strengths: readonly ReviewedStrength[] | undefined): string {
  const shown = cleaned(rule, MOST_CELL_CHARS);
  const chance = chanceOf(strengths?.find((each) => each.rule === rule));
  return chance === undefined ? shown : `${shown}: ${chance}`;
}

/** Undefined if nobody knows. */
function chanceOf(strength: ReviewedStrength | undefined): string | undefined {
  if (strength === undefined) return undefined;
  const { byChance, byChanceBelow } = strength;
  if (byChance !== undefined) return `about ${byChance} ${byChance === 1 ? 'row matches' : 'rows match'} by it without being the same`;
  return byChanceBelow === undefined ? 'your list is too short to say how many match by chance' : `fewer than about ${byChanceBelow} rows match by it without being the same`;
}

/** What a cell holds begins behind its name on every line, so that no part of it looks like a line of this program's. */
function cellLines(cells: readonly NamedCell[], columns: number): string[] {
  const shown = cells.map(([name, cell]) => [cleaned(name, MOST_CELL_CHARS), cleaned(cell, MOST_CELL_CHARS)] as const);
  const width = Math.min(Math.max(0, ...shown.map(([name]) => widthOf(name))), Math.floor(columns / 3));
  return shown.flatMap(([name, cell]) => {
    const names = broken(name, width);
    const lines = broken(cell, Math.max(NARROWEST, columns - width - INDENT.length - 3));
    return Array.from({ length: Math.max(names.length, lines.length) }, (_, i) => `${INDENT}${padded(names[i] ?? '', width)}  ${lines[i] ?? ''}`.trimEnd());
  });
}
