import { formatDecimal, parseDecimal } from '../../crypto/decimal.js';
import { freeName, headOf, programOf, quoted, whereGiven, type Column, type NumberColumn, type Records } from './records.js';

/** Steps of time of a survival analysis, at most. */
export const MOST_STEPS = 1000;

export interface SurvivalOptions {
  /** The time until which a row was watched, in whole numbers. */
  readonly time: NumberColumn;
  /** Whether the event came then; if not, nothing more is known about the row. */
  readonly event: Extract<Column, { kind: 'yes/no' }>;
  readonly by?: Exclude<Column, { kind: 'number' }> | undefined;
  /** Whole numbers of time that are taken together. */
  readonly step: number;
}

/** How many steps the range of a time has. */
export function stepsOf({ low, high }: NumberColumn, step: number): number {
  return Math.floor((Number(high) - Number(low)) / step) + 1;
}

/** Kaplan and Meier's estimate by groups, and of two groups or more the log-rank test: E. L. Kaplan and P. Meier (1958), N. Mantel (1966). */
export function survivalProgram(records: Records, { time, event, by, step }: SurvivalOptions): string {
  const taken = new Set(records.columns.map(({ name }) => name));
  const named = (name: string): string => {
    const free = freeName(name, taken);
    taken.add(free);
    return free;
  };
  const title = `Survival by ${time.name}${by === undefined ? '' : ` and ${by.name}`}`;
  const given = whereGiven(records, time);
  const [table, start] = [named('curve'), named('start')];
  const wheres = by === undefined ? [undefined] : by.kind === 'yes/no' ? [`not ${by.name}`, by.name] : by.values.map((value) => `${by.name} = ${quoted(value)}`);
  const labels = by === undefined ? [''] : by.kind === 'yes/no' ? [`not ${by.name}`, by.name] : by.values;
  const groups = wheres.map((where, i) => {
    const suffix = by === undefined ? '' : `_${i + 1}`;
    return { and: where === undefined ? '' : ` and ${where}`, atRisk: named(`at_risk${suffix}`), events: named(`events${suffix}`), survival: named(`survival${suffix}`) };
  });
  const until = step === 1 ? `${time.name} = ${start}` : `${time.name} in ${start}..${start} + ${step - 1}`;
  const columns = groups.flatMap(({ and, atRisk, events, survival }) => [
    `    ${atRisk} = count(where ${time.name} >= ${start}${and})`,
    `    ${events} = count(where ${event.name} and ${until}${and})`,
    `    ${survival} = running_product(1 - ${events} / ${atRisk}) rounded to 0.000001`,
  ]);
  const numbers = by === undefined ? '' : `; ${labels.map((label, i) => `${i + 1} is ${label}`).join(', ')}`;
  const label = `${title.toLowerCase()}${numbers}`;
  return programOf([
    ...headOf(title, records),
    `table ${table} by ${start} in ${plain(time.low)}..${plain(time.high)}${step === 1 ? '' : ` step ${step}`} of records${given}:`,
    ...columns,
    '',
    `reveal ${table} as ${quoted(label.length <= 120 ? label : title.toLowerCase())} to everyone`,
    ...(groups.length > 1 ? logRank(groups, table, named) : []),
  ]);
}

interface Group {
  readonly atRisk: string;
  readonly events: string;
}

/** For each group the events that it would have had if all groups were the same, and how far away from that they are together. */
function logRank(groups: readonly Group[], table: string, named: (name: string) => string): string[] {
  const [all, dying] = (['atRisk', 'events'] as const).map((what) => groups.map((group) => group[what]).join(' + ')) as [string, string];
  const freedom = groups.length - 1;
  const expected = groups.map(({ atRisk }, i) => `reveal ${named(`expected_${i + 1}`)} = sum(${atRisk} * (${dying}) / max(${all}, 1) of ${table}) rounded to 0.000001 as "events of group ${i + 1} that are expected where all are alike" to everyone`);
  const [chi, p] = [named('log_rank'), named('p')];
  return [
    ...expected,
    `reveal ${chi} = logrank(${groups.map(({ atRisk, events }) => `${atRisk}, ${events}`).join(', ')} of ${table}) rounded to 0.00000001 as "log-rank chi-squared, ${freedom} ${freedom === 1 ? 'degree' : 'degrees'} of freedom" to everyone`,
    `reveal ${p} = p_chi_squared(${chi}, ${freedom}) rounded to 0.0000000001 as "its p-value" to everyone`,
  ];
}

function plain(whole: string): string {
  return formatDecimal(parseDecimal(whole, 0) ?? 0n, 0);
}

