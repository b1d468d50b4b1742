import { Args, Flags } from '@oclif/core';
import * as v from 'valibot';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { evaluateProgram, madeUpInputs, makeKey, OutOfRange, shownValue, standInNames, type Checked, type Evaluation, type Inputs, type Mended } from '../../library/programs.js';
import { participationFlags } from '../../cli/flags.js';
import { listsOf, parametersOf, readData } from '../../cli/program-data.js';
import { checkProgram, readProgramText } from '../../cli/program-file.js';
import { resultsText } from '../../cli/program-results.js';
import type { CsvSource } from '../../library/data.js';
import { MpcError } from '../../library/errors.js';
import { readBounded } from '../../io/files.js';
import { grouped } from '../../library/text.js';
import { parseBoundedJson } from '../../bounded-json.js';

const { 'decimal-comma': decimalComma, 'decimal-point': decimalPoint, thousands } = participationFlags;

const MAX_EXPECTED_BYTES = 64 * 1024 * 1024;

const expectedSchema = v.object({ values: v.record(v.string(), v.unknown()) });

export default class ProgramTry extends MpcCommand {
  static override summary = 'Run a program on this machine, in the clear: all parties’ files are read here. Nothing is sent.';
  static override description =
    'For sample files and for files that are made up within the types of the program. Never collect the real files of several parties for it: that is what a session is for. NAME of --csv is the name of rows, or a role; the members of a group have numbers, as in stays.2.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> readmission.tally',
    '<%= config.bin %> <%= command.id %> readmission.tally --csv stays.1=north.csv --csv stays.2=south.csv --csv stays.3=harbour.csv --set in_year=2025',
    '<%= config.bin %> <%= command.id %> readmission.tally --made-up 500 --seed 7 --json',
  ];
  static override args = { file: Args.string({ name: 'FILE', description: 'The program; - for standard input.', required: true }) };
  static override flags = withEnvironment({
    csv: Flags.string({ description: 'A file of one party (repeatable). Without it files are made up.', helpValue: 'NAME[.n]=FILE', multiple: true, multipleNonGreedy: true }),
    'made-up': Flags.integer({ description: 'Rows of each file that is made up.', helpValue: 'N', min: 1, max: 100_000, exclusive: ['csv'] }),
    seed: Flags.integer({ description: 'The same number makes up the same files.', helpValue: 'N', min: 1, max: 2 ** 31 - 1, exclusive: ['csv'] }),
    set: Flags.string({ description: 'The value of a parameter (repeatable).', helpValue: 'NAME=VALUE', multiple: true, multipleNonGreedy: true }),
    list: Flags.string({ description: 'The file of a list, one entry a line (repeatable).', helpValue: 'NAME=FILE', multiple: true, multipleNonGreedy: true }),
    'decimal-comma': decimalComma,
    'decimal-point': decimalPoint,
    thousands,
    expect: Flags.string({ description: 'What --json printed earlier; another result ends with exit code 8.', helpValue: 'FILE' }),
  });

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(ProgramTry);
    const file = await readProgramText(args.file);
    const { checked } = checkProgram(file);
    const mended: Mended = new Map();
    const isMadeUp = flags.csv === undefined;
    const inputs = isMadeUp
      ? await this.#madeUp(checked, flags['made-up'] ?? 200, flags.seed ?? 1, flags.set ?? [], flags.list ?? [])
      : await this.#fromFiles(checked, flags.csv ?? [], flags.set ?? [], flags.list ?? [], styleOf(flags), mended);
    const names = standInNames(checked, new Map([...inputs.members].map(([role, members]) => [role, members.length])));
    const { values } = evaluated(checked, inputs, names);
    const parameters = Object.fromEntries([...inputs.parameters].map(([name, value]) => [name, shownValue(value, checked.parameters.get(name)?.info.type ?? { kind: 'bool' }, names)]));
    this.print(resultsText(checked, values));
    for (const [where, count] of mended) this.note(`${where}: ${grouped(String(count))} ${count === 1 ? 'cell was' : 'cells were'} mended by the rules of the program.`);
    this.note(isMadeUp ? 'These files were made up: the result says nothing about anybody. Nothing was sent.' : 'Everything ran on this machine, in the clear. Nothing was sent.');
    const result = { program: 'tally/1', madeUp: isMadeUp, parameters, values };
    if (flags.expect !== undefined) await expectSame(flags.expect, result);
    return result;
  }

  async #madeUp(checked: Checked, rows: number, seed: number, set: readonly string[], list: readonly string[]): Promise<Inputs> {
    const made = madeUpInputs(checked, { seed, rows, ends: 0.02 });
    const lists = await listsOf(checked, list, made.lists);
    return { ...made, parameters: parametersOf(checked, set, made.parameters), lists };
  }

  async #fromFiles(checked: Checked, csv: readonly string[], set: readonly string[], list: readonly string[], style: Omit<CsvSource, 'file'>, mended: Mended): Promise<Inputs> {
    const parameters = parametersOf(checked, set);
    const lists = await listsOf(checked, list);
    return { parameters, lists, members: await readData(checked, csv, { lists, mended, style }) };
  }
}

function styleOf(flags: { readonly 'decimal-comma': boolean; readonly 'decimal-point': boolean; readonly thousands?: boolean }): Omit<CsvSource, 'file'> {
  return { decimalComma: flags['decimal-comma'], decimalPoint: flags['decimal-point'], ...(flags.thousands === undefined ? {} : { thousands: flags.thousands }) };
}

function evaluated(checked: Checked, inputs: Inputs, names: ReadonlyMap<string, readonly string[]>): Evaluation {
  try {
    return evaluateProgram(checked, inputs, names, { makeKey, watch: undefined });
  } catch (error) {
    if (!(error instanceof OutOfRange)) throw error;
    const { rows, column, member, row } = error;
    const isGroup = checked.rows.get(rows)?.role.isGroup === true;
    throw new MpcError('INPUT_INVALID', `${rows}${isGroup ? `.${member + 1}` : ''}${row === 0 ? '' : `, row ${row}`}: ${column} is outside the range that the program declares for it.`, 'Mend the data, or declare a wider range. Made-up files may have values that do not go together: give files of your own with --csv.');
  }
}

async function expectSame(path: string, result: object): Promise<void> {
  const expected = await readExpected(path);
  const values = JSON.parse(JSON.stringify(result)) as { values: Record<string, unknown> };
  const names = [...new Set([...Object.keys(expected), ...Object.keys(values.values)])];
  const different = names.filter((name) => JSON.stringify(expected[name]) !== JSON.stringify(values.values[name]));
  if (different.length > 0) throw new MpcError('RESULT_DIFFERS', `Another result than ${path} has: ${different.join(', ')}.`, 'Look at both. Where the new one is right, write it over the file.');
}

/** The results in a file that --json wrote. Throws USAGE where it is none. */
async function readExpected(path: string): Promise<Readonly<Record<string, unknown>>> {
  const bytes = await readBounded(path, MAX_EXPECTED_BYTES, 'USAGE', 'expected result');
  try {
    return v.parse(expectedSchema, parseBoundedJson(bytes, { maxBytes: MAX_EXPECTED_BYTES })).values;
  } catch {
    throw new MpcError('USAGE', `${path} holds no result of \`mpc program try --json\`.`, 'Give a file that this command wrote with --json.');
  }
}
