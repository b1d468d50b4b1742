import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import { columnTotals, type CsvSource, type Totals } from '../../src/io/csv/index.js';
import { column, csv, recordsOf } from './csv-files.js';

export const SECRET = 'Secret987654321';

export type Writing = Parameters<typeof parquetWriteBuffer>[0];

export const bytesOf = (columnData: ColumnSource[], more: Partial<Writing> = {}): Buffer => Buffer.from(parquetWriteBuffer({ columnData, ...more }));
export const parquet = (columnData: ColumnSource[], more: Partial<Writing> = {}): CsvSource => ({ file: csv(bytesOf(columnData, more)), format: 'parquet' });
export const pay = (...salaries: readonly (number | null)[]): ColumnSource[] => [{ name: 'salary', data: [...salaries], type: 'DOUBLE' }];
export const totalsOf = async (source: CsvSource, decimals = 2): Promise<Totals> => columnTotals(source, [column('salary', decimals, -(10n ** 40n), 10n ** 40n)], { empty: 'refuse', maxRows: 100_000 });

/** One column of a type that the writer has no name for. */
export function typed(element: object, data: unknown[]): CsvSource {
  return parquet([{ name: 'x', data: data as ColumnSource['data'] }], { schema: [{ name: 'root', num_children: 1 }, { name: 'x', repetition_type: 'OPTIONAL', ...element }] as Writing['schema'] & object });
}
export const textsOf = async (source: CsvSource, name = 'x'): Promise<string[]> => (await recordsOf(source, [name])).map(({ cells }) => cells[0] ?? '');
