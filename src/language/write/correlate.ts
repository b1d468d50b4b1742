import { freeName, headOf, listed, programOf, whereGiven, type NumberColumn, type Records } from './records.js';

/** Pearson's correlation of each pair of columns, and over how many rows. */
export function correlateProgram(records: Records, of: readonly NumberColumn[]): string {
  const taken = new Set(records.columns.map(({ name }) => name));
  const reveals = of.flatMap((x, i) => of.slice(i + 1).flatMap((y) => {
    const where = whereGiven(records, x, y);
    const count = where === '' ? [] : [`reveal ${freeName(`n_${x.name}_${y.name}`, taken)} = count(records${where}) as "rows with ${x.name} and ${y.name}" to everyone`];
    return [...count, `reveal ${freeName(`r_${x.name}_${y.name}`, taken)} = correlation(${x.name}, ${y.name} of records${where}) rounded to 0.000001 as "correlation of ${x.name} and ${y.name}" to everyone`];
  }));
  const rows = records.empty === 'skip' ? [] : [`reveal ${freeName('n', taken)} = count(records) as "rows" to everyone`];
  return programOf([...headOf(`Correlation of ${listed(of.map(({ name }) => name))}`, records), ...rows, ...reveals]);
}
