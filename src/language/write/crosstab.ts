import { freeName, headOf, listed, programOf, type Column, type Records } from './records.js';

/** How many rows have each combination of values; of two columns also whether these go together: Pearson's chi-squared. */
export function crosstabProgram(records: Records, by: readonly Column[]): string {
  const names = by.map(({ name }) => name);
  const taken = new Set(records.columns.map(({ name }) => name));
  const [table, n, x2, p] = ['cross', 'n', 'chi2', 'p'].map((name) => freeName(name, taken)) as [string, string, string, string];
  const title = `Rows by ${listed(names)}`;
  const [rows = 0, columns = 0] = by.map(sizeOf);
  const freedom = (rows - 1) * (columns - 1);
  const test = by.length === 2 && freedom > 0 ? [`reveal ${x2} = chi_squared(${n} of ${table}) rounded to 0.000001 as "chi-squared, ${freedom} ${freedom === 1 ? 'degree' : 'degrees'} of freedom" to everyone`, `reveal ${p} = p_chi_squared(${x2}, ${freedom}) rounded to 0.00000001 as "its p-value" to everyone`] : [];
  return programOf([...headOf(title, records), `table ${table} by ${names.join(', ')} of records:`, `    ${n} = count()`, '', `reveal ${table} as "${title.toLowerCase()}" to everyone`, ...test]);
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
