/** Statistics of columns whose rows count by a weight. */
import { freeName, stepOf, whereGiven, type NumberColumn, type Records } from './records.js';
import type { Figure } from './figure.js';

export interface WeightedOptions {
  readonly weight: NumberColumn;
  readonly statistics: readonly string[];
  readonly digits: number;
  /** Names that are taken; those that are given here join them. */
  readonly taken: Set<string>;
}

/**
 * Of each column: Σwx, the mean Σwx / Σw, the variance Σw(x − mean)² / Σw · n / (n − 1), and the standard error of the mean for rows that were drawn one by one,
 * √(n / (n − 1) · Σ(w(x − mean))²) / Σw: C. Särndal, B. Swensson, J. Wretman, "Model Assisted Survey Sampling" (1992), section 5.7. All of it follows from
 * the exact sums that are shown with it.
 */
export function weightedFigures(records: Records, of: readonly NumberColumn[], { weight, statistics, digits, taken }: WeightedOptions): Figure[] {
  const { name: w } = weight;
  const named = (wanted: string): string => {
    const name = freeName(wanted, taken);
    taken.add(name);
    return name;
  };
  const wants = (...some: string[]) => some.some((each) => statistics.includes(each));
  const skips = records.empty === 'skip';
  const shared = skips ? undefined : headFigures('', '', w, named);
  return [
    ...(shared?.figures ?? []),
    ...of.flatMap((column): Figure[] => {
      const { name: x, decimals } = column;
      const where = whereGiven(records, column, weight);
      const own = shared ?? headFigures(where, `_${x}`, w, named);
      const { n, weights } = own;
      const step = stepOf(decimals + digits);
      const sum = (value: string): Figure['value'] => (inTable) => `sum(${value}${inTable ? '' : ' of records'}${where})`;
      const figure = (what: string, label: string, value: string | Figure['value']): Figure => ({ name: named(`${what}_${x}`), label: `${label} of ${x}`, value: typeof value === 'string' ? () => `${value} rounded to ${step}` : value });
      const total = figure('sum', 'weighted sum', sum(`${w} * ${x}`));
      const exact = `(${total.name} / ${weights})`;
      const mean = figure('mean', 'weighted mean', `${total.name} / ${weights}`);
      const found = shared === undefined ? [...own.figures, total] : [total];
      if (wants('mean', 'interval')) found.push(mean);
      if (wants('variance', 'deviation')) {
        const squares = figure('squares', 'weighted sum of squares', sum(`${w} * ${x} * ${x}`));
        const variance = `max((${squares.name} / ${weights} - ${exact} * ${exact}) * ${n} / max(${n} - 1, 0), 0)`;
        found.push(squares);
        if (wants('variance')) found.push(figure('variance', 'weighted variance', variance));
        if (wants('deviation')) found.push(figure('deviation', 'weighted standard deviation', `sqrt(${variance})`));
      }
      if (wants('error', 'interval')) {
        const [a, b, c] = [figure('w2', 'sum of squared weights over the values', sum(`${w} * ${w}`)), figure('w2x', 'sum of squared weights times values', sum(`${w} * ${w} * ${x}`)), figure('w2x2', 'sum of squared weights times squared values', sum(`${w} * ${w} * ${x} * ${x}`))];
        // The mean with so many digits that no digit of the result depends on the last of them, and as few as the widest numbers leave room for. Every mean lies inside the column's range; without that said, the checker has a wider one.
        const near = `(max(min(${total.name} / ${weights}, ${column.high}), ${column.low}) rounded to ${stepOf(roomFor(column, weight, records))})`;
        const error = figure('error', 'standard error of the weighted mean', `sqrt(max(${c.name} - 2 * ${near} * ${b.name} + ${near} * ${near} * ${a.name}, 0)) * sqrt(${n} / max(${n} - 1, 0)) / ${weights}`);
        found.push(a, b, c, error);
        if (wants('interval')) {
          const end = (what: string, which: string, sign: string) => figure(what, `${which} end of the 95% interval (t) for the weighted mean`, `${mean.name} ${sign} t_quantile(97.5%, ${n} - 1) * ${error.name}`);
          found.push(end('low', 'lower', '-'), end('high', 'upper', '+'));
        }
      }
      return found;
    }),
  ];
}

const MOST_BITS = 250;
const MOST_MEMBERS = 64;
const MOST_DECIMALS = 30;

/** Decimals of a mean whose square, times the sum of all squared weights, still fits the widest number. */
function roomFor(column: NumberColumn, weight: NumberColumn, { maxRows }: Records): number {
  const bits = (size: number) => Math.log2(Math.max(size, 1));
  const size = ({ low, high }: NumberColumn) => Math.max(Math.abs(Number(low)), Math.abs(Number(high)));
  const free = MOST_BITS - bits(maxRows * MOST_MEMBERS) - 2 * bits(size(weight) * 10 ** weight.decimals) - 2 * bits(size(column));
  return Math.max(column.decimals, Math.min(MOST_DECIMALS, Math.floor(free / 2 / Math.log2(10))));
}

/** The number of rows, and the sum of their weights. */
function headFigures(where: string, suffix: string, w: string, named: (wanted: string) => string): { readonly n: string; readonly weights: string; readonly figures: Figure[] } {
  const [n, weights] = [named(`n${suffix}`), named(`weights${suffix}`)];
  const of = suffix === '' ? '' : ` with ${suffix.slice(1)}`;
  return {
    n, weights,
    figures: [
      { name: n, label: `rows${of}`, value: (inTable) => `count(${inTable ? where.trimStart() : `records${where}`})`, isCount: true },
      { name: weights, label: `sum of the weights${of}`, value: (inTable) => `sum(${w}${inTable ? '' : ' of records'}${where})` },
    ],
  };
}
