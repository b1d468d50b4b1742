import { Flags } from '@oclif/core';
import { otherNumbers } from '../cli/analysis-columns.js';
import { AnalysisCommand, analysisFlags, keyNamed, minGroupFlag, recordsOf } from '../cli/analysis-command.js';
import { withEnvironment } from '../cli/base-command.js';
import { usage } from '../cli/proposing.js';
import { correlateProgram } from '../library/programs.js';

export default class Correlate extends AnalysisCommand {
  static override summary = 'Propose the correlation of each pair of columns over all parties, and take part.';
  static override description =
    'Pearson’s correlation, to 6 decimals, of all columns of numbers that --by and --where do not name. Writes a program in the language, which the agreement holds and reads out in plain words; --show-program prints it. Every party learns the results, and the exact sums and sums of products that they follow from.\n\nThe others run `mpc join`.';
  static override examples = ['<%= config.bin %> <%= command.id %> --purpose "Dose and response" --column dose:0..100:1 --column response:-50..50:2 --seats 3 --relay wss://relay.example.org --csv trials.csv'];
  static override flags = {
    ...withEnvironment({
      by: Flags.string({ description: 'Correlations of each group of rows, by a column of few values. Repeatable.', helpValue: 'NAME', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
      'min-group': minGroupFlag('Open no sums of fewer rows than this'),
    }),
    ...analysisFlags,
  };

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(Correlate);
    const records = recordsOf(flags);
    const by = (flags.by ?? []).map((name) => keyNamed(records.columns, name));
    const of = otherNumbers(records.columns, by, records.where);
    if (of.length < 2) throw usage('A correlation is of two columns of numbers or more.', 'Declare them, such as --column dose:0..100:1 --column response:-50..50:2.');
    return this.analyse(correlateProgram(records, { of, by, minGroup: flags['min-group'] }), flags);
  }
}
