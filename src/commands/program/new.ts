import { Args } from '@oclif/core';
import { MpcCommand } from '../../cli/base-command.js';
import { writeNew } from '../../cli/output.js';
import { table } from '../../cli/terminal/table.js';
import { MpcError } from '../../library/errors.js';
import { programExamples, reviewProgram, type ProgramText } from '../../library/programs.js';
import { cleaned } from '../../library/text.js';

export default class ProgramNew extends MpcCommand {
  static override summary = 'Write one of the example programs; without a name, list them.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> paygap'];
  static override args = { name: Args.string({ name: 'NAME', description: 'Name of an example. It is written to NAME.tally.' }) };

  protected override async execute(): Promise<object> {
    const { args } = await this.parse(ProgramNew);
    const examples = await programExamples();
    if (args.name === undefined) {
      const programs = examples.map(({ name, title, text }) => ({ name, title, runs: runsAmongParties({ name, text }) }));
      this.print(table(['name', 'analysis', 'runs'], programs.map(({ name, title, runs }) => [name, title, runs ? 'among parties' : 'with program try'])));
      this.note('Write one: mpc program new NAME\nThose that run among parties run with `mpc run`, the others with `mpc program try` on sample files alone.');
      return { programs };
    }
    const example = examples.find(({ name }) => name === args.name);
    if (example === undefined) throw new MpcError('USAGE', `There is no example "${cleaned(args.name, 60)}".`, 'List them: mpc program new');
    const file = await writeNew(`${example.name}.tally`, example.text);
    this.note(`Wrote ${example.name}.tally. Try it: mpc program try ${example.name}.tally`);
    return { file };
  }
}

function runsAmongParties(program: ProgramText): boolean {
  const { plan, refused } = reviewProgram(program);
  return plan.on === 'sums' && refused.length === 0;
}
