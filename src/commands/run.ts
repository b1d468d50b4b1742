import { Args, Flags } from '@oclif/core';
import { withEnvironment } from '../cli/base-command.js';
import { participationFlags, programProposalFlags } from '../cli/flags.js';
import { ProgramCommand } from '../cli/program-command.js';
import { readProgramText } from '../library/programs.js';

export default class Run extends ProgramCommand {
  static override summary = 'Propose an analysis in the language, and take part.';
  static override description =
    'For programs whose results follow from sums and counts: each party adds up its own rows at home, and the sums of all parties together are opened to those who learn something. `mpc program check FILE` says which programs these are, and `mpc program try FILE` runs any of them on this machine.\n\nThe agreement holds the program itself. Whoever approves it reads it in plain words, with every sum that is opened. Notices marked ATTENTION have to be accepted with --accept.\n\nThe others run `mpc join`.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> quality.tally --purpose "Gaps in our files" --seats 3 --accept A09:1 --accept A10:1 --relay wss://relay.example.org --csv visits.csv',
    '<%= config.bin %> <%= command.id %> stays.tally --purpose "Length of stay" --role hospitals=north,south,harbour --role Institute=institute --accept A04:1 --relay wss://relay.example.org --propose stays.json',
  ];
  static override args = { file: Args.string({ name: 'FILE', description: 'The program; - for standard input.', required: true }) };
  static override flags = {
    ...withEnvironment({
      role: Flags.string({ description: 'Which parties have a role of the program, yourself among them. Repeatable. If the program has one role, all parties have it, and --party or --seats says who they are.', helpValue: 'ROLE=NAME,…', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
      set: Flags.string({ description: 'The value of a parameter. Repeatable.', helpValue: 'NAME=VALUE', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
      list: Flags.string({ description: 'The file of a public list, one entry a line. The agreement holds the entries. Repeatable.', helpValue: 'NAME=FILE', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
      accept: Flags.string({ description: 'A notice that you accept, as `mpc program check` prints it. Repeatable.', helpValue: 'CODE[:N]', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
    }),
    ...programProposalFlags,
    ...participationFlags,
  };

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(Run);
    return this.proposeProgram(await readProgramText(args.file), flags, false);
  }
}
