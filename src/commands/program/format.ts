import { Args, Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { replaceFile } from '../../cli/output.js';
import { shownPath } from '../../cli/paths.js';
import { MpcError } from '../../library/errors.js';
import { checkProgram, formatProgram, readProgramText } from '../../library/programs.js';

export default class ProgramFormat extends MpcCommand {
  static override summary = 'Write a program in its usual form: only blanks, line ends and digits change.';
  static override description = 'Without --check, the file is rewritten if something changes. A program from standard input goes to standard output. The program in an agreement stays as it is: another form has another digest.';
  static override examples = ['<%= config.bin %> <%= command.id %> paygap.tally', '<%= config.bin %> <%= command.id %> paygap.tally --check', '<%= config.bin %> <%= command.id %> - < draft.tally > paygap.tally'];
  static override args = { file: Args.string({ name: 'FILE', description: 'The program; - for standard input.', required: true }) };
  static override flags = withEnvironment({ check: Flags.boolean({ description: 'Change nothing; end with exit code 2 if something would change.' }) });

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(ProgramFormat);
    const file = await readProgramText(args.file);
    checkProgram(file);
    const formatted = formatProgram(file.text);
    const changed = formatted !== file.text;
    if (flags.check) {
      if (changed) throw new MpcError('PROGRAM_INVALID', `${file.name} is not in its usual form: line ${firstDifference(file.text, formatted)} would change.`, args.file === '-' ? 'Write it with `mpc program format -`.' : `Write it with \`mpc program format ${shownPath(args.file)}\`.`);
      this.note(`${file.name} is in its usual form.`);
    } else if (args.file === '-') {
      this.print(formatted.trimEnd());
    } else if (changed) {
      await replaceFile(args.file, formatted);
      this.note(`${file.name} is written anew.`);
    } else this.note(`${file.name} is in its usual form: nothing changed.`);
    return { file: args.file, changed, text: formatted };
  }
}

function firstDifference(a: string, b: string): number {
  const [x, y] = [a.split('\n'), b.split('\n')];
  return x.findIndex((line, i) => line !== y[i]) + 1 || x.length;
}
