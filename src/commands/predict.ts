import { Args, Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../cli/base-command.js';
import { fileFlags, participationFlags } from '../cli/flags.js';
import { onlyFileOf } from '../cli/input.js';
import { checkOutput, replaceFile } from '../cli/output.js';
import { csvWriter, foreign } from '../library/data.js';
import { MpcError } from '../library/errors.js';
import { predict, readProgramOutcome, readProgramText, type Predictions, type ProgramOutcome, type ProgramText } from '../library/programs.js';
import { readReceiptFile } from '../library/receipts.js';
import { grouped, listed } from '../library/text.js';

const { csv, data, sheet } = fileFlags;
const { map, delimiter, encoding, 'decimal-comma': decimalComma, 'decimal-point': decimalPoint, thousands, force } = participationFlags;

export default class Predict extends MpcCommand {
  static override summary = 'Apply a model that came out of a session to a file of this party’s own. Nothing is sent.';
  static override description =
    'RESULT is what `mpc regress`, `mpc run` or `mpc join` wrote with --out or --json. The program, which says what the columns are and how others are worked out of them, is taken from the session’s receipt on this machine, or from --receipt or --program.\n\nThe file needs the columns that the model is made of, and no others: the outcome is what is predicted. Rows in which a cell is empty or outside its range, and rows that the model leaves out, get no prediction, and the output says why. A linear model predicts the outcome; a logistic one the chance of a yes.';
  static override examples = ['<%= config.bin %> <%= command.id %> result.json --csv new.csv', '<%= config.bin %> <%= command.id %> result.json --csv new.csv --map age="Age at entry" --out predicted.csv', '<%= config.bin %> <%= command.id %> tried.json --program stays.tally --model length --csv new.csv'];
  static override args = { result: Args.string({ name: 'RESULT', description: 'The result, as JSON.', required: true }) };
  static override flags = {
    ...withEnvironment({
      model: Flags.string({ description: 'Which model. Needed if the result has several.', helpValue: 'NAME' }),
      receipt: Flags.string({ description: 'The receipt of the session, if this machine does not have it.', helpValue: 'FILE', exclusive: ['program'] }),
      program: Flags.string({ description: 'The program, for a result of `mpc program try`.', helpValue: 'FILE' }),
      out: Flags.string({ char: 'o', description: 'Write the predictions to this file, as CSV.', helpValue: 'FILE' }),
    }, 'predict'),
    csv, data, sheet, map, delimiter, encoding, 'decimal-comma': decimalComma, 'decimal-point': decimalPoint, thousands, force,
  };

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(Predict);
    const outcome = await readProgramOutcome(args.result);
    const program = await this.#program(outcome, flags);
    const source = await onlyFileOf({ ...flags, timeout: '', grace: '' });
    if (source === undefined) throw new MpcError('USAGE', 'It is not said which rows the model is applied to.', 'Give --csv FILE, or --data FILE for other kinds of files.');
    if (flags.out !== undefined) await checkOutput(flags.out, { inputs: [source.file], force: flags.force });
    const predictions = await predict(outcome, program, source, flags.model);
    const text = csvOf(predictions);
    if (flags.out === undefined) this.print(text.trimEnd());
    else await replaceFile(flags.out, text, 0o600);
    const { rows, notApplied, model, moving } = predictions;
    for (const names of notApplied) this.note(`A condition of the program is not applied, since it is on ${names}.`);
    if (moving.length > 0) this.note(`Do not rely on these chances: coefficients of ${model} had not settled at the last step (${listed(moving)}). If they still move with more steps, the columns tell the outcome without error: take a ridge.`);
    const without = (['empty', 'unfit', 'left out'] as const).map((why) => [why, rows.filter((row) => row.why === why).length] as const).filter(([, count]) => count > 0);
    this.note(`${model}: ${grouped(String(rows.length))} ${rows.length === 1 ? 'row' : 'rows'}${without.length === 0 ? '' : `; without a prediction: ${listed(without.map(([why, count]) => `${grouped(String(count))} ${WHY[why]}`))}`}. Nothing was sent.`);
    return predictions;
  }

  async #program({ session, agreement, file }: ProgramOutcome, { program, receipt }: { readonly program?: string | undefined; readonly receipt?: string | undefined }): Promise<ProgramText> {
    if (program !== undefined) return readProgramText(program);
    if (session === undefined && receipt === undefined) throw new MpcError('USAGE', `${file} does not say which program it is of.`, 'Give the program: --program FILE.');
    const verified = await readReceiptFile(await this.store.receipts.named(receipt ?? session ?? ''));
    if (verified.kind !== 'session' || verified.receipt.digest !== agreement) throw new MpcError('USAGE', `The receipt is not that of the session of ${file}.`, 'Give its receipt with --receipt, or the program with --program.');
    const { operation } = verified.receipt.agreement as { readonly operation: { readonly text?: unknown } };
    if (typeof operation.text !== 'string') throw new MpcError('USAGE', `${file} is of a session without a program.`, 'Give the result of `mpc regress`.');
    return { name: 'The program', text: operation.text };
  }
}

const WHY = { empty: 'with an empty cell', unfit: 'with a cell outside its range', 'left out': 'left out by the model' } as const;

function csvOf({ columns, kind, outcome, rows }: Predictions): string {
  const line = csvWriter({ delimiter: ',', lineEnd: '\n' });
  const head = ['line', ...columns, `${kind === 'linear' ? 'predicted' : 'chance_of'}_${outcome}`, 'why_not'];
  return [head, ...rows.map(({ line: number, cells, predicted, why }) => [String(number), ...cells.map(foreign), predicted ?? '', why ?? ''])].map(line).join('');
}
