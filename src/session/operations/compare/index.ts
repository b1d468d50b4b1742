import * as v from 'valibot';
import { MpcError } from '../../../errors.js';
import { invalid } from '../../agreement/invalid.js';
import { integer, name } from '../../agreement/schema.js';
import { ENGINE_LANE } from '../../protocol/engine/wire.js';
import { columns, emptyCells } from '../linear/schema.js';
import { totalsReading } from '../linear/bounds.js';
import type { Column } from '../linear/types.js';
import type { Operation } from '../operation.js';
import { checkLearned, compareWords } from './describe.js';
import type { ComparePreparation } from './prepare.js';
import { comparePlan } from './program.js';
import { type CompareAgreement, type CompareOperation, type CompareResult, LEARNED } from './types.js';
import { compareView } from './view.js';

/** The proposer's decisions. */
export interface CompareTerms {
  readonly operation: CompareOperation;
  readonly column: Column;
  readonly maxRows: number;
}

/** One number from each party: who has more, the order, the greatest, the smallest or the median. */
export const compare: Operation<CompareAgreement, CompareTerms, CompareResult> = {
  name: 'compare',
  schema: {
    operation: v.strictObject({ name: v.literal('compare'), emptyCells, learn: v.pipe(v.array(v.picklist(LEARNED)), v.minLength(1), v.maxLength(2), v.description('What the result says. Two: `most` with `max`, or `least` with `min`.')), first: v.optional(v.pipe(name, v.description('Of `more`: whose number is held against the other’s.'))) }),
    columns: v.pipe(columns, v.maxLength(1)),
    limits: v.strictObject({ maxRows: integer(1, 10_000_000_000) }),
  },
  check(agreement) {
    if (agreement.contributors.length < 2) throw invalid('a comparison needs at least two contributors');
    if (agreement.threshold !== undefined) throw invalid('the result of a comparison cannot be sealed: its recipients learn it in the session');
    checkLearned(agreement);
    comparePlan(agreement);
  },
  checkCurrent: () => undefined,
  proposing: {
    names: ({ operation }) => (operation.first === undefined ? [] : [operation.first]),
    usualRecipients: (names) => names,
    terms({ operation, column, maxRows }, contributors) {
      checkContributors(operation, contributors);
      return { operation, columns: [column], limits: { maxRows } };
    },
  },
  words: compareWords,

  putsDataIn: (agreement, party) => agreement.contributors.includes(party),
  reads: (agreement) => totalsReading(agreement, false),
  // A ledger counts items of a list. The approval text says what a chosen number reveals about others' numbers, and `runs` bounds it.
  testers: () => [],
  attentionCodes: () => [],

  // The engine broadcasts more than its inputs.
  commitmentStep: () => undefined,
  sealing: 'never',
  result: {
    json: (_, result) => result,
    schema: async () => (await import('./result-schema.js')).compareResultSchema,
    view: (agreement, json, texts) => compareView(agreement, json, texts),
    warnings: () => [],
    ownRows: () => undefined,
  },

  progressText: 'Comparing under sharing …',
  waitsForDelivery: false,
  lanes: () => [ENGINE_LANE],
  prepare: async (agreement) => new (await import('./prepare.js')).ComparePreparation(agreement),
  load: async () => {
    const { runCompare } = await import('./run.js');
    return { run: async (context, agreement, contribution, hooks, prepared?) => runCompare(context, agreement, contribution, hooks, prepared as ComparePreparation | undefined) };
  },
};

/** Throws USAGE if the contributors do not fit what is to be learned. */
function checkContributors({ learn, first }: CompareOperation, contributors: readonly string[]): void {
  if (contributors.length < 2) throw new MpcError('USAGE', 'A comparison needs at least two parties that put a number in.', 'See the command with --help.');
  if (!learn.includes('more')) return;
  if (contributors.length !== 2) throw new MpcError('USAGE', `--learn more compares exactly two parties, and here ${contributors.length} put a number in.`, 'Ask for --learn most or --learn order instead.');
  if (first !== undefined && !contributors.includes(first)) throw new MpcError('USAGE', '--learn more holds the proposer’s number against the other’s, and here the proposer puts none in.', 'Let one of the two propose.');
}
