/** What one party puts in: its own sums, worked out at home in the clear. */
import type { Checked, Table } from '../../check/program.js';
import { emptyMember, workOutAtHome } from '../../evaluate/home.js';
import { cellsOf } from '../../evaluate/tables.js';
import { selectedRows, sumOf, valueOfTotal, within } from '../../evaluate/totals.js';
import type { Value } from '../../evaluate/value.js';
import { worldOf } from '../../evaluate/run.js';
import { evaluate, type Cell, type Inputs, type MemberData, type World } from '../../evaluate/world.js';
import { multiply, power10, type Rational } from '../../numbers/rational.js';
import type { Measure } from './layout.js';

/** Which party of which role. */
export interface Seat {
  readonly role: string;
  readonly member: number;
}

/** What all parties know before they begin. */
export interface PublicInputs extends Pick<Inputs, 'parameters' | 'lists'> {
  /** Parties of each role. */
  readonly counts: ReadonlyMap<string, number>;
}

/** All roles with parties that have nothing. */
export function withoutData({ counts, parameters, lists }: PublicInputs): Inputs {
  return { parameters, lists, members: new Map([...counts].map(([role, count]) => [role, Array.from({ length: count }, emptyMember)])) };
}

/**
 * The party's own sums of each measure, one a cell, times 10^decimals. Of a role that has none of the rows they are 0.
 * Adds derived columns to the rows that it is given. Throws OutOfRange.
 */
export function ownSums(checked: Checked, measures: readonly Measure[], known: PublicInputs, seat: Seat, data: MemberData, makeKey: World['makeKey']): bigint[][] {
  const empty = withoutData(known);
  const members = new Map([...empty.members].map(([role, all]) => [role, role === seat.role ? all.map((each, i) => (i === seat.member ? data : each)) : all]));
  const world = worldOf(checked, { ...empty, members }, { makeKey, watch: undefined, totalOf: valueOfTotal });
  workOutAtHome(world);
  const cells = new Map<Table, readonly Cell[]>();
  const cellsIn = (table: Table): readonly Cell[] => {
    const found = cells.get(table) ?? cellsOf(world, table);
    cells.set(table, found);
    return found;
  };
  return measures.map((measure) => (measure.table === undefined ? [undefined] : cellsIn(measure.table)).map((cell) => ownSum(world, measure, cell, seat)));
}

function ownSum(world: World, { call, table, part, args, decimals }: Measure, cell: Cell | undefined, seat: Seat): bigint {
  const total = world.checked.totals.get(call);
  if (total?.over.kind !== 'rows' || total.over.rows.role.name !== seat.role) return 0n;
  const place = { home: seat, ...(cell !== undefined && table !== undefined ? { cell, table } : {}) };
  const selected = selectedRows(world, call, total.over.rows, cell, place);
  if (part.kind === 'count') return BigInt(selected.length);
  if (part.kind === 'contributors') return selected.length > 0 ? 1n : 0n;
  const values = selected.map(({ row }): Value => part.of.map((i) => evaluate(world, args[i] as NonNullable<(typeof args)[number]>, within(place, row, cell !== undefined)) as Rational).reduce(multiply));
  const { n, d } = sumOf(values);
  return (n * power10(decimals)) / d;
}
