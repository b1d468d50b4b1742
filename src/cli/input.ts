import { existsSync } from 'node:fs';
import { columnTotals, encodingNamed, type CsvSource, type Totals } from '../io/csv/index.js';
import type { Notice } from '../io/notices.js';
import type { Progress } from '../io/progress.js';
import { askText, type PromptOptions } from '../io/prompts.js';
import { MpcError } from '../errors.js';
import { parseOwnDateOrder, type DateOrder, type KeyColumn } from '../linkage/index.js';
import type { Agreement } from '../session/agreement/types.js';
import type { Contribution, Reading, TotalsReading } from '../session/operations/reading.js';
import { operationOf } from '../session/operations/registry.js';
import type { ParticipationValues } from './flags.js';
import { parsePercent } from './percent.js';
import { readRecordKeys } from './record-keys.js';

/** This party's file, and how it is to be read where that cannot be seen from it. */
export interface OwnFile extends CsvSource {
  /** By the agreement's name of the column: how dates are written here, where it is otherwise than the agreement has it. */
  readonly dateOrders: ReadonlyMap<string, DateOrder>;
  /** Rows in a hundred that may make no key, where the user said it. */
  readonly allowUnusable?: number;
}

/** Where this party's data is, from its flags. Throws USAGE. */
export function ownFileOf(flags: ParticipationValues, file: string): OwnFile {
  const allowUnusable = parsePercent('allow-unusable', flags['allow-unusable']);
  return {
    file,
    map: parseMap(flags.map ?? []),
    ...(flags.delimiter === undefined ? {} : { delimiter: parseDelimiter(flags.delimiter) }),
    ...(flags.encoding === undefined ? {} : { encoding: encodingNamed(flags.encoding) }),
    decimalComma: flags['decimal-comma'],
    decimalPoint: flags['decimal-point'],
    ...(flags.thousands === undefined ? {} : { thousands: flags.thousands }),
    dateOrders: parseDateOrders(flags['date-order'] ?? []),
    ...(allowUnusable === undefined ? {} : { allowUnusable }),
  };
}

function parseMap(entries: readonly string[]): Map<string, string> {
  const map = new Map<string, string>();
  for (const entry of entries) {
    const at = entry.indexOf('=');
    const [logical, header] = [entry.slice(0, at).trim(), entry.slice(at + 1).trim()];
    if (at <= 0 || logical === '') throw new MpcError('USAGE', `--map ${entry}: not LOGICAL=HEADER.`, 'Write, for example, --map salary="Gross pay".');
    if (map.has(logical)) throw new MpcError('USAGE', `--map names the column "${logical}" twice.`, 'Map each column once.');
    map.set(logical, header);
  }
  return map;
}

function parseDateOrders(entries: readonly string[]): Map<string, DateOrder> {
  const orders = new Map<string, DateOrder>();
  for (const [name, order] of entries.map(parseOwnDateOrder)) {
    if (orders.has(name)) throw new MpcError('USAGE', `--date-order names the column "${name}" twice.`, 'Name each column once.');
    orders.set(name, order);
  }
  return orders;
}

