import * as v from 'valibot';
import { MpcError } from '../../../errors.js';
import { columns, emptyCells, limits } from '../linear/schema.js';
import { rangeOf } from '../linear/bounds.js';
import type { Operation } from '../operation.js';
import type { Block } from '../result-view.js';
import { checkLearned, compareWords } from './describe.js';
import { comparePlan } from './program.js';
import { type CompareAgreement, type CompareOperation, type CompareResult, LEARNED } from './types.js';
import type { Column } from '../linear/types.js';
import { invalid } from '../../agreement/invalid.js';
import { ENGINE_LANE } from '../../protocol/engine/wire.js';

/** What a proposer decides. */
export interface CompareTerms {
  readonly operation: CompareOperation;
  readonly column: Column;
  readonly maxRows: number;
}

/** Who has more, the order, the greatest, the smallest or the median of one number a party. */
export const compare: Operation<CompareAgreement, CompareTerms, CompareResult> = {
  name: 'compare',
  schema: {
    operation: v.strictObject({ name: v.literal('compare'), emptyCells, learn: v.pipe(v.array(v.picklist(LEARNED)), v.minLength(1), v.maxLength(2)), first: v.optional(v.string()) }),
    columns: v.pipe(columns, v.maxLength(1)),
    limits,
  },
  check(agreement) {
    if (agreement.contributors.length < 2) throw invalid('a comparison needs at least two contributors');
    if (agreement.threshold !== undefined) throw invalid('what a comparison says cannot be sealed');
    checkLearned(agreement);
    comparePlan(agreement);
  },
  proposing: {
    names: ({ operation }) => (operation.first === undefined ? [] : [operation.first]),
    usualRecipients: (names) => names,
    terms({ operation, column, maxRows }, contributors) {
      if (contributors.length < 2) throw new MpcError('USAGE', 'A comparison needs at least two parties that put a number in.', 'See the command with --help.');
      if (operation.learn.includes('more') && contributors.length !== 2) throw new MpcError('USAGE', `--learn more compares exactly two parties, and here are ${contributors.length} that put a number in.`, 'Ask for --learn most or --learn order instead.');
      return { operation, columns: [column], limits: { maxRows, minContributors: 2 } };
    },
  },
  words: compareWords,

  putsDataIn: (agreement, party) => agreement.contributors.includes(party),
  reads: (agreement) => ({
    kind: 'totals',
    columns: agreement.columns.map((column) => ({ name: column.name, decimals: column.decimals, ...rangeOf(column) })),
    emptyCells: agreement.operation.emptyCells,
    maxRows: agreement.limits.maxRows,
    mayBeEmpty: false,
    columnNames: agreement.columns.map((column) => column.name),
  }),
  testers: () => [],

  commitmentStep: () => undefined,
  sealing: 'never',
  result: {
    json: (_, result) => result,
    view: (_, json) => viewOf(json),
    warnings: () => [],
    ownRows: () => undefined,
  },

  progressText: 'Comparing under sharing …',
  waitsForDelivery: false,
  lanes: () => [ENGINE_LANE],
  prepare: async () => Promise.resolve(undefined),
  load: async () => ({ run: (await import('./run.js')).runCompare }),
};

function* viewOf({ parties, order, value, more }: CompareResult): Iterable<Block> {
  if (parties !== undefined) yield { kind: 'line', text: parties.join(', ') };
  if (order !== undefined) yield { kind: 'texts', head: ['place', 'parties'], count: order.length, rows: order.map((names, i) => [String(i + 1), names.join(', ')]) };
  if (value !== undefined) yield { kind: 'line', text: value };
  if (more !== undefined) yield { kind: 'line', text: more ? 'yes' : 'no' };
}
