/** Results of a program for people. */
import { formatDecimal } from '../crypto/decimal.js';
import { grouped, table } from '../io/table.js';
import type { Checked, Reveal } from '../language/check/program.js';
import type { Result, Shown } from '../language/evaluate/results.js';

const WHY = { condition: 'not revealed: its condition does not hold', empty: 'none' } as const;

export function resultsText(checked: Checked, values: Readonly<Record<string, Result>>): string {
  return checked.reveals.flatMap((reveal) => {
    const result = values[reveal.name];
    return result === undefined ? [] : [resultText(reveal, result)];
  }).join('\n');
}

function resultText(reveal: Reveal, result: Result): string {
  const label = reveal.tree.label ?? reveal.name;
  if ('value' in result) return `${label}: ${valueText(result, isPercent(reveal))}`;
  if ('each' in result) return `${label}:\n${table(['', ''], Object.entries(result.each).map(([name, each]) => [name, 'value' in each ? valueText(each, isPercent(reveal)) : '']))}`;
  if ('model' in result) return modelText(label, result);
  const percent = (column: string) => reveal.kind === 'table' && isPercentType(reveal.table.columns.get(column)?.info.type);
  const heads = [...result.keys, ...result.columns.map((column) => (percent(column) ? `${column} %` : column))];
  const rows = result.rows.map((row) => [...result.keys.map((key) => shown(row[key])), ...result.columns.map((column) => cellText(row, column, percent(column)))]);
  const hidden = result.hiddenCells === undefined ? '' : `\n${grouped(String(result.hiddenCells))} cells are hidden.`;
  return `${label}:\n${table(heads, rows)}${hidden}`;
}

function cellText(row: Readonly<Record<string, Shown>>, column: string, percent: boolean): string {
  if (!(column in row)) return '·';
  return row[column] === null ? '–' : shown(row[column], percent);
}

function valueText({ value, unit, why }: Extract<Result, { value: Shown }>, percent: boolean): string {
  if (value === null) return WHY[why ?? 'empty'];
  return `${shown(value, percent)}${percent ? '%' : ''}${unit === undefined ? '' : ` ${unit}`}`;
}

function shown(value: Shown | undefined, percent = false): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'string') return '–';
  return percent ? timesHundred(value) : /^-?\d+(\.\d+)?$/.test(value) ? grouped(value) : value;
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

function modelText(label: string, { n, terms, why }: Extract<Result, { model: string }>): string {
  if (terms === null) return `${label}: none: ${why === 'dependent' ? 'the columns depend on each other, or there are too few rows' : ''}`;
  return `${label} (${grouped(n)} rows):\n${table(['', 'estimate', 'standard error'], terms.map(({ name, estimate, error }) => [name, grouped(estimate), error === null ? '–' : grouped(error)]))}`;
}
