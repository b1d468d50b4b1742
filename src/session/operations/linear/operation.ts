import { elementBytes, fromBytes } from '../../../crypto/field-vector.js';
import { bug } from '../../../errors.js';
import { invalid } from '../../agreement/invalid.js';
import type { OwnSchema } from '../../agreement/schema.js';
import type { OwnTerms } from '../../agreement/types.js';
import { COMMIT_STEP } from '../../protocol/secure-sum.js';
import type { JsonSchema, Operation } from '../operation.js';
import type { Cell } from '../result-view.js';
import { fieldFor, totalsReading } from './bounds.js';
import type { Texts } from '../../../texts/texts.js';
import { columnLines, linearLimits, linearRisks } from './describe.js';
import type { LinearKind } from './kind.js';
import { linearTerms, type LinearTerms } from './propose.js';
import { columns, limits } from './schema.js';
import { vectorLength, type LinearResult } from './totals.js';
import type { LinearAgreement } from './types.js';

export const EXACT: JsonSchema = { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$', description: 'An exact decimal number.' };

/** The part of an operation on sums that differs between them. All share the rest. */
export interface LinearDefinition<A extends LinearAgreement, C extends object> extends LinearKind<A, C> {
  readonly name: A['operation']['name'];
  readonly schema: OwnSchema<OwnTerms<A>>['operation'];
  /** The computation in one paragraph. */
  computed(agreement: A, texts: Texts): string;
  /** The schema of one column of the result, by name. */
  readonly columnSchema: JsonSchema;
  /** Titles of the result's table after the column's name, and the cells below them. */
  head(texts: Texts): readonly string[];
  cells(column: C, texts: Texts): readonly Cell[];
}

/** Sums and results that follow from sums: linear functions of columns of numbers, over all rows of all contributors. */
export function linearOperation<A extends LinearAgreement, C extends object>(definition: LinearDefinition<A, C>): Operation<A, LinearTerms<A['operation']>, LinearResult<C>> {
  const { name, schema } = definition;
  return {
    name,
    schema: { operation: schema, columns, limits },
    check(agreement) {
      if (agreement.contributors.length < agreement.limits.minContributors) {
        throw invalid(`it names ${agreement.contributors.length} contributors and asks for at least ${agreement.limits.minContributors}`);
      }
      fieldFor(agreement);
    },
    checkCurrent: () => undefined,
    proposing: {
      names: () => [],
      usualRecipients: (names) => names,
      terms: (proposed, contributors) => linearTerms(proposed, contributors) as OwnTerms<A>,
    },
    words: {
      computed: (agreement, texts) => [definition.computed(agreement, texts), ...columnLines(agreement, texts), texts.linear.emptyCells[agreement.operation.emptyCells], texts.linear.onError],
      risks: linearRisks,
      learned: () => [],
      sections: () => [],
      protects: (_, { linear }) => [linear.secretInputs],
      limits: linearLimits,
    },

    putsDataIn: (agreement, party) => agreement.contributors.includes(party),
    reads: (agreement) => totalsReading(agreement, agreement.limits.allowNoRows === true),
    // A sum answers no question about one item: a contributor of numbers can only shift it.
    testers: () => [],
    attentionCodes: () => [],

    commitmentStep: () => COMMIT_STEP,
    sealing: {
      dealers: (agreement) => agreement.contributors,
      length: (agreement) => vectorLength(definition, agreement) * elementBytes(fieldFor(agreement)),
      isSealed: (agreement, bytes) => fromBytes(fieldFor(agreement), vectorLength(definition, agreement), bytes) !== undefined,
      keeps: false,
      load: async () => {
        const { openTotals } = await import('./open.js');
        return {
          open: (agreement, sid, dealings, keys) => openTotals(definition, agreement, sid, dealings, keys),
          encodeKept: keepsNothing,
          decodeKept: keepsNothing,
        };
      },
    },
    result: {
      json: (_, result) => result,
      schema: async () => Promise.resolve(resultSchema(definition.columnSchema)),
      view: (agreement, json, texts) => {
        const result = json as LinearResult<C>;
        const rows = agreement.columns.map((column): Cell[] => [column.name, ...definition.cells(result.columns[column.name] as C, texts)]);
        return [{ kind: 'numbers', head: [texts.linear.head.column, ...definition.head(texts)], rows }];
      },
      warnings: () => [],
      ownRows: () => undefined,
    },

    progressText: 'Computing under sharing …',
    waitsForDelivery: false,
    lanes: () => [],
    prepare: async () => Promise.resolve(undefined),
    load: async () => {
      const { runLinear } = await import('./run.js');
      return { run: async (context, agreement, contribution, hooks) => runLinear(definition, context, agreement, contribution, hooks) };
    },
  };
}

function resultSchema(properties: JsonSchema): JsonSchema {
  const column = { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
  return { type: 'object', properties: { columns: { type: 'object', minProperties: 1, additionalProperties: column } }, required: ['columns'], additionalProperties: false };
}

function keepsNothing(): never {
  throw bug('a recipient of a sum keeps nothing');
}
