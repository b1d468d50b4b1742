import { Args } from '@oclif/core';
import { MpcCommand } from '../../cli/base-command.js';
import { writeNew } from '../../cli/output.js';
import { table } from '../../cli/terminal/table.js';
import { MpcError } from '../../library/errors.js';
import { programExamples } from '../../library/programs.js';
import { cleaned } from '../../library/text.js';

export default class ProgramNew extends MpcCommand {
  static override summary = 'Write one of the example programs; without a name, list them.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> paygap'];
  static override args = { name: Args.string({ name: 'NAME', description: 'Name of an example. It is written to NAME.tally.' }) };

  protected override async execute(): Promise<object> {
    const { args } = await this.parse(ProgramNew);
    const examples = await programExamples();
    if (args.name === undefined) {
      const programs = examples.map(({ name, title }) => ({ name, title }));
      this.print(table(['name', 'analysis'], programs.map(({ name, title }) => [name, title])));
      this.note('Write one: mpc program new NAME');
      return { programs };
    }
    const example = examples.find(({ name }) => name === args.name);
    if (example === undefined) throw new MpcError('USAGE', `There is no example "${cleaned(args.name, 60)}".`, 'List them: mpc program new');
    const file = await writeNew(`${example.name}.tally`, example.text);
    this.note(`Wrote ${example.name}.tally. Try it: mpc program try ${example.name}.tally`);
    return { file };
  }
}
