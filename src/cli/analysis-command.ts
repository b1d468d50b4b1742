import { Flags } from '@oclif/core';
import { sizeOf, writtenInWords, writtenProgram, type Column, type NumberColumn, type Records } from '../library/programs.js';
import { textOf } from '../library/text.js';
import { columnNamed, numbersNamed, parseColumns } from './analysis-columns.js';
import { withEnvironment } from './base-command.js';
import { participationFlags, programProposalFlags } from './flags.js';
import { ProgramCommand, type ProgramValues } from './program-command.js';
import { noticesJson, sectionsJson } from './program-json.js';
import type { ProposeValues } from './propose-command.js';
import { usage } from './proposing.js';

/** Flags of all analyses whose program a command writes. */
export const analysisFlags = {
  ...withEnvironment({
    column: Flags.string({ char: 'c', description: 'A column of everybody’s file: numbers (without a range: 2 decimals, ± 10^13; with a range but no DECIMALS: whole numbers), yes/no, or a few values. Repeatable.', helpValue: 'NAME[:MIN..MAX[:DECIMALS]|:yes/no|:VALUE,…]', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
    where: Flags.string({ description: 'Which rows count, in the language: \'age >= 18 and ward = "surgery"\'.', helpValue: 'CONDITION', helpGroup: 'PROPOSING' }),
    empty: Flags.string({ description: 'What an empty cell of a column of numbers is: an error, left out, or 0.', options: ['refuse', 'skip', 'zero'], default: 'refuse', helpGroup: 'PROPOSING' }),
    'max-rows': Flags.integer({ description: 'Most rows that a party may put in.', default: 1_000_000, min: 1, max: 100_000_000, helpValue: 'N', helpGroup: 'PROPOSING' }),
    'allow-two': Flags.boolean({ description: 'Go on with two parties, who each learn the other’s totals.', helpGroup: 'PROPOSING' }),
    'show-program': Flags.boolean({ description: 'Print the program that would be proposed, and its words. Nothing is written or sent.', helpGroup: 'PROPOSING' }),
  }),
  ...programProposalFlags,
  ...participationFlags,
};

export interface AnalysisValues {
  column?: string[] | undefined;
  where?: string | undefined;
  empty: string;
  'max-rows': number;
  'allow-two': boolean;
  'show-program': boolean;
}

/** Commands that write a program. Users approve its words, and nobody needs to know the language. */
export abstract class AnalysisCommand extends ProgramCommand {
  /** Proposes the program, or only shows it. */
  protected async analyse(text: string, flags: ProposeValues<ProgramValues> & AnalysisValues): Promise<object> {
    if (!flags['show-program']) return this.proposeProgram({ name: 'The program', text }, flags, true);
    return showProgram(text, (shown) => {
      this.print(shown);
    });
  }
}

/** Prints a program that a command wrote, and its words. Returns them in the form of --json. */
export function showProgram(text: string, print: (text: string) => void): object {
  const written = writtenProgram(text);
  const sections = writtenInWords(written);
  print(`${text}\n${textOf(sections)}`);
  return { program: text, sections: sectionsJson(sections), notices: noticesJson(written.notices) };
}

/** What the flags say about everybody's file. Throws USAGE. */
export function recordsOf(flags: AnalysisValues): Records {
  const { where } = flags;
  if (where !== undefined && (where.trim() === '' || /[\r\n#]/.test(where))) throw usage('--where is no condition on one line.', 'Write, for example, --where \'age >= 18 and ward = "surgery"\'.');
  const columns = parseColumns(flags.column);
  const without = flags.empty === 'zero' ? columns.find((column) => column.kind === 'number' && (Number(column.low) > 0 || Number(column.high) < 0)) : undefined;
  if (without !== undefined) throw usage(`--empty zero: 0 is outside the range of ${without.name}.`, 'Widen the range, or leave empty cells out with --empty skip.');
  return { columns, least: flags['allow-two'] ? 2 : 3, maxRows: flags['max-rows'], where: where?.trim(), empty: flags.empty as Records['empty'] };
}

/** The column that --by names, with few values. Throws USAGE. */
export function keyNamed(columns: readonly Column[], name: string): Column {
  const column = columnNamed(columns, name, 'by');
  if (sizeOf(column) >= 1000) throw usage(`--by ${name}: it has too many different values.`, 'Declare its values (--column ward:surgery,medicine), or make it yes/no or a range of fewer than 1000 whole numbers.');
  return column;
}

/** `--weight`. */
export function weightFlag() {
  return Flags.string({ description: 'Column of numbers from 0 on that says how much each row counts.', helpValue: 'NAME', helpGroup: 'PROPOSING' });
}

/** The column that --weight names. Throws USAGE where it could be negative, or is used otherwise. */
export function weightNamed(columns: readonly Column[], name: string | undefined, others: readonly Column[]): NumberColumn | undefined {
  if (name === undefined) return undefined;
  const column = numbersNamed(columns, name, 'weight');
  if (Number(column.low) < 0) throw usage(`--weight ${name}: its range goes below 0.`, `Declare it from 0 on, such as --column ${name}:0..10:2.`);
  if (others.includes(column)) throw usage(`--weight ${name}: another flag names it, too.`, 'Name a column of its own.');
  return column;
}

/** `--min-group`. `what` says what is not opened, or not made, from fewer rows. */
export function minGroupFlag(what: string) {
  return Flags.integer({ description: `${what}; how many rows there are is seen all the same.`, helpValue: 'N', min: 2, max: 1_000_000, helpGroup: 'PROPOSING' });
}
