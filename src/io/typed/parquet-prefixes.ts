import type { ColumnMetaData, Compressors, PageHeader } from 'hyparquet';

/** A data page of a flat column, whose head was checked. */
export interface TextPage {
  readonly header: PageHeader;
  /** As it is in the file. */
  readonly packed: Uint8Array;
  readonly codec: ColumnMetaData['codec'] | undefined;
  /** Whether its values can be missing, so that levels say which are there. */
  readonly isOptional: boolean;
}

/**
 * The bytes of all texts of a page, of which each is a part of the one before and a rest (Parquet's format, “Delta Strings”). The decoder writes out each, and
 * a page of half a megabyte can so describe gigabytes.
 *
 * @returns undefined if a length is below 0, or longer than the text before it; 0 for pages of other encodings.
 */
export async function bytesOfTexts({ header, packed, codec, isOptional }: TextPage, compressors: Compressors): Promise<number | undefined> {
  const { data_page_header: first, data_page_header_v2: second } = header;
  if ((first ?? second)?.encoding !== 'DELTA_BYTE_ARRAY') return 0;
  const [{ deltaBinaryUnpack }, { decompressPage }, { readRleBitPackedHybrid }] = await Promise.all([import('hyparquet/src/delta.js'), import('hyparquet/src/datapage.js'), import('hyparquet/src/encoding.js')]);
  const unpack = (bytes: Uint8Array, length: number) => decompressPage(bytes, length, codec ?? 'UNCOMPRESSED', compressors);
  const readerOf = (bytes: Uint8Array) => ({ view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 });
  let reader = readerOf(packed);
  let count = 0;
  if (first !== undefined) {
    reader = readerOf(unpack(packed, header.uncompressed_page_size));
    const levels: number[] = isOptional ? new Array<number>(first.num_values) : [];
    if (isOptional) readRleBitPackedHybrid(reader, 1, levels);
    count = isOptional ? levels.reduce((sum, level) => sum + level, 0) : first.num_values;
  } else if (second !== undefined) {
    const levels = second.definition_levels_byte_length + second.repetition_levels_byte_length;
    const [values, length] = [packed.subarray(levels), header.uncompressed_page_size - levels];
    reader = readerOf(second.is_compressed !== false && length > 0 ? unpack(values, length) : values);
    count = second.num_values - second.num_nulls;
  }
  const [shared, rests] = [new Int32Array(count), new Int32Array(count)];
  deltaBinaryUnpack(reader, count, shared);
  deltaBinaryUnpack(reader, count, rests);
  let [sum, before] = [0, 0];
  for (let i = 0; i < count; i++) {
    const [beginning = 0, rest = 0] = [shared[i], rests[i]];
    if (beginning < 0 || rest < 0 || beginning > before) return undefined;
    before = beginning + rest;
    sum += before;
  }
  return sum;
}
