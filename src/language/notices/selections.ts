/** Which rows a reveal's numbers and conditions are over. */
import { isTotal } from '../check/functions.js';
import { meaningOf } from '../check/meanings.js';
import type { Checked, Reveal, Rows, Table } from '../check/program.js';
import { shape, walk, type Call, type Condition, type Expr } from '../syntax/tree.js';

const LITERALS: readonly string[] = ['number', 'text', 'day', 'month', 'bool'];

/** A set of rows: in one cell of a table, or in all; and by the conditions that each of them fulfils. */
export interface Scope {
  readonly rows: Rows;
  /** Its name; undefined for rows that are not those of one cell. */
  readonly cell: string | undefined;
  readonly parts: ReadonlyMap<string, Expr>;
}

/** A total with the rows that it is over. */
export interface Selection {
  readonly scope: Scope;
  readonly where: Expr | undefined;
  readonly total: string;
  readonly call: Call;
  readonly key: string;
}

export function scopeOf(rows: Rows, cell: string | undefined, ...wheres: readonly (Expr | undefined)[]): Scope {
  const seen = new Set<string>();
  const parts = wheres.flatMap((where) => (where ? conjuncts(where) : [])).flatMap((part) => writtenOut(rows, part, seen));
  return { rows, cell, parts: new Map(parts.map((part) => [shape(part), part])) };
}

/** A yes/no that is worked out, as what it is worked out from. */
function writtenOut(rows: Rows, part: Expr, seen: Set<string>): Expr[] {
  const named = part.kind === 'not' ? part.operand : part;
  const meaning = named.kind === 'name' ? derivedAs(rows, named.name) : undefined;
  if (meaning === undefined) return [part];
  if (part.kind === 'not') return [{ ...part, operand: meaning }];
  // A name that is used twice is looked into once, because chains of names would double the work with each link.
  if (named.kind !== 'name' || seen.has(named.name)) return [];
  seen.add(named.name);
  return conjuncts(meaning).flatMap((each) => writtenOut(rows, each, seen));
}

/** The expression of a derived column. */
export function derivedAs(rows: Rows, name: string): Expr | undefined {
  const line = rows.block.lines.find((each) => each.kind === 'derived' && each.name.text === name);
  return line?.kind === 'derived' ? line.value : undefined;
}

/** Whether all rows of `inner` are rows of `outer`. */
export function isWithin(inner: Scope, outer: Scope): boolean {
  return inner.rows === outer.rows && (outer.cell === undefined || outer.cell === inner.cell) && [...outer.parts].every(([key, part]) => inner.parts.has(key) || (part.kind === 'not' && [...inner.parts.values()].some((each) => areOthers(each, part.operand))));
}

/** Whether they are `x = A` and `x = B`. */
export function areOthers(one: Expr, other: Expr): boolean {
  if (one.kind !== 'compare' || other.kind !== 'compare' || one.operator !== '=' || other.operator !== '=') return false;
  return shape(one.left) === shape(other.left) && shape(one.right) !== shape(other.right) && [one.right, other.right].every(({ kind }) => LITERALS.includes(kind));
}

export function keyOf({ rows, cell, parts }: Scope): string {
  return [rows.name, cell ?? '', ...[...parts.keys()].sort()].join('|');
}

export function conjuncts(expr: Expr): Expr[] {
  return expr.kind === 'and' ? [...conjuncts(expr.left), ...conjuncts(expr.right)] : [expr];
}

/** Every selection of rows that an expression's totals are over, through columns, lets and totals of tables. */
export function* selectionsIn(checked: Checked, expr: Expr, table?: Table, seen = new Set<string>()): Generator<Selection> {
  for (const each of walk(expr)) {
    if (each.kind === 'name') {
      // A name that is used twice is looked into once, because chains of names would double the work with each link.
      const key = `${table?.name ?? ''}|${each.name}`;
      const meaning = seen.has(key) ? undefined : meaningOf(checked, each.name, table);
      seen.add(key);
      if (meaning) yield* selectionsIn(checked, meaning, table, seen);
      continue;
    }
    const total = isTotal(each) ? checked.totals.get(each) : undefined;
    if (!total || each.kind !== 'call') continue;
    const { over } = total;
    if (over.kind === 'rows') {
      const inCell = over.inCell ? table : undefined;
      if (!over.rows.isSingle) yield selection(each, scopeOf(over.rows, inCell?.name, inCell?.where, each.where));
    } else if (['sum', 'mean', 'count'].includes(each.name)) {
      yield selection(each, scopeOf(over.table.rows, undefined, over.table.where));
    } else {
      for (const arg of total.args) yield* selectionsIn(checked, arg, over.table, seen);
    }
  }
}

function selection(call: Call, scope: Scope): Selection {
  return { scope, where: call.where, total: call.name, call, key: keyOf(scope) };
}

/** What a reveal shows that does not follow from other things that it shows, by name. */
export function shownValues(reveal: Reveal): (readonly [name: string, value: Expr])[] {
  if (reveal.kind === 'value') return [[reveal.name, reveal.value]];
  if (reveal.kind === 'model') return [];
  return reveal.columns.filter((name) => !reveal.openColumns.has(name)).flatMap((name) => {
    const column = reveal.table.columns.get(name);
    return column ? [[name, column.value] as const] : [];
  });
}

export function conditionsOf(reveal: Reveal): readonly Condition[] {
  return [...reveal.onlyIf, ...(reveal.kind === 'table' ? reveal.hide : [])];
}

export function tableOf(reveal: Reveal): Table | undefined {
  return reveal.kind === 'table' ? reveal.table : undefined;
}
