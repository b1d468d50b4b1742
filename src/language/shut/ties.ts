/** Totals over the same rows as the cells of a table that counts may shut. A total beside the other cells would give a shut one away. */
import type { Checked, Reveal, Table } from '../check/program.js';
import type { Measure } from '../plan/sums/measure.js';
import { shape, type Expr } from '../syntax/tree.js';
import type { Gate } from './gates.js';

export interface Tie {
  readonly reveal: Reveal;
  /** Position of the gate whose shut cells shut the total. */
  readonly gate: number;
  /** The table whose cells are the totals. Undefined if the reveal as a whole is shut. */
  readonly table: Table | undefined;
}

/** What may be shut, and with what. */
export interface Gates {
  readonly gates: readonly Gate[];
  readonly ties: readonly Tie[];
}

type Sums = Omit<Measure, 'isLate'>;

export function tiesOf(checked: Checked, measures: readonly Sums[], gates: readonly Gate[]): Tie[] {
  const found = new Map<string, Tie>();
  gates.forEach(({ table, reveal: ofCells, measures: cells }, gate) => {
    if (table === undefined) return;
    const keys = new Set(cells.filter((each) => each.table === table && each.part.kind !== 'contributors').map((each) => rowsKey(checked, each)));
    for (const measure of measures) {
      if (measure.isFirst || !isCoarser(measure.table, table) || !keys.has(rowsKey(checked, measure))) continue;
      for (const { reveal } of measure.uses) {
        if (reveal === ofCells || ![...reveal.recipients].some((role) => ofCells.recipients.has(role))) continue;
        found.set(`${reveal.number} ${gate} ${measure.table?.name ?? ''}`, { reveal, gate, table: measure.table });
      }
    }
  });
  return [...found.values()].sort((a, b) => a.reveal.number - b.reveal.number || a.gate - b.gate);
}

/** Whether each of its cells, or the only one that there is without a table, has all rows of several cells of the other. */
function isCoarser(one: Table | undefined, other: Table): boolean {
  if (one === undefined) return true;
  const names = new Set(other.keys.map(({ name }) => name));
  return one.keys.length < other.keys.length && one.keys.every(({ name }) => names.has(name));
}

/** The rows over all cells, and what is added up over them. */
function rowsKey(checked: Checked, { call, part, args, table }: Sums): string {
  const total = checked.totals.get(call);
  const rows = total?.over.kind === 'rows' ? total.over.rows.name : '';
  const wheres = [table?.where, call.where].flatMap((where) => (where === undefined ? [] : conjuncts(where)));
  const values = part.kind === 'sum' ? part.of.map((i) => shape(args[i])).sort() : [];
  return JSON.stringify([rows, [...new Set(wheres.map(shape))].sort(), part.kind, ...values]);
}

function conjuncts(expr: Expr): Expr[] {
  return expr.kind === 'and' ? [...conjuncts(expr.left), ...conjuncts(expr.right)] : [expr];
}
