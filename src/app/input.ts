import { MpcError } from '../errors.js';
import { checkHeaders, columnTotals, type CsvSource, type Totals } from '../io/csv/index.js';
import { hasRegion, type KeyColumn } from '../linkage/index.js';
import type { Agreement } from '../session/agreement/types.js';
import type { Reading, TotalsReading } from '../session/operations/reading.js';
import { cleaned } from '../session/clean.js';
import { fieldNames } from '../session/operations/program/compiled.js';
import { operationOf } from '../session/operations/registry.js';
import { filesIn, type OwnFile, type ReadInput, type WhileReading } from './own-file.js';
import { inputFiles } from './program/inputs.js';
import { readProgramSums } from './program/own-sums.js';
import { readRecordKeys } from './record-keys.js';

/** Reads this party's file under an agreement, whole. Throws an MpcError that names file, line and column. */
export async function readInput(agreement: Agreement, ownName: string, source: OwnFile, watching: WhileReading = {}): Promise<ReadInput> {
  return readAs(readingFor(agreement, ownName, source), source, watching);
}

async function readAs(reading: Reading, source: OwnFile, watching: WhileReading): Promise<ReadInput> {
  switch (reading.kind) {
    case 'records':
      return readRecordKeys(reading, source, watching);
    case 'totals':
      return readTotals(reading, source, watching);
    case 'rows':
      return readProgramSums(reading, source, watching);
  }
}

/** Whether the file's headers fit the agreement: no row is read. Throws what `readInput` would. */
export async function checkColumns(agreement: Agreement, ownName: string, source: OwnFile): Promise<void> {
  const reading = readingFor(agreement, ownName, source);
  if (reading.kind !== 'rows') return checkHeaders(source, reading.columnNames);
  for (const { rows, files } of inputFiles(reading.inputs, source)) for (const file of files) await checkHeaders(file, fieldNames(rows));
}

/** What the agreement asks of this party's file. Throws USAGE if the user's flags name columns that it does not have. */
function readingFor(agreement: Agreement, ownName: string, source: OwnFile): Reading {
  const reading = operationOf(agreement).reads(agreement, ownName);
  if (reading.kind !== 'rows') {
    checkIsOne(source);
    checkMap(reading, source);
  }
  // A program's own dates are looked at with its files.
  checkOwnForms(reading.kind === 'records' ? reading.columns : [], reading.kind === 'rows' ? { ...source, dateOrders: new Map() } : source);
  return reading;
}

/** Throws USAGE where several files are given, or one with a name, and one is read. */
export function checkIsOne(source: OwnFile): void {
  const { input, file } = source;
  const [, ...others] = filesIn(source);
  if (others.length > 0) throw new MpcError('USAGE', `${others.length + 1} files are given, and the agreement asks for one.`, 'Give one file. Programs in the language can read several: docs/language/running.md.');
  if (input !== undefined) throw new MpcError('USAGE', `The file is given as ${cleaned(input, 60)}=…, and the agreement has no names for files.`, `Leave the name out. If it belongs to the name of the file, write ./${cleaned(input, 60)}=${file}.`);
}

function checkMap({ columnNames }: Reading, source: CsvSource): void {
  for (const logical of source.map?.keys() ?? []) {
    if (columnNames.includes(logical)) continue;
    throw new MpcError('USAGE', `--map names the column "${logical}", which the agreement does not have.`, `Its columns are: ${columnNames.join(', ')}.`);
  }
}

/** Throws USAGE where --date-order speaks of something that is no date of the key, or --region names a column that has none. */
export function checkOwnForms(columns: readonly KeyColumn[], { dateOrders, regions }: OwnFile): void {
  for (const name of dateOrders.keys()) {
    if (columns.some((column) => column.name === name && column.type === 'date')) continue;
    throw new MpcError('USAGE', `--date-order names the column "${name}", which is no date of the key.`, 'Dates of a key are those that are given as --key COLUMN:date.');
  }
  for (const name of regions.keys()) {
    // One for all columns can be this party's default, for files that have such columns.
    if (name === undefined || columns.some((column) => column.name === name && hasRegion(column.type))) continue;
    throw new MpcError('USAGE', `--region names the column "${name}", which is no phone number or postcode of the key.`, 'Those are the columns that are given as --key COLUMN:phone and --key COLUMN:postcode.');
  }
}

async function readTotals({ columns, emptyCells, maxRows, mayBeEmpty }: TotalsReading, source: CsvSource, { advance, signal }: WhileReading): Promise<ReadInput> {
  const read = await columnTotals(source, columns, {
    empty: emptyCells,
    maxRows,
    onProgress: (done, total) => advance?.('Reading the file', done, total),
    ...(signal === undefined ? {} : { signal }),
  });
  if (!mayBeEmpty) checkContributes(read, source.file);
  const { notices } = read;
  return { contribution: { kind: 'totals', totals: read.columns }, rows: read.rows, warnings: notices, notes: notices.map(({ message }) => message) };
}

/**
 * Throws INPUT_NO_ROWS if this party would put nothing in, and still count as a contributor: of a sum of three, the other two would learn each
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

/** Whether this party puts data in, and so needs a file. Throws USAGE where it is missing, or given in vain. */
export function needsData(agreement: Agreement, name: string, file: string | undefined): file is string {
  const contributes = operationOf(agreement).putsDataIn(agreement, name);
  if (contributes && file === undefined) throw new MpcError('USAGE', 'This party puts data in, and no file is given: --csv is missing.', 'Give this party’s file with --csv FILE, or with --data FILE where it is not CSV.');
  if (!contributes && file !== undefined) throw new MpcError('USAGE', 'By the agreement this party puts no data in, and a file is given.', 'Leave --csv or --data out.');
  return contributes;
}
