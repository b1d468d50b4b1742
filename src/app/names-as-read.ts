import { readRecords, type CsvSource } from '../io/csv/index.js';
import type { Notice, NoticeCode } from '../io/notices.js';
import type { Agreement } from '../session/agreement/types.js';
import { cleaned } from '../session/clean.js';
import { operationOf } from '../session/operations/registry.js';

const MOST = 5;
/** Characters shown from a row. */
const WIDTH = 60;

const DOUBTS: readonly NoticeCode[] = ['ENCODING_DOUBTFUL', 'GARBLED_TEXT', 'LOST_CHARACTERS'];

/**
 * The first names of this party's file as they were read, for people to look at: in a wrong encoding a person sees it at once, and no program is sure. None where nothing is to be
 * seen: numbers, and files that say themselves what they are. `warnings`: what was noticed when it was read.
 */
export async function namesAsRead(agreement: Agreement, ownName: string, source: CsvSource, warnings: readonly Notice[]): Promise<string[]> {
  const reading = operationOf(agreement).reads(agreement, ownName);
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
