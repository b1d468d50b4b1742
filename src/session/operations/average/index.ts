import * as v from 'valibot';
import { averageOf, formatDecimal } from '../../../crypto/decimal.js';
import { integer } from '../../agreement/schema.js';
import { EXACT, linearOperation, type LinearDefinition } from '../linear/operation.js';
import { emptyCells } from '../linear/schema.js';
import type { LinearAgreement, LinearOperation } from '../linear/types.js';

export interface AverageOperation extends LinearOperation {
  readonly name: 'average';
  /** Digits printed beyond the column's decimals. */
  readonly digits: number;
}

export interface AverageColumn {
  readonly sum: string;
  readonly count: string;
  /** Null if there is no value. */
  readonly average: string | null;
}

export const averageDefinition: LinearDefinition<LinearAgreement<AverageOperation>, AverageColumn> = {
  name: 'average',
  schema: v.strictObject({ name: v.literal('average'), emptyCells, digits: integer(0, 30) }),
  hasCounts: true,
  column: ({ operation }, decimals, sum, count) => ({
    sum: formatDecimal(sum, decimals),
    count: count.toString(),
    average: count === 0n ? null : averageOf(sum, count, decimals, operation.digits),
  }),
  computed: ({ operation, columns }, { linear }) => linear.average({ columns: columns.length, digits: operation.digits }),
  columnSchema: {
    sum: EXACT,
    count: { type: 'string', pattern: '^\\d+$' },
    average: {
      oneOf: [EXACT, { type: 'null' }],
      description: 'It has the column’s decimals and as many more as the agreement says. It is rounded to the nearest; exactly halfway, to the even digit. Null where there are no values.',
    },
  },
  head: ({ linear: { head } }) => [head.average, head.count, head.sum],
  cells: (column, { linear }) => [column.average === null ? linear.noRows : { number: column.average }, { number: column.count }, { number: column.sum }],
};

/** The exact average of each column, with the sum and the number of values that it comes from. */
export const average = linearOperation(averageDefinition);
