import { MpcError } from '../errors.js';
import { parseKey, type KeyColumn } from './column.js';

/** A group's name. It is short, since it comes before each of its rules. It cannot hold a slash. */
export const GROUP = /^[A-Za-z0-9]{1,20}$/;

/** One of several keys that a record makes, of which any may agree. Its columns are in their order. */
export interface KeyGroup {
  /** Undefined if all columns are one key. */
  readonly name: string | undefined;
  /** Indices among all columns. */
  readonly indices: readonly number[];
}

/** The keys that columns make up, in the order in which they are first named. */
export function groupsOf(columns: readonly KeyColumn[]): readonly KeyGroup[] {
  const names = [...new Set(columns.flatMap(({ groups }) => groups ?? []))];
  if (names.length === 0) return [{ name: undefined, indices: columns.map((_, i) => i) }];
  return names.map((name) => ({ name, indices: columns.flatMap(({ groups }, i) => (groups?.includes(name) === true ? [i] : [])) }));
}

/**
 * What is wrong with the groups of columns, or undefined. Either all columns have a group or none has, there are at least two groups, and no two are the same.
 */
export function wrongWithGroups(columns: readonly KeyColumn[]): string | undefined {
  if (columns.every(({ groups }) => groups === undefined)) return undefined;
  if (columns.some(({ groups }) => groups === undefined)) return 'some of its columns belong to a group and some to none';
  const groups = groupsOf(columns);
  if (groups.length === 1) return 'all of its columns belong to one group';
  const same = groups.find(({ indices }, i) => groups.slice(0, i).some((other) => other.indices.join() === indices.join()));
  return same === undefined ? undefined : `the group ${same.name ?? ''} has the same columns as one before it`;
}

/**
 * Reads all of --key: [GROUP/]COLUMN[:KIND[:DETAIL]]. A column may be in several groups. A slash in front says that the column's own name has one: /m/v.
 * Throws USAGE.
 */
export function parseKeys(texts: readonly string[]): KeyColumn[] {
  const columns: KeyColumn[] = [];
  for (const text of texts) {
    const [, group, rest = ''] = /^(?:([A-Za-z0-9 ]{0,40})\/)?(.*)$/su.exec(text) ?? [];
    const name = group?.trim();
    if (name !== undefined && name !== '' && !GROUP.test(name)) throw usage(`--key ${text}: a group has up to 20 letters and digits.`);
    const column = parseKey(rest);
    const at = columns.findIndex((each) => each.name === column.name);
    const known = columns[at];
    if (known === undefined) columns.push(name === undefined || name === '' ? column : { ...column, groups: [name] });
    else columns[at] = together(known, column, name);
  }
  const wrong = wrongWithGroups(columns);
  if (wrong !== undefined) throw usage(`--key: ${wrong.replace('its columns', 'the columns')}.`);
  return columns;
}

function together(known: KeyColumn, column: KeyColumn, group: string | undefined): KeyColumn {
  const { groups, ...plain } = known;
  if (group === undefined || group === '' || groups === undefined || groups.includes(group)) throw new MpcError('USAGE', `--key names "${column.name}" twice.`, 'Name each column once, or once in each group.');
  if (JSON.stringify(plain) !== JSON.stringify(column)) throw new MpcError('USAGE', `--key gives the column "${column.name}" two kinds.`, 'A column is of the same kind in every group.');
  return { ...known, groups: [...groups, group] };
}

function usage(message: string): MpcError {
  return new MpcError('USAGE', message, 'Of several keys any may agree: --key A/passport:id --key B/name:name --key B/born:date. Without X/ all columns are one key. A column that has a slash in its name is written with one in front: --key /m/v.');
}
