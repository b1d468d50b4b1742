import type { AsyncBuffer, ColumnMetaData, Compressors, PageHeader } from 'hyparquet';
import { damaged, groupTooLarge, MOST_PAGE, MOST_UNPACKED } from './parquet-bytes.js';
import { bytesOfTexts } from './parquet-prefixes.js';

/** A flat column of a row group. */
export interface GroupColumn {
  readonly metadata: ColumnMetaData;
  readonly isOptional: boolean;
  /** Of the row group. */
  readonly rows: number;
}

/**
 * Refuses a column of a row group whose pages claim more than they can hold, before the decoder allocates by their claims. Parquet's format, “Data Pages”: the
 * values of all data pages of a flat column are the rows of the group.
 *
 * @throws MpcError `INPUT_UNREADABLE`; the library's error for a header that is none.
 */
export async function checkPages(bytes: AsyncBuffer, { metadata: column, isOptional, rows }: GroupColumn, compressors: Compressors, file: string): Promise<void> {
  const { parquetHeader } = await import('hyparquet/src/column.js');
  // As the decoder finds it: an offset of 0 is none.
  const start = Number(column.dictionary_page_offset || column.data_page_offset);
  const view = new DataView(await bytes.slice(start, start + Number(column.total_compressed_size)));
  const reader = { view, offset: 0 };
  let values = 0;
  let unpacked = 0;
  let texts = 0;
  while (reader.offset < view.byteLength - 1) {
    const header = parquetHeader(reader);
    const { compressed_page_size: packedBytes, uncompressed_page_size: bytesOfPage } = header;
    if (!isCount(packedBytes) || !isCount(bytesOfPage) || packedBytes > view.byteLength - reader.offset) throw damaged(file);
    unpacked += bytesOfPage;
    if (bytesOfPage > MOST_PAGE || unpacked > MOST_UNPACKED) throw groupTooLarge(file);
    values += valuesOf(header, file);
    if (values > rows) throw damaged(file);
    const packed = new Uint8Array(view.buffer, view.byteOffset + reader.offset, packedBytes);
    texts += (await bytesOfTexts({ header, packed, codec: column.codec, isOptional }, compressors)) ?? NaN;
    if (Number.isNaN(texts)) throw damaged(file);
    if (texts > MOST_UNPACKED) throw groupTooLarge(file);
    reader.offset += packedBytes;
  }
  if (values !== rows) throw damaged(file);
}

/** Values of a data page; 0 of others, whose values are no rows. */
function valuesOf({ type, compressed_page_size: packedBytes, uncompressed_page_size: bytesOfPage, ...header }: PageHeader, file: string): number {
  const { dictionary_page_header: dictionary, data_page_header: first, data_page_header_v2: second } = header;
  if (type === 'DICTIONARY_PAGE') {
    // Each entry takes a byte at least.
    if (!isCount(dictionary?.num_values) || dictionary.num_values > bytesOfPage) throw damaged(file);
    return 0;
  }
  if (type === 'DATA_PAGE' && isCount(first?.num_values)) return first.num_values;
  if (type !== 'DATA_PAGE_V2' || second === undefined) throw damaged(file);
  const { num_values, num_nulls, num_rows, definition_levels_byte_length: definitions, repetition_levels_byte_length: repetitions } = second;
  if (![num_values, num_nulls, definitions, repetitions].every(isCount) || num_nulls > num_values || num_rows !== num_values || definitions + repetitions > Math.min(packedBytes, bytesOfPage)) throw damaged(file);
  return num_values;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
