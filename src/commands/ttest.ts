import { Flags } from '@oclif/core';
import { numbersNamed, oneNumber } from '../cli/analysis-columns.js';
import { AnalysisCommand, analysisFlags, keyNamed, minGroupFlag, recordsOf, type AnalysisValues } from '../cli/analysis-command.js';
import { withEnvironment } from '../cli/base-command.js';
import { usage } from '../cli/proposing.js';
import { oneSampleProgram, sizeOf, twoSampleProgram, type Column } from '../library/programs.js';

export default class Ttest extends AnalysisCommand {
  static override summary = 'Propose Student’s t test over all parties: whether two means differ. Take part.';
  static override description =
    'With --by: whether the means of two groups differ, by Welch’s test; --equal-variances takes one variance for both. With --paired: whether two columns of the same rows differ. With --against: whether a mean is this number. The result has t, degrees of freedom, the two-sided p-value and the 95% interval, from exact sums. Writes a program in the language, which the agreement holds and reads out in plain words; --show-program prints it. Every party learns the results, and the exact sums that they follow from.\n\nThe others run `mpc join`.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --purpose "Old and new treatment" --column days:0..400 --column arm:old,new --of days --by arm --seats 3 --relay wss://relay.example.org --csv trial.csv',
    '<%= config.bin %> <%= command.id %> --purpose "Before and after" --column before:0..300 --column after:0..300 --of before --paired after --party south --party harbour --relay wss://relay.example.org --propose pressure.json',
    '<%= config.bin %> <%= command.id %> --column weight:0..10:3 --of weight --against 5 --show-program',
  ];
  static override flags = {
    ...withEnvironment({
      of: Flags.string({ description: 'Column of numbers. Needed if there are several.', helpValue: 'NAME', helpGroup: 'PROPOSING' }),
      by: Flags.string({ description: 'Column whose two values are the groups.', helpValue: 'NAME', exclusive: ['paired', 'against'], helpGroup: 'PROPOSING' }),
      paired: Flags.string({ description: 'Column of numbers that is subtracted from the other in each row.', helpValue: 'NAME', exclusive: ['against'], helpGroup: 'PROPOSING' }),
      against: Flags.string({ description: 'The number that the mean is compared with.', helpValue: 'NUMBER', helpGroup: 'PROPOSING' }),
      'equal-variances': Flags.boolean({ description: 'Assume that both groups have the same variance: Student’s test instead of Welch’s.', dependsOn: ['by'], helpGroup: 'PROPOSING' }),
      'min-group': minGroupFlag('Open nothing of fewer rows than this (in either group)'),
    }),
    ...analysisFlags,
  };

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(Ttest);
    return this.analyse(programOfFlags(flags), flags);
  }
}

function programOfFlags(flags: AnalysisValues & { readonly of?: string | undefined; readonly by?: string | undefined; readonly paired?: string | undefined; readonly against?: string | undefined; readonly 'equal-variances': boolean; readonly 'min-group'?: number | undefined }): string {
  const records = recordsOf(flags);
  const minGroup = flags['min-group'];
  const by = flags.by === undefined ? undefined : keyNamed(records.columns, flags.by);
  const less = flags.paired === undefined ? undefined : numbersNamed(records.columns, flags.paired, 'paired');
  const used: Column[] = [by, less].filter((column) => column !== undefined);
  const of = oneNumber(records, flags.of, used, 'A t test', 'days:0..400');
  if (used.includes(of)) throw usage(`--of ${of.name}: it is the other column, too.`, 'Name two different columns.');
  if (by !== undefined) {
    if (sizeOf(by) !== 2) throw usage(`--by ${by.name}: a t test compares two groups, and it has ${sizeOf(by)} values.`, 'Declare two (--column arm:old,new), leave the others out with --where, or take `mpc anova`.');
    return twoSampleProgram(records, { of, by, minGroup, equalVariances: flags['equal-variances'] });
  }
  if (less === undefined && flags.against === undefined) throw usage('It is not said what the mean is compared with.', 'Give --by COLUMN for two groups, --paired COLUMN for a second column, or --against NUMBER.');
  const against = flags.against ?? '0';
  if (!/^-?(0|[1-9]\d{0,19})(\.\d{1,10})?$/.test(against)) throw usage('--against is no number.', 'Write --against 5 or --against 2.50.');
  return oneSampleProgram(records, { of, less, against, minGroup });
}
