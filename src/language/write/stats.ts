import { freeName, grouped, headOf, listed, programOf, stepOf, whereGiven, type Column, type NumberColumn, type Records } from './records.js';
import type { Figure } from './figure.js';
import { weightedFigures } from './weighted.js';

/** What `statsProgram` can work out. */
export const STATISTICS = ['sum', 'mean', 'variance', 'deviation', 'error', 'interval'] as const;
/** One of `STATISTICS`. */
export type Statistic = (typeof STATISTICS)[number];

/** Digits beyond the column's own. */
const MORE_DIGITS = 6;

export interface StatsOptions {
  readonly of: readonly NumberColumn[];
  readonly by: readonly Column[];
  readonly statistics: readonly Statistic[];
  /** How much each row counts; each once if undefined. */
  readonly weight?: NumberColumn | undefined;
  /** Sums of fewer rows are not opened; their number is seen. */
  readonly minGroup?: number | undefined;
  /** Digits of rounded values beyond the column's own; default 6. */
  readonly digits?: number | undefined;
}

/** Number of values, sum, mean and so on of each column, of all rows or for each combination of some columns. */
export function statsProgram(records: Records, { of, by, statistics, weight, minGroup, digits = MORE_DIGITS }: StatsOptions): string {
  const taken = new Set(records.columns.map(({ name }) => name));
  const title = `Statistics of ${listed(of.map(({ name }) => name))}${by.length === 0 ? '' : ` by ${listed(by.map(({ name }) => name))}`}${weight === undefined ? '' : `, weighed by ${weight.name}`}`;
  // Without empty cells, one number of rows is the number for all columns.
  const rows: Figure[] = records.empty === 'skip' ? [] : [{ name: freeName('n', taken), label: 'rows', value: (inTable) => count(inTable, ''), isCount: true }];
  const all = weight !== undefined ? weightedFigures(records, of, { weight, statistics, digits, taken }) : [...rows, ...of.flatMap((column) => figuresOf(column, statistics, { where: whereGiven(records, column), taken, rows: rows[0]?.name, digits }))];
  const head = headOf(title, records);
  const counts = all.filter(({ isCount }) => isCount === true);
  if (by.length === 0) {
    const enough = freeName('enough', taken);
    const onlyIf = minGroup === undefined ? '' : ` only if ${enough}, counts shown`;
    const condition = minGroup === undefined ? [] : [`let ${enough} = ${counts.map(({ value }) => `${value(false)} >= ${grouped(minGroup)}`).join(' and ')}`, ''];
    return programOf([...head, ...condition, ...all.map(({ name, label, value, isCount }) => `reveal ${name} = ${value(false)} as "${label}" to everyone${isCount === true ? '' : onlyIf}`)]);
  }
  const hide = minGroup === undefined ? [] : [`    hide where ${counts.map(({ name }) => `${name} < ${grouped(minGroup)}`).join(' or ')}, counts shown`];
  const table = freeName('statistics', taken);
  const keys = by.map(({ name }) => name).join(', ');
  return programOf([...head, `table ${table} by ${keys} of records:`, ...all.map(({ name, value }) => `    ${name} = ${value(true)}`), '', `reveal ${table} as "${title.toLowerCase()}" to everyone`, ...hide]);
}

function count(inTable: boolean, where: string): string {
  return `count(${inTable ? where.trimStart() : `records${where}`})`;
}

interface Setting {
  readonly where: string;
  /** Names that columns have. */
  readonly taken: ReadonlySet<string>;
  /** The name of the number of rows; undefined if each column has its own. */
  readonly rows: string | undefined;
  readonly digits: number;
}

function figuresOf({ name, decimals }: NumberColumn, statistics: readonly Statistic[], { where, taken, rows, digits }: Setting): Figure[] {
  const step = stepOf(decimals + digits);
  const named = (what: string) => freeName(`${what}_${name}`, taken);
  const figure = (what: string, label: string, value: Figure['value']): Figure => ({ name: named(what), label: `${label} of ${name}`, value });
  const total = (f: string, inTable: boolean) => `${f}(${name}${inTable ? '' : ' of records'}${where})`;
  // The ends follow from number, mean and error, which are also revealed.
  const counted = rows ?? named('n');
  const end = (sign: string) => () => `${named('mean')} ${sign} t_quantile(97.5%, ${counted} - 1) * ${named('error')} rounded to ${step}`;
  const mean = figure('mean', 'mean', (inTable) => `${total('mean', inTable)} rounded to ${step}`);
  const error = figure('error', 'standard error of the mean', (inTable) => `sqrt(${total('variance', inTable)} / ${count(inTable, where)}) rounded to ${step}`);
  const all: Readonly<Record<Statistic, readonly Figure[]>> = {
    sum: [figure('sum', 'sum', (inTable) => total('sum', inTable))],
    mean: [mean],
    variance: [figure('variance', 'variance (n - 1)', (inTable) => `${total('variance', inTable)} rounded to ${step}`)],
    deviation: [figure('deviation', 'standard deviation (n - 1)', (inTable) => `${total('sd', inTable)} rounded to ${step}`)],
    error: [error],
    interval: [mean, error, figure('low', 'lower end of the 95% interval (t) for the mean', end('-')), figure('high', 'upper end of the 95% interval (t) for the mean', end('+'))],
  };
  const values = rows !== undefined ? [] : [{ ...figure('n', 'values', (inTable) => count(inTable, where)), isCount: true }];
  const wanted = statistics.flatMap((each) => all[each]);
  return [...values, ...wanted.filter((each, i) => wanted.findIndex((other) => other.name === each.name) === i)];
}
