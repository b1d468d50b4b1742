/** Files, parameters and lists of a program that is tried out. Those of all parties are in one place. */
import { MpcError } from '../../errors.js';
import type { CsvSource } from '../../io/csv/index.js';
import { readBounded } from '../../io/files.js';
import type { Checked, Rows } from '../../language/check/program.js';
import { valueIn, type CellFormat } from '../../language/evaluate/cells.js';
import { emptyMember, isInside } from '../../language/evaluate/home.js';
import type { Row, Value } from '../../language/evaluate/value.js';
import type { Inputs, MemberData } from '../../language/evaluate/world.js';
import { cleaned } from '../../session/clean.js';
import { readRows, type Mended, type RowsReading } from './rows.js';

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

/** Lists given by --list NAME=FILE: one entry a line, trimmed. Throws USAGE or INPUT_INVALID. */
export async function listsOf(checked: Checked, flags: readonly string[], madeUp?: ReadonlyMap<string, readonly string[]>): Promise<Map<string, readonly string[]>> {
  const lists = new Map(madeUp ?? []);
  for (const flag of flags) {
    const [name, path] = pairOf('list', flag);
    const list = checked.lists.get(name);
    if (list === undefined) throw new MpcError('USAGE', `The program has no list "${cleaned(name, 60)}".`, `Its lists: ${[...checked.lists.keys()].join(', ') || 'none'}.`);
    const text = new TextDecoder().decode(await readBounded(path, MAX_LIST_BYTES, 'INPUT_UNREADABLE', 'list'));
    const entries = text.split(/\r?\n/).map((line) => line.trim().normalize('NFC')).filter((line) => line !== '');
    if (entries.length > list.most) throw new MpcError('INPUT_TOO_MANY', `${path} has more than the ${list.most} entries that the list ${name} may have.`, 'Leave entries out, or allow more in the program.');
    if (new Set(entries).size !== entries.length) throw new MpcError('INPUT_INVALID', `${path} has an entry twice.`, 'Each entry stands once.');
    lists.set(name, entries);
  }
  const missing = [...checked.lists.keys()].find((name) => !lists.has(name));
  if (missing !== undefined) throw new MpcError('USAGE', `The list ${missing} is not given.`, `Give it: --list ${missing}=FILE, one entry a line.`);
  return lists;
}

interface Named {
  readonly rows: Rows;
  readonly member: number;
  readonly file: string;
}

/** Reads the files given by --csv NAME[.n]=FILE. Throws USAGE, INPUT_UNREADABLE or INPUT_INVALID. */
export async function readData(checked: Checked, flags: readonly string[], { lists, mended, style }: { readonly lists: CellFormat['lists']; readonly mended: Mended; readonly style: Omit<CsvSource, 'file'> }): Promise<Inputs['members']> {
  const files = namedFiles(checked, flags);
  const members = new Map<string, MemberData[]>();
  for (const role of checked.roles.values()) {
    const blocks = [...checked.rows.values()].filter((rows) => rows.role.name === role.name);
    const count = Math.max(0, ...files.filter(({ rows }) => rows.role.name === role.name).map(({ member }) => member + 1));
    if (blocks.length > 0 && count < role.least) throw new MpcError('USAGE', `${role.name} ${role.isGroup ? `has at least ${role.least} members` : 'puts data in'}, and ${count} ${count === 1 ? 'has' : 'have'} a file.`, `Give --csv ${role.name}${role.isGroup ? '.1' : ''}=FILE and so on, or leave --csv out for made-up files.`);
    if (count > role.most) throw new MpcError('USAGE', `${role.name} has at most ${role.most} members.`, 'Give fewer files.');
    members.set(role.name, Array.from({ length: Math.max(count, blocks.length === 0 ? role.least : 0) }, emptyMember));
    for (const rows of blocks) await readBlocks(rows, members.get(role.name) ?? [], files, (file) => readRows(rows, { ...style, file }, { lists, mended }));
  }
  return members;
}

async function readBlocks(rows: Rows, members: MemberData[], files: readonly Named[], read: (file: string) => Promise<RowsReading>): Promise<void> {
  for (const [i, data] of members.entries()) {
    const own = files.filter((file) => file.rows === rows && file.member === i);
    const needsFile = rows.block.lines.some((line) => line.kind === 'field');
    if (own.length === 0 && needsFile) throw new MpcError('USAGE', `${rows.name}${rows.role.isGroup ? `.${i + 1}` : ''} has no file.`, `Give --csv ${rows.name}${rows.role.isGroup ? `.${i + 1}` : ''}=FILE.`);
    const all: Row[] = [];
    for (const { file } of own) for (const row of (await read(file)).rows) all.push(row);
    if (all.length > rows.most) throw new MpcError('INPUT_TOO_MANY', `${own.map(({ file }) => file).join(', ')}: more than ${rows.most} rows.`, rows.isSingle ? 'A file of single values has one row.' : 'Leave rows out, or allow more in the program.');
    if (!rows.isSingle) data.rows.set(rows.name, all);
    else if (all[0] !== undefined) [data.single] = all;
    else if (needsFile) throw new MpcError('INPUT_NO_ROWS', `${own[0]?.file ?? ''} has no row.`, 'A file of single values has one row.');
  }
}

/** Which file is whose. A role's name means its single values, or else its only rows. */
function namedFiles(checked: Checked, flags: readonly string[]): Named[] {
  const next = new Map<Rows, number>();
  return flags.map((flag) => {
    const [left, file] = pairOf('csv', flag);
    const [, name = '', number] = /^(.*?)(?:\.(\d{1,2}))?$/.exec(left) ?? [];
    const ofRole = [...checked.rows.values()].filter((rows) => rows.role.name === name);
    const rows = checked.rows.get(name) ?? (ofRole.length === 1 ? ofRole[0] : undefined);
    if (rows === undefined || number === '0') {
      const names = [...checked.rows.values()].map((each) => each.name).join(', ');
      throw new MpcError('USAGE', `--csv ${cleaned(left, 60)} names no rows and no single values of this program.`, `It reads ${names}. Write --csv NAME=FILE, and NAME.2=FILE for the second member of a group.`);
    }
    const member = number === undefined ? (rows.role.isGroup ? (next.get(rows) ?? 0) : 0) : Number(number) - 1;
    next.set(rows, member + 1);
    return { rows, member, file };
  });
}
