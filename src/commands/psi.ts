import { Flags } from '@oclif/core';
import { withEnvironment } from '../cli/base-command.js';
import { matchingFlags, participationFlags, proposalFlags, type MatchingValues } from '../cli/flags.js';
import { keyTermsOf, MatchingCommand } from '../cli/matching-command.js';
import { usage } from '../cli/proposing.js';
import { psi } from '../library/agreements.js';
import type { ProposedTerms } from '../library/operations.js';

interface PsiValues {
  count: boolean;
  protocol: 'auto' | 'voprf' | 'vole';
  payload?: string[] | undefined;
  'payload-bytes': number;
  to?: string[] | undefined;
  'without-data'?: string[] | undefined;
}

export default class Psi extends MatchingCommand<PsiValues> {
  static override summary = 'Propose to compare two lists, and take part: which rows are on both, or only how many.';
  static override description =
    'The party named with --to learns which of its own rows the other list also has, and nothing else about that list. The other party does not learn which rows match, or how many. Without --to, both learn which of their own rows match. With --count only the number of common keys is revealed.\n\nColumns named with --key say who a row is: both sides make the same key from the same person written differently (`mpc keys` shows what your rows become). With --near, rows that are written a little differently match, too.\n\nLists are padded to --cap, so that nobody sees how long they are.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --purpose "Patients that we share" --key surname:name --key born:date --party clinic --to ward --relay wss://relay.example.org --csv patients.csv',
    '<%= config.bin %> <%= command.id %> --purpose "Overlap of two studies" --key id:exact --count --seats 2 --relay wss://relay.example.org --csv study.csv',
    '<%= config.bin %> <%= command.id %> --purpose "Whom to call" --key name:name --near --payload phone --party shelter --to ward --relay wss://relay.example.org --propose call.json',
  ];
  static override flags = {
    ...proposalFlags,
    ...matchingFlags,
    ...withEnvironment({
      protocol: Flags.option({ description: 'How: voprf (RFC 9497, elliptic curves), vole (quick for large lists; a recipient that cheats can try more keys than its cap), or auto: vole if the lists and every recipient’s cap are large.', options: ['auto', 'voprf', 'vole'] as const, default: 'auto', helpGroup: 'PROPOSING' })(),
      count: Flags.boolean({ description: 'Reveal only how many keys the lists have in common.', helpGroup: 'PROPOSING' }),
      payload: Flags.string({ description: 'Column of the other list that the recipient also gets, for rows that match. Repeatable.', helpValue: 'COLUMN', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
      'payload-bytes': Flags.integer({ description: 'Most bytes that the payload of one row may take.', default: 256, min: 1, max: 4096, helpValue: 'N', helpGroup: 'PROPOSING' }),
    }),
    ...participationFlags,
  };

  protected readonly usualSeats = '2';

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(Psi);
    return this.propose(flags);
  }

  protected override termsOf(flags: MatchingValues & PsiValues): ProposedTerms {
    const { count, payload, protocol } = flags;
    if (count && flags.near) throw usage('--count and --near exclude each other: a row has several keys under --near, and each would be counted.', 'Leave one of them out.');
    if (count && payload !== undefined) throw usage('--count and --payload exclude each other: who learns only a number has no row to be told more of.', 'Leave one of them out.');
    if (count && flags['max-matches'] !== undefined) throw usage('--count and --max-matches exclude each other: only the number is shown anyway.', 'Leave one of them out.');
    if (count && protocol !== 'auto') throw usage('--count and --protocol exclude each other: there is one protocol for a count.', 'Leave one of them out.');
    return psi({
      ...keyTermsOf(flags),
      count,
      protocol,
      ...(payload === undefined ? {} : { payload: { columns: payload, bytes: flags['payload-bytes'] } }),
      recipients: flags.to,
      withoutData: flags['without-data'],
    });
  }
}
