import type { JsonSchema } from '../operation.js';

function names(description: string): JsonSchema {
  return { type: 'array', items: { type: 'string' }, minItems: 1, description };
}

/** The JSON Schema of `result` in the output of --json. */
export const programResultSchema: JsonSchema = {
  type: 'object',
  properties: {
    program: { const: 'tally/1' },
    parameters: { type: 'object', additionalProperties: { type: 'string' } },
    values: {
      type: 'object',
      description: 'Of each reveal that this party learns, by its name.',
      minProperties: 1,
      additionalProperties: {
        oneOf: [
          {
            type: 'object',
            properties: {
              value: { type: ['string', 'boolean', 'null'], description: 'A number is an exact decimal text; of a percentage too: 0.016.' },
              unit: { type: 'string' },
              why: {
                enum: ['condition', 'empty', 'rest', 'cells'],
                description: 'Why there is none. rest: the condition does not hold without the own rows of the parties in by. cells: it is a total over the same rows as the tables in of, where cells are shut.',
              },
              by: names('The parties that shut it, or those cells.'),
              of: names('Tables with shut cells over the same rows.'),
            },
            required: ['value'],
            additionalProperties: false,
          },
          {
            type: 'object',
            properties: {
              keys: { type: 'array', items: { type: 'string' } },
              columns: { type: 'array', items: { type: 'string' } },
              rows: {
                type: 'array',
                items: {
                  type: 'object',
                  additionalProperties: { type: ['string', 'boolean', 'null', 'array'], items: { type: 'string' } },
                  description: 'Keys and columns of a cell; of a hidden cell its keys and "hidden"; where parties shut it, also their names as "by"; where it is shut with cells of other tables over the same rows, the names of these as "of".',
                },
              },
              hiddenCells: { type: 'integer', minimum: 0 },
            },
            required: ['keys', 'columns', 'rows'],
            additionalProperties: false,
          },
          {
            type: 'object',
            description: 'A linear or logistic model. Numbers have 12 significant digits, t and z 10; p has 10 decimals.',
            properties: {
              model: { enum: ['linear', 'logistic'] },
              n: { type: 'string', pattern: '^\\d+$', description: 'Rows.' },
              terms: {
                type: ['array', 'null'],
                description: 'Null where there are none, for the reason in why.',
                items: {
                  type: 'object',
                  properties: {
                    name: { type: 'string' },
                    estimate: { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' },
                    error: {
                      type: ['string', 'null'],
                      pattern: '^-?\\d+(\\.\\d+)?$',
                      description: 'Standard error; null, with what follows from it, where there is none: with a ridge, or with as many rows as coefficients.',
                    },
                    t: {
                      type: ['string', 'null'],
                      pattern: '^-?\\d+(\\.\\d+)?$',
                      description: 'Of a linear model: estimate over error. Null, as p, where the error is 0.',
                    },
                    z: { type: ['string', 'null'], pattern: '^-?\\d+(\\.\\d+)?$', description: 'The same of a logistic model.' },
                    p: { type: ['string', 'null'], pattern: '^-?\\d+(\\.\\d+)?$' },
                    low: { type: ['string', 'null'], pattern: '^-?\\d+(\\.\\d+)?$', description: 'Lower end of the 95% interval.' },
                    high: { type: ['string', 'null'], pattern: '^-?\\d+(\\.\\d+)?$' },
                  },
                  required: ['name', 'estimate', 'error', 'p', 'low', 'high'],
                  additionalProperties: false,
                },
              },
              why: {
                enum: ['few', 'dependent', 'separated', 'constant'],
                description: 'There are fewer rows than coefficients; columns are combinations of those before them or the same in all rows; or the columns tell the outcome without error.',
              },
              columns: { type: 'array', items: { type: 'string' }, description: 'The columns that are the reason.' },
              fit: {
                type: 'object',
                description: 'Of a linear model without ridge.',
                properties: {
                  freedom: { type: 'string', pattern: '^\\d+$', description: 'Rows less coefficients.' },
                  deviation: { type: ['string', 'null'], pattern: '^-?\\d+(\\.\\d+)?$', description: 'Residual standard deviation.' },
                  rSquared: { type: ['string', 'null'], pattern: '^-?\\d+(\\.\\d+)?$' },
                  adjusted: { type: ['string', 'null'], pattern: '^-?\\d+(\\.\\d+)?$' },
                  f: { type: ['string', 'null'], pattern: '^-?\\d+(\\.\\d+)?$' },
                  p: { type: ['string', 'null'], pattern: '^-?\\d+(\\.\\d+)?$' },
                },
                required: ['freedom', 'deviation', 'rSquared', 'adjusted', 'f', 'p'],
                additionalProperties: false,
              },
              moving: { type: 'array', items: { type: 'string' }, description: 'Of a logistic model: coefficients that had not settled at the last step.' },
            },
            required: ['model', 'n', 'terms'],
            additionalProperties: false,
          },
        ],
      },
    },
  },
  required: ['program', 'parameters', 'values'],
  additionalProperties: false,
};
