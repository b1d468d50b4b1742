import { Flags } from '@oclif/core';
import { columnNamed, combinations } from '../cli/analysis-columns.js';
import { AnalysisCommand, analysisFlags, keyNamed, minGroupFlag, recordsOf } from '../cli/analysis-command.js';
import { withEnvironment } from '../cli/base-command.js';
import { usage } from '../cli/proposing.js';
import { parseDecimal } from '../library/data.js';
import { MOST_MODELS, regressProgram } from '../library/programs.js';

const MOST_STEPS = 25;

export default class Regress extends AnalysisCommand {
  static override summary = 'Propose a linear or logistic regression over all parties, and take part.';
  static override description =
    'Least squares with a constant: coefficients, standard errors, t, p, 95% intervals, R² and F, worked out exactly from sums of products. --logistic: the chances of a yes/no, in steps; every party sees the coefficients after each. A column of a few values becomes a yes/no column for each but the first. Writes a program in the language, which the agreement holds and reads out in plain words; --show-program prints it. Every party learns the results, and the exact sums that they follow from.\n\nThe others run `mpc join`.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --purpose "What length of stay depends on" --column days:0..400 --column age:0..120 --column urgent:yes/no --outcome days --on age --on urgent --seats 3 --relay wss://relay.example.org --csv stays.csv',
    '<%= config.bin %> <%= command.id %> --logistic --purpose "Risk of readmission" --column back:yes/no --column age:0..120 --column ward:surgery,medicine --outcome back --on age --on ward --party south --party harbour --relay wss://relay.example.org --propose risk.json',
    '<%= config.bin %> <%= command.id %> --column days:0..400 --column age:0..120 --outcome days --on age --show-program',
  ];
  static override flags = {
    ...withEnvironment({
      outcome: Flags.string({ description: 'The column that is explained: numbers; with --logistic a yes/no.', helpValue: 'NAME', helpGroup: 'PROPOSING' }),
      on: Flags.string({ description: 'A column that explains it. Repeatable.', helpValue: 'NAME', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
      by: Flags.string({ description: `A model of each group of rows, by a column of few values; up to ${MOST_MODELS}. Repeatable.`, helpValue: 'NAME', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
      logistic: Flags.boolean({ description: 'A logistic regression, of a yes/no.', helpGroup: 'PROPOSING' }),
      steps: Flags.integer({ description: 'Steps of a logistic regression; 8 unless said otherwise.', min: 1, max: MOST_STEPS, helpValue: 'N', dependsOn: ['logistic'], helpGroup: 'PROPOSING' }),
      ridge: Flags.string({ description: 'Hold large coefficients back by this much (all but the constant, columns as they are). A linear regression then has no standard errors.', helpValue: 'NUMBER', helpGroup: 'PROPOSING' }),
      'min-group': minGroupFlag('Make no model of fewer rows than this'),
      weight: Flags.string({ hidden: true }),
    }),
    ...analysisFlags,
  };

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(Regress);
    if (flags.weight !== undefined) throw usage('--weight: a regression takes no weights for now.', '`mpc stats`, `mpc crosstab` and `mpc histogram` do.');
    const records = recordsOf(flags);
    if (flags.outcome === undefined) throw usage('--outcome is missing.', 'Say which column is explained: --outcome days.');
    const outcome = columnNamed(records.columns, flags.outcome, 'outcome');
    const kind = flags.logistic ? 'logistic' : 'linear';
    if (kind === 'logistic' && outcome.kind !== 'yes/no') throw usage(`--outcome ${outcome.name}: a logistic regression is of a yes/no.`, `Declare it so (--column ${outcome.name}:yes/no), or leave --logistic out.`);
    if (outcome.kind === 'category') throw usage(`--outcome ${outcome.name}: it has values that are no numbers.`, 'Take a column of numbers; or a yes/no, with --logistic.');
    const names = flags.on ?? [];
    if (names.length === 0) throw usage('--on is missing.', 'Say which columns explain the outcome: --on age --on urgent.');
    const on = names.map((name) => columnNamed(records.columns, name, 'on'));
    const twice = names.find((name, i) => names.indexOf(name) !== i) ?? names.find((name) => name === outcome.name);
    if (twice !== undefined) throw usage(`${twice} stands twice in this regression.`, 'Name each column once.');
    const by = (flags.by ?? []).map((name) => keyNamed(records.columns, name));
    const used = by.find((column) => column === outcome || on.includes(column));
    if (used !== undefined) throw usage(`--by ${used.name}: it stands in the model, too.`, 'Name another column, or leave it out of the model.');
    if (combinations(by) > MOST_MODELS) throw usage(`--by makes ${combinations(by)} models, and ${MOST_MODELS} are the most.`, 'Declare fewer values, and leave rows out with --where.');
    if (flags.ridge !== undefined && (!/^\d{1,20}(\.\d{1,10})?$/.test(flags.ridge) || (parseDecimal(flags.ridge, 10) ?? 0n) <= 0n)) throw usage('--ridge is no number above 0.', 'Write --ridge 1.0, say.');
    return this.analyse(regressProgram(records, { outcome, on, by, kind, steps: flags.steps ?? 8, ridge: flags.ridge, minGroup: flags['min-group'] }), flags);
  }
}
