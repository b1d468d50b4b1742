/** Which rows a reveal's numbers and conditions are over. */
import { isTotal } from '../check/functions.js';
import type { Checked, Reveal, Rows, Table } from '../check/program.js';
import { shape, walk, type Expr } from '../syntax/tree.js';

/** A set of rows, by its condition. */
export interface Selection {
  readonly rows: Rows;
  readonly where: Expr | undefined;
  readonly total: string;
  readonly key: string;
}

export function selectionKey(rows: Rows, where: Expr | undefined): string {
  return `${rows.name}|${where ? shape(where) : ''}`;
}

/** Every selection of rows that an expression's totals are over, through columns, lets and totals of tables. */
export function* selectionsIn(checked: Checked, expr: Expr, table?: Table, seen = new Set<string>()): Generator<Selection> {
  for (const each of walk(expr)) {
    if (each.kind === 'name') {
      // A name that is used twice is looked into once, because chains of names would double the work with each link.
      const key = `${table?.name ?? ''}|${each.name}`;
      const meaning = seen.has(key) ? undefined : (table?.columns.get(each.name)?.value ?? checked.lets.get(each.name)?.tree.value);
      seen.add(key);
      if (meaning) yield* selectionsIn(checked, meaning, table, seen);
      continue;
    }
    const total = isTotal(each) ? checked.totals.get(each) : undefined;
    if (!total || each.kind !== 'call') continue;
    const { over } = total;
    if (over.kind === 'rows') {
      if (!over.rows.isSingle) yield { rows: over.rows, where: each.where, total: each.name, key: selectionKey(over.rows, each.where) };
    } else if (['sum', 'mean', 'count'].includes(each.name)) {
      yield { rows: over.table.rows, where: over.table.where, total: each.name, key: selectionKey(over.table.rows, over.table.where) };
    } else {
      for (const arg of total.args) yield* selectionsIn(checked, arg, over.table, seen);
    }
  }
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

export function conditionsOf(reveal: Reveal): Expr[] {
  return [...reveal.onlyIf, ...(reveal.kind === 'table' ? reveal.hide : [])].map(({ value }) => value);
}

export function tableOf(reveal: Reveal): Table | undefined {
  return reveal.kind === 'table' ? reveal.table : undefined;
}
