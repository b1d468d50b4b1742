import { HASH_LENGTH } from '../../../crypto/hash.js';
import { bug } from '../../../errors.js';
import type { OwnSchema } from '../../agreement/schema.js';
import type { OwnTerms } from '../../agreement/types.js';
import type { Dealing } from '../../protocol/dealing.js';
import type { Computation, Operation, Proposing, Tester, Words } from '../operation.js';
import type { Preparation } from '../outcome.js';
import { hasList, keyCapOf, recordCapOf, sendersOf } from './caps.js';
import { checkRules } from './checks.js';
import { isNear, USUAL_MIN_USABLE } from './key-rules.js';
import type { MatchingResult } from './matched-rows.js';
import type { MatchingTerms } from './propose.js';
import { matchingJson, matchingView, untestedWarnings, type MatchingJson } from './result.js';
import { columns, limits } from './schema.js';
import type { SealedList } from './sealed.js';
import type { MatchingAgreement } from './types.js';

/** The part of a comparison of lists that differs between them. All share the rest. */
export interface ListDefinition<A extends MatchingAgreement> {
  readonly name: A['operation']['name'];
  readonly schema: OwnSchema<OwnTerms<A>>['operation'];
  check(agreement: A): void;
  /** Throws AGREEMENT_INVALID for what could be computed once, and cannot now. */
  checkCurrent?(agreement: A): void;
  usualRecipients(contributors: readonly string[]): readonly string[];
  readonly terms: Proposing<A, MatchingTerms<A['operation']>>['terms'];
  readonly words: Words<A>;
  testers(agreement: A, owner: string): readonly Tester[];
  commitmentStep(agreement: A): string | undefined;
  /** Names of the parties that seal a table, in the roster's order. */
  dealers(agreement: A): readonly string[];
  /** Opens the table that a recipient kept, with its dealer's key. */
  loadOpen(): Promise<(agreement: A, sid: Uint8Array, list: SealedList, key: bigint) => MatchingResult>;
  /** Whether the recipient learns only a number. */
  isCount(agreement: A): boolean;
  lanes(agreement: A): readonly string[];
  prepare(agreement: A, self: number): Promise<Preparation | undefined>;
  load(): Promise<Computation<A, MatchingResult>>;
}

/** Comparisons of lists: which records of one list are in another. */
export function listOperation<A extends MatchingAgreement>(definition: ListDefinition<A>): Operation<A, MatchingTerms<A['operation']>, MatchingResult> {
  const { name, schema, words } = definition;
  return {
    name,
    schema: { operation: schema, columns, limits },
    check: (agreement) => definition.check(agreement),
    checkCurrent: (agreement) => {
      checkRules(agreement);
      definition.checkCurrent?.(agreement);
    },
    proposing: {
      names: ({ caps }) => [...caps.byName.keys()],
      usualRecipients: (_, contributors) => definition.usualRecipients(contributors),
      terms: definition.terms,
    },
    words,

    putsDataIn: hasList,
    reads: (agreement, party) => {
      const { operation, recipients } = agreement;
      return {
        kind: 'records',
        columns: agreement.columns,
        near: isNear(operation),
        placeholders: operation.keys.placeholders ?? [],
        maxRows: recordCapOf(agreement, party),
        maxKeys: keyCapOf(agreement, party),
        keepsCells: recipients.includes(party),
        payload: sendersOf(agreement).includes(party) ? operation.payload : undefined,
        minUsable: agreement.limits.minUsable ?? USUAL_MIN_USABLE,
        columnNames: [...agreement.columns.map((column) => column.name), ...(operation.payload?.columns ?? [])],
      };
    },
    testers: (agreement, owner) => definition.testers(agreement, owner),
    attentionCodes: () => [],

    commitmentStep: (agreement) => definition.commitmentStep(agreement),
    sealing: {
      dealers: (agreement) => definition.dealers(agreement),
      // Every party holds the hash of each sealed table; its recipient has the table.
      length: () => HASH_LENGTH,
      isSealed: (_, bytes) => bytes.length === HASH_LENGTH,
      keeps: true,
      load: async () => {
        const [open, { decodeKept, encodeKept }] = await Promise.all([definition.loadOpen(), import('./kept.js')]);
        return {
          open: (agreement, sid, dealings, keys, kept) => {
            const list = kept as SealedList | undefined;
            const key = keyOf(dealings, keys, list);
            if (list === undefined || key === undefined) throw bug('a sealed list is opened that this party does not have');
            return () => open(agreement, sid, list, key);
          },
          encodeKept: (kept) => encodeKept(kept as SealedList),
          decodeKept,
        };
      },
    },
    result: {
      json: (agreement, result) => matchingJson(result, definition.isCount(agreement)),
      schema: async () => (await import('./result-schema.js')).matchingResultSchema,
      view: (agreement, json, texts) => matchingView(agreement, json as MatchingJson, definition.isCount(agreement), texts),
      warnings: (_, json, texts) => untestedWarnings(json as MatchingJson, texts),
      ownRows: ({ matches }) => matches,
    },

    progressText: 'Comparing the lists …',
    // The last part of a long list may still be on its way to another recipient.
    waitsForDelivery: true,
    lanes: (agreement) => definition.lanes(agreement),
    prepare: async (agreement, self) => definition.prepare(agreement, self),
    load: async () => definition.load(),
  };
}

function keyOf(dealings: readonly Dealing[], keys: readonly bigint[], list: SealedList | undefined): bigint | undefined {
  return keys[dealings.findIndex(({ dealer }) => dealer === list?.between.dealer)];
}
