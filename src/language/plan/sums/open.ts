/** From sums that were opened to what the program reveals. */
import type { Fitted } from '../../evaluate/fitted.js';
import { hiddenIn, hiddenOf, type Hidden } from '../../evaluate/hidden.js';
import { fitLinear } from '../../evaluate/linear.js';
import type { PartyNames, Result } from '../../evaluate/results.js';
import { evaluateStatements, worldOf } from '../../evaluate/run.js';
import { decisionsIn, shutBy, worldOfCounts, type Decisions, type Vetoes } from '../../shut/decide.js';
import { withoutOwn } from '../../shut/rest.js';
import { NOTHING_SHUT, type Shut } from '../../shut/shut.js';
import type { Gates } from '../../shut/ties.js';
import type { Call } from '../../syntax/tree.js';
import { ImpossibleSums } from '../../evaluate/impossible-sums.js';
import { isTrue, type Cell, type Environment, type World } from '../../evaluate/world.js';
import type { Checked, Reveal } from '../../check/program.js';
import { compare, scaled } from '../../numbers/rational.js';
import { isInside } from '../../evaluate/home.js';
import { isNumber, type Value } from '../../evaluate/value.js';
import type { Type } from '../../check/types.js';
import { withoutData, type PublicInputs } from './enter.js';
import { measureKey, type Measure } from './layout.js';
import { partsOf, totalOfParts } from './parts.js';
import type { Use } from './study.js';

/** The totals of each measure over all parties, by cell, in the layout's order; undefined if they were not opened. */
export type Opened = readonly (readonly (bigint | undefined)[] | undefined)[];

/** By the number of the reveal. */
export type Fits = ReadonlyMap<number, Fitted>;

/** Takes the place of missing sums, and is never shown. */
const NOT_OPENED: Fitted = { rows: 0n, terms: undefined, why: 'few', columns: [] };

/** A plan with its parties: what `planOf` says, and what all know. */
export interface Planned extends Gates {
  readonly checked: Checked;
  readonly measures: readonly Measure[];
  readonly known: PublicInputs;
  readonly names: PartyNames;
}

/**
 * Totals of the program, as far as these sums say them. Throws ImpossibleSums if two sums of the same rows differ: each set of recipients has sums of its own, and an
 * altered program can put different numbers into them. Honest parties put the same into both, so that they differ says nothing about what these put in.
 */
function totalsOf({ checked, measures }: Planned, opened: Opened): World['totalOf'] {
  const totals = new Map<string, (bigint | undefined)[]>();
  const decimals = new Map<string, number>();
  measures.forEach((measure, i) => {
    const before = totals.get(measure.key) ?? [];
    opened[i]?.forEach((total, cell) => {
      if (total !== undefined && (before[cell] ??= total) !== total) throw new ImpossibleSums('Two sums of the same rows differ.');
    });
    totals.set(measure.key, before);
    decimals.set(measure.key, measure.decimals);
  });
  return (world, call, env) => {
    const keys = partsOf(call).map((part) => measureKey(checked, call, env.table, part));
    const parts = keys.map((key) => totals.get(key)?.[indexOf(checked, call, env)]);
    if (parts.length === 0 || parts.some((part) => part === undefined)) return null;
    const value = totalOfParts(call, parts.map((part, i) => scaled(part ?? 0n, decimals.get(keys[i] ?? '') ?? 0)));
    // The code below was checked for values within this range, and for no others.
    if (!isWithin(value, world.checked.infos.get(call)?.type)) throw new ImpossibleSums(`${call.name} is out of its range.`);
    return value;
  };
}

function indexOf(checked: Checked, call: Call, { cell }: Environment): number {
  const over = checked.totals.get(call)?.over;
  return over?.kind === 'rows' && over.inCell ? (cell?.index ?? 0) : 0;
}

