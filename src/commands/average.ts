import { Flags } from '@oclif/core';
import { withEnvironment } from '../cli/base-command.js';
import { linearFlags, participationFlags, proposalFlags, type LinearValues } from '../cli/flags.js';
import { LinearCommand, numbersOf } from '../cli/linear-command.js';
import { average } from '../library/agreements.js';
import type { ProposedTerms } from '../library/operations.js';

interface AverageValues {
  digits: number;
}

export default class Average extends LinearCommand<AverageValues> {
  static override summary = 'Propose the exact average of columns over all rows of all parties, and take part.';
  static override description =
    'The sum and the number of rows over all parties are revealed, and with them the average, to the parties named with --to. With --by or --where every party learns them. Otherwise as `mpc sum`.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --purpose "Average salary of the sector" --column salary:0..500000:2 --seats 5 --relay wss://relay.example.org --csv payroll.csv',
    '<%= config.bin %> <%= command.id %> --purpose "Average stay" --column days:0..3650 --party north --party south --relay wss://relay.example.org --propose stay.json',
  ];
  protected override readonly statistics = ['sum', 'mean'] as const;
  static override flags = {
    ...proposalFlags,
    ...linearFlags,
    ...participationFlags,
    ...withEnvironment({ digits: Flags.integer({ description: 'Digits of the average beyond the column’s decimals.', default: 6, min: 0, max: 30, helpValue: 'N', helpGroup: 'PROPOSING' }) }),
  };

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(Average);
    return this.proposeLinear(flags, flags.digits);
  }

  protected override linearTerms(flags: LinearValues & AverageValues): ProposedTerms {
    return average({ ...numbersOf(flags), digits: flags.digits });
  }
}
