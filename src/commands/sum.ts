import { linearFlags, participationFlags, proposalFlags, type LinearValues } from '../cli/flags.js';
import { LinearCommand, numbersOf } from '../cli/linear-command.js';
import { sum } from '../library/agreements.js';
import type { ProposedTerms } from '../library/operations.js';

export default class Sum extends LinearCommand {
  static override summary = 'Propose the exact sum of columns over all parties, and take part.';
  static override description =
    'Every party keeps its CSV file where it is. Only the total over all parties is revealed, to the parties named with --to.\n\nWith --seats N an invite is printed for the others to paste into `mpc join`. With --party NAME the parties are found by their known keys, and the agreement that the others need is written to a file. With --propose FILE only the agreement is written.\n\nWith --by or --where the command writes a program, as `mpc stats` does: the agreement holds it, everybody approves its words, and every party learns the results.\n\nEvery flag can come from the environment; a repeatable one has its values there between commas, or one a line if they hold commas.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --purpose "Payroll of the sector" --column salary --seats 3 --relay wss://relay.example.org --csv payroll.csv',
    '<%= config.bin %> <%= command.id %> --purpose "Beds in use" --column beds:0..5000 --party north --party south --relay wss://relay.example.org --csv beds.csv',
    '<%= config.bin %> <%= command.id %> --purpose "Beds in use" --column beds:0..5000 --party north --party south --relay wss://relay.example.org --propose beds.json',
    '<%= config.bin %> <%= command.id %> --purpose "Days by ward" --column days:0..400 --column ward:surgery,medicine --column age:0..120 --by ward --where "age >= 18" --min-group 10 --seats 3 --relay wss://relay.example.org --csv stays.csv',
  ];
  protected override readonly statistics = ['sum'] as const;
  static override flags = { ...proposalFlags, ...linearFlags, ...participationFlags };

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(Sum);
    return this.proposeLinear(flags);
  }

  protected override linearTerms(flags: LinearValues): ProposedTerms {
    return sum(numbersOf(flags));
  }
}
