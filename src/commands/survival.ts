import { Flags } from '@oclif/core';
import { columnNamed, numbersNamed } from '../cli/analysis-columns.js';
import { AnalysisCommand, analysisFlags, recordsOf } from '../cli/analysis-command.js';
import { withEnvironment } from '../cli/base-command.js';
import { usage } from '../cli/proposing.js';
import { MOST_STEPS, stepsOf, survivalProgram } from '../library/programs.js';

const MOST_GROUPS = 8;

export default class Survival extends AnalysisCommand {
  static override summary = 'Propose a survival curve over all parties (Kaplan–Meier), and take part.';
  static override description =
    'For each step of time: how many rows are still watched, how many events come, and what share has had none so far. For two groups or more, also the log-rank test. Rows whose event has not come count until their time. With a --step above 1, a row that leaves within a step counts as watched to its end. Nothing is hidden: steps with one event are shown. Writes a program in the language, which the agreement holds and reads out in plain words; --show-program prints it.\n\nThe others run `mpc join`.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --purpose "Survival after treatment" --column months:0..60 --column died:yes/no --column arm:old,new --time months --event died --by arm --seats 3 --relay wss://relay.example.org --csv patients.csv',
    '<%= config.bin %> <%= command.id %> --column days:0..3650 --column died:yes/no --time days --event died --step 30 --show-program',
  ];
  static override flags = {
    ...withEnvironment({
      time: Flags.string({ description: 'Column of whole numbers: until when a row was watched.', helpValue: 'NAME', helpGroup: 'PROPOSING' }),
      event: Flags.string({ description: 'Column of yes and no: whether the event came then.', helpValue: 'NAME', helpGroup: 'PROPOSING' }),
      by: Flags.string({ description: 'Column of few values: a curve for each.', helpValue: 'NAME', helpGroup: 'PROPOSING' }),
      step: Flags.integer({ description: 'How much time is taken together; 1 gives Kaplan and Meier’s estimate itself.', default: 1, min: 1, max: 100_000, helpValue: 'N', helpGroup: 'PROPOSING' }),
    }),
    ...analysisFlags,
  };

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(Survival);
    const records = recordsOf(flags);
    if (flags.time === undefined) throw usage('--time is missing.', 'Name the column that says until when a row was watched: --time months.');
    if (flags.event === undefined) throw usage('--event is missing.', 'Name the yes/no column that says whether the event came: --event died.');
    const time = numbersNamed(records.columns, flags.time, 'time');
    if (time.decimals !== 0) throw usage(`--time ${time.name}: it has decimals.`, `Declare whole numbers (--column ${time.name}:0..60), in a smaller unit if need be.`);
    const event = columnNamed(records.columns, flags.event, 'event');
    if (event.kind !== 'yes/no') throw usage(`--event ${event.name}: it is no yes/no.`, `Declare it so: --column ${event.name}:yes/no.`);
    const by = flags.by === undefined ? undefined : columnNamed(records.columns, flags.by, 'by');
    if (by?.kind === 'number' || by === event) throw usage(`--by ${by.name}: it makes no groups.`, 'Name a column of a few values, such as --column arm:old,new.');
    if (by?.kind === 'category' && by.values.length > MOST_GROUPS) throw usage(`--by ${by.name}: it makes more than ${MOST_GROUPS} curves.`, 'Declare fewer values, and leave rows out with --where.');
    if (stepsOf(time, flags.step) > MOST_STEPS) throw usage(`--step ${flags.step}: it makes ${stepsOf(time, flags.step)} steps of ${time.name} from ${time.low} to ${time.high}, and ${MOST_STEPS} are the most.`, 'Take a larger --step, or a narrower range.');
    return this.analyse(survivalProgram(records, { time, event, by, step: flags.step }), flags);
  }
}
