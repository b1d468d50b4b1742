import { Flags } from '@oclif/core';
import { numbersNamed, otherNumbers } from '../cli/analysis-columns.js';
import { AnalysisCommand, analysisFlags, keyNamed, minGroupFlag, recordsOf, weightFlag, weightNamed } from '../cli/analysis-command.js';
import { withEnvironment } from '../cli/base-command.js';
import { usage } from '../cli/proposing.js';
import { STATISTICS, statsProgram, type Statistic } from '../library/programs.js';

/** Why a statistic is not given. */
const SMALLEST = 'The smallest value is the exact value of one row: sums do not tell it, and who learns it learns that of one person.';
const LARGEST = 'The largest value is the exact value of one row: sums do not tell it, and who learns it learns that of one person.';
const QUANTILE = 'It does not follow from sums. `mpc histogram --quantile 50%` says between which bounds it lies.';

/** What users ask for and do not get, by the names that they use. */
const REFUSED: Readonly<Record<string, string>> = { min: SMALLEST, minimum: SMALLEST, smallest: SMALLEST, least: SMALLEST, max: LARGEST, maximum: LARGEST, largest: LARGEST, range: `${SMALLEST} So is the largest.`, median: QUANTILE, quantile: QUANTILE, percentile: QUANTILE };

export default class Stats extends AnalysisCommand {
  static override summary = 'Propose number, sum, mean, deviation and so on of columns over all parties, and take part.';
  static override description =
    'Writes a program in the language, which the agreement holds and reads out in plain words; --show-program prints it. Every party learns the results, and the exact sums that they follow from. What the program may give away is accepted by proposing it, and printed.\n\nmean, variance, deviation and error have the column’s decimals and 6 more. interval holds the mean with 95% by Student’s t. It does not give the smallest, the largest and the middle value. With --weight, rows count by a column of weights (docs/language/statistics.md has the formulas).\n\nThe others run `mpc join`.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --purpose "Pay in the sector" --column salary:0..20000:2 --seats 3 --relay wss://relay.example.org --csv payroll.csv',
    '<%= config.bin %> <%= command.id %> --purpose "Stay by ward" --column days:0..400 --column ward:surgery,medicine --column age:0..120 --by ward --where "age >= 18" --party south --party harbour --relay wss://relay.example.org --propose stay.json',
    '<%= config.bin %> <%= command.id %> --column salary:0..20000:2 --show-program',
  ];
  static override flags = {
    ...withEnvironment({
      of: Flags.string({ description: 'Column of numbers to describe. Repeatable; default: all that --by and --where do not name.', helpValue: 'NAME', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
      by: Flags.string({ description: 'Describe each group of rows separately, by a column of few values. Repeatable.', helpValue: 'NAME', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
      weight: weightFlag(),
      'min-group': minGroupFlag('Open no sums of fewer rows than this'),
      statistic: Flags.string({ description: `What is worked out beside the number of rows: ${STATISTICS.join(', ')}. Repeatable; default all.`, helpValue: 'NAME', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
    }),
    ...analysisFlags,
  };

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(Stats);
    const records = recordsOf(flags);
    const by = (flags.by ?? []).map((name) => keyNamed(records.columns, name));
    const weight = weightNamed(records.columns, flags.weight, by);
    const of = flags.of === undefined ? otherNumbers(records.columns, [...by, ...(weight === undefined ? [] : [weight])], records.where) : flags.of.map((name) => numbersNamed(records.columns, name, 'of'));
    if (of.length === 0) throw usage('There is no column of numbers to describe.', 'Declare one, such as --column salary:0..500000:2, or name it with --of.');
    return this.analyse(statsProgram(records, { of, by, weight, statistics: statisticsOf(flags.statistic), minGroup: flags['min-group'] }), flags);
  }
}

function statisticsOf(names: readonly string[] | undefined): readonly Statistic[] {
  if (names === undefined) return STATISTICS;
  for (const name of names) {
    if (Object.hasOwn(REFUSED, name)) throw usage(`--statistic ${name}: ${REFUSED[name] ?? ''}`, 'Leave it out. mean, deviation and `mpc histogram` say where values lie.');
    if (!(STATISTICS as readonly string[]).includes(name)) throw usage(`--statistic ${name} is none.`, `Those there are: ${STATISTICS.join(', ')}.`);
  }
  return STATISTICS.filter((each) => names.includes(each));
}
