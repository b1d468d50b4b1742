/** Results of a program as people read them: lines and tables, for whoever lays them out. */
import { formatDecimal } from '../crypto/decimal.js';
import type { Checked, Reveal } from './check/program.js';
import type { Result, ResultRow, Shown } from './evaluate/results.js';
import { modelBlocks } from './model-blocks.js';
import type { Look, ResultBlock, ResultCell } from './result-block.js';
import { shutLines, shutText, type HiddenWords } from './shut-blocks.js';
import type { Expr } from './syntax/tree.js';

export type { ResultBlock, ResultCell };

/** Of more columns of numbers than these, nobody can say which people want to look at. */
const MOST_TO_CHOOSE = 3;
/** In place of a cell that is hidden. One that is empty, a mean of no rows, is a dash. */
const HIDDEN = '·';

/** One for each reveal that has a result here, in the program's order. `group` lays out a number inside a line; `words` are of the reader's language. */
export function resultBlocks(checked: Checked, values: Readonly<Record<string, Result>>, group: (number: string) => string, words: HiddenWords): ResultBlock[] {
  return checked.reveals.flatMap((reveal) => {
    const result = Object.hasOwn(values, reveal.name) ? values[reveal.name] : undefined;
    return result === undefined ? [] : blocksOf(reveal, result, { group, words });
  });
}

interface Ways {
  readonly group: (number: string) => string;
  readonly words: HiddenWords;
}

function blocksOf(reveal: Reveal, result: Result, ways: Ways): ResultBlock[] {
  const { group, words } = ways;
  const label = reveal.tree.label ?? reveal.name;
  const heading: ResultBlock = { kind: 'line', text: `${label}:` };
  if ('value' in result) return [{ kind: 'line', text: `${label}: ${valueText(result, isPercent(reveal), ways)}` }];
  if ('each' in result) return [heading, { kind: 'numbers', head: ['', ''], rows: Object.entries(result.each).map(([name, each]) => [name, 'value' in each ? valueText(each, isPercent(reveal), ways) : '']) }];
  if ('model' in result) return modelBlocks(label, result, group);
  const percent = (column: string) => reveal.kind === 'table' && isPercentType(reveal.table.columns.get(column)?.info.type);
  const heads = [...result.keys, ...result.columns.map((column) => (percent(column) ? `${column} %` : column))];
  const rows = result.rows.map((row) => [...result.keys.map((key) => cellOf(row[key])), ...result.columns.map((column) => columnCell(row, column, percent(column)))]);
  const hidden: ResultBlock[] = result.hiddenCells === undefined ? [] : [{ kind: 'line', text: words.cells(group(String(result.hiddenCells))) }];
  const legend: ResultBlock[] = rows.some((row) => row.includes(HIDDEN)) ? [{ kind: 'line', text: words.sign(HIDDEN) }] : [];
  return [heading, { kind: 'numbers', head: heads, rows, ...lookOf(reveal, result) }, ...legend, ...hidden, ...shutLines(result.keys, result.rows, words)];
}

/** Columns that run along a key are curves. Of few columns the last is what the others lead to: a rate, a mean, a number of rows. */
function lookOf(reveal: Reveal, { keys, columns, rows }: Extract<Result, { keys: unknown }>): { readonly look?: Look } {
  if (reveal.kind !== 'table') return {};
  const { table } = reveal;
  const numbers = columns.flatMap((column, i) => (table.columns.get(column)?.info.type.kind === 'number' ? [keys.length + i] : []));
  const runs = table.keys.at(-1)?.kind === 'counter' || ['number', 'month'].includes(table.keys.at(-1)?.info.type.kind ?? '');
  const curves = runs && reveal.tree.top === undefined ? columns.flatMap((column, i) => (isRunning(table.columns.get(column)?.value) ? [keys.length + i] : [])) : [];
  if (keys.length === 0 || numbers.length === 0 || rows.length < 2) return {};
  return { look: { keys: keys.length, curves, bars: numbers.length <= MOST_TO_CHOOSE ? numbers.at(-1) : undefined } };
}

function isRunning(value: Expr | undefined): boolean {
  if (value?.kind === 'rounded') return isRunning(value.operand);
  return value?.kind === 'call' && value.name.startsWith('running_');
}

function columnCell(row: ResultRow, column: string, percent: boolean): ResultCell {
  if (!(column in row)) return HIDDEN;
  return row[column] === null ? '–' : cellOf(row[column], percent);
}

function valueText(result: Extract<Result, { value: Shown }>, percent: boolean, { group, words }: Ways): string {
  const { value, unit, why = 'empty' } = result;
  if (value === null) return why === 'rest' || why === 'cells' ? shutText(result, words) : why === 'condition' ? words.condition : words.none;
  const cell = cellOf(value, percent);
  return `${typeof cell === 'string' ? cell : group(cell.number)}${percent ? '%' : ''}${unit === undefined ? '' : ` ${unit}`}`;
}

function cellOf(value: ResultRow[string] | undefined, percent = false): ResultCell {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'string') return '–';
  if (percent) return { number: timesHundred(value) };
  return /^-?\d+(\.\d+)?$/.test(value) ? { number: value } : value;
}

/** 0.016 → 1.6. */
function timesHundred(text: string): string {
  const [whole = '', fraction = ''] = text.split('.');
  const digits = fraction.padEnd(2, '0');
  return formatDecimal(BigInt(whole + digits), digits.length - 2);
}

function isPercent(reveal: Reveal): boolean {
  return reveal.kind === 'value' && isPercentType(reveal.info.type);
}

function isPercentType(type: { readonly kind: string; readonly percent?: boolean } | undefined): boolean {
  return type?.kind === 'number' && type.percent === true;
}
