/** Totals in words. */
import type { Total } from '../check/program.js';
import type { Call, Expr } from '../syntax/tree.js';
import type { Phrases, Surroundings } from './phrases.js';
import { grouped, ordinal } from './numerals.js';

export function totalWords(phrases: Phrases, call: Call, around: Surroundings): string {
  const total = phrases.checked.totals.get(call);
  if (total === undefined) return call.name;
  return total.over.kind === 'table' ? ofTable(phrases, call, total, around) : ofRows(phrases, call, total, around);
}

function ofTable(phrases: Phrases, call: Call, total: Total, around: Surroundings): string {
  const name = total.over.kind === 'table' ? total.over.table.name : '';
  const where = call.where === undefined ? '' : ` where ${phrases.plain(call.where, around)}`;
  const value = total.args[0] === undefined ? '' : phrases.operand(total.args[0], around);
  switch (call.name) {
    case 'count':
      return `the number of cells of ${name}${where}`;
    case 'chi_squared':
      return `the chi-squared statistic of ${value} in ${name}${where}`;
    case 'quantile_band':
      return `the first ${total.over.kind === 'table' ? (total.over.table.keys.at(-1)?.name ?? '') : ''} of ${name} by which ${value}, added up in the order of its values, reaches ${grouped(call.options.at?.source ?? '')} of its total${where}`;
    case 'logrank': {
      const groups = total.args.flatMap((each, i) => (i % 2 === 0 ? [`${phrases.operand(each, around)} at risk with ${total.args[i + 1] === undefined ? '' : phrases.operand(total.args[i + 1] as Expr, around)} events`] : []));
      return `the log-rank chi-squared statistic over the cells of ${name}${where}, of ${groups.join(', and of ')}`;
    }
    default:
      return `the ${{ sum: 'sum', min: 'least', max: 'largest', mean: 'mean' }[call.name] ?? call.name} of ${value} over the cells of ${name}${where}`;
  }
}

function ofRows(phrases: Phrases, call: Call, { over, args }: Total, around: Surroundings): string {
  if (over.kind !== 'rows') return call.name;
  const { rows, inCell } = over;
  const inner: Surroundings = { ...around, inRow: true };
  const where = call.where === undefined ? '' : ` where ${phrases.plain(call.where, inner)}`;
  const selected = `${inCell ? 'these rows' : rows.isSingle ? `the ${rows.name}` : `the rows of ${rows.name}`}${where}`;
  const many = rows.role.name;
  const value = (i: number) => (args[i] === undefined ? '' : phrases.operand(args[i], inner));
  const { step, at, place, first } = call.options;
  const nearest = step === undefined ? '' : `, to the nearest ${grouped(step.source)}`;
  const nth = ordinal(Number(place?.value ?? 1n));
  switch (call.name) {
    case 'count':
      return `the number of ${rows.isSingle && !inCell ? selected.replace(/^the /, '') : selected}`;
    case 'contributors':
      return `the number of ${many} that have at least one of ${selected}`;
    case 'sum':
    case 'mean':
      return `the ${call.name} of ${value(0)} over ${selected}`;
    case 'min':
      return `the ${nth}smallest ${value(0)} of ${selected}`;
    case 'max':
      return `the ${nth}largest ${value(0)} of ${selected}`;
    case 'median':
      return `the median of ${value(0)} over ${selected}${nearest}`;
    case 'quantile':
      return `the value of ${value(0)} that ${grouped(at?.source ?? '')} of ${selected} do not exceed${nearest}`;
    case 'variance':
      return `the variance (n − 1) of ${value(0)} over ${selected}`;
    case 'sd':
      return `the standard deviation (n − 1) of ${value(0)} over ${selected}`;
    case 'covariance':
      return `the covariance (n − 1) of ${value(0)} and ${value(1)} over ${selected}`;
    case 'correlation':
      return `the correlation of ${value(0)} and ${value(1)} over ${selected}`;
    case 'largest_part':
      return isOne(args[0]) ? `the ${nth}largest number of ${selected} that any one of the ${many} has` : `the ${nth}largest sum of ${value(0)} that any one of the ${many} has over ${selected}`;
    case 'party_of_max':
    case 'party_of_min':
      return `which of the ${many} has the ${nth}${call.name === 'party_of_max' ? 'largest' : 'smallest'} ${value(0)}${where} (of equals, the one named earlier among the parties)`;
    case 'rank':
      return `its place by ${value(0)} among ${selected}, the ${first?.end ?? 'largest'} being 1 (equals share the better place)`;
    case 'distinct':
      return `the number of different ${value(0)} in ${selected}`;
    default:
      return call.name;
  }
}

function isOne(expr: Expr | undefined): boolean {
  return expr?.kind === 'number' && expr.value === 1n && expr.decimals === 0;
}
