import { operationOf } from '../library/operations.js';
import type { Agreement } from '../library/agreements.js';
import type { OwnRows, RuleStrength } from '../library/sessions.js';

/** With fewer own rows than this, nobody can say how common a name is. */
const FEWEST_ROWS = 30;

/** In plain words, what a reader could wrongly take a result for. */
export function caveatsOf(agreement: Agreement, result: object): string[] {
  const rows = operationOf(agreement).result.ownRows(result);
  return rows === undefined ? [] : [notFound(rows), ...strengthLines(rows)];
}

function notFound({ notTested: { count } }: OwnRows): string {
  const untested = count === 0 ? '' : `${count} of your rows could not be tested, and `;
  return `Not found is not safe: ${untested}a row can be on another list in a spelling, or with a date, that no rule here makes the same.`;
}

function strengthLines(rows: OwnRows): string[] {
  const strengths = rows.strengths();
  const found = strengths.filter((each) => each.rows > 0);
  if (found.length === 0) return [];
  const byRule = strengths.length === 1 ? [] : [`By the rule that says most of each match: ${found.map(({ rule, rows: count }) => `${rule} ${count}`).join('; ')}.`];
  return [...byRule, chanceLine(rows.ownRows, found)];
}

function chanceLine(ownRows: number, found: readonly RuleStrength[]): string {
  const [{ otherRows }] = found as [RuleStrength];
  if (ownRows < FEWEST_ROWS) return `How many of these would match by chance cannot be said: your list of ${ownRows} ${ownRows === 1 ? 'row is' : 'rows is'} too short to show how common such rows are. Look at each match.`;
  const pairs = found.reduce((sum, each) => sum + each.ownPairs, 0);
  const fewest = ((2 * otherRows) / (ownRows - 1)).toPrecision(2);
  if (pairs === 0) return `By chance: no two rows of your own list agree by these rules. If such rows are as rare in the other lists, and these are full (${otherRows} rows), fewer than about ${Number(fewest)} rows match without being the same person.`;
  const each = found.filter(({ ownPairs }) => ownPairs > 0).map(({ rule, byChance = 0 }) => `${rule} about ${Number(byChance.toPrecision(2))}`);
  return `By chance: in your own list ${pairs} ${pairs === 1 ? 'pair of rows agrees' : 'pairs of rows agree'} by these rules. If such rows are as common in the other lists, and these are full (${otherRows} rows), so many match without being the same: ${each.join('; ')}. Look at those matches.`;
}
