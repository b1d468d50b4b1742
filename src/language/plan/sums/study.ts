/** Which programs need only sums, and which totals make their reveals and conditions. `docs/decisions/0060-programs-on-sums.md` has the reasons. */
import { isTotal } from '../../check/functions.js';
import type { Checked, Model, Reveal, Table } from '../../check/program.js';
import { shape, walk, type Call, type Condition, type Expr } from '../../syntax/tree.js';
import { isSumTotal } from './parts.js';

/** A total that recipients of a reveal see, since a number that they learn, or a condition that shows its counts, is made from it. */
export interface Use {
  readonly call: Call;
  /** The table over whose cells it is a total. */
  readonly table: Table | undefined;
  readonly reveal: Reveal;
  /** For a table's reveal: the column for which it is seen. */
  readonly column: string | undefined;
  readonly isCondition: boolean;
}

/** Why a program needs the general engine, and where. */
export interface Obstacle {
  readonly line: number;
  readonly column: number;
  readonly why: string;
}

export interface Study {
  readonly uses: readonly Use[];
  /** None if sums are enough. */
  readonly obstacles: readonly Obstacle[];
}

type Where = Omit<Use, 'call'>;

export function studySums(checked: Checked): Study {
  const uses: Use[] = [];
  const obstacles: Obstacle[] = [];
  const refuse = ({ at }: { readonly at: { readonly line: number; readonly column: number } }, why: string): void => {
    if (!obstacles.some((each) => each.line === at.line && each.column === at.column)) obstacles.push({ ...at, why });
  };

  // A name that is used twice is looked into once, because chains of names would double the work with each link.
  const seen = new Set<string>();
  const isNew = (name: string, { reveal, table, column, isCondition }: Where): boolean => {
    const key = JSON.stringify([reveal.number, table?.name, column, isCondition, name]);
    return !seen.has(key) && seen.add(key).size > 0;
  };

  const total = (call: Call, where: Where): void => {
    const found = checked.totals.get(call);
    if (found === undefined || found.over.kind === 'table') { refuse(call, 'a total of a table that nobody sees'); return; }
    if (found.mixed) { refuse(call, 'rows are compared with data of other parties'); return; }
    if (!isSumTotal(call)) { refuse(call, `${call.name} cannot be read from sums`); return; }
    if (!found.over.rows.role.isGroup) { refuse(call, `${found.over.rows.role.name} alone has these rows: opened by itself, the total would be its own`); return; }
    uses.push({ ...where, call });
  };

  /** What is computed from the sums once they are open. It must not contain anything that would have hidden them. */
  const value = (expr: Expr, where: Where): void => {
    if (checked.infos.get(expr)?.place === 'public') return;
    switch (expr.kind) {
      case 'negate':
      case 'rounded':
        value(expr.operand, where);
        return;
      case 'arithmetic':
        value(expr.left, where);
        value(expr.right, where);
        return;
      case 'otherwise':
        value(expr.operand, where);
        value(expr.fallback, where);
        return;
      case 'name':
        named(expr, where);
        return;
      case 'field':
        refuse(expr, `${expr.owner}’s own value would be opened by itself`);
        return;
      case 'call':
        called(expr, where);
        return;
      default:
        refuse(expr, 'a comparison or a choice of numbers that nobody sees');
        return;
    }
  };

  const called = (call: Call, where: Where): void => {
    const { name, args } = call;
    if (isTotal(call)) { total(call, where); return; }
    if (name !== 'sqrt') { refuse(call, `${name} is worked out of numbers that nobody sees`); return; }
    for (const arg of args) value(arg, where);
  };

  const named = (expr: Extract<Expr, { kind: 'name' }>, where: Where): void => {
    const { name } = expr;
    if (!isNew(name, where)) return;
    const column = where.table?.columns.get(name);
    if (column) { value(column.value, where); return; }
    if (where.table?.keys.some((key) => key.name === name) === true) return;
    const meaning = checked.lets.get(name)?.tree.value;
    if (meaning) { value(meaning, { ...where, table: undefined }); return; }
    const revealed = checked.reveals.find((each) => each.kind === 'value' && each.name === name && each.tree.value !== undefined);
    const own = new Set(where.reveal.onlyIf.map((each) => shape(each.value)));
    if (revealed?.kind !== 'value' || revealed.isOpen || !revealed.onlyIf.every((each) => own.has(shape(each.value)))) { refuse(expr, `${name} is not there under the same conditions`); return; }
    value(revealed.value, { ...where, table: undefined });
  };

  const condition = (expr: Expr, where: Where): void => {
    for (const each of walk(expr)) {
      if (isTotal(each)) total(each, where);
      if (each.kind !== 'name' || !isNew(each.name, where)) continue;
      const column = where.table?.columns.get(each.name)?.value;
      const meaning = column ?? checked.lets.get(each.name)?.tree.value;
      if (meaning) condition(meaning, column ? where : { ...where, table: undefined });
    }
  };

  for (const reveal of checked.reveals) {
    const { tree } = reveal;
    const hide = reveal.kind === 'table' ? reveal.hide : [];
    const inTable = { reveal, table: reveal.kind === 'table' ? reveal.table : undefined, column: undefined, isCondition: true };
    const shown = (each: Condition): boolean => {
      if (!each.countsShown) refuse(each, 'this condition hides the counts that it is of: with “, counts shown” they are seen');
      return each.countsShown;
    };
    for (const each of reveal.onlyIf) if (shown(each)) condition(each.value, { ...inTable, table: undefined });
    for (const each of hide) if (shown(each)) condition(each.value, inTable);
    if (reveal.kind === 'model') fitted(reveal.model, { ...inTable, isCondition: false });
    else if (tree.top) refuse(tree, 'the largest cells are found among numbers that nobody sees');
    else if (reveal.kind === 'table') for (const name of reveal.columns) column(reveal.table, name, reveal.openColumns, { ...inTable, column: name, isCondition: false });
    else if (reveal.own !== undefined) refuse(tree, 'each learns something of its own');
    else if (!reveal.isOpen) value(reveal.value, { ...inTable, isCondition: false });
  }
  return { uses, obstacles: obstacles.sort((a, b) => a.line - b.line || a.column - b.column) };

  /** A model is solved in the open, from sums like any others. The steps of a logistic model have sums of their own. */
  function fitted({ totals: { count, products } }: Model, where: Where): void {
    for (const call of new Set([count, ...products.flat()])) total(call, where);
  }

  function column(table: Table, name: string, open: ReadonlySet<string>, where: Where): void {
    const found = table.columns.get(name);
    // What follows from columns that are revealed with it needs no sum of its own.
    if (found && !open.has(name)) value(found.value, where);
  }
}