/** `fits`: the logistic models that were made in steps. */
function worldIn({ checked, known }: Planned, totalOf: World['totalOf'], shut: Shut, fits: Fits = new Map()): World {
  const fitOf: World['fitOf'] = (world, { number, model }) => {
    const rows = totalOf(world, model.totals.count, {});
    if (!isNumber(rows)) return NOT_OPENED;
    return model.tree.regression === 'linear' ? fitLinear(world, model) : (fits.get(number) ?? NOT_OPENED);
  };
  return worldOf(checked, withoutData(known), { makeKey: () => undefined, watch: undefined, totalOf, fitOf, shut });
}

function isWithin(value: Value, type: Type | undefined): boolean {
  if (!isNumber(value) || type === undefined) return true;
  if (type.kind === 'fraction' || type.kind === 'real') return compare(value, type.value[0]) >= 0 && compare(value, type.value[1]) <= 0;
  return isInside(value, type);
}

/**
 * What everyone who learns all of it sees, with all sums that `openable` allows. For reveals whose sums were not opened here, its values are not true.
 * Throws ImpossibleSums.
 */
export function resultsOfSums(planned: Planned, opened: Opened, fits: Fits, shut: Shut): Readonly<Record<string, Result>> {
  return evaluateStatements(worldIn(planned, totalsOf(planned, opened), shut, fits), planned.names);
}

/** What is decided once the counts of the conditions are open. */
export class Counted {
  readonly #world: World;
  /** What the counts themselves shut. */
  readonly byCounts: Decisions;

  /** Throws ImpossibleSums. */
  constructor(
    readonly planned: Planned,
    readonly counts: Opened,
  ) {
    const totalOf = totalsOf(planned, counts);
    this.#world = worldOfCounts(worldIn(planned, totalOf, NOTHING_SHUT), totalOf);
    this.byCounts = decisionsIn(this.#world, planned.gates);
  }

  /** What a party with these sums of its own shuts beside that, since the rest is too little. */
  without(own: Opened): Decisions {
    const { checked, measures, gates } = this.planned;
    const byKey = new Map(measures.map(({ key }, i) => [key, own[i]]));
    const ownOf: Parameters<typeof withoutOwn>[1] = (_, call, env) => partsOf(call).reduce((sum, part) => sum + (byKey.get(measureKey(checked, call, env.table, part))?.[indexOf(checked, call, env)] ?? 0n), 0n);
    const rest = decisionsIn(worldOfCounts(this.#world, withoutOwn(this.#world.totalOf, ownOf)), gates);
    return rest.map((cells, gate) => cells.map((isShut, cell) => isShut && this.byCounts[gate]?.[cell] === false));
  }

  shutBy(vetoes: Vetoes): Shut {
    return shutBy(this.#world, this.planned, this.byCounts, vetoes);
  }

  /** Which cells of each measure may be opened: those that some reveal shows. */
  openable(shut: Shut): boolean[][] {
    const world = { ...this.#world, shut };
    const hiding = new Map<Reveal, readonly Hidden[]>();
    for (const reveal of this.planned.checked.reveals) if (reveal.kind === 'table' && (reveal.hide.length > 0 || shut.cells.has(reveal))) hiding.set(reveal, hiddenIn(world, reveal));
    return this.planned.measures.map(({ uses, table, isFirst }) => (table === undefined ? [undefined] : (world.cells.get(table.name) ?? [])).map((cell) => isFirst || uses.some((use) => isShown(world, hiding, use, cell))));
  }

  /** Whether any of it is shown. */
  isShown(reveal: Reveal, shut: Shut): boolean {
    return isRevealed({ ...this.#world, shut }, reveal);
  }
}

function isRevealed(world: World, reveal: Reveal): boolean {
  return !world.shut.reveals.has(reveal) && reveal.onlyIf.every(({ value }) => isTrue(world, value, {}));
}

function isShown(world: World, hiding: ReadonlyMap<Reveal, readonly Hidden[]>, { reveal, column, table }: Use, cell: Cell | undefined): boolean {
  if (!isRevealed(world, reveal)) return false;
  // A total that is not for one cell is in all of them.
  const all = hiding.get(reveal);
  if (all === undefined || table === undefined || cell === undefined) return true;
  const hidden = hiddenOf(all, cell);
  return !hidden.wholeCell && (column === undefined || !hidden.columns.has(column));
}
