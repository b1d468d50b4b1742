import type { Call, Expr } from '../syntax/tree.js';

/** Over rows or over the cells of a table. `min` and `max` of several values do not belong here. */
export const TOTALS: ReadonlySet<string> = new Set(
  'count contributors sum mean min max median quantile variance sd covariance correlation largest_part party_of_max party_of_min rank distinct chi_squared quantile_band logrank'.split(' '),
);
/** Of tables alone, and only in the open. */
export const TABLE_FUNCTIONS: ReadonlySet<string> = new Set(['chi_squared', 'quantile_band', 'logrank']);
/** Computed at home or from revealed values, and never inside. */
export const CLEAR_FUNCTIONS: ReadonlySet<string> = new Set('ln exp power wilson_low wilson_high p_chi_squared p_t p_f t_quantile chi_squared quantile_band logrank running_product'.split(' '));
export const HOME_FUNCTIONS: ReadonlySet<string> = new Set('years year month_of quarter weekday key distinct'.split(' '));
export const VALUES: ReadonlySet<string> = new Set(['min', 'max', 'abs', 'sqrt', 'bands', 'running_sum', 'ln', 'exp', 'power', 'wilson_low', 'wilson_high', 'p_chi_squared', 'p_t', 'p_f', 't_quantile', 'running_product', 'years', 'year', 'month_of', 'quarter', 'weekday', 'key']);

export const OPTIONS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    median: ['step'],
    quantile: ['step', 'at'],
    quantile_band: ['at'],
    min: ['place'],
    max: ['place'],
    largest_part: ['place'],
    party_of_max: ['place'],
    party_of_min: ['place'],
    rank: ['first'],
  }),
);

/** Names of other languages, with what is written here. */
export const FOREIGN_FUNCTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    avg: 'mean(…)',
    average: 'mean(…)',
    stdev: 'sd(…)',
    std: 'sd(…)',
    stddev: 'sd(…)',
    var: 'variance(…)',
    cor: 'correlation(…)',
    corr: 'correlation(…)',
    cov: 'covariance(…)',
    n: 'count(…)',
    length: 'count(…)',
    nrow: 'count(…)',
    total: 'sum(…)',
    percentile: 'quantile(…, at 90%, step 1)',
    log: 'ln(…)',
    pow: 'power(…)',
    round: '… rounded to 0.01',
    ifelse: 'if … then … else …',
    iif: 'if … then … else …',
    coalesce: '… otherwise …',
    ifnull: '… otherwise …',
    isnull: '… is empty',
    is_null: '… is empty',
    cut: 'bands(…)',
    between: '… in 1..9',
  }),
);

export function isTotal(expr: Expr): expr is Call {
  return expr.kind === 'call' && TOTALS.has(expr.name) && !((expr.name === 'min' || expr.name === 'max') && expr.args.length > 1);
}
