import { Flags } from '@oclif/core';
import { withEnvironment } from '../cli/base-command.js';
import { linearFlags, participationFlags, proposalFlags } from '../cli/flags.js';
import { ProposeCommand, type ProposeValues } from '../cli/propose-command.js';
import { needed, problemOf, usage } from '../cli/proposing.js';
import { askText } from '../cli/terminal/prompts.js';
import { compare, LEARNED, parseColumn, type Learned } from '../library/agreements.js';
import type { EmptyCells, ProposedTerms } from '../library/operations.js';

interface CompareValues {
  column?: string | undefined;
  learn?: Learned[] | undefined;
  empty: string;
  'max-rows': number;
  threshold?: number | undefined;
  holder?: string[] | undefined;
}

export default class Compare extends ProposeCommand<CompareValues> {
  static override summary = 'Propose to compare one number of each party, and take part: who has most, the order, the greatest, the median.';
  static override description =
    'Each party has one number: the total of the column in its file, or the only cell if the file has one row. The parties named with --to learn what --learn asks for, and no other number. The numbers themselves stay where they are.\n\n--learn takes\n  most, least   who has the greatest or smallest number; all of them if several have it\n  order         everybody, from the greatest number to the smallest, equal ones together\n  max, min      the greatest or smallest number\n  median        the number in the middle; of an even number of parties the lower of the two\n  more          whether you have more than the one other party; if you have the same, the answer is no\n\nmost goes together with max, and least with min: --learn least --learn min.\n\nThe result says something about everybody’s number, and much if there are two parties. A party that puts in a number other than its own learns how the others’ numbers compare with it.\n\nParties meet as with `mpc sum`.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> --purpose "Who of us two earns more" --column pay:0..1000000:2 --learn more --seats 2 --relay wss://relay.example.org --csv pay.csv',
    '<%= config.bin %> <%= command.id %> --purpose "Lowest tender" --column price:0..9000000:2 --learn least --learn min --seats 5 --relay wss://relay.example.org --csv tender.csv',
    '<%= config.bin %> <%= command.id %> --purpose "Median turnover" --column turnover:0..1000000000 --learn median --party north --party south --relay wss://relay.example.org --propose median.json',
  ];
  static override flags = {
    ...proposalFlags,
    ...withEnvironment({
      // A comparison cannot be sealed; a user who asks for it is told so.
      threshold: Flags.integer({ hidden: true }),
      holder: Flags.string({ hidden: true, multiple: true, multipleNonGreedy: true }),
      column: Flags.string({ char: 'c', description: 'The column of numbers. Without a range: 2 decimals, ± 10^13. With a range but no DECIMALS: whole numbers.', helpValue: 'NAME[:MIN..MAX[:DECIMALS]]', helpGroup: 'PROPOSING' }),
      learn: Flags.option({ description: 'What the result says: see above. Repeatable for most with max, and for least with min.', options: LEARNED, multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' })(),
      empty: linearFlags.empty,
      'max-rows': Flags.integer({ description: 'Most rows that a party’s number may be the total of.', default: 1_000_000, min: 1, max: 10_000_000_000, helpValue: 'N', helpGroup: 'PROPOSING' }),
    }),
    ...participationFlags,
  };

  protected readonly usualSeats = '2';

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(Compare);
    return this.propose(flags);
  }

  protected async askTerms(flags: ProposeValues<CompareValues>): Promise<void> {
    flags.column ??= await askText('Which column holds the number? (NAME or NAME:MIN..MAX:DECIMALS)', { check: (text) => problemOf(() => parseColumn(text)) });
    flags.learn ??= (await askText(`What is to be learned? (${LEARNED.join(', ')})`, { default: 'most', check: (text) => problemOf(() => learnedIn(text)) }).then(learnedIn));
  }

  protected termsOf(flags: CompareValues, ownName: string): ProposedTerms {
    if (flags.threshold !== undefined || flags.holder !== undefined) throw usage('The result of a comparison cannot be sealed: those who learn it learn it in the session.', 'Leave --threshold and --holder out; --to says who learns the result.');
    if (flags.column === undefined) throw needed('column', 'Name the column that holds the number: --column pay, or with its range --column pay:0..1000000:2.');
    if (flags.learn === undefined || flags.learn.length === 0) throw needed('learn', `Say what the result is to tell: --learn with one of ${LEARNED.join(', ')}.`);
    return compare({ column: flags.column, learn: flags.learn, empty: flags.empty as EmptyCells, maxRows: flags['max-rows'], proposer: ownName });
  }
}

/** Reads what is typed at the terminal: one item, or two between commas. Throws USAGE. */
function learnedIn(text: string): Learned[] {
  return text.split(/[\s,]+/).filter((word) => word !== '').map((word) => {
    const item = LEARNED.find((each) => each === word.toLowerCase());
    if (item === undefined) throw usage(`"${word}" is none of ${LEARNED.join(', ')}.`, 'Type one of them.');
    return item;
  });
}
