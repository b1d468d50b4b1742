import { operationOf } from '../library/operations.js';
import type { Agreement } from '../library/agreements.js';
import type { RuleStrength } from '../library/sessions.js';
import type { Texts } from '../library/text.js';

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

/** Undefined of a result that names no rows of this party's own file. */
export function strengthsOf(agreement: Agreement, result: object): StrengthJson[] | undefined {
  const rows = operationOf(agreement).result.ownRows(result);
  return rows?.strengths().map((each) => strengthJson(rows.ownRows, each));
}

function strengthJson(ownRows: number, { rule, rows, ownPairs, otherRows, byChance }: RuleStrength): StrengthJson {
  const known = { rule, rows, ownPairs, otherRows };
  if (ownRows < FEWEST_ROWS || byChance === undefined) return known;
  return ownPairs === 0 ? { ...known, byChanceBelow: onePair(ownRows, otherRows) } : { ...known, byChance: inTwoDigits(byChance) };
}

/** What one pair in the own list would stand for. */
function onePair(ownRows: number, otherRows: number): number {
  return inTwoDigits((2 * otherRows) / (ownRows - 1));
}

/** In plain words, what a reader could wrongly take a result for. */
export function caveatsOf(agreement: Agreement, outcome: object, { result: texts, lists: { ruleName } }: Texts): string[] {
  const rows = operationOf(agreement).result.ownRows(outcome);
  if (rows === undefined) return [];
  const strengths = rows.strengths().map((each) => ({ ...each, rule: ruleName(each.rule) }));
  const found = strengths.filter((each) => each.rows > 0);
  if (found.length === 0) return [texts.notFound(rows.notTested.count)];
  return [texts.notFound(rows.notTested.count), ...(strengths.length === 1 ? [] : [texts.byRule(found)]), chanceLine(rows.ownRows, found, texts)];
}

function chanceLine(ownRows: number, found: readonly RuleStrength[], texts: Texts['result']): string {
  const [{ otherRows }] = found as [RuleStrength];
  if (ownRows < FEWEST_ROWS) return texts.tooShort(ownRows);
  const pairs = found.reduce((sum, each) => sum + each.ownPairs, 0);
  if (pairs === 0) return texts.noPairs({ otherRows, fewest: onePair(ownRows, otherRows) });
  const each = found.filter(({ ownPairs }) => ownPairs > 0).map(({ rule, byChance = 0 }) => ({ rule, about: inTwoDigits(byChance) }));
  return texts.byChance({ pairs, otherRows, each });
}

function inTwoDigits(number: number): number {
  return Number(number.toPrecision(2));
}
