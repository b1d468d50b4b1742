/** What the programs that commands write have in common: one group, one table of rows. */
import { format } from '../format/format.js';
import { readProgram } from '../read.js';
import { FUNCTIONS } from './names.js';

/** A column of everybody's file, as a flag declares it. */
export type Column =
  /** Both ends in the column's own units, with all of its decimals. */
  | { readonly kind: 'number'; readonly name: string; readonly low: string; readonly high: string; readonly decimals: number }
  | { readonly kind: 'yes/no'; readonly name: string }
  | { readonly kind: 'category'; readonly name: string; readonly values: readonly string[] };

/** A column of numbers, within a range. */
export type NumberColumn = Extract<Column, { kind: 'number' }>;

/** What everybody’s file has, and which of its rows count. */
export interface Records {
  readonly columns: readonly Column[];
  readonly least: number;
  readonly maxRows: number;
  /** A condition of the language on which rows count. */
  readonly where: string | undefined;
  /** What an empty cell is: an error, no value, or 0. */
  readonly empty: 'refuse' | 'skip' | 'zero';
}

/** Title and what each party puts in. */
export function headOf(title: string, records: Records, more: readonly string[] = []): string[] {
  const { columns, least, maxRows, empty, where } = records;
  const lines = columns.map((column) => `    ${column.name}: ${typeOf(column)}${column.kind === 'number' ? EMPTY[empty] : ''}`);
  const asked = whereColumns(records).filter(({ asks }) => !asks).map(({ name }) => `    keep where ${name} is given`);
  const keep = where === undefined ? [] : [...asked, `    keep where ${where}`];
  return ['tally 1', `analysis ${quoted(title.slice(0, 120))}`, '', `group members of ${least}..64`, '', `from each of members, at most ${grouped(maxRows)} rows as records:`, ...lines, ...keep, ...more.map((line) => `    ${line}`), ''];
}

/** Columns of a condition that can be empty, and whether it asks itself if they are. A row counts only where the condition has an answer. */
function whereColumns({ columns, where = '', empty }: Records): { readonly name: string; readonly asks: boolean }[] {
  // A name in a text is a value, and no column.
  const words = where.replace(/"(?:[^"]|"")*"/g, '""');
  const named = (name: string, behind = '') => new RegExp(`(?<![A-Za-z0-9_])${name}${behind}(?![A-Za-z0-9_])`).test(words);
  return empty !== 'skip' ? [] : columns.flatMap(({ kind, name }) => (kind === 'number' && named(name) ? [{ name, asks: named(name, '\\s+(?:is\\s+(?:given|empty)|otherwise)') }] : []));
}

/** Whether some row that counts may have no value in this column. */
export function canBeEmpty(records: Records, { kind, name }: Column): boolean {
  if (records.empty !== 'skip' || kind !== 'number') return false;
  const found = whereColumns(records).find((each) => each.name === name);
  if (found === undefined) return true;
  if (!found.asks) return false;
  // Whether a condition that asks itself leaves out all rows without a value is for the checker to say.
  const named = namesBeside(records);
  const probe = [...headOf('A question', records, [`${named('probe')} = ${name} is given`]), `reveal ${named('n')} = count(records) to everyone`];
  return !readProgram(`${probe.join('\n')}\n`).problems.some(({ code }) => code === 'E047');
}

const EMPTY = { refuse: '', skip: ' or empty', zero: ', empty as 0' } as const;

function typeOf(column: Column): string {
  switch (column.kind) {
    case 'number':
      return `${grouped(column.low)}..${grouped(column.high)}`;
    case 'yes/no':
      return 'yes/no';
    case 'category':
      return `one of ${column.values.map(quoted).join(', ')}`;
  }
}

/** In the usual form, as if somebody had written it. */
export function programOf(lines: readonly string[]): string {
  return format(`${lines.join('\n')}\n`);
}

/** A condition after a total that leaves out rows without a value in these columns. */
export function whereGiven(records: Records, ...columns: readonly Column[]): string {
  const some = columns.filter((column) => canBeEmpty(records, column));
  return some.length === 0 ? '' : ` where ${some.map(({ name }) => `${name} is given`).join(' and ')}`;
}

export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** 1000000 → 1_000_000, as the formatter has it. */
export function grouped(number: string | number): string {
  const [whole = '', fraction] = String(number).split('.');
  const digits = whole.replace('-', '');
  const spaced = digits.length < 5 ? whole : whole.replace(/\B(?=(\d{3})+$)/g, '_');
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}

/** The step of a number with this many decimals: 0.01. */
export function stepOf(decimals: number): string {
  return decimals === 0 ? '1' : `0.${'0'.repeat(decimals - 1)}1`;
}

/** A name that neither a column nor a function has. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  return taken.has(wanted) || FUNCTIONS.has(wanted) ? freeName(`${wanted}_`, taken) : wanted;
}

/** a, b and c. */
export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** A program's title, which stands in quotation marks and has at most 120 characters. */
export function labelled(text: string): string {
  return quoted(text.length <= 120 ? text : `${text.slice(0, 119)}…`);
}

/** Names that are free, and no longer so once they are asked for. */
export function namesBeside({ columns }: Pick<Records, 'columns'>): (wanted: string) => string {
  const taken = new Set(columns.map(({ name }) => name));
  return (wanted) => {
    const name = freeName(wanted, taken);
    taken.add(name);
    return name;
  };
}
