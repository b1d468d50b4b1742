import * as v from 'valibot';
import { formatDecimal } from '../../../crypto/decimal.js';
import { EXACT, linearOperation, type LinearDefinition } from '../linear/operation.js';
import { emptyCells } from '../linear/schema.js';
import type { LinearAgreement, LinearOperation } from '../linear/types.js';

export interface SumOperation extends LinearOperation {
  readonly name: 'sum';
}

export interface SumColumn {
  readonly sum: string;
}

export const sumDefinition: LinearDefinition<LinearAgreement<SumOperation>, SumColumn> = {
  name: 'sum',
  schema: v.strictObject({ name: v.literal('sum'), emptyCells }),
  hasCounts: false,
  column: (_, decimals, total) => ({ sum: formatDecimal(total, decimals) }),
  computed: ({ columns }, { linear }) => linear.sum(columns.length),
  columnSchema: { sum: EXACT },
  head: ({ linear: { head } }) => [head.sum],
  cells: (column) => [{ number: column.sum }],
};

/** The exact sum of each column. */
export const sum = linearOperation(sumDefinition);
