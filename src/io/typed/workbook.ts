/** Rows of a sheet of a workbook (.xlsx), read as they arrive: memory holds the texts that cells share, and no rows. */
import { MpcError } from '../../errors.js';
import { invalid } from '../csv/errors.js';
import { shownName } from '../csv/header.js';
import type { CsvSource } from '../csv/types.js';
import { readXml } from './part-xml.js';
import type { Begin, TypedOptions, TypedRow } from './rows.js';
import { SheetListener } from './sheet-listener.js';
import { readWorkbook, type SheetPart, type Workbook } from './workbook-index.js';
import { openParts, type Parts } from './workbook-parts.js';

const MOST_NAMED = 20;

/** `RowReader` of workbooks. */
export async function* workbookRows(source: CsvSource, begin: Begin, options: TypedOptions): AsyncGenerator<TypedRow[], void, undefined> {
  const { file } = source;
  const parts = await openParts(source, options);
  try {
    const workbook = await readWorkbook(parts);
    const sheet = sheetOf(workbook, source);
    const listener = new SheetListener(parts, workbook, begin);
    const total = parts.lengthOf(sheet.part);
    yield* rowsOf(parts, sheet, listener, total, options);
    if (listener.isDone) return;
    if (!listener.hasHeader) throw invalid({ file }, `the sheet "${shownName(sheet.name)}" is empty`, 'Give a sheet whose first row holds the names of the columns, with `--sheet NAME`.');
    await parts.checkUnchanged();
  } finally {
    await parts.close();
  }
}

async function* rowsOf(parts: Parts, sheet: SheetPart, listener: SheetListener, total: number, { onProgress, signal }: TypedOptions): AsyncGenerator<TypedRow[], void, undefined> {
  const reading = readXml(parts, sheet.part, listener, { signal });
  try {
    for (;;) {
      const read = await reading.next();
      const rows = listener.takeRows();
      if (rows.length > 0) yield rows;
      if (read.done === true || listener.isDone) return;
      onProgress?.(read.value, total);
    }
  } catch (error) {
    // What came before it is passed on first.
    const rows = listener.takeRows();
    if (rows.length > 0) yield rows;
    throw error;
  } finally {
    await reading.return();
  }
}

/** Throws USAGE if it is not clear which sheet is meant. */
function sheetOf({ sheets }: Workbook, { file, sheet }: CsvSource): SheetPart {
  const visible = sheets.filter(({ isHidden }) => !isHidden);
  const names = `${visible.slice(0, MOST_NAMED).map(({ name }) => `"${shownName(name)}"`).join(', ')}${visible.length > MOST_NAMED ? ' and more' : ''}`;
  if (sheet !== undefined) {
    const wanted = shownName(sheet);
    const found = sheets.find(({ name }) => name === sheet) ?? sheets.find(({ name }) => shownName(name).toLowerCase() === wanted.toLowerCase()) ?? (/^[1-9]\d{0,4}$/.test(sheet) ? sheets[Number(sheet) - 1] : undefined);
    if (found === undefined) throw new MpcError('USAGE', `${file} has no sheet "${wanted}".`, `Its sheets are: ${names}.`);
    return found;
  }
  const [only] = visible;
  if (only === undefined) throw new MpcError('USAGE', `${file} has no sheet that is shown.`, 'Say which sheet holds the data with --sheet NAME.');
  if (visible.length > 1) throw new MpcError('USAGE', `${file} has several sheets: ${names}.`, 'Say which holds the data with --sheet NAME, or with its number.');
  return only;
}
