/** Which of a party's files holds which rows of a program. */
import { resolve } from 'node:path';
import { MpcError } from '../../errors.js';
import type { Rows } from '../../language/check/program.js';
import { cleaned } from '../../session/clean.js';
import { fieldNames } from '../../session/operations/program/compiled.js';
import { filesIn, type OwnFile } from '../own-file.js';

/** Rows of a program, or single values, and the files that hold them, in the order in which they are read. */
export interface InputFiles {
  readonly rows: Rows;
  readonly files: readonly OwnFile[];
}

/** Throws USAGE where it is not clear which file is which, or where one is missing, given in vain or given twice. */
export function inputFiles(inputs: readonly Rows[], source: OwnFile): InputFiles[] {
  checkColumns('map', inputs, source.map, fieldNames);
  checkColumns('date-order', inputs, source.dateOrders, dayNames);
  const named = filesIn(source).map((file) => ({ file, rows: inputOf(inputs, file) }));
  return inputs.map((rows) => {
    const own = named.filter((each) => each.rows === rows).map(({ file }) => file);
    checkNumber(inputs, rows, own);
    return { rows, files: own.map((file) => ({ ...file, map: partFor(rows, file.map), dateOrders: partFor(rows, file.dateOrders), ...(inputs.length === 1 ? {} : { called: `${rows.name}.` }) })) };
  });
}

/** The rows of that name; single values also go by the name of their role. */
export function rowsNamed(inputs: readonly Rows[], name: string): Rows | undefined {
  const ofRole = inputs.filter(({ role }) => role.name === name);
  return inputs.find((rows) => rows.name === name) ?? (ofRole.length === 1 ? ofRole[0] : undefined);
}

function inputOf(inputs: readonly Rows[], { input, file }: OwnFile): Rows {
  const [only, ...more] = inputs;
  if (input === undefined) {
    if (only !== undefined && more.length === 0) return only;
    throw usage(`${file}: it is not said which of this party’s files this is.`, `The program reads ${namesOf(inputs)}. ${writeEach(inputs)}`);
  }
  const rows = rowsNamed(inputs, input);
  if (rows === undefined) throw usage(`${cleaned(input, 60)}=…: the program reads nothing of that name from this party.`, `It reads ${namesOf(inputs)}. ${writeEach(inputs)} A file whose name holds "=" is written ./${cleaned(input, 60)}=….`);
  return rows;
}

function checkNumber(inputs: readonly Rows[], rows: Rows, files: readonly OwnFile[]): void {
  if (files.length === 0) throw usage(`${rows.name} has no file.`, writeEach(inputs));
  if (rows.isSingle && files.length > 1) throw usage(`${rows.name} has ${files.length} files, and these are single values: one file with one row.`, 'Leave the others out.');
  const places = files.filter(({ held }) => held === undefined).map(({ file, sheet = '' }) => `${resolve(file)}\n${sheet}`);
  const twice = files.find(({ file, sheet = '' }) => places.indexOf(`${resolve(file)}\n${sheet}`) !== places.lastIndexOf(`${resolve(file)}\n${sheet}`));
  if (twice !== undefined) throw usage(`${twice.file} is given twice for ${rows.name}, so its rows would count twice.`, 'Give each file once.');
}

/** The columns whose cells are days. */
export function dayNames({ lines }: Rows): string[] {
  return [...lines].flatMap(([line, { type }]) => (line.kind === 'field' && type.kind === 'day' ? [line.name.text] : []));
}

/** What is wrong with what a flag says of a column that none of these rows has. */
export function noSuchColumn(flag: 'map' | 'date-order', logical: string, whose: string, columns: readonly string[]): MpcError {
  if (flag === 'map') return usage(`--map names the column "${cleaned(logical, 60)}", which ${whose} does not have.`, `Its columns are: ${columns.join(', ')}.`);
  return usage(`--date-order names the column "${cleaned(logical, 60)}", which is no date of ${whose}.`, columns.length === 0 ? 'It has no dates. Leave the flag out.' : `Its dates are: ${columns.join(', ')}.`);
}

/** What is wrong with what a flag says of a column that several of these rows have. */
export function ambiguousColumn(flag: 'map' | 'date-order', name: string, having: readonly Rows[], value: string): MpcError {
  return usage(`--${flag} ${name}: ${having.map((each) => each.name).join(' and ')} have a column of that name.`, `Say which is meant: ${having.map((each) => `--${flag} ${each.name}.${name}=${flag === 'map' ? 'HEADER' : value}`).join(', ')}.`);
}

/** Throws USAGE where a flag names no column of these, or one of two. */
function checkColumns(flag: 'map' | 'date-order', inputs: readonly Rows[], said: ReadonlyMap<string, string> | undefined, columnsOf: (rows: Rows) => string[]): void {
  for (const [logical, value] of said ?? []) {
    const having = inputs.filter((rows) => namesIn(rows, logical, columnsOf) !== undefined);
    if (having.length === 1) continue;
    if (having.length === 0) throw noSuchColumn(flag, logical, 'the agreement', inputs.flatMap((rows) => columnsOf(rows).map((name) => (inputs.length === 1 ? name : `${rows.name}.${name}`))));
    throw ambiguousColumn(flag, logical, having, value);
  }
}

/** The part of what a flag says that is about these rows, by their columns. */
function partFor<T extends string>(rows: Rows, said: ReadonlyMap<string, T> | undefined): ReadonlyMap<string, T> {
  return new Map([...(said ?? [])].flatMap(([logical, value]) => {
    const name = namesIn(rows, logical, fieldNames);
    return name === undefined ? [] : [[name, value] as const];
  }));
}

/** The column of these rows that `salary` or `staff.salary` names. */
function namesIn(rows: Rows, logical: string, columnsOf: (rows: Rows) => string[]): string | undefined {
  const prefix = `${rows.name}.`;
  const name = logical.startsWith(prefix) ? logical.slice(prefix.length) : logical;
  return columnsOf(rows).includes(name) ? name : undefined;
}

function namesOf(inputs: readonly Rows[]): string {
  return inputs.map(({ name }) => name).join(', ');
}

function writeEach(inputs: readonly Rows[]): string {
  return `Write ${inputs.map(({ name }) => `--csv ${name}=FILE`).join(' ')}, or --data where a file is not CSV.`;
}

function usage(message: string, next: string): MpcError {
  return new MpcError('USAGE', message, next);
}
