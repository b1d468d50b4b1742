import { Args, Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { sectionsJson } from '../../cli/program-json.js';
import { programInWords, readProgramText } from '../../library/programs.js';
import { textOf } from '../../library/text.js';

export default class ProgramShow extends MpcCommand {
  static override summary = 'Read a program in plain words: what each party puts in, what is worked out, who learns what.';
  static override description = 'The words are what people approve. They follow from the program alone, and are the same on every machine.';
  static override examples = ['<%= config.bin %> <%= command.id %> paygap.tally', '<%= config.bin %> <%= command.id %> paygap.tally --role employers="Kessler Care,Nordmarkt,Brandt Bau"'];
  static override args = { file: Args.string({ name: 'FILE', description: 'The program; - for standard input.', required: true }) };
  static override flags = withEnvironment({
    role: Flags.string({ description: 'Which parties have a role, so that the words name them. Repeatable.', helpValue: 'ROLE=NAME,…', multiple: true, multipleNonGreedy: true }),
    text: Flags.boolean({ description: 'Print the program itself below its words.', default: true, allowNo: true }),
  });

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(ProgramShow);
    const file = await readProgramText(args.file);
    const { title, sections } = programInWords(file, flags.role);
    this.printFitted(textOf(sections));
    if (flags.text) this.print(`\nTHE PROGRAM ITSELF\n  Where these words and the program differ, the program governs.\n\n${file.text.replaceAll('\r\n', '\n').trimEnd().replace(/^(?=.)/gm, '    ')}`);
    return { title, sections: sectionsJson(sections), text: file.text };
  }
}
