import { Args, Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { refusedNote } from '../../cli/program-json.js';
import { table } from '../../cli/terminal/table.js';
import { MpcError } from '../../library/errors.js';
import { costOfProgram, readProgramText, type ProgramCost } from '../../library/programs.js';
import { grouped } from '../../library/text.js';

export default class ProgramCostCommand extends MpcCommand {
  static override summary = 'Tell what each party sends when a program runs: numbers, messages, bytes and exchanges.';
  static override description =
    'Follows from the program and the number of parties alone: no data is read and nothing is sent. Bytes are those of the secure sums, before encryption. What opens a session, the approvals and the signatures on the receipt come on top, and are the same for every program. For a program that needs the general engine, this says which lines need it.';
  static override examples = ['<%= config.bin %> <%= command.id %> readmission.tally', '<%= config.bin %> <%= command.id %> readmission.tally --roles hospitals=12 --latency 75ms', '<%= config.bin %> <%= command.id %> readmission.tally --json'];
  static override args = { file: Args.string({ name: 'FILE', description: 'The program; - for standard input.', required: true }) };
  static override flags = withEnvironment({
    roles: Flags.string({ description: 'How many parties have a role; default as few as the program takes. Repeatable.', helpValue: 'ROLE=N', multiple: true, multipleNonGreedy: true }),
    latency: Flags.string({ description: 'How long a message takes from party to party; tells how long the parties wait for messages.', helpValue: '75ms' }),
  });

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(ProgramCostCommand);
    const latency = flags.latency === undefined ? undefined : milliseconds(flags.latency);
    const file = await readProgramText(args.file);
    const found = costOfProgram(file, flags.roles);
    const { title, parties, runsOn } = found;
    if (found.runsOn === 'engine') {
      this.note(['It needs the general engine, which runs no programs among parties yet. What it would send is therefore not known. The lines that need it:', ...found.lines.map(({ line, column, why }) => `  ${file.name}:${line}:${column}: ${why}.`)].join('\n'));
      return { title, parties, runsOn, engineLines: found.lines };
    }
    const { cost, refused } = found;
    const waitingMs = latency === undefined ? undefined : cost.exchanges * latency;
    this.print(table(['each party of', 'parties', 'own numbers', 'messages', 'bytes'], cost.roles.map((role) => [role.role, ...[role.parties, role.numbers, role.messages, role.bytes].map(shown)])));
    for (const line of linesOf(cost)) this.printFitted(line);
    if (waitingMs !== undefined) this.printFitted(`Waiting for messages: at least ${waitingMs / 1000} s.`);
    if (refused.length > 0) this.note(refusedNote(refused));
    return { title, parties, runsOn, ...cost, waitingMs: waitingMs ?? null, refused };
  }
}

function linesOf({ numbers, lateNumbers, fieldBits, models, sums, exchanges }: Extract<ProgramCost, { runsOn: 'sums' }>['cost']): string[] {
  return [
    `Numbers that are added up: ${shown(numbers)}, of ${fieldBits} bits${lateNumbers === 0 ? '' : `; the counts decide whether ${shown(lateNumbers)} of them are opened`}.`,
    ...models.map(({ name, steps, numbersPerStep, fieldBits: bits }) => `Model ${name}: ${steps} steps, each with ${shown(numbersPerStep)} numbers of ${bits} bits.`),
    `Secure sums: ${sums}. Exchanges, one after the other: ${exchanges}.`,
  ];
}

function shown(count: number): string {
  return grouped(String(count));
}

function milliseconds(text: string): number {
  const [, number] = /^(\d{1,6})ms$/.exec(text) ?? [];
  if (number === undefined) throw new MpcError('USAGE', '--latency is no time in milliseconds.', 'Write it as 75ms.');
  return Number(number);
}
