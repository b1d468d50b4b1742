/** Files, parameters and lists of a program that is tried out. Those of all parties are in one place. */
import { MpcError } from '../../errors.js';
import { recogniseData, type CsvSource } from '../../io/csv/index.js';
import { readBounded } from '../../io/files.js';
import type { Checked, Rows } from '../../language/check/program.js';
import { valueIn } from '../../language/evaluate/cells.js';
import { emptyMember, isInside } from '../../language/evaluate/home.js';
import type { Row, Value } from '../../language/evaluate/value.js';
import type { Inputs, MemberData } from '../../language/evaluate/world.js';
import { parseOwnDateOrder } from '../../linkage/index.js';
import { cleaned } from '../../session/clean.js';
import { fieldNames } from '../../session/operations/program/compiled.js';
import type { ProgramFile } from './file.js';
import { ambiguousColumn, dayNames, noSuchColumn, rowsNamed } from './inputs.js';
import { readFiles, type Options } from './rows.js';

const MAX_LIST_BYTES = 256 * 1024 * 1024;

/** NAME=VALUE of a repeatable flag. */
function pairOf(flag: string, text: string): [name: string, value: string] {
  const at = text.indexOf('=');
  if (at < 1) throw new MpcError('USAGE', `--${flag} ${cleaned(text, 60)} has no "=".`, `Write --${flag} NAME=VALUE.`);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Values of parameters given by --set. Throws USAGE where one is missing, unknown or outside its range. */
export function parametersOf(checked: Checked, flags: readonly string[], madeUp?: ReadonlyMap<string, Value>): Map<string, Value> {
  const given = new Map(flags.map((flag) => pairOf('set', flag)));
  const unknown = [...given.keys()].find((name) => !checked.parameters.has(name));
  if (unknown !== undefined) throw new MpcError('USAGE', `The program has no parameter "${cleaned(unknown, 60)}".`, `Its parameters: ${[...checked.parameters.keys()].join(', ') || 'none'}.`);
  const values = new Map<string, Value>();
  for (const { name, info } of checked.parameters.values()) {
    const text = given.get(name);
    const value = text === undefined ? madeUp?.get(name) : valueIn(text.trim(), info.type, { decimalComma: false, lists: new Map() });
    if (value === undefined && text === undefined) throw new MpcError('USAGE', `The parameter ${name} has no value.`, `Give it: --set ${name}=VALUE.`);
    if (value === undefined || !isInside(value, info.type)) throw new MpcError('USAGE', `--set ${name}: the value does not fit the parameter's type.`, '`mpc program show FILE` says which values it takes.');
    values.set(name, value);
  }
  return values;
}

/** Lists given by --list NAME=FILE: one entry a line, trimmed. Those that are not given are missing, unless they are made up. Throws USAGE or INPUT_INVALID. */
export async function listsOf(checked: Checked, flags: readonly string[], { areMadeUp = false } = {}): Promise<Map<string, readonly string[]>> {
  const lists = new Map<string, readonly string[]>();
  for (const flag of flags) {
    const [name, path] = pairOf('list', flag);
    const list = checked.lists.get(name);
    if (list === undefined) throw new MpcError('USAGE', `The program has no list "${cleaned(name, 60)}".`, `Its lists: ${[...checked.lists.keys()].join(', ') || 'none'}.`);
    const text = new TextDecoder().decode(await readBounded(path, MAX_LIST_BYTES, 'INPUT_UNREADABLE', 'list'));
    const entries = text.split(/\r?\n/).map((line) => line.trim().normalize('NFC')).filter((line) => line !== '');
    if (entries.length > list.most) throw new MpcError('INPUT_TOO_MANY', `${path} has more than the ${list.most} entries that the list ${name} may have.`, 'Leave entries out, or allow more in the program.');
    if (new Set(entries).size !== entries.length) throw new MpcError('INPUT_INVALID', `${path} has an entry twice.`, 'Each entry stands once.');
    if (entries.length === 0) throw new MpcError('INPUT_INVALID', `${path} has no entry.`, 'A list has one entry a line.');
    if (lists.has(name)) throw new MpcError('USAGE', `--list ${name} is given twice.`, 'Put all entries into one file.');
    lists.set(name, entries);
  }
  const missing = [...checked.lists.keys()].find((name) => !lists.has(name));
  if (missing !== undefined && !areMadeUp) throw new MpcError('USAGE', `The list ${missing} is not given.`, `Give it: --list ${missing}=FILE, one entry a line.`);
  return lists;
}

interface Named {
  readonly rows: Rows;
  /** The member of the group, the first being 0. */
  readonly member: number;
  readonly source: ProgramFile;
}

/** Files of all parties, each as NAME[.n]=FILE, and how they are to be read. */
export interface DataFiles {
  /** CSV. */
  readonly csv?: readonly string[] | undefined;
  /** Of any kind that is read; one may be standard input (-). */
  readonly data?: readonly string[] | undefined;
  /** Headers of columns, each as [NAME[.n].]COLUMN=HEADER. */
  readonly map?: readonly string[] | undefined;
  /** How days are written, each as [NAME[.n].]COLUMN=ORDER. */
  readonly dateOrders?: readonly string[] | undefined;
  readonly style: Omit<CsvSource, 'file' | 'map'>;
}

/** Reads the files of all parties. Throws USAGE, INPUT_UNREADABLE or INPUT_INVALID. */
export async function readData(checked: Checked, given: DataFiles, options: Options): Promise<Inputs['members']> {
  const files = await namedFiles(checked, given);
  const members = new Map<string, MemberData[]>();
  for (const role of checked.roles.values()) {
    const blocks = [...checked.rows.values()].filter((rows) => rows.role.name === role.name);
    const count = Math.max(0, ...files.filter(({ rows }) => rows.role.name === role.name).map(({ member }) => member + 1));
    if (blocks.length > 0 && count < role.least) throw new MpcError('USAGE', `${role.name} ${role.isGroup ? `has at least ${role.least} members` : 'puts data in'}, and ${count} ${count === 1 ? 'has' : 'have'} a file.`, `Give ${blocks.map((rows) => `--csv ${rows.name}${role.isGroup ? '.1' : ''}=FILE`).join(', ')} and so on, or give no file for made-up ones.`);
    if (count > role.most) throw new MpcError('USAGE', `${role.name} has at most ${role.most} members.`, 'Give fewer files.');
    members.set(role.name, Array.from({ length: Math.max(count, blocks.length === 0 ? role.least : 0) }, emptyMember));
    for (const rows of blocks) await readBlocks(rows, members.get(role.name) ?? [], files, async (sources) => (await readFiles(rows, sources, options)).rows);
  }
  return members;
}

async function readBlocks(rows: Rows, members: MemberData[], files: readonly Named[], read: (sources: readonly ProgramFile[]) => Promise<Row[]>): Promise<void> {
  for (const [i, data] of members.entries()) {
    const own = files.filter((file) => file.rows === rows && file.member === i).map(({ source }) => source);
    const needsFile = rows.block.lines.some((line) => line.kind === 'field');
    if (own.length === 0 && needsFile) throw new MpcError('USAGE', `${rows.name}${rows.role.isGroup ? `.${i + 1}` : ''} has no file.`, `Give --csv ${rows.name}${rows.role.isGroup ? `.${i + 1}` : ''}=FILE.`);
    const all = await read(own);
    if (!rows.isSingle) data.rows.set(rows.name, all);
    else if (all[0] !== undefined) [data.single] = all;
    else if (needsFile) throw new MpcError('INPUT_NO_ROWS', `${own[0]?.file ?? ''} has no row.`, 'A file of single values has one row.');
  }
}

/** Which file is whose. */
async function namedFiles(checked: Checked, { csv = [], data = [], map = [], dateOrders = [], style }: DataFiles): Promise<Named[]> {
  const next = new Map<Rows, number>();
  const place = (flag: string, text: string): Omit<Named, 'source'> & { readonly file: string } => {
    const [left, file] = fileOf(checked, flag, text);
    const named = memberNamed(checked, left);
    if (named === undefined) {
      const names = [...checked.rows.values()].map((each) => each.name).join(', ');
      throw new MpcError('USAGE', `--${flag} ${cleaned(left, 60)} names no rows and no single values of this program.`, `It reads ${names}. ${writeFiles(checked, flag)}`);
    }
    const { rows, member = rows.role.isGroup ? (next.get(rows) ?? 0) : 0 } = named;
    next.set(rows, member + 1);
    return { rows, member, file };
  };
  const places = [...csv.map((text) => place('csv', text)), ...data.map((text) => place('data', text))];
  const twice = places.find((each, i) => places.findIndex((other) => other.rows === each.rows && other.member === each.member && other.file === each.file) !== i);
  if (twice !== undefined) throw new MpcError('USAGE', `${twice.file} is given twice for ${twice.rows.name}, so its rows would count twice.`, 'Give each file once.');
  if (places.filter(({ file }) => file === '-').length > 1) throw new MpcError('USAGE', 'Standard input is given for two files.', 'Write one of them to a file.');
  const headers = aboutColumns('map', checked, map.map((text) => pairOf('map', text)), fieldNames);
  const orders = aboutColumns('date-order', checked, dateOrders.map(parseOwnDateOrder), dayNames);
  const files: Named[] = [];
  for (const [i, { rows, member, file }] of places.entries()) {
    const source = i < csv.length ? { file } : await recogniseData(file);
    const own = <T extends string>(said: readonly AboutColumn<T>[]): Map<string, T> => new Map(said.filter((each) => each.rows === rows && (each.member ?? member) === member).map(({ column, value }) => [column, value]));
    files.push({ rows, member, source: { ...style, ...source, map: own(headers), dateOrders: own(orders), called: `${rows.name}.${rows.role.isGroup ? `${member + 1}.` : ''}` } });
  }
  return files;
}

/** NAME=FILE. Throws USAGE where it is a file alone. */
function fileOf(checked: Checked, flag: string, text: string): [name: string, file: string] {
  if (text.indexOf('=') >= 1) return pairOf(flag, text);
  throw new MpcError('USAGE', `--${flag} ${cleaned(text, 60)} does not say whose file it is.`, writeFiles(checked, flag, cleaned(text, 60)));
}

/** How to say whose file is whose, for the first rows that the program reads. */
function writeFiles(checked: Checked, flag: string, file = 'FILE'): string {
  const [rows] = checked.rows.values();
  const name = rows?.name ?? 'NAME';
  return rows?.role.isGroup === true ? `Write --${flag} ${name}.1=${file}, --${flag} ${name}.2=… for the second member of ${rows.role.name}, and so on.` : `Write --${flag} ${name}=${file}.`;
}

/** The rows or single values that `stays` or `stays.2` names. A role's name means its single values, or else its only rows. */
function memberNamed(checked: Checked, text: string): { readonly rows: Rows; readonly member?: number } | undefined {
  const [, name = '', number] = /^(.*?)(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  const rows = rowsNamed([...checked.rows.values()], name);
  if (rows === undefined || number === '0') return undefined;
  return number === undefined ? { rows } : { rows, member: Number(number) - 1 };
}

interface AboutColumn<T extends string> {
  readonly rows: Rows;
  /** Of all members if it is undefined. */
  readonly member?: number;
  readonly column: string;
  readonly value: T;
}

/** Throws USAGE where a flag names no column of these, or one of two. */
function aboutColumns<T extends string>(flag: 'map' | 'date-order', checked: Checked, pairs: readonly (readonly [logical: string, value: T])[], columnsOf: (rows: Rows) => string[]): AboutColumn<T>[] {
  const inputs = [...checked.rows.values()];
  return pairs.map(([logical, value]): AboutColumn<T> => {
    const at = logical.lastIndexOf('.');
    const named = at < 0 ? undefined : memberNamed(checked, logical.slice(0, at));
    const name = logical.slice(at + 1);
    const having = (at < 0 ? inputs : named === undefined ? [] : [named.rows]).filter((rows) => columnsOf(rows).includes(name));
    const [rows, ...more] = having;
    if (rows === undefined) throw noSuchColumn(flag, logical, 'the program', inputs.flatMap((each) => columnsOf(each).map((column) => `${each.name}.${column}`)));
    if (more.length > 0) throw ambiguousColumn(flag, name, having, value);
    return { rows, ...(named?.member === undefined ? {} : { member: named.member }), column: name, value };
  });
}
