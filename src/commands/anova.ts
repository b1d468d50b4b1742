import { Flags } from '@oclif/core';
import { oneNumber } from '../cli/analysis-columns.js';
import { AnalysisCommand, analysisFlags, keyNamed, minGroupFlag, recordsOf } from '../cli/analysis-command.js';
import { withEnvironment } from '../cli/base-command.js';
import { usage } from '../cli/proposing.js';
import { anovaProgram } from '../library/programs.js';

const MOST_GROUPS = 100;

export default class Anova extends AnalysisCommand {
  static override summary = 'Propose an analysis of variance over all parties: whether groups differ in their means. Take part.';
  static override description =
    'One-way analysis. For each group: number, sum, sum of squares, mean and deviation. For all groups: sums of squares between and within, F, its p-value and R². Everything follows from exact sums. Writes a program in the language, which the agreement holds and reads out in plain words; --show-program prints it. Every party learns the results, and the exact sums that they follow from.\n\nThe others run `mpc join`.';
  static override examples = ['<%= config.bin %> <%= command.id %> --purpose "Stay by ward" --column days:0..400 --column ward:surgery,medicine,other --of days --by ward --seats 3 --relay wss://relay.example.org --csv stays.csv'];
  static override flags = {
    ...withEnvironment({
      of: Flags.string({ description: 'Column of numbers whose means are compared. Needed if there are several.', helpValue: 'NAME', helpGroup: 'PROPOSING' }),
      by: Flags.string({ description: 'Column whose values, a few, are the groups.', helpValue: 'NAME', helpGroup: 'PROPOSING' }),
      'min-group': minGroupFlag('Open nothing where a group has fewer rows than this'),
    }),
    ...analysisFlags,
  };

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(Anova);
    const records = recordsOf(flags);
    if (flags.by === undefined) throw usage('--by is missing.', 'Name the column that makes the groups: --by ward.');
    const by = keyNamed(records.columns, flags.by);
    if (by.kind === 'number' && Number(by.high) - Number(by.low) >= MOST_GROUPS) throw usage(`--by ${by.name}: it makes more than ${MOST_GROUPS} groups.`, 'Declare a narrower range, or a few values.');
    const of = oneNumber(records, flags.of, [by], 'An analysis of variance', 'days:0..400');
    if (of === by) throw usage('--of and --by name the same column.', 'Name the column of numbers with --of, and the one that makes the groups with --by.');
    return this.analyse(anovaProgram(records, { of, by, minGroup: flags['min-group'] }), flags);
  }
}
