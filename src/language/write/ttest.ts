import { finestStep, groupsOf, sumOfSquares, type GroupsOptions } from './groups.js';
import { freeName, grouped, headOf, programOf, whereGiven, type NumberColumn, type Records } from './records.js';

const RATIO = '0.0000000001';

/** Whether the means of two groups differ: Welch's test, or Student's with one variance for both. */
export function twoSampleProgram(records: Records, options: GroupsOptions & { readonly equalVariances: boolean }): string {
  const { of } = options;
  const step = finestStep(of);
  const { head, lines, onlyIf, names, taken, cells } = groupsOf(records, 'Student’s t test', options, step);
  const named = (name: string): string => {
    const free = freeName(name, taken);
    taken.add(free);
    return free;
  };
  const sides = cells.map(({ where, label }, i) => ({ where, label, n: named(`n_${i + 1}`), total: named(`total_${i + 1}`), squares: named(`squares_${i + 1}`), part: named(`part_${i + 1}`) }));
  const [a, b] = sides as [(typeof sides)[number], (typeof sides)[number]];
  const lets = sides.flatMap(({ where, n, total, squares }) => ([[n, names.n], [total, names.total], [squares, names.squares]] as const).map(([name, column]) => `let ${name} = sum(${column} of ${names.table} where ${where})`));
  const pooled = named('pooled');
  const freedoms = `max(${a.n} + ${b.n} - 2, 0)`;
  const parts = options.equalVariances
    ? [`let ${pooled} = (${sumOfSquares(a)} + ${sumOfSquares(b)}) / ${freedoms}`, ...sides.map(({ n, part }) => `let ${part} = ${pooled} / ${n}`)]
    : sides.map((side) => `let ${side.part} = ${sumOfSquares(side)} / max(${side.n} - 1, 0) / ${side.n}`);
  const [x, y] = sides.map(({ part }) => `max(${part}, 0)`) as [string, string];
  const welch = `(${x} + ${y}) * (${x} + ${y}) / (${x} * ${x} / (${a.n} - 1) + ${y} * ${y} / (${b.n} - 1)) rounded to ${RATIO}`;
  const difference = `${a.total} / ${a.n} - ${b.total} / ${b.n}`;
  return programOf([
    ...head, ...lines.slice(0, -1), ...lets, ...parts, '', ...lines.slice(-1),
    ...tested({ difference, label: `difference of the means, ${a.label} less ${b.label}`, error: `sqrt(${x} + ${y})`, freedom: options.equalVariances ? freedoms : welch, step, onlyIf, taken }),
  ]);
}

/** Whether the mean of a column, or of the differences of two, is a given number. */
export function oneSampleProgram(records: Records, { of, less, against, minGroup }: { readonly of: NumberColumn; readonly less?: NumberColumn | undefined; readonly against: string; readonly minGroup?: number | undefined }): string {
  const taken = new Set(records.columns.map(({ name }) => name));
  const named = (name: string): string => {
    const free = freeName(name, taken);
    taken.add(free);
    return free;
  };
  const value = less === undefined ? of.name : named('change');
  const given = whereGiven(records, of, ...(less === undefined ? [] : [less]));
  const title = less === undefined ? `Student’s t test of ${of.name} against ${against}` : `Student’s t test of ${of.name} less ${less.name}`;
  const [n, total, squares, part, enough] = ['n', 'total', 'squares', 'part', 'enough'].map(named) as [string, string, string, string, string];
  const onlyIf = minGroup === undefined ? '' : ` only if ${enough}, counts shown`;
  const step = finestStep({ ...of, decimals: Math.max(of.decimals, less?.decimals ?? 0) });
  const wanted = against.startsWith('-') ? `(${against})` : against;
  return programOf([
    ...headOf(title, records, [...(given === '' ? [] : [`keep${given}`]), ...(less === undefined ? [] : [`${value} = ${of.name} - ${less.name}`])]),
    ...(minGroup === undefined ? [] : [`let ${enough} = count(records) >= ${grouped(minGroup)}`]),
    `reveal ${n} = count(records) as "rows" to everyone`,
    `reveal ${total} = sum(${value} of records) as "sum of ${value}" to everyone${onlyIf}`,
    `reveal ${squares} = sum(${value} * ${value} of records) as "sum of squares of ${value}" to everyone${onlyIf}`,
    `let ${part} = ${sumOfSquares({ n, total, squares })} / max(${n} - 1, 0) / ${n}`,
    ...tested({ difference: against === '0' ? `${total} / ${n}` : `${total} / ${n} - ${wanted}`, label: against === '0' ? `mean of ${less === undefined ? of.name : `${of.name} less ${less.name}`}` : `mean of ${of.name} less ${against}`, error: `sqrt(max(${part}, 0))`, freedom: `max(${n} - 1, 0)`, step, onlyIf, taken }),
  ]);
}

interface Tested {
  readonly difference: string;
  readonly label: string;
  readonly error: string;
  readonly freedom: string;
  readonly step: string;
  readonly onlyIf: string;
  readonly taken: ReadonlySet<string>;
}

/** t and what follows from it. */
function tested({ difference, label, error, freedom, step, onlyIf, taken }: Tested): string[] {
  const [d, e, f, t, p, low, high] = ['difference', 'error', 'freedom', 't', 'p', 'low', 'high'].map((name) => freeName(name, taken)) as [string, string, string, string, string, string, string];
  const reveal = (name: string, value: string, what: string): string => `reveal ${name} = ${value} as "${what}" to everyone${onlyIf}`;
  return [
    reveal(d, `${difference} rounded to ${step}`, label),
    reveal(e, `${error} rounded to ${step}`, 'its standard error'),
    reveal(f, freedom, 'degrees of freedom'),
    reveal(t, `(${difference}) / ${error} rounded to ${RATIO}`, 't'),
    reveal(p, `p_t(${t}, ${f}) rounded to ${RATIO}`, 'its p-value, to both sides'),
    reveal(low, `${d} - t_quantile(97.5%, ${f}) * ${e} rounded to ${step}`, 'lower end of the 95% interval for the difference'),
    reveal(high, `${d} + t_quantile(97.5%, ${f}) * ${e} rounded to ${step}`, 'upper end of the 95% interval for the difference'),
  ];
}
