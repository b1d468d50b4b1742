/** How many rows or parties the conditions of a reveal demand at least. */
import type { Checked, Reveal, Table } from '../check/program.js';
import { isTotal } from '../check/functions.js';
import { meaningOf } from '../check/meanings.js';
import type { Comparison, Expr } from '../syntax/tree.js';
import { isWithin, keyOf, selectionsIn, tableOf, type Scope } from './selections.js';

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
  const found = new Demands(checked, tableOf(reveal));
  return [
    ...reveal.onlyIf.flatMap(({ value, countsShown }) => found.of(value, true).map((each) => ({ ...each, columns: undefined, countsShown }))),
    ...(reveal.kind === 'table' ? reveal.hide : []).flatMap(({ value, columns, countsShown }) => found.of(value, false).map((each) => ({ ...each, columns: columns?.map(({ text }) => text), countsShown }))),
  ];
}

/** Whether at least two rows, or two parties, are demanded of these rows where this column is shown. */
export function isBounded(bounds: readonly Bound[], total: Bound['total'], scope: Scope, column: string | undefined): boolean {
  return bounds.some((bound) => bound.total === total && bound.least >= 2n && (bound.columns === undefined || (column !== undefined && bound.columns.includes(column))) && isWithin(bound.scope, scope));
}

/** The least counts that follow from conditions. */
class Demands {
  /** A name that is used twice is looked into once, because chains of names would double the work with each link. */
  readonly #known = new Map<string, readonly Found[]>();

  constructor(
    readonly checked: Checked,
    readonly table: Table | undefined,
  ) {}

  /** What follows if the condition is true, or if it is false. */
  of(expr: Expr, isTrue: boolean): readonly Found[] {
    switch (expr.kind) {
      case 'not':
        return this.of(expr.operand, !isTrue);
      case 'and':
      case 'or': {
        const [left, right] = [this.of(expr.left, isTrue), this.of(expr.right, isTrue)];
        if ((expr.kind === 'and') === isTrue) return withoutRepeats([...left, ...right]);
        // n > 0 and n < 10 hides what n < 10 hides, but for cells of which there is nothing to hide.
        return expr.kind === 'and' ? [...besideNone(this.of(expr.left, true), right), ...besideNone(this.of(expr.right, true), left)] : [];
      }
      case 'name':
        return this.#behind(expr.name, String(isTrue), (meaning) => this.of(meaning, isTrue));
      case 'compare': {
        const operator = isTrue ? expr.operator : NEGATED[expr.operator];
        return [...this.#compared(expr.left, operator, expr.right), ...this.#compared(expr.right, MIRRORED[operator], expr.left)];
      }
      case 'inRange': {
        const [low, high] = [lowestOf(this.checked, expr.low), lowestOf(this.checked, expr.high)];
        if (isTrue !== expr.negated) return low === undefined ? [] : this.#atLeast(expr.operand, low);
        return low === undefined || high === undefined || low > 1n ? [] : this.#atLeast(expr.operand, high + 1n);
      }
      default:
        return [];
    }
  }

  #compared(count: Expr, operator: Comparison, limit: Expr): readonly Found[] {
    const lowest = lowestOf(this.checked, limit);
    if (lowest === undefined || !['=', '>', '>='].includes(operator)) return [];
    return this.#atLeast(count, operator === '>' ? lowest + 1n : lowest);
  }

  /** What follows if this is at least so much. */
  #atLeast(expr: Expr, least: bigint): readonly Found[] {
    const { checked, table } = this;
    if (expr.kind === 'name') return this.#behind(expr.name, String(least), (meaning) => this.#atLeast(meaning, least));
    // Taking something off makes it no larger.
    if (expr.kind === 'arithmetic' && expr.operator === '-') return (lowOf(checked, expr.right) ?? -1n) >= 0n ? this.#atLeast(expr.left, least) : [];
    if (expr.kind !== 'call') return [];
    const { name, args } = expr;
    if (!isTotal(expr)) return name === 'min' ? withoutRepeats(args.flatMap((arg) => this.#atLeast(arg, least))) : [];
    const over = checked.totals.get(expr)?.over;
    // The smallest of a table's cells bounds each of them.
    if (name === 'min' && over?.kind === 'table') return args.flatMap((arg) => new Demands(checked, over.table).#atLeast(arg, least));
    if (name !== 'count' && name !== 'contributors') return [];
    return [...selectionsIn(checked, expr, table)].filter(({ call }) => call === expr).map(({ scope }) => ({ scope, total: name, least }));
  }

  #behind(name: string, asked: string, look: (meaning: Expr) => readonly Found[]): readonly Found[] {
    const key = `${asked}|${name}`;
    const before = this.#known.get(key);
    if (before !== undefined) return before;
    this.#known.set(key, []);
    const meaning = meaningOf(this.checked, name, this.table);
    const found = meaning === undefined ? [] : look(meaning);
    this.#known.set(key, found);
    return found;
  }
}

function withoutRepeats(found: readonly Found[]): Found[] {
  return [...new Map(found.map((each) => [`${each.total}|${each.least}|${keyOf(each.scope)}`, each])).values()];
}

/** Those of `found` whose rows `atLeastOne` says to be there. */
function besideNone(atLeastOne: readonly Found[], found: readonly Found[]): Found[] {
  return found.filter((each) => atLeastOne.some(({ least, total, scope }) => least <= 1n && total === each.total && keyOf(scope) === keyOf(each.scope)));
}

/** The smallest whole number that is not below any value that it may have; undefined if it is no number that all know. */
function lowestOf(checked: Checked, expr: Expr): bigint | undefined {
  const info = checked.infos.get(expr);
  if (info?.type.kind !== 'number' || info.place !== 'public') return undefined;
  const unit = 10n ** BigInt(info.type.decimals);
  return (info.type.low + unit - 1n) / unit;
}

function lowOf(checked: Checked, expr: Expr): bigint | undefined {
  const type = checked.infos.get(expr)?.type;
  return type?.kind === 'number' ? type.low : undefined;
}
