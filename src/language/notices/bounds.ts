/** How many rows or parties the conditions of a reveal demand at least. */
import type { Checked, Reveal, Table } from '../check/program.js';
import { isTotal } from '../check/functions.js';
import type { Comparison, Expr } from '../syntax/tree.js';
import { isWithin, keyOf, meaningOf, selectionsIn, tableOf, type Scope } from './selections.js';

export interface Bound {
  readonly scope: Scope;
  readonly total: 'count' | 'contributors';
  readonly least: bigint;
  /** The columns that are hidden otherwise; undefined if all of the reveal depends on it. */
  readonly columns: readonly string[] | undefined;
  readonly countsShown: boolean;
}

type Found = Omit<Bound, 'columns' | 'countsShown'>;

const NEGATED: Readonly<Record<Comparison, Comparison>> = { '=': '<>', '<>': '=', '<': '>=', '<=': '>', '>': '<=', '>=': '<' };
const MIRRORED: Readonly<Record<Comparison, Comparison>> = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

export function boundsOf(checked: Checked, reveal: Reveal): Bound[] {
  const table = tableOf(reveal);
  return [
    ...reveal.onlyIf.flatMap(({ value, countsShown }) => demanded(checked, value, table, true).map((found) => ({ ...found, columns: undefined, countsShown }))),
    ...(reveal.kind === 'table' ? reveal.hide : []).flatMap(({ value, columns, countsShown }) =>
      demanded(checked, value, table, false).map((found) => ({ ...found, columns: columns?.map(({ text }) => text), countsShown })),
    ),
  ];
}

/** Whether at least two rows, or two parties, are demanded of these rows where this column is shown. */
export function isBounded(bounds: readonly Bound[], total: Bound['total'], scope: Scope, column: string | undefined): boolean {
  return bounds.some((bound) => bound.total === total && bound.least >= 2n && (bound.columns === undefined || (column !== undefined && bound.columns.includes(column))) && isWithin(bound.scope, scope));
}

/** The least counts that follow from the condition, if it is true or if it is false. */
function demanded(checked: Checked, expr: Expr, table: Table | undefined, isTrue: boolean): Found[] {
  const look = (part: Expr, truth = isTrue) => demanded(checked, part, table, truth);
  switch (expr.kind) {
    case 'not':
      return look(expr.operand, !isTrue);
    case 'and':
    case 'or':
      if ((expr.kind === 'and') === isTrue) return [...look(expr.left), ...look(expr.right)];
      // n > 0 and n < 10 hides what n < 10 hides, but for cells of which there is nothing to hide.
      return expr.kind === 'and' ? [...besideNone(look(expr.left, true), look(expr.right)), ...besideNone(look(expr.right, true), look(expr.left))] : [];
    case 'name': {
      const meaning = meaningOf(checked, expr.name, table);
      return meaning === undefined || meaning === expr ? [] : look(meaning);
    }
    case 'compare': {
      const operator = isTrue ? expr.operator : NEGATED[expr.operator];
      return [...atLeast(checked, expr.left, operator, expr.right, table), ...atLeast(checked, expr.right, MIRRORED[operator], expr.left, table)];
    }
    case 'inRange': {
      const [low, high] = [lowestOf(checked, expr.low), lowestOf(checked, expr.high)];
      if (isTrue !== expr.negated) return low === undefined ? [] : counted(checked, expr.operand, low, table);
      return low === undefined || high === undefined || low > 1n ? [] : counted(checked, expr.operand, high + 1n, table);
    }
    default:
      return [];
  }
}

/** Those of `found` whose rows `atLeastOne` says to be there. */
function besideNone(atLeastOne: readonly Found[], found: readonly Found[]): Found[] {
  return found.filter((each) => atLeastOne.some(({ least, total, scope }) => least <= 1n && total === each.total && keyOf(scope) === keyOf(each.scope)));
}

function atLeast(checked: Checked, count: Expr, operator: Comparison, limit: Expr, table: Table | undefined): Found[] {
  const lowest = lowestOf(checked, limit);
  if (lowest === undefined || !['=', '>', '>='].includes(operator)) return [];
  return counted(checked, count, operator === '>' ? lowest + 1n : lowest, table);
}

/** The smallest whole number that is not below any value that it may have; undefined if it is no number that all know. */
function lowestOf(checked: Checked, expr: Expr): bigint | undefined {
  const info = checked.infos.get(expr);
  if (info?.type.kind !== 'number' || info.place !== 'public') return undefined;
  const unit = 10n ** BigInt(info.type.decimals);
  return (info.type.low + unit - 1n) / unit;
}

/** What follows if this is at least so much. */
function counted(checked: Checked, expr: Expr, least: bigint, table: Table | undefined): Found[] {
  if (expr.kind === 'name') {
    const meaning = meaningOf(checked, expr.name, table);
    return meaning === undefined || meaning === expr ? [] : counted(checked, meaning, least, table);
  }
  // Taking something off makes it no larger.
  if (expr.kind === 'arithmetic' && expr.operator === '-') return (lowOf(checked, expr.right) ?? -1n) >= 0n ? counted(checked, expr.left, least, table) : [];
  if (expr.kind !== 'call') return [];
  if (expr.name === 'min' && expr.of === undefined) return expr.args.flatMap((arg) => counted(checked, arg, least, table));
  const over = isTotal(expr) ? checked.totals.get(expr)?.over : undefined;
  // The smallest of a table's cells bounds each of them.
  if (isTotal(expr) && expr.name === 'min' && over?.kind === 'table') return expr.args.flatMap((arg) => counted(checked, arg, least, over.table));
  if (!isTotal(expr) || (expr.name !== 'count' && expr.name !== 'contributors')) return [];
  const { name: total } = expr;
  return [...selectionsIn(checked, expr, table)].filter(({ call }) => call === expr).map(({ scope }) => ({ scope, total: total === 'count' ? 'count' : 'contributors', least }));
}

function lowOf(checked: Checked, expr: Expr): bigint | undefined {
  const type = checked.infos.get(expr)?.type;
  return type?.kind === 'number' ? type.low : undefined;
}
