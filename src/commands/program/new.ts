import { Args } from '@oclif/core';
import { MpcCommand } from '../../cli/base-command.js';
import { exampleNames, exampleText } from '../../cli/program-examples.js';
import { MpcError } from '../../library/errors.js';
import { writeNew } from '../../io/files.js';
import { table } from '../../cli/terminal/table.js';
import { cleaned } from '../../library/text.js';

export default class ProgramNew extends MpcCommand {
  static override summary = 'Write one of the example programs to begin with; without a name, list them.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> paygap'];
  static override args = { name: Args.string({ name: 'NAME', description: 'Of an example; it is written to NAME.tally.' }) };

  protected override async execute(): Promise<object> {
    const { args } = await this.parse(ProgramNew);
    const names = await exampleNames();
    if (args.name === undefined) {
      const programs = await Promise.all(names.map(async (name) => ({ name, title: /^analysis "(.*)"$/m.exec(await exampleText(name))?.[1] ?? '' })));
      this.print(table(['name', 'analysis'], programs.map(({ name, title }) => [name, title])));
      this.note('Write one: mpc program new NAME');
      return { programs };
    }
    if (!names.includes(args.name)) throw new MpcError('USAGE', `There is no example "${cleaned(args.name, 60)}".`, 'List them: mpc program new');
    const file = await writeNew(`${args.name}.tally`, await exampleText(args.name));
    this.note(`Wrote ${args.name}.tally. Try it: mpc program try ${args.name}.tally`);
    return { file };
  }
}
