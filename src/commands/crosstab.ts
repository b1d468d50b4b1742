import { Flags } from '@oclif/core';
import { AnalysisCommand, analysisFlags, keyNamed, minGroupFlag, recordsOf, weightFlag, weightNamed } from '../cli/analysis-command.js';
import { withEnvironment } from '../cli/base-command.js';
import { usage } from '../cli/proposing.js';
import { crosstabProgram } from '../library/programs.js';

export default class Crosstab extends AnalysisCommand {
  static override summary = 'Propose how many rows of all parties have each combination of values, and take part.';
  static override description =
    'For two columns, also Pearson’s chi-squared and its p-value, which follow from the counts. With --weight, also the sum of the weights in each cell, and no test. Nothing is hidden: cells of one row are shown. Writes a program in the language, which the agreement holds and reads out in plain words; --show-program prints it. Every party learns the counts.\n\nThe others run `mpc join`.';
  static override examples = ['<%= config.bin %> <%= command.id %> --purpose "Smoking and readmission" --column smoker:yes/no --column readmitted:yes/no --by smoker --by readmitted --seats 3 --relay wss://relay.example.org --csv stays.csv'];
  static override flags = {
    ...withEnvironment({ by: Flags.string({ description: 'Column of few values. Repeatable.', helpValue: 'NAME', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }), weight: weightFlag(), 'min-group': minGroupFlag('Open no weights of fewer rows than this') }),
    ...analysisFlags,
  };

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(Crosstab);
    const records = recordsOf(flags);
    if (flags.by === undefined || flags.by.length === 0) throw usage('--by is missing.', 'Name the columns whose values are counted: --by smoker --by readmitted.');
    const by = flags.by.map((name) => keyNamed(records.columns, name));
    const weight = weightNamed(records.columns, flags.weight, by);
    if (flags['min-group'] !== undefined && weight === undefined) throw usage('--min-group goes with --weight.', 'Without weights nothing but counts is given, and they are seen in any case.');
    return this.analyse(crosstabProgram(records, { by, weight, minGroup: flags['min-group'] }), flags);
  }
}
