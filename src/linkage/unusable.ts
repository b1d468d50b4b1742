import type { DateOrder, KeyColumn } from './column.js';
import { codeReader } from './kinds/index.js';
import { ordersOf, readDate } from './date.js';

/** Why a cell that is a placeholder gives no part of a key. */
export const NO_VALUE = 'a placeholder such as "unknown" or "n/a", and no value';

/** Why a cell gives no part of a key, in words that do not show it. Asked for cells whose part is ''. */
export function whyUnusable(cell: string, column: KeyColumn): string {
  if (cell.trim() === '') return 'empty';
  if (column.type !== 'date') return whyNoCode(cell, column);
  const order = column.order ?? 'ymd';
  const read = readDate(cell, order);
  if (!('problem' in read)) return 'usable';
  switch (read.problem) {
    case 'short year':
      return 'a date whose year has not four digits';
    case 'no such day':
      return `a day that does not exist${otherwise(cell)}`;
    case 'not a date':
      return order === 'ymd' ? `not a date as YYYY-MM-DD or YYYYMMDD${otherwise(cell)}` : `not a date as ${order === 'dmy' ? 'DD-MM-YYYY' : 'MM-DD-YYYY'}, YYYY-MM-DD or YYYYMMDD${otherwise(cell)}`;
  }
}

function whyNoCode(cell: string, column: KeyColumn): string {
  const read = codeReader(column)?.(cell);
  return read !== undefined && 'problem' in read ? read.problem : 'without a letter or digit';
}

const IN_WORDS: Readonly<Record<DateOrder, string>> = { ymd: 'year, month, day', dmy: 'day, month, year', mdy: 'month, day, year' };

/** The file may write its dates in another order than the one in which it is read. */
function otherwise(cell: string): string {
  const orders = ordersOf(cell);
  return orders.length === 0 ? '' : `; as ${orders.map((order) => IN_WORDS[order]).join(' or as ')} this would be a date`;
}
