import { formatDecimal, parseDecimal } from '../../crypto/decimal.js';
import { combinationsOf } from './groups.js';
import { grouped, headOf, labelled, listed, namesBeside, programOf, whereGiven, type Column, type NumberColumn, type Records } from './records.js';

/** Bars of a histogram, at most. */
export const MOST_BARS = 1000;

/** Bounds between the bars, with the column's decimals: every multiple of the step inside its range. Undefined where the step is none, or there are too many. */
export function cutsOf({ low, high, decimals }: NumberColumn, step: string): string[] | undefined {
  const [least, most, width] = [low, high, step].map((text) => parseDecimal(text, decimals));
  if (least === undefined || most === undefined || width === undefined || width <= 0n || (most - least) / width >= BigInt(MOST_BARS)) return undefined;
  const cuts: string[] = [];
  let at = (least / width) * width;
  while (at <= least) at += width;
  for (; at <= most; at += width) cuts.push(formatDecimal(at, decimals));
  return cuts;
}

export interface HistogramOptions {
  readonly of: NumberColumn;
  /** Bounds between the bands: `cutsOf`. */
  readonly cuts: readonly string[];
  /** A histogram for each combination of their values. */
  readonly by?: readonly Column[] | undefined;
  /** How much each row counts. Its number is given as well. */
  readonly weight?: NumberColumn | undefined;
  /** Shares, as 50%: in which band the value lies that so many rows do not exceed. */
  readonly quantiles?: readonly string[] | undefined;
  /** Weights of bands with fewer rows are not opened; their number is seen. */
  readonly minGroup?: number | undefined;
}

/** How many rows have a value in each band of a column, and in which bands quantiles lie. */
export function histogramProgram(records: Records, { of, cuts, by = [], weight, quantiles = [], minGroup }: HistogramOptions): string {
  const named = namesBeside(records);
  const [band, table, n] = [named(`${of.name}_band`), named('histogram'), named('n')] as [string, string, string];
  const weights = weight === undefined ? undefined : named(`sum_${weight.name}`);
  const keys = by.map(({ name }) => name);
  const title = `Rows by ${listed([...keys, of.name])}${weight === undefined ? '' : `, weighed by ${weight.name}`}`;
  const given = whereGiven(records, of, ...(weight === undefined ? [] : [weight]));
  const keep = given === '' ? [] : [`keep${given}`];
  const rows = weight === undefined ? 'rows' : `weight by ${weight.name}`;
  const reveals = quantiles.flatMap((share) => combinationsOf(by).map(({ where, label }, i) => {
    const name = named(`q${share.replace('%', '').replace('.', '_')}${by.length === 0 ? '' : `_${i + 1}`}`);
    return `reveal ${name} = quantile_band(${weights ?? n} of ${table}${where === '' ? '' : ` where ${where}`}, at ${share}) as ${labelled(`${label === '' ? '' : `${label}: `}the band of ${of.name} that ${share} of the ${rows} do not exceed`)} to everyone`;
  }));
  return programOf([
    ...headOf(title, records, [...keep, `${band} = bands(${of.name}, ${cuts.join(', ')})`]),
    `table ${table} by ${[...keys, band].join(', ')} of records:`,
    `    ${n} = count()`,
    ...(weight === undefined || weights === undefined ? [] : [`    ${weights} = sum(${weight.name})`]),
    '',
    `reveal ${table} as ${labelled(title.toLowerCase())} to everyone`,
    ...(minGroup === undefined ? [] : [`    hide where ${n} < ${grouped(minGroup)}, counts shown`]),
    ...reveals,
  ]);
}
