import { canBeEmpty, grouped, headOf, labelled, listed, namesBeside, programOf, type Column, type NumberColumn, type Records } from './records.js';

export interface CrosstabOptions {
  readonly by: readonly Column[];
  /** How much each row counts. The number of rows is given as well, and no test: Pearson's is of counts. */
  readonly weight?: NumberColumn | undefined;
  /** Weights of cells with fewer rows are not opened; their number is seen. */
  readonly minGroup?: number | undefined;
}

/** How many rows have each combination of values; of two columns also whether these go together: Pearson's chi-squared. */
export function crosstabProgram(records: Records, { by, weight, minGroup }: CrosstabOptions): string {
  const names = by.map(({ name }) => name);
  const named = namesBeside(records);
  const [table, n, x2, p] = ['cross', 'n', 'chi2', 'p'].map(named) as [string, string, string, string];
  const title = `Rows by ${listed(names)}${weight === undefined ? '' : `, weighed by ${weight.name}`}`;
  const [rows = 0, columns = 0] = by.map(sizeOf);
  const freedom = (rows - 1) * (columns - 1);
  const test = by.length === 2 && freedom > 0 && weight === undefined ? [`reveal ${x2} = chi_squared(${n} of ${table}) rounded to 0.000001 as "chi-squared, ${freedom} ${freedom === 1 ? 'degree' : 'degrees'} of freedom" to everyone`, `reveal ${p} = p_chi_squared(${x2}, ${freedom}) rounded to 0.00000001 as "its p-value" to everyone`] : [];
  const keep = weight !== undefined && canBeEmpty(records, weight) ? [`keep where ${weight.name} is given`] : [];
  const weights = weight === undefined ? [] : [`    ${named(`sum_${weight.name}`)} = sum(${weight.name})`];
  const hide = minGroup === undefined ? [] : [`    hide where ${n} < ${grouped(minGroup)}, counts shown`];
  return programOf([...headOf(title, records, keep), `table ${table} by ${names.join(', ')} of records:`, `    ${n} = count()`, ...weights, '', `reveal ${table} as ${labelled(title.toLowerCase())} to everyone`, ...hide, ...test]);
}

/** How many values a column has that can be a key. */
export function sizeOf(column: Column): number {
  switch (column.kind) {
    case 'yes/no':
      return 2;
    case 'category':
      return column.values.length;
    case 'number':
      return column.decimals === 0 ? Number(column.high) - Number(column.low) + 1 : Infinity;
  }
}
