/** Rows of Parquet files, one row group at a time, with only the wanted columns of each. */
import type { AsyncBuffer, FileMetaData, RowGroup, SchemaTree } from 'hyparquet';
import { invalid } from '../csv/errors.js';
import { throwIfAborted } from '../csv/file.js';
import type { CsvSource } from '../csv/types.js';
import { columnsNamed, damaged, groupTooLarge, MOST_GROUP_BYTES, openBytes } from './parquet-bytes.js';
import { GroupReader } from './parquet-thread.js';
import { valueKind, type ValueKind } from './parquet-values.js';
import type { Begin, TypedOptions, TypedRow, Wanted } from './rows.js';

const MAGIC = 'PAR1';

/** The bytes of a file's own description. */
const MOST_METADATA = 64 * 1024 ** 2;
/** Cells of the wanted columns of a row group. */
const MOST_GROUP_CELLS = 20_000_000;

/** Rows of a batch. */
const BATCH = 4096;
/** Characters of a batch: a dictionary holds one text for all rows, and each row becomes a text of its own. */
const BATCH_LENGTH = 4 * 1024 ** 2;

/** `RowReader` of Parquet files. */
export async function* parquetRows(source: CsvSource, begin: Begin, options: TypedOptions): AsyncGenerator<TypedRow[], void, undefined> {
  const { file } = source;
  const opened = await openBytes(source);
  let groups: GroupReader | undefined;
  try {
    const { metadata, columns } = await readMetadata(opened.bytes, file);
    const wanted = begin(columns.map(({ element }) => element.name), undefined);
    if (wanted === undefined) return;
    const kinds = kindsOf(columns, wanted, file);
    const names = wanted.indices.map((index) => columns[index]?.element.name ?? '');
    const raw = asStored(metadata, new Set(names));
    let start = 0;
    const total = Number(metadata.num_rows);
    for (const group of metadata.row_groups) {
      throwIfAborted(options.signal);
      const rows = checkedRows(group, names, file);
      const values = rows === 0 || names.length === 0 ? [] : await (groups ??= new GroupReader({ source, metadata: raw, names, identity: opened.identity })).read(start, rows, options.signal);
      yield* textRows(values, { start, rows, kinds, wanted, file });
      start += rows;
      options.onProgress?.(start, total);
    }
    if (start !== total) throw damaged(file);
    await opened.checkUnchanged();
  } finally {
    await groups?.close();
    await opened.close();
  }
}

async function readMetadata(bytes: AsyncBuffer, file: string): Promise<{ metadata: FileMetaData; columns: SchemaTree[] }> {
  const length = bytes.byteLength;
  if (length < 12) throw damaged(file);
  const end = Buffer.from(await bytes.slice(length - 8, length));
  const own = end.readUInt32LE(0);
  if (end.toString('latin1', 4) !== MAGIC || own > length - 12 || own > MOST_METADATA) throw damaged(file);
  const { parquetMetadata, parquetSchema } = await import('hyparquet');
  try {
    const metadata = parquetMetadata(await bytes.slice(length - 8 - own, length), { geoparquet: false });
    const columns = parquetSchema(metadata).children;
    // The library leaves undefined what a file does not say, whatever its types promise.
    const said: readonly unknown[] = [...metadata.schema.map(({ name }) => name), ...metadata.row_groups.flatMap((group) => group.columns.map(({ meta_data }) => meta_data?.path_in_schema[0]))];
    if (!said.every((name) => typeof name === 'string')) throw damaged(file);
    return { metadata, columns };
  } catch (error) {
    throw damaged(file, error);
  }
}

function kindsOf(columns: readonly SchemaTree[], { indices, columns: names }: Wanted, file: string): ValueKind[] {
  return indices.map((index, i) => {
    const { element, children } = columns[index] as SchemaTree;
    const column = names[i] ?? '';
    if (children.length > 0 || element.repetition_type === 'REPEATED') throw invalid({ file, column }, 'the column holds lists or records', 'Give a column of plain values.');
    const kind = valueKind(element);
    if (kind === undefined) throw invalid({ file, column }, 'the column is of a type that is not read here', 'Write it as text, number, date, time stamp, UUID or boolean.');
    return kind;
  });
}

/** The same schema, with the wanted columns declared as what they are stored as, so that the library leaves their values alone. */
function asStored(metadata: FileMetaData, wanted: ReadonlySet<string>): FileMetaData {
  const schema = metadata.schema.map((element) => {
    if (!wanted.has(element.name)) return element;
    const plain = { ...element };
    delete plain.converted_type;
    delete plain.logical_type;
    return plain;
  });
  return { ...metadata, schema };
}

/** Rows of the group, which is small enough to be read whole. */
export function checkedRows(group: RowGroup, names: readonly string[], file: string): number {
  const rows = Number(group.num_rows);
  const own = columnsNamed(group, names);
  const sizes = own.map(({ meta_data }) => Number(meta_data?.total_compressed_size ?? 0));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (!(rows >= 0) || sizes.some((size) => !(size >= 0)) || own.some(({ meta_data }) => Number(meta_data?.num_values) !== rows) || own.some(({ file_path }) => file_path !== undefined && file_path !== '')) throw damaged(file);
  if (rows * Math.max(1, own.length) > MOST_GROUP_CELLS || bytes > MOST_GROUP_BYTES) throw groupTooLarge(file);
  return rows;
}

interface Group {
  /** Rows before it. */
  readonly start: number;
  readonly rows: number;
  readonly kinds: readonly ValueKind[];
  readonly wanted: Wanted;
  readonly file: string;
}

function* textRows(values: readonly (readonly unknown[])[], group: Group): Generator<TypedRow[], void, undefined> {
  for (let at = 0; at < group.rows; ) {
    const rows: TypedRow[] = [];
    let length = 0;
    try {
      for (; rows.length < BATCH && length < BATCH_LENGTH && at < group.rows; at++) {
        const row = textRow(values[at] ?? [], group.start + at + 1, group);
        for (const cell of row.cells) length += cell.length;
        rows.push(row);
      }
    } catch (error) {
      if (rows.length > 0) yield rows;
      throw error;
    }
    yield rows;
  }
}

function textRow(values: readonly unknown[], line: number, { kinds, wanted, file }: Group): TypedRow {
  const numbers = new Array<boolean>(kinds.length).fill(false);
  const cells = kinds.map(({ isNumber, toText }, i) => {
    const value = values[i];
    if (value === null) return '';
    // The library leaves what a page lacks undefined.
    if (value === undefined) throw damaged(file);
    const text = textOrNone(toText, value);
    if (text === undefined) throw invalid({ file, row: line, column: wanted.columns[i] ?? '' }, isNumber ? 'the number has more digits than its type keeps exactly' : 'the value is none that can be written as text', isNumber ? 'Write the column as DECIMAL, as whole numbers of 64 bits, or as text.' : 'Correct the value: text is UTF-8, and dates are of the years 1 to 9999.');
    numbers[i] = isNumber;
    return text;
  });
  return { line, cells, numbers, isEmpty: false };
}

/** A column can say that it holds something other than what is stored. The error of its conversion would hold the cell. */
function textOrNone(toText: ValueKind['toText'], value: unknown): string | undefined {
  try {
    return toText(value);
  } catch {
    return undefined;
  }
}
