import type { JsonSchema } from '../operation.js';

/** The JSON Schema of `result` in the output of --json. */
export const matchingResultSchema: JsonSchema = {
  type: 'object',
  properties: {
    count: { type: 'string', pattern: '^\\d+$', description: 'Rows of this party\'s own that match; of a count alone, keys in common.' },
    matches: {
      type: 'array',
      description: 'One object per matched row, ascending; missing of a count alone, and where more rows match than the agreement lets its recipient be shown.',
      items: {
        type: 'object',
        properties: {
          row: { type: 'integer', minimum: 1, description: 'The number of the record, the first data row being 1.' },
          rules: {
            type: 'array',
            items: { type: 'string' },
            minItems: 1,
            description: 'Under --near, and where there are several keys: the kinds of key that matched.',
          },
          groups: {
            type: 'array',
            items: { type: 'string' },
            minItems: 1,
            description: 'Where there are several keys of which any may agree: of which each of the rules is.',
          },
          payload: {
            type: 'object',
            additionalProperties: { type: 'string' },
            description: 'The other side\'s payload columns, where the agreement has them.',
          },
        },
        required: ['row'],
        additionalProperties: { type: 'string', description: 'A key column of the row, as it is written in the file.' },
      },
    },
    withheld: { const: true, description: 'More rows match than the agreement\'s maxMatches.' },
    notTested: {
      type: 'object',
      description: 'Rows of which no key could be made: whether the other lists have them is not known.',
      properties: {
        count: { type: 'string', pattern: '^\\d+$' },
        rows: { type: 'array', items: { type: 'integer', minimum: 1 }, description: 'Their numbers, ascending, the first data row being 1.' },
      },
      required: ['count', 'rows'],
      additionalProperties: false,
    },
    tested: {
      type: 'array',
      description: 'Of every list how many rows it has and how many of them make keys, as its owner says. Only where the agreement has tellTested.',
      items: {
        type: 'object',
        properties: { name: { type: 'string' }, rows: { type: 'string', pattern: '^\\d+$' }, tested: { type: 'string', pattern: '^\\d+$' } },
        required: ['name', 'rows', 'tested'],
        additionalProperties: false,
      },
    },
  },
  required: ['count', 'notTested'],
  additionalProperties: false,
};