function parseDelimiter(text: string): string {
  const delimiter = text === '\\t' || text.toLowerCase() === 'tab' ? '\t' : text;
  if (delimiter.length === 1 && !/["\r\n]/.test(delimiter)) return delimiter;
  throw new MpcError('USAGE', '--delimiter takes one character, or "tab".', 'Leave the flag out, and the delimiter is found by itself.');
}

/** What came of reading a party's file under an agreement. */
export interface ReadInput {
  readonly contribution: Contribution;
  readonly rows: number;
  /** What was noticed about the file. */
  readonly warnings: readonly Notice[];
  /** Sentences for the user, the messages of these among them. */
  readonly notes: readonly string[];
}

/** Reads this party's file under an agreement, whole. Throws an MpcError that names file, line and column. */
export async function readInput(agreement: Agreement, ownName: string, source: OwnFile, progress: Progress, signal?: AbortSignal): Promise<ReadInput> {
  const reading = operationOf(agreement).reads(agreement, ownName);
  checkMap(reading, source);
  checkDateOrders(reading.kind === 'records' ? reading.columns : [], source);
  const read = reading.kind === 'records' ? await readRecordKeys(reading, source, progress, signal) : await readTotals(reading, source, progress, signal);
  progress.clear();
  return read;
}

function checkMap({ columnNames }: Reading, source: CsvSource): void {
  for (const logical of source.map?.keys() ?? []) {
    if (columnNames.includes(logical)) continue;
    throw new MpcError('USAGE', `--map names the column "${logical}", which the agreement does not have.`, `Its columns are: ${columnNames.join(', ')}.`);
  }
}

/** Throws USAGE where --date-order speaks of something that is no date of the key. */
export function checkDateOrders(columns: readonly KeyColumn[], { dateOrders }: OwnFile): void {
  for (const name of dateOrders.keys()) {
    if (columns.some((column) => column.name === name && column.type === 'date')) continue;
    throw new MpcError('USAGE', `--date-order names the column "${name}", which is no date of the key.`, 'Dates of a key are those that are given as --key COLUMN:date.');
  }
}

async function readTotals({ columns, emptyCells, maxRows, mayBeEmpty }: TotalsReading, source: CsvSource, progress: Progress, signal?: AbortSignal): Promise<ReadInput> {
  const read = await columnTotals(source, columns, {
    empty: emptyCells,
    maxRows,
    onProgress: (done, total) => progress.advance('Reading the file', done, total),
    ...(signal === undefined ? {} : { signal }),
  });
  if (!mayBeEmpty) checkContributes(read, source.file);
  return { contribution: { kind: 'totals', totals: read.columns }, rows: read.rows, warnings: read.notices, notes: read.notices.map(({ message }) => message) };
}

/**
 * Throws INPUT_NO_ROWS where this party would put nothing in, and still be counted among the contributors: of a sum of three, the other two would learn each
 * other's totals.
 */
function checkContributes({ rows, columns }: Totals, file: string): void {
  const without = rows === 0 ? undefined : columns.find((column) => column.count === 0n);
  if (rows > 0 && without === undefined) return;
  throw new MpcError(
    'INPUT_NO_ROWS',
    without === undefined ? `${file}: the file has no rows, so this party would put nothing in and still count as a contributor.` : `${file}: the column "${without.name}" has no value, so this party would put nothing into it and still count as a contributor.`,
    'Check that it is the right file. A party that has nothing to put in belongs into the agreement as one without data (--without-data NAME), or the agreement says that files may be empty (--allow-no-rows).',
  );
}

/** Asks at the terminal for this party's file; where it may put none in, an empty answer says that it does not. */
export async function askCsv(isOptional: boolean, prompt: PromptOptions = {}): Promise<string | undefined> {
  const answer = await askText(`Which CSV file holds your own data?${isOptional ? ' (Empty if you put none in.)' : ''}`, {
    ...prompt,
    check: (text) => (text === '' ? (isOptional ? undefined : 'Its path.') : existsSync(text) ? undefined : 'There is no such file.'),
  });
  return answer === '' ? undefined : answer;
}

/** "1 row", "2 rows". */
export function rowsInWords(rows: number): string {
  return `${rows} row${rows === 1 ? '' : 's'}`;
}

/** Whether this party puts data in, and so needs --csv. Throws USAGE where it is missing, or given in vain. */
export function needsData(agreement: Agreement, name: string, csv: string | undefined): csv is string {
  const contributes = operationOf(agreement).putsDataIn(agreement, name);
  if (contributes && csv === undefined) throw new MpcError('USAGE', 'This party puts data in, and no file is given: --csv is missing.', 'Give this party’s file with --csv FILE.');
  if (!contributes && csv !== undefined) throw new MpcError('USAGE', 'By the agreement this party puts no data in, and a file is given.', 'Leave --csv out.');
  return contributes;
}
