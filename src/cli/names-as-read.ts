/** Shows a user the first names of the own file as they would be read: in a wrong encoding a person sees it at once, and no program is sure. */
import { MpcError } from '../library/errors.js';
import { readRecords, type CsvSource, type Notice, type NoticeCode } from '../library/data.js';
import { askYesNo, type PromptOptions } from './terminal/prompts.js';
import { toUser } from './terminal/screen.js';
import { cleaned } from '../library/text.js';
import type { Reading } from '../library/operations.js';

const MOST = 5;
/** Characters shown of a row. */
const WIDTH = 60;

const DOUBTS: readonly NoticeCode[] = ['ENCODING_DOUBTFUL', 'GARBLED_TEXT', 'LOST_CHARACTERS'];

/** The first rows beyond ASCII, for people to look at. None where nothing is to be seen: numbers, and files that say themselves what they are. */
export async function namesAsRead(reading: Reading, source: CsvSource, warnings: readonly Notice[]): Promise<string[]> {
  return reading.kind === 'records' ? rowsAsRead(reading.columns.map(({ name }) => name), source, warnings) : [];
}

/** The same of columns. */
export async function rowsAsRead(columns: readonly string[], source: CsvSource, warnings: readonly Notice[]): Promise<string[]> {
  const isGiven = source.encoding !== undefined && !source.encoding.startsWith('utf-');
  if (!isGiven && !warnings.some(({ code }) => DOUBTS.includes(code))) return [];
  const rows: string[] = [];
  for await (const batch of readRecords(source, columns)) {
    for (const { line, cells } of batch) {
      if (!/[^\0-\x7f]/.test(cells.join(''))) continue;
      rows.push(`  line ${line}: ${cleaned(cells.join(' | '), WIDTH)}`);
      if (rows.length === MOST) return rows;
    }
  }
  return rows;
}

/** Asks whether the names are right. Throws INPUT_INVALID where they are not. */
export async function confirmNames(reading: Reading, source: CsvSource, warnings: readonly Notice[], prompt: PromptOptions): Promise<void> {
  const rows = await namesAsRead(reading, source, warnings);
  if (rows.length === 0) return;
  toUser(`\nThe first rows beyond plain letters are read as:\n${rows.join('\n')}\n`);
  if (await askYesNo('Are they written right?', prompt)) return;
  throw new MpcError('INPUT_INVALID', `${source.file}: the names are not read as they are written. Nothing of them was sent.`, 'Try another encoding with `--encoding NAME`, look with `mpc keys`, or save the file as CSV in UTF-8.');
}
