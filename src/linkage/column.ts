import { MpcError } from '../errors.js';
import { isScheme } from './kinds/id.js';
import { REGIONS } from './tables/regions.js';

/** What a key column holds, which decides how its cells are normalised: docs/keys.md. */
export const KEY_TYPES = ['exact', 'text', 'name', 'date', 'phone', 'email', 'iban', 'plate', 'postcode', 'id'] as const;
export type KeyType = (typeof KEY_TYPES)[number];

/** For people, in the order in which they are told. */
export const KINDS_IN_WORDS = 'exact, text, name, date, phone, email, iban, plate, postcode or id';

/** The order of a date that does not begin with its year. */
export const DATE_ORDERS = ['ymd', 'dmy', 'mdy'] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

/** Kinds whose cells are written in a country's way. */
const OF_A_REGION: readonly KeyType[] = ['phone', 'postcode'];

/** One column of the composite key. `order` stands with dates only; years first are taken under every order. */
export interface KeyColumn {
  readonly name: string;
  readonly type: KeyType;
  readonly order?: DateOrder | undefined;
  /** For phone numbers and postcodes: the country whose way of writing is assumed, as ISO 3166-1 has it. */
  readonly region?: string | undefined;
  /** For identifiers: the scheme of their check digits, such as nl.bsn. */
  readonly scheme?: string | undefined;
  /** The keys that it belongs to, if there are several and any of them may agree (groups.ts). */
  readonly groups?: readonly string[] | undefined;
}

const EXAMPLE = 'Write, for example, --key surname:name, --key date_of_birth:date:dmy, --key mobile:phone:NL or --key passport (exact, as written).';

/**
 * Reads COLUMN[:KIND[:DETAIL]]; the kind is exact unless it is given. DETAIL is the order of a date, the region of a phone number or postcode, or the scheme of an
 * identifier. A colon before anything else has no meaning, because column names hold none. Throws USAGE.
 */
export function parseKey(text: string): KeyColumn {
  const [column = '', kind = 'exact', detail, ...more] = text.split(':');
  const name = column.normalize('NFC').trim();
  if (name === '') throw badKey(text, 'it names no column');
  const type = KEY_TYPES.find((each) => each === kind.trim().toLowerCase());
  if (type === undefined || more.length > 0) throw badKey(text, `the kind is none of ${KINDS_IN_WORDS.replace(' or ', ', ')}, date:dmy, date:mdy`);
  if (detail === undefined) return { name, type };
  if (type === 'date') return { name, type, order: parseDateOrder(`--key ${text}`, detail) };
  if (hasRegion(type)) return { name, type, region: parseRegion(`--key ${text}`, detail) };
  if (type === 'id') return { name, type, scheme: parseScheme(text, detail) };
  throw badKey(text, `only a date has an order, a phone or postcode a region, and an id a scheme; this is of the kind ${type}`);
}

export function hasRegion(type: KeyType): boolean {
  return OF_A_REGION.includes(type);
}

export function isRegion(text: string): boolean {
  return REGIONS.has(text);
}

/** Reads COLUMN=ORDER: how this party's own file writes the dates of a column. Throws USAGE. */
export function parseOwnDateOrder(text: string): readonly [column: string, order: DateOrder] {
  const at = text.lastIndexOf('=');
  const column = text.slice(0, Math.max(0, at)).normalize('NFC').trim();
  if (column === '') throw new MpcError('USAGE', `--date-order ${text}: not COLUMN=ORDER.`, 'Write, for example, --date-order date_of_birth=dmy.');
  return [column, parseDateOrder(`--date-order ${text}`, text.slice(at + 1))];
}

/** Reads [COLUMN=]REGION: the country of phone numbers and postcodes, of one column or of all. Throws USAGE. */
export function parseOwnRegion(text: string): readonly [column: string | undefined, region: string] {
  const at = text.lastIndexOf('=');
  const column = text.slice(0, Math.max(0, at)).normalize('NFC').trim();
  if (at >= 0 && column === '') throw new MpcError('USAGE', `--region ${text}: not [COLUMN=]REGION.`, 'Write, for example, --region NL or --region mobile=BE.');
  return [at < 0 ? undefined : column, parseRegion(`--region ${text}`, text.slice(at + 1))];
}

function parseRegion(flag: string, text: string): string {
  const region = text.trim().toUpperCase();
  if (region === 'UK') return 'GB';
  if (!isRegion(region)) throw new MpcError('USAGE', `${flag}: no country has this code.`, 'Write the two letters of ISO 3166-1, such as NL, DE, GB or US.');
  return region;
}

function parseScheme(key: string, text: string): string {
  const scheme = text.trim().toLowerCase();
  if (!isScheme(scheme)) throw new MpcError('USAGE', `--key ${key}: no check of numbers is called so.`, 'Write the country and the number, such as id:nl.bsn, id:be.nn, id:gb.nino, id:es.dni or id:us.ssn (docs/keys.md says where all of them stand). Plain id takes any letters and digits.');
  return scheme;
}

function parseDateOrder(flag: string, text: string): DateOrder {
  const order = DATE_ORDERS.find((each) => each === text.trim().toLowerCase());
  if (order === undefined) throw new MpcError('USAGE', `${flag}: the order of a date is none of ymd, dmy, mdy.`, 'Use dmy for 31/12/1980 and mdy for 12/31/1980; 1980-12-31 and 19801231 are taken under each.');
  return order;
}

function badKey(text: string, why: string): MpcError {
  return new MpcError('USAGE', `--key ${text}: ${why}.`, EXAMPLE);
}
