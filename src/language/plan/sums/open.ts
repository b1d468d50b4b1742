/** From sums that were opened to what the program reveals. */
import type { Fitted } from '../../evaluate/fitted.js';
import { hiddenIn, hiddenOf, type Hidden } from '../../evaluate/hidden.js';
import { fitLinear } from '../../evaluate/linear.js';
import type { PartyNames, Result } from '../../evaluate/results.js';
import { evaluateStatements, worldOf } from '../../evaluate/run.js';
import { ImpossibleSums } from '../../evaluate/impossible-sums.js';
import { isTrue, type Cell, type World } from '../../evaluate/world.js';
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

interface Reading {
  readonly world: World;
  readonly values: Readonly<Record<string, Result>>;
}

/** `fits`: the logistic models that were made in steps. */
function read(checked: Checked, measures: readonly Measure[], known: PublicInputs, names: PartyNames, opened: Opened, fits: Fits = new Map()): Reading {
  const totals = new Map<string, (bigint | undefined)[]>();
  const decimals = new Map<string, number>();
  measures.forEach((measure, i) => {
    const before = totals.get(measure.key) ?? [];
    opened[i]?.forEach((total, cell) => (before[cell] ??= total));
    totals.set(measure.key, before);
    decimals.set(measure.key, measure.decimals);
  });
  const totalOf: World['totalOf'] = (world, call, env) => {
    const total = world.checked.totals.get(call);
    const index = total?.over.kind === 'rows' && total.over.inCell ? (env.cell?.index ?? 0) : 0;
    const keys = partsOf(call).map((part) => measureKey(checked, call, env.table, part));
    const parts = keys.map((key) => totals.get(key)?.[index]);
    if (parts.length === 0 || parts.some((part) => part === undefined)) return null;
    const value = totalOfParts(call, parts.map((part, i) => scaled(part ?? 0n, decimals.get(keys[i] ?? '') ?? 0)));
    // The code below was checked for values within this range, and for no others.
    if (!isWithin(value, world.checked.infos.get(call)?.type)) throw new ImpossibleSums(`${call.name} is out of its range.`);
    return value;
  };
  const fitOf: World['fitOf'] = (world, { number, model }) => {
    const rows = totalOf(world, model.totals.count, {});
    if (!isNumber(rows)) return NOT_OPENED;
    return model.tree.regression === 'linear' ? fitLinear(world, model) : (fits.get(number) ?? NOT_OPENED);
  };
  const world = worldOf(checked, withoutData(known), { makeKey: () => undefined, watch: undefined, totalOf, fitOf });
  return { world, values: evaluateStatements(world, names) };
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
export function resultsOfSums(checked: Checked, measures: readonly Measure[], known: PublicInputs, names: PartyNames, opened: Opened, fits: Fits): Readonly<Record<string, Result>> {
  return read(checked, measures, known, names, opened, fits).values;
}

/** Which cells of each measure may be opened once the counts of the conditions are known: those that some reveal shows. */
export function openable(checked: Checked, measures: readonly Measure[], known: PublicInputs, names: PartyNames, counts: Opened): boolean[][] {
  const { world } = read(checked, measures, known, names, counts);
  const hiding = new Map<Reveal, readonly Hidden[]>();
  for (const reveal of checked.reveals) if (reveal.kind === 'table' && reveal.hide.length > 0) hiding.set(reveal, hiddenIn(world, reveal));
  return measures.map(({ uses, table, isFirst }) => (table === undefined ? [undefined] : (world.cells.get(table.name) ?? [])).map((cell) => isFirst || uses.some((use) => isShown(world, hiding, use, cell))));
}

function isShown(world: World, hiding: ReadonlyMap<Reveal, readonly Hidden[]>, { reveal, column, table }: Use, cell: Cell | undefined): boolean {
  if (!reveal.onlyIf.every(({ value }) => isTrue(world, value, {}))) return false;
  // A total that is not for one cell is in all of them.
  const all = hiding.get(reveal);
  if (all === undefined || table === undefined || cell === undefined) return true;
  const hidden = hiddenOf(all, cell);
  return !hidden.wholeCell && (column === undefined || !hidden.columns.has(column));
}
