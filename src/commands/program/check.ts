import { Args } from '@oclif/core';
import { MpcCommand } from '../../cli/base-command.js';
import { noticesJson, refusedNote } from '../../cli/program-json.js';
import { readProgramText, reviewProgram } from '../../library/programs.js';
import { textOf } from '../../library/text.js';

export default class ProgramCheck extends MpcCommand {
  static override summary = 'Find the errors of a program, and what it may give away.';
  static override description = 'Nothing is run and nothing is sent. Notices marked ATTENTION have to be accepted by whoever proposes the program.';
  static override examples = ['<%= config.bin %> <%= command.id %> paygap.tally', '<%= config.bin %> <%= command.id %> - < paygap.tally'];
  static override args = { file: Args.string({ name: 'FILE', description: 'The program; - for standard input.', required: true }) };

  protected override async execute(): Promise<object> {
    const { args } = await this.parse(ProgramCheck);
    const file = await readProgramText(args.file);
    const { title, notices, accept, section, plan, refused, remedies } = reviewProgram(file);
    this.printFitted(textOf([section]));
    if (refused.length > 0) this.note(refusedNote(refused, remedies));
    this.note(`${file.name}: no errors.${accept.length === 0 ? '' : ` Whoever proposes it accepts: ${accept.map((key) => `--accept ${key}`).join(' ')}`}`);
    if (plan.on === 'sums' && refused.length === 0) this.note('What it reveals can be worked out of sums: it needs no general engine.');
    if (plan.on === 'engine') this.note(['It needs the general engine, which works with numbers that nobody sees:', ...plan.lines.map(({ line, column, why }) => `  ${file.name}:${line}:${column}: ${why}.`)].join('\n'));
    return { title, notices: noticesJson(notices), runsOn: plan.on, refused, ...(plan.on === 'engine' ? { engineLines: plan.lines } : {}) };
  }
}
