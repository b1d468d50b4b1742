/** A program on this machine, in the clear, over files of all parties: samples or made-up files. */
import * as v from 'valibot';
import { parseJsonAs } from '../../json-as.js';
import { MpcError } from '../../errors.js';
import { grouped } from '../../grouped.js';
import type { CsvSource } from '../../io/csv/index.js';
import type { Notice } from '../../io/notices.js';
import { readBounded } from '../../io/files.js';
import type { Checked, Rows } from '../../language/check/program.js';
import { OutOfRange, rowFits } from '../../language/evaluate/home.js';
import { madeUpInputs } from '../../language/evaluate/made-up.js';
import { fitModel } from '../../language/evaluate/models.js';
import { shownValue, standInNames, type Result, type Shown } from '../../language/evaluate/results.js';
import { evaluateProgram, worldOf, type Evaluation } from '../../language/evaluate/run.js';
import { valueOfTotal } from '../../language/evaluate/totals.js';
import type { Row } from '../../language/evaluate/value.js';
import type { Inputs } from '../../language/evaluate/world.js';
import { resultBlocks, type ResultBlock } from '../../language/results-blocks.js';
import { english } from '../../texts/en/index.js';
import { listsOf, parametersOf, readData } from './data.js';
import { makeKey, type Options } from './rows.js';
import { checkProgram, type ProgramText } from './text.js';
import type { Mended } from './unfit.js';

const MAX_EXPECTED_BYTES = 64 * 1024 * 1024;
const USUAL_ROWS = 200;
/** How many values of made-up files are at the ends of their ranges. */
const AT_ENDS = 0.02;

/** What `tryProgram` takes beside the program. */
export interface TryOptions {
  /** CSV files, each as NAME=FILE, or NAME.2=FILE for the second member of a group. NAME is of rows, or of a role. Without these and `data`, files are made up. */
  readonly files?: readonly string[] | undefined;
  /** The same of any kind that is read; one may be standard input (-). */
  readonly data?: readonly string[] | undefined;
  /** The headers that columns have in the files, each as COLUMN=HEADER, NAME.COLUMN=HEADER or NAME.2.COLUMN=HEADER. */
  readonly map?: readonly string[] | undefined;
  /** How days are written in the files, if not as 2026-11-30, each as COLUMN=ORDER, NAME.COLUMN=ORDER or NAME.2.COLUMN=ORDER; ORDER is ymd, dmy or mdy. */
  readonly dateOrders?: readonly string[] | undefined;
  /** How the files are to be read, where that cannot be seen from them. */
  readonly reading?: Pick<CsvSource, 'sheet' | 'delimiter' | 'encoding'> | undefined;
  /** Rows of each file that is made up; default 200. */
  readonly madeUpRows?: number | undefined;
  /** The same number makes up the same files; default 1. */
  readonly seed?: number | undefined;
  /** Values of parameters, each as NAME=VALUE. */
  readonly parameters?: readonly string[] | undefined;
  /** Files of lists, each as NAME=FILE, one entry a line. */
  readonly lists?: readonly string[] | undefined;
  /** How numbers are written: with a decimal comma, with a point that never groups thousands, with thousands separators or (false) without. Otherwise the files show it. */
  readonly decimalComma?: boolean | undefined;
  readonly decimalPoint?: boolean | undefined;
  readonly thousands?: boolean | undefined;
}

/** What `mpc program try --json` prints. */
export interface TriedJson {
  readonly program: 'tally/1';
  readonly madeUp: boolean;
  readonly parameters: Readonly<Record<string, Shown>>;
  readonly values: Readonly<Record<string, Result>>;
}

/** What came of a program that was tried out. */
export interface Tried {
  readonly json: TriedJson;
  /** The results for people. */
  readonly blocks: readonly ResultBlock[];
  /** How many cells the rules of the program repaired, by file and column. */
  readonly mended: ReadonlyMap<string, number>;
  /** What was noticed about the files. */
  readonly warnings: readonly Notice[];
}

