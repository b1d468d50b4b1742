/** Writing a workbook (.xlsx) that people fill in or read. */
import type { CellObject, Sheet } from 'write-excel-file/node';

/** A text, an empty cell, or either with a look. `isText` keeps a spreadsheet from taking what is typed for a number or a date. */
export type SheetCell = string | undefined | { readonly text?: string; readonly isBold?: boolean; readonly isText?: boolean };

export interface SheetToWrite {
  readonly name: string;
  /** Widths of the columns, in characters. */
  readonly widths: readonly number[];
  /** Whether the first row stays in sight. */
  readonly hasHeader: boolean;
  readonly rows: readonly (readonly SheetCell[])[];
}

/** The format "Text" of spreadsheets. */
const TEXT = '@';

export async function workbookBytes(sheets: readonly SheetToWrite[]): Promise<Uint8Array> {
  const { default: write } = await import('write-excel-file/node');
  return write(sheets.map(({ name, widths, hasHeader, rows }): Sheet<never> => ({
    sheet: name,
    columns: widths.map((width) => ({ width })),
    ...(hasHeader ? { stickyRowsCount: 1 } : {}),
    data: rows.map((row) => row.map(cellOf)),
  }))).toBuffer();
}

function cellOf(cell: SheetCell): CellObject | null {
  if (cell === undefined) return null;
  if (typeof cell === 'string') return { value: cell, type: String };
  const { text, isBold = false, isText = false } = cell;
  return { type: String, ...(text === undefined ? {} : { value: text }), ...(isBold ? { fontWeight: 'bold' } : {}), ...(isText ? { format: TEXT } : {}) };
}
