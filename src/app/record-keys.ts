import { inWords, readList, type KeyedRecords } from '../io/linkage/index.js';
import { MpcError } from '../errors.js';
import { asWritten } from '../linkage/index.js';
import { payloadBytes, textsOf } from '../session/operations/lists/payload.js';
import type { RecordsReading } from '../session/operations/reading.js';
import type { OwnFile, ReadInput, WhileReading } from './own-file.js';

/** The number of problems that an error names. */
const MOST_SHOWN = 8;

/** Reads this party's list, whole, and makes its keys. Throws an MpcError that names file and line. */
export async function readRecordKeys(reading: RecordsReading, source: OwnFile, { advance, signal }: WhileReading = {}): Promise<ReadInput> {
  const { payload } = reading;
  const read = await readList(source, asWritten(reading.columns, source), {
    near: reading.near,
    maxRows: reading.maxRows,
    keepCells: reading.keepsCells,
    placeholders: reading.placeholders,
    ...(payload === undefined ? {} : { payload: payload.columns }),
    onProgress: (done, total) => advance?.('Reading the file', done, total),
    ...(signal === undefined ? {} : { signal }),
  });
  checkUsable(reading, read, source);
  const keys = { rows: read.rows, slots: read.rules.length, itemOf: read.itemOf, count: read.count };
  const texts = payload === undefined ? [] : textsOf(keys, (row) => payloadText(read.payload(row - 1), row, payload.bytes, source));
  const records = { ...keys, digests: read.digests, setHash: read.setHash, cells: (row: number) => read.cells(row - 1), texts };
  return { contribution: { kind: 'records', records }, rows: read.rows, warnings: read.notices, notes: [`${source.file}: ${read.rows - read.unusableRows} of ${read.rows} rows make keys.`, ...read.notices.map(({ message }) => message)] };
}

/**
 * A list in which only a few rows make keys would end with few matches, and look as if nobody had been found. Throws INPUT_UNUSABLE if no row makes a key, or
 * if fewer do than the agreement asks, unless the user said that this is meant.
 */
function checkUsable({ minUsable }: RecordsReading, { rows, unusableRows, problems }: KeyedRecords, { file, allowUnusable }: OwnFile): void {
  const most = allowUnusable ?? 100 - minUsable;
  if (rows === 0) throw new MpcError('INPUT_NO_ROWS', `${file}: the file has no rows, so there is nothing to compare.`, 'Check that it is the right file.');
  if (rows > unusableRows && unusableRows * 100 <= most * rows) return;
  const why = problems.slice(0, MOST_SHOWN).map((problem) => `\n    ${inWords(problem)}`).join('');
  throw new MpcError(
    'INPUT_UNUSABLE',
    rows === unusableRows ? `${file}: no row makes a key, so nothing of it could be found.${why}` : `${file}: ${unusableRows} of ${rows} rows make no key, and could not be found; at most ${most} in 100 may.${why}`,
    `Correct the cells, or say how this file writes dates with --date-order COLUMN=ORDER, and of which country its phone numbers and postcodes are with --region. \`mpc keys\` shows what rows become.${rows === unusableRows ? '' : ` If it is meant so, give --allow-unusable ${Math.ceil((unusableRows * 100) / rows)}%.`}`,
  );
}

function payloadText(cells: readonly string[], row: number, maxBytes: number, { file }: OwnFile): Uint8Array {
  const text = payloadBytes(cells);
  if (text.length <= maxBytes) return text;
  throw new MpcError('INPUT_INVALID', `${file}, data row ${row}: its payload columns take more than the ${maxBytes} bytes that the agreement allows.`, 'Shorten them, or ask for an agreement with --payload-bytes.');
}
