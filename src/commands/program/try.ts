import { Args, Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { fileFlags, participationFlags } from '../../cli/flags.js';
import { parseDelimiter } from '../../cli/input.js';
import { unknownColumn } from '../../cli/chart.js';
import { blockText, NO_CHART } from '../../cli/result-view.js';
import { encodingNamed } from '../../library/data.js';
import { MpcError } from '../../library/errors.js';
import { expectTried, readProgramText, tryProgram } from '../../library/programs.js';
import { grouped } from '../../library/text.js';

const { delimiter, encoding, 'decimal-comma': decimalComma, 'decimal-point': decimalPoint, thousands } = participationFlags;
const { sheet } = fileFlags;

export default class ProgramTry extends MpcCommand {
  static override summary = 'Run a program on this machine, in the clear: all parties’ files are read here. Nothing is sent.';
  static override description =
    'For sample files and for files that are made up within the types of the program. Never collect the real files of several parties for it: that is what a session is for. The NAME in --csv is the name of rows, or a role. The members of a group have numbers, as in stays.2.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> readmission.tally',
    '<%= config.bin %> <%= command.id %> readmission.tally --csv stays.1=north.csv --csv stays.2=south.csv --csv stays.3=harbour.csv --set in_year=2025',
    '<%= config.bin %> <%= command.id %> readmission.tally --made-up 500 --seed 7 --json',
  ];
  static override args = { file: Args.string({ name: 'FILE', description: 'The program; - for standard input.', required: true }) };
  static override flags = withEnvironment({
    csv: Flags.string({ description: 'A file of one party. Repeatable. Without it, files are made up.', helpValue: 'NAME[.n]=FILE', multiple: true, multipleNonGreedy: true }),
    data: Flags.string({ description: 'The same, of any kind that is read: CSV, JSON lines, a workbook (.xlsx), Parquet; - for standard input. Repeatable.', helpValue: 'NAME[.n]=FILE', multiple: true, multipleNonGreedy: true }),
    map: Flags.string({ description: 'The header that a column has in the files, or in those of NAME. Repeatable.', helpValue: '[NAME[.n].]COLUMN=HEADER', multiple: true, multipleNonGreedy: true }),
    'date-order': Flags.string({ description: 'How days are written in a column of the files, if not as 2026-11-30: ymd, dmy or mdy. Repeatable.', helpValue: '[NAME[.n].]COLUMN=ORDER', multiple: true, multipleNonGreedy: true }),
    'made-up': Flags.integer({ description: 'How many rows each made-up file has.', helpValue: 'N', min: 1, max: 100_000, exclusive: ['csv', 'data'] }),
    seed: Flags.integer({ description: 'Seed: the same number makes up the same files.', helpValue: 'N', min: 1, max: 2 ** 31 - 1, exclusive: ['csv', 'data'] }),
    set: Flags.string({ description: 'The value of a parameter. Repeatable.', helpValue: 'NAME=VALUE', multiple: true, multipleNonGreedy: true }),
    list: Flags.string({ description: 'The file of a list, one entry a line. Repeatable.', helpValue: 'NAME=FILE', multiple: true, multipleNonGreedy: true }),
    sheet,
    delimiter,
    encoding,
    'decimal-comma': decimalComma,
    'decimal-point': decimalPoint,
    thousands,
    chart: Flags.string({ description: 'At a terminal, draw this column of the tables, or with "none" nothing. By default a curve if there is one, or else bars of the last column.', helpValue: 'COLUMN|none' }),
    expect: Flags.string({ description: 'What --json printed earlier; another result ends with exit code 8.', helpValue: 'FILE' }),
  });

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(ProgramTry);
    if (args.file === '-' && flags.data?.some((each) => each.endsWith('=-')) === true) throw new MpcError('USAGE', 'The program and the data cannot both come from standard input.', 'Put one of them into a file.');
    const reading = { ...(flags.sheet === undefined ? {} : { sheet: flags.sheet }), ...(flags.delimiter === undefined ? {} : { delimiter: parseDelimiter(flags.delimiter) }), ...(flags.encoding === undefined ? {} : { encoding: encodingNamed(flags.encoding) }) };
    const { json, blocks, mended, warnings } = await tryProgram(await readProgramText(args.file), { files: flags.csv, data: flags.data, map: flags.map, dateOrders: flags['date-order'], reading, madeUpRows: flags['made-up'], seed: flags.seed, parameters: flags.set, lists: flags.list, decimalComma: flags['decimal-comma'], decimalPoint: flags['decimal-point'], thousands: flags.thousands });
    this.print(blocks.flatMap((block) => [...blockText(block, flags.chart)]).join('').trimEnd());
    for (const { message } of warnings) this.note(message);
    const unknown = flags.chart === undefined || flags.chart === NO_CHART ? undefined : unknownColumn(blocks, flags.chart);
    if (unknown !== undefined) this.note(unknown);
    for (const [where, count] of mended) this.note(`${where}: ${grouped(String(count))} ${count === 1 ? 'cell was' : 'cells were'} mended by the rules of the program.`);
    this.note(json.madeUp ? 'These files were made up: the result says nothing about anybody. Nothing was sent.' : 'Everything ran on this machine, in the clear. Nothing was sent.');
    if (flags.expect !== undefined) await expectTried(flags.expect, json);
    return json;
  }
}
