import type { DateOrder, KeyColumn } from './column.js';
import { readDate } from './date.js';

/** Why a cell gives no part of a key, in words that do not show it. Asked for cells whose part is ''. */
export function whyUnusable(cell: string, column: KeyColumn, ownOrder?: DateOrder): string {
  if (cell.trim() === '') return 'empty';
  if (column.type !== 'date') return 'without a letter or digit';
  const order = ownOrder ?? column.order ?? 'ymd';
  const read = readDate(cell, order);
  if (!('problem' in read)) return 'usable';
  switch (read.problem) {
    case 'short year':
      return 'a date whose year has not four digits';
    case 'no such day':
      return 'a day that does not exist';
    case 'not a date':
      return order === 'ymd' ? 'not a date as YYYY-MM-DD or YYYYMMDD' : `not a date as ${order === 'dmy' ? 'DD-MM-YYYY' : 'MM-DD-YYYY'}, YYYY-MM-DD or YYYYMMDD`;
  }
}
