import { Flags } from '@oclif/core';
import { oneNumber } from '../cli/analysis-columns.js';
import { AnalysisCommand, analysisFlags, recordsOf } from '../cli/analysis-command.js';
import { withEnvironment } from '../cli/base-command.js';
import { usage } from '../cli/proposing.js';
import { cutsOf, histogramProgram, MOST_BARS } from '../library/programs.js';

export default class Histogram extends AnalysisCommand {
  static override summary = 'Propose how many rows of all parties have a value in each band of a column, and take part.';
  static override description =
    'Bands begin at the multiples of --step inside the column’s range. Nothing is hidden: bands of one row are shown. Writes a program in the language, which the agreement holds and reads out in plain words; --show-program prints it. Every party learns the counts.\n\nThe others run `mpc join`.';
  static override examples = ['<%= config.bin %> <%= command.id %> --purpose "Pay in the sector" --column salary:0..20000:2 --step 500 --seats 3 --relay wss://relay.example.org --csv payroll.csv'];
  static override flags = {
    ...withEnvironment({
      of: Flags.string({ description: 'The column. Needed if several hold numbers.', helpValue: 'NAME', helpGroup: 'PROPOSING' }),
      step: Flags.string({ description: 'How wide a band is, in the column’s own units.', helpValue: 'NUMBER', helpGroup: 'PROPOSING' }),
    }),
    ...analysisFlags,
  };

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(Histogram);
    const records = recordsOf(flags);
    const column = oneNumber(records, flags.of, [], 'A histogram', 'salary:0..20000:2');
    if (flags.step === undefined) throw usage('--step is missing.', 'Say how wide a band is: --step 500.');
    const cuts = cutsOf(column, flags.step);
    if (cuts === undefined || cuts.length === 0) throw usage(`--step ${flags.step}: it makes no bands of ${column.name} from ${column.low} to ${column.high}, or more than ${MOST_BARS}.`, 'Give a number above 0 with no more decimals than the column, which the range holds at least one multiple of.');
    return this.analyse(histogramProgram(records, column, cuts), flags);
  }
}
