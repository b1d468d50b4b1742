/** What one party puts in: its own sums, computed at home in the clear. */
import type { Checked, Rows, Table } from '../../check/program.js';
import { emptyMember, workOutAtHome } from '../../evaluate/home.js';
import { designOf } from '../../evaluate/logistic.js';
import type { Design } from '../../evaluate/logistic-sums.js';
import { fitModel } from '../../evaluate/models.js';
import { cellsOf } from '../../evaluate/tables.js';
import { selectedRows, valueOfTotal, within, type Selected } from '../../evaluate/totals.js';
import { isNumber, type Value } from '../../evaluate/value.js';
import { worldOf } from '../../evaluate/run.js';
import { evaluate, type Cell, type Inputs, type MemberData, type Environment, type World } from '../../evaluate/world.js';
import { power10 } from '../../numbers/rational.js';
import { shape, type Expr } from '../../syntax/tree.js';
import type { Measure } from './layout.js';
import type { SteppedModel } from './steps.js';

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

/** All roles with parties that have no data. */
export function withoutData({ counts, parameters, lists }: PublicInputs): Inputs {
  return { parameters, lists, members: new Map([...counts].map(([role, count]) => [role, Array.from({ length: count }, emptyMember)])) };
}

/** What a plan demands of each party. */
export interface Asked {
  readonly checked: Checked;
  readonly measures: readonly Measure[];
  readonly models: readonly SteppedModel[];
}

export interface Entered {
  /** The party’s own sums of each measure, one for each cell, times 10^decimals. They are 0 if its role has none of the rows. */
  readonly sums: readonly (readonly bigint[])[];
  /** The party’s own rows for each model that is made in steps; undefined if it has none of them. */
  readonly designs: readonly (Design | undefined)[];
}

/** What one party puts in, from all of its rows at once. Adds derived columns to the rows that it is given. Throws OutOfRange. `EntriesInTurns` computes the same in turns. */
export function ownEntries(asked: Asked, known: PublicInputs, seat: Seat, data: MemberData, makeKey: World['makeKey']): Entered {
  return entriesIn(worldAtHome(asked.checked, known, seat, data, makeKey), asked, seat);
}

/** The data of one party, with what its blocks make of them; the others have none. Throws OutOfRange. */
export function worldAtHome(checked: Checked, known: PublicInputs, seat: Seat, data: MemberData, makeKey: World['makeKey']): World {
  const empty = withoutData(known);
  const members = new Map([...empty.members].map(([role, all]) => [role, role === seat.role ? all.map((each, i) => (i === seat.member ? data : each)) : all]));
  const world = worldOf(checked, { ...empty, members }, { makeKey, watch: undefined, totalOf: valueOfTotal, fitOf: fitModel });
  workOutAtHome(world);
  return world;
}

export function entriesIn(world: World, { measures, models }: Omit<Asked, 'checked'>, seat: Seat): Entered {
  return { sums: new Adding(world, seat).all(measures), designs: models.map(({ reveal: { model } }) => (model.rows.role.name === seat.role ? designOf(world, model, seat.member) : undefined)) };
}

/** Adds up a party’s rows. What measures share is computed once: the rows that a condition selects, and the values of an expression in them. */
class Adding {
  readonly #cells = new Map<Table, readonly Cell[]>();
  readonly #selected = new Map<string, readonly Selected[]>();
  readonly #values = new Map<string, readonly bigint[]>();

  constructor(
    readonly world: World,
    readonly seat: Seat,
  ) {}

  all(measures: readonly Measure[]): bigint[][] {
    return measures.map((measure) => {
      const total = this.world.checked.totals.get(measure.call);
      const rows = total?.over.kind === 'rows' && total.over.rows.role.name === this.seat.role ? total.over.rows : undefined;
      const cells = measure.table === undefined ? [undefined] : this.#cellsOf(measure.table);
      return cells.map((cell) => (rows === undefined ? 0n : this.#sum(measure, rows, cell)));
    });
  }

  #cellsOf(table: Table): readonly Cell[] {
    const found = this.#cells.get(table) ?? cellsOf(this.world, table);
    this.#cells.set(table, found);
    return found;
  }

  #sum({ call, table, part, args, decimals }: Measure, rows: Rows, cell: Cell | undefined): bigint {
    const env = { home: this.seat, ...(cell !== undefined && table !== undefined ? { cell, table } : {}) };
    const selection = `${rows.name}|${table?.name ?? ''}|${cell?.index ?? ''}|${call.where === undefined ? '' : shape(call.where)}`;
    const selected = this.#selected.get(selection) ?? selectedRows(this.world, call, rows, cell, env);
    this.#selected.set(selection, selected);
    if (part.kind === 'count') return BigInt(selected.length);
    if (part.kind === 'contributors') return selected.length > 0 ? 1n : 0n;
    const factors = part.of.flatMap((i) => factorsOf(args[i] as Expr)).map((arg) => this.#valuesOf(selection, arg, selected, env));
    const unit = 10n ** BigInt(decimals);
    return (sumOfProducts(factors.map(({ values }) => values)) * unit) / factors.reduce((all, factor) => all * factor.unit, 1n);
  }

  /** The value of each selected row, in whole units of its decimals. */
  #valuesOf(selection: string, arg: Expr, selected: readonly Selected[], env: Environment): { readonly values: readonly bigint[]; readonly unit: bigint } {
    const type = this.world.checked.infos.get(arg)?.type;
    const unit = type?.kind === 'number' ? power10(type.decimals) : 1n;
    const key = `${selection}|${shape(arg)}`;
    const values = this.#values.get(key) ?? selected.map(({ row }) => inUnits(evaluate(this.world, arg, within(env, row, env.cell !== undefined)), unit));
    this.#values.set(key, values);
    return { values, unit };
  }
}

export function inUnits(value: Value, unit: bigint): bigint {
  if (!isNumber(value)) return 0n;
  return value.d === 1n ? value.n * unit : (value.n * unit) / value.d;
}

/** a · b is added up as two columns that other measures have as well. */
export function factorsOf(arg: Expr): readonly Expr[] {
  return arg.kind === 'arithmetic' && arg.operator === '*' ? [...factorsOf(arg.left), ...factorsOf(arg.right)] : [arg];
}

function sumOfProducts([first = [], ...others]: readonly (readonly bigint[])[]): bigint {
  let sum = 0n;
  first.forEach((value, row) => (sum += others.reduce((product, each) => product * (each[row] ?? 0n), value)));
  return sum;
}
