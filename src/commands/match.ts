import { Flags } from '@oclif/core';
import { withEnvironment } from '../cli/base-command.js';
import { matchingFlags, participationFlags, proposalFlags, type MatchingValues } from '../cli/flags.js';
import { keyTermsOf, MatchingCommand } from '../cli/matching-command.js';
import { match } from '../library/agreements.js';
import type { ProposedTerms } from '../library/operations.js';

export default class Match extends MatchingCommand<object> {
  static override summary = 'Propose to compare one list with several others, and take part: which rows are on any of them.';
  static override description =
    'One party, the proposer unless --to names another, learns which of its own rows are on at least one of the others’ lists. It is not told on whose or on how many, and learns nothing about any other name. While all follow the rules, the owners of those lists learn nothing about its rows, and about each other’s only what the last mixer sees: how many are on more than one list.\n\nThe others mix the lists in the order of --party. The one that mixes last can secretly try as many names as its --cap allows. Best is a party that has no list: name it last, with --cap NAME=0. With only two lists, an owner that helps the recipient tells it which matches are on the other’s.\n\nColumns named with --key say who a row is: all sides make the same key from the same person written differently (`mpc keys` shows what your rows become). With --near, rows that are written a little differently match, too.\n\nLists are padded to --cap, so that nobody sees how long they are. `mpc agreement show` says what is protected against whom.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --purpose "No informant among those we follow" --key name:name --key born:date --party refuge --party legal-aid --relay wss://relay.example.org --csv targets.csv',
    '<%= config.bin %> <%= command.id %> --purpose "No informant among those we follow" --key name:name --key born:date --near --cap police=100 --cap 2000 --cap auditor=0 --party police --party legal-aid --party auditor --to police --relay wss://relay.example.org --propose check.json',
  ];
  static override flags = {
    ...proposalFlags,
    ...matchingFlags,
    ...withEnvironment({
      'allow-larger-last': Flags.boolean({ description: 'Go on although the party that mixes last can secretly test more keys than the recipient may.', helpGroup: 'PROPOSING' }),
    }),
    ...participationFlags,
  };

  protected readonly usualSeats = '3';

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(Match);
    return this.propose(flags);
  }

  protected override termsOf(flags: MatchingValues): ProposedTerms {
    return match({ ...keyTermsOf(flags), allowLargerLast: flags['allow-larger-last'] });
  }
}
