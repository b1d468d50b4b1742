import { operationOf } from '../library/operations.js';
import type { Agreement } from '../library/agreements.js';
import type { OwnRows, RuleStrength } from '../library/sessions.js';

/** With fewer own rows than this, nobody can say how common a name is. */
const FEWEST_ROWS = 30;

/** In `--json`: how much a rule of a comparison proves, by this party's own list. */
export interface StrengthJson {
  readonly rule: string;
  /** Rows that match by it, and by no rule before it. */
  readonly rows: number;
  /** Pairs of rows of this party's own list that agree by it. */
  readonly ownPairs: number;
  /** The most rows that the other lists can have together. */
  readonly otherRows: number;
  /** Rows that would match by it without being the same, estimated. Missing if the own list is too short to say, or has no pair. */
  readonly byChance?: number;
  /** With no pair: so many at most. */
  readonly byChanceBelow?: number;
}

/** What to know before anybody relies on a result. */
export interface Judgement {
  /** In plain words, what a reader could wrongly take the result for. */
  readonly caveats: readonly string[];
  readonly strengths: readonly StrengthJson[];
}

/** Undefined of a result that names no rows of this party's own file. */
export function judgementOf(agreement: Agreement, result: object): Judgement | undefined {
  const rows = operationOf(agreement).result.ownRows(result);
  if (rows === undefined) return undefined;
  const strengths = rows.strengths();
  return { caveats: [notFound(rows), ...strengthLines(rows.ownRows, strengths)], strengths: strengths.map((each) => strengthJson(rows.ownRows, each)) };
}

function notFound({ notTested: { count } }: OwnRows): string {
  const untested = count === 0 ? '' : `${count} of your rows could not be tested, and `;
  return `Not found is not safe: ${untested}a row can be on another list in a spelling, or with a date, that no rule here makes the same.`;
}

function strengthJson(ownRows: number, { rule, rows, ownPairs, otherRows, byChance }: RuleStrength): StrengthJson {
  const known = { rule, rows, ownPairs, otherRows };
  if (ownRows < FEWEST_ROWS || byChance === undefined) return known;
  return ownPairs === 0 ? { ...known, byChanceBelow: rounded(onePair(ownRows, otherRows)) } : { ...known, byChance: rounded(byChance) };
}

function strengthLines(ownRows: number, strengths: readonly RuleStrength[]): string[] {
  const found = strengths.filter((each) => each.rows > 0);
  if (found.length === 0) return [];
  const byRule = strengths.length === 1 ? [] : [`By the rule that says most of each match: ${found.map(({ rule, rows: count }) => `${rule} ${count}`).join('; ')}.`];
  return [...byRule, chanceLine(ownRows, found)];
}

function chanceLine(ownRows: number, found: readonly RuleStrength[]): string {
  const [{ otherRows }] = found as [RuleStrength];
  if (ownRows < FEWEST_ROWS) return `How many of these would match by chance cannot be said: your list of ${ownRows} ${ownRows === 1 ? 'row is' : 'rows is'} too short to show how common such rows are. Look at each match.`;
  const pairs = found.reduce((sum, each) => sum + each.ownPairs, 0);
  if (pairs === 0) return `By chance: no two rows of your own list agree by these rules. If such rows are as rare in the other lists, and these are full (${otherRows} rows), fewer than about ${rounded(onePair(ownRows, otherRows))} rows match without being the same person.`;
  const each = found.filter(({ ownPairs }) => ownPairs > 0).map(({ rule, byChance = 0 }) => `${rule} about ${rounded(byChance)}`);
  return `By chance: in your own list ${pairs} ${pairs === 1 ? 'pair of rows agrees' : 'pairs of rows agree'} by these rules. If such rows are as common in the other lists, and these are full (${otherRows} rows), so many match without being the same: ${each.join('; ')}. Look at those matches.`;
}

/** What one pair in the own list would stand for. */
function onePair(ownRows: number, otherRows: number): number {
  return (2 * otherRows) / (ownRows - 1);
}

function rounded(value: number): number {
  return Number(value.toPrecision(2));
}
