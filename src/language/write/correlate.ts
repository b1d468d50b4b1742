import { grouped, headOf, labelled, listed, namesBeside, programOf, whereGiven, type Column, type NumberColumn, type Records } from './records.js';

export interface CorrelateOptions {
  readonly of: readonly NumberColumn[];
  /** Correlations for each combination of their values. */
  readonly by?: readonly Column[] | undefined;
  /** Sums of fewer rows are not opened; their number is seen. */
  readonly minGroup?: number | undefined;
}

interface Figure {
  readonly name: string;
  readonly label: string;
  /** What it is of all rows, or of a table's cell. */
  readonly value: (inTable: boolean) => string;
  readonly isCount: boolean;
}

/** Pearson's correlation of each pair of columns, and over how many rows. */
export function correlateProgram(records: Records, { of, by = [], minGroup }: CorrelateOptions): string {
  const named = namesBeside(records);
  const keys = by.map(({ name }) => name);
  const count = (where: string) => (inTable: boolean) => `count(${inTable ? where.trimStart() : `records${where}`})`;
  const rows: Figure[] = records.empty === 'skip' ? [] : [{ name: named('n'), label: 'rows', value: count(''), isCount: true }];
  const figures = [...rows, ...of.flatMap((x, i) => of.slice(i + 1).flatMap((y): Figure[] => {
    const where = whereGiven(records, x, y);
    const own = rows.length > 0 ? [] : [{ name: named(`n_${x.name}_${y.name}`), label: `rows with ${x.name} and ${y.name}`, value: count(where), isCount: true }];
    return [...own, { name: named(`r_${x.name}_${y.name}`), label: `correlation of ${x.name} and ${y.name}`, value: (inTable) => `correlation(${x.name}, ${y.name}${inTable ? '' : ' of records'}${where}) rounded to 0.000001`, isCount: false }];
  }))];
  const title = `Correlation of ${listed(of.map(({ name }) => name))}${by.length === 0 ? '' : ` by ${listed(keys)}`}`;
  const head = headOf(title, records);
  const counts = figures.filter(({ isCount }) => isCount);
  if (by.length === 0) {
    const enough = named('enough');
    const condition = minGroup === undefined ? [] : [`let ${enough} = ${counts.map(({ value }) => `${value(false)} >= ${grouped(minGroup)}`).join(' and ')}`, ''];
    const onlyIf = minGroup === undefined ? '' : ` only if ${enough}, counts shown`;
    return programOf([...head, ...condition, ...figures.map(({ name, label, value, isCount }) => `reveal ${name} = ${value(false)} as ${labelled(label)} to everyone${isCount ? '' : onlyIf}`)]);
  }
  const table = named('correlations');
  const hide = minGroup === undefined ? [] : [`    hide where ${counts.map(({ name }) => `${name} < ${grouped(minGroup)}`).join(' or ')}, counts shown`];
  return programOf([...head, `table ${table} by ${keys.join(', ')} of records:`, ...figures.map(({ name, value }) => `    ${name} = ${value(true)}`), '', `reveal ${table} as ${labelled(title.toLowerCase())} to everyone`, ...hide]);
}
