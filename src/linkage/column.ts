import { MpcError } from '../errors.js';

/** What a key column holds, which decides how its cells are normalised: docs/keys.md. */
export const KEY_TYPES = ['exact', 'text', 'name', 'date'] as const;
export type KeyType = (typeof KEY_TYPES)[number];

/** In which order a date that does not begin with its year is written. */
export const DATE_ORDERS = ['ymd', 'dmy', 'mdy'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** One column of the composite key. `order` stands with dates only; years first are taken under every order. */
export interface KeyColumn {
  readonly name: string;
  readonly type: KeyType;
  readonly order?: DateOrder;
}

const EXAMPLE = 'Write, for example, --key surname:name, --key date_of_birth:date:dmy or --key passport (exact, as written).';

/**
 * Reads COLUMN[:KIND], where KIND is exact (the default), text, name, date, date:dmy or date:mdy. A colon before anything else
 * belongs to nothing: column names hold none. Throws USAGE.
 */
export function parseKey(text: string): KeyColumn {
  const [column = '', kind = 'exact', order, ...more] = text.split(':');
  const name = column.normalize('NFC').trim();
  if (name === '') throw badKey(text, 'it names no column');
  const type = KEY_TYPES.find((each) => each === kind.trim().toLowerCase());
  if (type === undefined || more.length > 0) throw badKey(text, 'the kind is none of exact, text, name, date, date:dmy, date:mdy');
  if (order === undefined) return { name, type };
  if (type !== 'date') throw badKey(text, `only a date has an order, and this is of the kind ${type}`);
  return { name, type, order: parseDateOrder(`--key ${text}`, order) };
}

/** Reads COLUMN=ORDER: how this party's own file writes the dates of a column. Throws USAGE. */
export function parseOwnDateOrder(text: string): readonly [column: string, order: DateOrder] {
  const at = text.lastIndexOf('=');
  const column = text.slice(0, Math.max(0, at)).normalize('NFC').trim();
  if (column === '') throw new MpcError('USAGE', `--date-order ${text}: not COLUMN=ORDER.`, 'Write, for example, --date-order date_of_birth=dmy.');
  return [column, parseDateOrder(`--date-order ${text}`, text.slice(at + 1))];
}

function parseDateOrder(flag: string, text: string): DateOrder {
  const order = DATE_ORDERS.find((each) => each === text.trim().toLowerCase());
  if (order === undefined) throw new MpcError('USAGE', `${flag}: the order of a date is none of ymd, dmy, mdy.`, 'Use dmy for 31/12/1980 and mdy for 12/31/1980; 1980-12-31 and 19801231 are taken under each.');
  return order;
}

function badKey(text: string, why: string): MpcError {
  return new MpcError('USAGE', `--key ${text}: ${why}.`, EXAMPLE);
}
