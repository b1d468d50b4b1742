import { Flags } from '@oclif/core';
import { combinations, oneNumber, shareOf } from '../cli/analysis-columns.js';
import { AnalysisCommand, analysisFlags, keyNamed, minGroupFlag, recordsOf, weightFlag, weightNamed } from '../cli/analysis-command.js';
import { withEnvironment } from '../cli/base-command.js';
import { usage } from '../cli/proposing.js';
import { cutsOf, histogramProgram, MOST_BARS } from '../library/programs.js';

const MOST_QUANTILES = 100;

export default class Histogram extends AnalysisCommand {
  static override summary = 'Propose how many rows of all parties have a value in each band of a column, and take part.';
  static override description =
    'Bands begin at the multiples of --step inside the column’s range. Nothing is hidden: bands of one row are shown. Writes a program in the language, which the agreement holds and reads out in plain words; --show-program prints it. With --quantile, also in which band the median lies, or another quantile. Every party learns the counts.\n\nThe others run `mpc join`.';
  static override examples = ['<%= config.bin %> <%= command.id %> --purpose "Pay in the sector" --column salary:0..20000:2 --step 500 --seats 3 --relay wss://relay.example.org --csv payroll.csv'];
  static override flags = {
    ...withEnvironment({
      of: Flags.string({ description: 'The column. Needed if several hold numbers.', helpValue: 'NAME', helpGroup: 'PROPOSING' }),
      by: Flags.string({ description: 'A histogram of each group of rows, by a column of few values. Repeatable.', helpValue: 'NAME', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
      quantile: Flags.string({ description: 'In which band the value lies that so many rows do not exceed: 50% is the median. Repeatable.', helpValue: 'PERCENT', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
      weight: weightFlag(),
      'min-group': minGroupFlag('Open no weights of fewer rows than this'),
      step: Flags.string({ description: 'How wide a band is, in the column’s own units.', helpValue: 'NUMBER', helpGroup: 'PROPOSING' }),
    }),
    ...analysisFlags,
  };

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(Histogram);
    const records = recordsOf(flags);
    const by = (flags.by ?? []).map((name) => keyNamed(records.columns, name));
    const weight = weightNamed(records.columns, flags.weight, by);
    const column = oneNumber(records, flags.of, [...by, ...(weight === undefined ? [] : [weight])], 'A histogram', 'salary:0..20000:2');
    if (column === weight || by.includes(column)) throw usage(`--of ${column.name}: another flag names it, too.`, 'Name a column of its own.');
    if (flags.step === undefined) throw usage('--step is missing.', 'Say how wide a band is: --step 500.');
    const cuts = cutsOf(column, flags.step);
    if (cuts === undefined || cuts.length === 0) throw usage(`--step ${flags.step}: it makes no bands of ${column.name} from ${column.low} to ${column.high}, or more than ${MOST_BARS}.`, 'Give a number above 0 with no more decimals than the column, which the range holds at least one multiple of.');
    const quantiles = (flags.quantile ?? []).map((text) => shareOf('quantile', text));
    const minGroup = flags['min-group'];
    if (minGroup !== undefined && weight === undefined) throw usage('--min-group goes with --weight.', 'Without weights nothing but counts is given, and they are seen in any case.');
    if (minGroup !== undefined && quantiles.length > 0) throw usage('--quantile does not go with --min-group.', 'A quantile needs all bands, also those that are hidden: leave one of the two out.');
    if (new Set(quantiles).size !== quantiles.length) throw usage('--quantile names a share twice.', 'Name each once.');
    const groups = combinations(by);
    if (quantiles.length * groups > MOST_QUANTILES) throw usage(`These are ${quantiles.length * groups} quantiles, of ${groups} groups, and ${MOST_QUANTILES} are the most.`, 'Ask for fewer, or leave --by out.');
    return this.analyse(histogramProgram(records, { of: column, cuts, by, weight, quantiles, minGroup }), flags);
  }
}
