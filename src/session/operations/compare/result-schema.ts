import type { JsonSchema } from '../operation.js';

/** The JSON Schema of `result` in the output of --json. */
export const compareResultSchema: JsonSchema = {
  type: 'object',
  properties: {
    parties: {
      type: 'array',
      items: { type: 'string', minLength: 1, maxLength: 64 },
      minItems: 1,
      uniqueItems: true,
      description: 'Of `most` and `least`: who has that number, in the agreement\'s order; several where their numbers are equal.',
    },
    order: {
      type: 'array',
      items: { type: 'array', items: { type: 'string', minLength: 1, maxLength: 64 }, minItems: 1, uniqueItems: true },
      minItems: 1,
      description: 'Of `order`: the greatest number first; those whose numbers are equal stand together, in the agreement\'s order.',
    },
    value: {
      type: 'string',
      pattern: '^-?\\d+(\\.\\d+)?$',
      description: 'Of `max`, `min` and `median`: an exact decimal number, with the column\'s decimals.',
    },
    more: { type: 'boolean', description: 'Of `more`: whether the number of the agreement\'s `operation.first` is greater than the other\'s.' },
  },
  minProperties: 1,
  maxProperties: 2,
  additionalProperties: false,
};
