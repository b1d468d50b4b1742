import * as v from 'valibot';
import { columnName, integer } from '../../agreement/schema.js';
import type { Column, LinearLimits } from './types.js';

export const emptyCells = v.picklist(['refuse', 'skip', 'zero']);

const amount = v.pipe(v.string(), v.regex(/^-?\d{1,50}(\.\d{1,30})?$/), v.description('An exact decimal number.'));

export const columns = v.pipe(
  v.array(
    v.strictObject({
      name: columnName,
      type: v.literal('number'),
      decimals: integer(0, 30),
      min: amount,
      max: amount,
    }),
  ),
  v.minLength(1),
  v.maxLength(1000),
) satisfies v.GenericSchema<unknown, readonly Column[]>;

export const limits = v.strictObject({ maxRows: integer(1, 10_000_000_000), minContributors: integer(2, 64), allowNoRows: v.optional(v.pipe(v.literal(true), v.description('A contributor may have no value at all. Otherwise its program refuses a file without rows.'))) }) satisfies v.GenericSchema<unknown, LinearLimits>;
