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
  computed: ({ columns }) => {
    const plural = columns.length > 1;
    return `The exact sum of ${plural ? `each of ${columns.length} columns` : 'one column'} over all rows of all contributors together. The result is ${plural ? 'one number for each column' : 'that one number'}.`;
  },
  columnSchema: { sum: EXACT },
  head: ['sum'],
  cells: (column) => [{ number: column.sum }],
};

/** The exact sum of each column. */
export const sum = linearOperation(sumDefinition);
