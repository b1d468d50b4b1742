import { Args, Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { parseDuration } from '../../cli/duration.js';
import { limitJson } from '../../cli/ledger-view.js';
import { MpcError } from '../../library/errors.js';
import { periodInWords, type Whom } from '../../library/home.js';
import { grouped } from '../../library/text.js';

const USAGE = 'Write `mpc ledger limit N`, `mpc ledger limit NAME N`, or `mpc ledger limit --others N`.';

export default class LedgerLimit extends MpcCommand {
  static override summary = 'Set how many items a party may test against your lists in a period.';
  static override description =
    'With only N: every known party that has no limit of its own. With NAME: that party. With --others: all parties that are not known, together. N counts keys, not records: with near rules a record has several. 0 refuses all. NAME and "default" takes a limit of its own back.';
  static override usage = ['ledger limit N', 'ledger limit NAME N', 'ledger limit --others N'];
  static override examples = [
    '<%= config.bin %> <%= command.id %> 20000',
    '<%= config.bin %> <%= command.id %> "Police North" 100000 --per 90d',
    '<%= config.bin %> <%= command.id %> "Police North" default',
    '<%= config.bin %> <%= command.id %> --others 0',
  ];
  static override args = {
    'name|n': Args.string({ name: 'NAME or N', description: 'Known party that the limit is for; without it, the limit.', required: true }),
    n: Args.string({ name: 'N', description: 'Most items in the period, or "default".' }),
  };
  static override flags = withEnvironment({
    others: Flags.boolean({ description: 'All parties whose keys are not among the known ones, together.' }),
    per: Flags.string({ description: 'The period (1h to 366d); as it was unless given, and 30d at first.', helpValue: 'DURATION' }),
  });

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(LedgerLimit);
    const name = args.n === undefined ? undefined : args['name|n'];
    const count = args.n ?? args['name|n'];
    if (flags.others && name !== undefined) throw new MpcError('USAGE', '--others and NAME exclude each other.', USAGE);
    const whom: Whom = name !== undefined ? { name } : flags.others ? 'others' : 'known';
    const periodMs = flags.per === undefined ? undefined : parseDuration(flags.per, 'per');
    if (count === 'default' && (name === undefined || periodMs !== undefined)) throw new MpcError('USAGE', '"default" goes with NAME alone.', USAGE);
    const limit = await this.store.ledger.setLimit(whom, count === 'default' ? 'default' : { items: countOf(count), ...(periodMs === undefined ? {} : { periodMs }) });
    this.printFitted(`${whoInWords(whom)}: ${grouped(String(limit.items))} items in ${periodInWords(limit.periodMs)}.`);
    return { party: name ?? null, others: flags.others, ...limitJson(limit) };
  }
}

function countOf(text: string): number {
  if (!/^\d{1,13}$/.test(text)) throw new MpcError('USAGE', 'The limit is not a whole number of items.', USAGE);
  return Number(text);
}

function whoInWords(whom: Whom): string {
  if (whom === 'known') return 'Each known party without a limit of its own';
  return whom === 'others' ? 'All others together' : whom.name;
}
