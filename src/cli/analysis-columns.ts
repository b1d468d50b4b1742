import { parseColumn, refuseTwice } from '../library/agreements.js';
import { sizeOf, whyNoName, type Column, type NumberColumn, type Records } from '../library/programs.js';
import { cleaned } from '../library/text.js';
import { usage } from './proposing.js';

const FORMS = 'Write --column salary:0..500000:2 for numbers, --column ward:surgery,medicine for a few values, --column smoker:yes/no.';
const MOST_VALUES = 1000;

/** Reads NAME[:MIN..MAX[:DECIMALS]], NAME:yes/no or NAME:VALUE,VALUE,… Throws USAGE. */
export function parseAnalysisColumn(text: string): Column {
  const at = text.indexOf(':');
  const name = (at < 0 ? text : text.slice(0, at)).trim();
  const what = at < 0 ? '' : text.slice(at + 1).trim();
  const why = whyNoName(name);
  if (why !== undefined) throw usage(`--column ${cleaned(text, 60)}: ${why}.`, `Choose a name for it, and let each party bind its own column: --map NAME="${cleaned(name, 60)}".`);
  if (what === 'yes/no') return { kind: 'yes/no', name };
  if (what === '' || what.includes('..')) {
    const { min, max, decimals } = parseColumn(what === '' ? name : `${name}:${what}`);
    return { kind: 'number', name, low: min, high: max, decimals };
  }
  const values = what.split(',').map((value) => value.trim().normalize('NFC'));
  if (values.length < 2 || values.length > MOST_VALUES || values.includes('') || new Set(values).size !== values.length) throw usage(`--column ${cleaned(text, 60)}: not a range, not yes/no, and not from 2 to ${MOST_VALUES} different values.`, FORMS);
  return { kind: 'category', name, values };
}

/** Throws USAGE if there is none, or one occurs twice. */
export function parseColumns(texts: readonly string[] | undefined): Column[] {
  if (texts === undefined || texts.length === 0) throw usage('--column is missing.', FORMS);
  const columns = texts.map(parseAnalysisColumn);
  refuseTwice(columns);
  return columns;
}

/** The declared column of that name. Throws USAGE. */
export function columnNamed(columns: readonly Column[], name: string, flag: string): Column {
  const found = columns.find((column) => column.name === name);
  if (found === undefined) throw usage(`--${flag} ${cleaned(name, 60)}: no --column declares it.`, FORMS);
  return found;
}

/** Throws USAGE where it is not a column of numbers. */
export function numbersNamed(columns: readonly Column[], name: string, flag: string): NumberColumn {
  const found = columnNamed(columns, name, flag);
  if (found.kind !== 'number') throw usage(`--${flag} ${name}: it is not a column of numbers.`, FORMS);
  return found;
}

/**
 * The one column that an analysis is about: what --of names, or else the only one of numbers that no other flag uses. Throws USAGE; `what` names the analysis
 * there, and `example` a column.
 */
export function oneNumber({ columns, where }: Pick<Records, 'columns' | 'where'>, of: string | undefined, used: readonly Column[], what: string, example: string): NumberColumn {
  const [column, ...more] = of === undefined ? otherNumbers(columns, used, where) : [numbersNamed(columns, of, 'of')];
  if (column === undefined || more.length > 0) throw usage(`${what} is of one column of numbers.`, `Declare it, such as --column ${example}, and name it with --of where there are others.`);
  return column;
}

/** Columns of numbers that no other flag uses: an analysis is about these if nobody names any. */
export function otherNumbers(columns: readonly Column[], by: readonly Column[], where: string | undefined): NumberColumn[] {
  // A name in a text of the condition is a value, and no column.
  const words = new Set(where?.replace(/"(?:[^"]|"")*"/g, '').match(/[A-Za-z][A-Za-z0-9_]*/g) ?? []);
  return columns.filter((column): column is NumberColumn => column.kind === 'number' && !by.includes(column) && !words.has(column.name));
}

/** A share of 100, as the language has it: 50%, 97.5%. Throws USAGE. */
export function shareOf(flag: string, text: string): string {
  const [, number = '', sign] = /^(\d{1,2}(?:\.\d{1,4})?|100)(%?)$/.exec(text.trim()) ?? [];
  if (number === '' || Number(number) <= 0 || (Number(number) < 1 && sign === '')) throw usage(`--${flag} ${cleaned(text, 20)}: not a share of 100.`, `Write --${flag} 50% for the median, --${flag} 97.5%.`);
  return `${number.replace(/^0(?=\d)/, '').replace(/\.0*$|(\.\d*?)0+$/, '$1')}%`;
}

/** How many combinations of their values there are. */
export function combinations(columns: readonly Column[]): number {
  return columns.reduce((all, column) => all * sizeOf(column), 1);
}
