/** What is drawn of a result: one description for the terminal and for pages. */
import type { Block, Cell } from '../library/sessions.js';
import { cleaned } from '../library/text.js';

export interface Bars {
  readonly kind: 'bars';
  readonly title: string;
  /** `text` as the table has it; `length` is undefined where a cell is hidden or none. */
  readonly bars: readonly { readonly label: string; readonly text: string; readonly length: number | undefined }[];
}

/** Values over the steps of one key, such as a survival curve. */
export interface Curve {
  readonly kind: 'curve';
  readonly title: string;
  /** The name of the key, and its values in their order. */
  readonly along: string;
  readonly steps: readonly string[];
  /** The upper end of the scale; the lower one is 0. */
  readonly top: number;
  readonly series: readonly { readonly name: string; readonly values: readonly (number | undefined)[] }[];
}

export type Chart = Bars | Curve;

type Numbers = Extract<Block, { kind: 'numbers' }>;

const MOST_BARS = 60;
const MOST_SERIES = 8;

/**
 * What to draw of a table. `column`: only this one, by its name in the head.
 * Nothing where a drawing would show nothing: one bar, negative numbers, or too many of them.
 */
export function chartsOf(block: Block, column?: string): Chart[] {
  if (block.kind !== 'numbers' || block.look === undefined) return [];
  const { keys, curves, bars } = block.look;
  const named = column === undefined ? undefined : block.head.findIndex((name, i) => i >= keys && nameOf(name) === column);
  if (named === -1) return [];
  const drawn = named ?? (curves.length > 0 ? undefined : bars);
  const chart = drawn === undefined || curves.includes(drawn) ? curveOf(block, named === undefined ? curves : [named]) : barsOf(block, drawn, keys);
  return chart === undefined ? [] : [chart];
}

/** What to tell somebody who asked for a column that no table has. Undefined if some table has it, or nothing can be drawn at all. */
export function unknownColumn(blocks: readonly Block[], column: string): string | undefined {
  const names = blocks.flatMap((block) => (block.kind === 'numbers' && block.look !== undefined ? block.head.slice(block.look.keys).map(nameOf) : []));
  if (names.includes(column)) return undefined;
  return names.length === 0 ? 'No table of this result can be drawn.' : `No table of this result has a column "${cleaned(column, 60)}" to draw. Those that can be named with --chart: ${[...new Set(names)].join(', ')}.`;
}

function nameOf(head: string): string {
  return head.replace(/ %$/, '');
}

/** Bars of one column; the cells before `keys` are their labels. Undefined if bars would show nothing. */
export function barsOf({ head, rows }: Numbers, column: number, keys: number): Bars | undefined {
  const bars = rows.map((row) => ({ label: row.slice(0, keys).map(textOf).join(', '), text: textOf(row[column]), length: numberOf(row[column]) }));
  const lengths = bars.map(({ length }) => length).filter((length) => length !== undefined);
  if (bars.length < 2 || bars.length > MOST_BARS || lengths.some((length) => length < 0) || !lengths.some((length) => length > 0)) return undefined;
  return { kind: 'bars', title: head[column] ?? '', bars };
}

function curveOf({ head, rows, look }: Numbers, columns: readonly number[]): Curve | undefined {
  const last = (look?.keys ?? 1) - 1;
  const steps = [...new Set(rows.map((row) => textOf(row[last])))];
  const series = new Map<string, (number | undefined)[]>();
  for (const row of rows) {
    const at = steps.indexOf(textOf(row[last]));
    const group = row.slice(0, last).map(textOf).join(', ');
    for (const column of columns) {
      const name = columns.length === 1 && group !== '' ? group : [group, head[column] ?? ''].filter((part) => part !== '').join(' ');
      const values = series.get(name) ?? steps.map(() => undefined);
      values[at] = numberOf(row[column]);
      series.set(name, values);
    }
  }
  const all = [...series.values()].flat().filter((value) => value !== undefined);
  if (steps.length < 2 || series.size > MOST_SERIES || all.length < 2 || all.some((value) => value < 0)) return undefined;
  const most = Math.max(...all);
  if (most === 0) return undefined;
  const isPercent = columns.every((column) => head[column]?.endsWith(' %') === true);
  const top = isPercent && most <= 100 ? 100 : !isPercent && most <= 1 ? 1 : most;
  return { kind: 'curve', title: columns.length === 1 ? (head[columns[0] ?? 0] ?? '') : '', along: head[last] ?? '', steps, top, series: [...series].map(([name, values]) => ({ name, values })) };
}

function textOf(cell: Cell | undefined): string {
  return typeof cell === 'object' ? cell.number : (cell ?? '');
}

function numberOf(cell: Cell | undefined): number | undefined {
  const value = typeof cell === 'object' ? Number(cell.number) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}
