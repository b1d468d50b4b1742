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
  checkMap(inputs, source.map);
  const named = filesIn(source).map((file) => ({ file, rows: inputOf(inputs, file) }));
  return inputs.map((rows) => {
    const own = named.filter((each) => each.rows === rows).map(({ file }) => file);
    checkNumber(inputs, rows, own);
    return { rows, files: own.map((file) => ({ ...file, map: mapFor(rows, file.map) })) };
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

/**
 * The rows whose column a mapping names, `salary` or `staff.salary`: `name` is the column, among `inputs`. Throws USAGE where none has it, or several have.
 *
 * @param whole what has no such column, as a sentence about it says: "the agreement".
 */
export function mappedRows(inputs: readonly Rows[], all: readonly Rows[], logical: string, name: string, whole: string): Rows {
  const [rows, ...more] = inputs.filter((each) => fieldNames(each).includes(name));
  if (rows === undefined) {
    const columns = all.flatMap((each) => fieldNames(each).map((column) => (all.length === 1 ? column : `${each.name}.${column}`)));
    throw usage(`--map names the column "${cleaned(logical, 60)}", which ${whole} does not have.`, `Its columns are: ${columns.join(', ')}.`);
  }
  if (more.length === 0) return rows;
  const having = [rows, ...more].map((each) => each.name);
  throw usage(`--map ${name}: ${having.join(' and ')} have a column of that name.`, `Say which is meant: ${having.map((each) => `--map ${each}.${name}=HEADER`).join(', ')}.`);
}

/** Throws USAGE where a mapping names no column, or one of two. */
function checkMap(inputs: readonly Rows[], map: OwnFile['map']): void {
  for (const logical of map?.keys() ?? []) {
    const name = logical.slice(logical.lastIndexOf('.') + 1);
    mappedRows(inputs.filter((rows) => namesIn(rows, logical) !== undefined), inputs, logical, name, 'the agreement');
  }
}

/** The part of the mapping that is about these rows, by their columns. */
function mapFor(rows: Rows, map: OwnFile['map']): ReadonlyMap<string, string> {
  return new Map([...(map ?? [])].flatMap(([logical, header]) => {
    const name = namesIn(rows, logical);
    return name === undefined ? [] : [[name, header] as const];
  }));
}

/** The column of these rows that `salary` or `staff.salary` names. */
function namesIn(rows: Rows, logical: string): string | undefined {
  const prefix = `${rows.name}.`;
  const name = logical.startsWith(prefix) ? logical.slice(prefix.length) : logical;
  return fieldNames(rows).includes(name) ? name : undefined;
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
