import { operationOf } from '../library/operations.js';
import type { Agreement } from '../library/agreements.js';
import type { RuleStrength } from '../library/sessions.js';
import type { Texts } from '../library/text.js';

/** With fewer own rows than this, nobody can say how common a name is. */
const FEWEST_ROWS = 30;

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
  if (pairs === 0) return texts.noPairs({ otherRows, fewest: inTwoDigits((2 * otherRows) / (ownRows - 1)) });
  const each = found.filter(({ ownPairs }) => ownPairs > 0).map(({ rule, byChance = 0 }) => ({ rule, about: inTwoDigits(byChance) }));
  return texts.byChance({ pairs, otherRows, each });
}

function inTwoDigits(number: number): number {
  return Number(number.toPrecision(2));
}
