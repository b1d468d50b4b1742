/** What counts that are shown decide: whole reveals, cells, or columns of cells. `docs/decisions/0063-vetoes.md` has the reasons. */
import type { Checked, Reveal, Table } from '../check/program.js';
import type { Measure } from '../plan/sums/measure.js';
import { isTotal } from '../check/functions.js';
import { meaningOf, throughNames } from '../check/meanings.js';
import { walk, type Expr, type Hide } from '../syntax/tree.js';
import { takesOff } from './rest.js';

type Sums = Omit<Measure, 'isLate'>;

export interface Gate {
  readonly reveal: Reveal;
  /** The table with a decision for each cell. Undefined if there is one for the reveal as a whole. */
  readonly table: Table | undefined;
  /** The columns that are hidden; undefined for whole cells, or the whole reveal. */
  readonly columns: readonly string[] | undefined;
  /** All of them must hold for a reveal. Any of them hides a cell. */
  readonly conditions: readonly Expr[];
  /** The roles whose parties take their own rows off, and may shut it themselves. */
  readonly by: readonly string[];
  /** The measures that are opened only as far as this allows. */
  readonly measures: readonly Sums[];
}

/** In one order for all parties. Conditions on whose outcome no sum depends have no gate. */
export function gatesOf(checked: Checked, measures: readonly Sums[]): Gate[] {
  const late = measures.filter(({ isFirst }) => !isFirst);
  return checked.reveals.flatMap((reveal) => {
    const ofReveal = (columns: ReadonlySet<string> | undefined) => late.filter(({ uses }) => uses.some((use) => use.reveal === reveal && (columns === undefined || (use.column !== undefined && columns.has(use.column)))));
    const gates: Gate[] = [];
    const gate = (table: Table | undefined, columns: readonly string[] | undefined, conditions: readonly Expr[], found: readonly Sums[]) => gates.push({ reveal, table, columns, conditions, by: takingOff(checked, conditions, table), measures: found });
    const isSteps = reveal.kind === 'model' && reveal.model.tree.regression === 'logistic';
    const onlyIf = reveal.onlyIf.filter(({ countsShown }) => countsShown);
    if (onlyIf.length > 0 && (isSteps || ofReveal(undefined).length > 0)) gate(undefined, undefined, onlyIf.map(({ value }) => value), ofReveal(undefined));
    if (reveal.kind !== 'table' || reveal.tree.top !== undefined) return gates;
    const shown = reveal.hide.filter(({ countsShown }) => countsShown);
    for (const target of new Set(shown.map(targetOf))) {
      const same = shown.filter((hide) => targetOf(hide) === target);
      const columns = same[0]?.columns?.map(({ text }) => text);
      const found = ofReveal(columns && followersOf(reveal.table, columns));
      if (found.length > 0) gate(reveal.table, columns, same.map(({ value }) => value), found);
    }
    return gates;
  });
}

/** The roles whose rows these conditions count. */
function takingOff(checked: Checked, conditions: readonly Expr[], table: Table | undefined): string[] {
  const roles = new Set<string>();
  const seen = new Set<string>();
  for (const each of conditions.flatMap((condition) => [...throughNames(condition, (name) => meaningOf(checked, name, table), seen)])) {
    const over = isTotal(each) ? checked.totals.get(each)?.over : undefined;
    if (isTotal(each) && over?.kind === 'rows' && takesOff(checked, each, table)) roles.add(over.rows.role.name);
  }
  return [...checked.roles.keys()].filter((role) => roles.has(role));
}

/** Conditions that hide the same are one gate: which of them it was would tell more. */
function targetOf({ columns }: Hide): string {
  return columns?.map(({ text }) => text).sort().join(' ') ?? '';
}

/** The columns, and those that follow from them. */
export function followersOf(table: Table, columns: readonly string[]): Set<string> {
  const found = new Set(columns);
  // A column uses earlier ones alone.
  for (const { name, value } of table.columns.values()) if ([...walk(value)].some((each) => each.kind === 'name' && found.has(each.name))) found.add(name);
  return found;
}