/** Runs a program. Throws PROGRAM_INVALID, USAGE, or what is wrong with a file. */
export async function tryProgram(program: ProgramText, options: TryOptions = {}): Promise<Tried> {
  const { checked } = checkProgram(program);
  const mended: Mended = new Map();
  const warnings: Notice[] = [];
  const isMadeUp = options.files === undefined && options.data === undefined;
  const inputs = isMadeUp ? await madeUp(checked, options) : await fromFiles(checked, options, { mended, notices: warnings });
  const names = standInNames(checked, new Map([...inputs.members].map(([role, members]) => [role, members.length])));
  const { values } = evaluated(checked, inputs, names);
  const parameters = Object.fromEntries([...inputs.parameters].map(([name, value]) => [name, shownValue(value, checked.parameters.get(name)?.info.type ?? { kind: 'bool' }, names)]));
  return { json: { program: 'tally/1', madeUp: isMadeUp, parameters, values }, blocks: resultBlocks(checked, values, grouped, english.program.hidden), mended, warnings };
}

async function madeUp(checked: Checked, { madeUpRows = USUAL_ROWS, seed = 1, parameters = [], lists: files = [] }: TryOptions): Promise<Inputs> {
  const known = await listsOf(checked, files, { areMadeUp: true });
  const wanted = { seed, rows: madeUpRows, ends: AT_ENDS, lists: known };
  const made = madeUpInputs(checked, wanted);
  const given = parametersOf(checked, parameters, made.parameters);
  const world = worldOf(checked, { ...made, parameters: given }, { makeKey, watch: undefined, totalOf: valueOfTotal, fitOf: fitModel });
  const fits = (rows: Rows, row: Row): boolean => rows.isSingle || !hasDeclaredRanges(rows) || rowFits(world, rows, row);
  return { ...madeUpInputs(checked, { ...wanted, fits }), parameters: given };
}

function hasDeclaredRanges({ block }: Rows): boolean {
  return block.lines.some((line) => line.kind === 'derived' && line.type !== undefined);
}

async function fromFiles(checked: Checked, { files: csv, data, map, dateOrders, reading, parameters: given = [], lists: listFiles = [], decimalComma = false, decimalPoint = false, thousands }: TryOptions, watching: Pick<Options, 'mended' | 'notices'>): Promise<Inputs> {
  const parameters = parametersOf(checked, given);
  const lists = await listsOf(checked, listFiles);
  return { parameters, lists, members: await readData(checked, { csv, data, map, dateOrders, style: { ...reading, decimalComma, decimalPoint, ...(thousands === undefined ? {} : { thousands }) } }, { lists, ...watching }) };
}

function evaluated(checked: Checked, inputs: Inputs, names: ReadonlyMap<string, readonly string[]>): Evaluation {
  try {
    return evaluateProgram(checked, inputs, names, { makeKey, watch: undefined });
  } catch (error) {
    if (!(error instanceof OutOfRange)) throw error;
    const { rows, column, member, row } = error;
    const isGroup = checked.rows.get(rows)?.role.isGroup === true;
    throw new MpcError('INPUT_INVALID', `${rows}${isGroup ? `.${member + 1}` : ''}${row === 0 ? '' : `, row ${row}`}: ${column} is outside the range that the program declares for it.`, 'Correct the data, or declare a wider range. Made-up files may have values that do not go together: give files of your own with --csv.');
  }
}

const expectedSchema = v.object({ values: v.record(v.string(), v.unknown()) });

/** Holds a result against the one in a file that `mpc program try --json` wrote. Throws RESULT_DIFFERS, or USAGE where the file has none. */
export async function expectTried(path: string, tried: TriedJson): Promise<void> {
  const expected = await readExpected(path);
  const { values } = JSON.parse(JSON.stringify(tried)) as { values: Record<string, unknown> };
  const names = [...new Set([...Object.keys(expected), ...Object.keys(values)])];
  const different = names.filter((name) => JSON.stringify(expected[name]) !== JSON.stringify(values[name]));
  if (different.length > 0) throw new MpcError('RESULT_DIFFERS', `Another result than ${path} has: ${different.join(', ')}.`, 'Look at both. Where the new one is right, write it over the file.');
}

async function readExpected(path: string): Promise<Readonly<Record<string, unknown>>> {
  const bytes = await readBounded(path, MAX_EXPECTED_BYTES, 'USAGE', 'expected result');
  try {
    return parseJsonAs(expectedSchema, bytes, { maxBytes: MAX_EXPECTED_BYTES }).values;
  } catch {
    throw new MpcError('USAGE', `${path} holds no result of \`mpc program try --json\`.`, 'Give a file that this command wrote with --json.');
  }
}
