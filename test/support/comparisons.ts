import { encodePublicKey } from '../../src/crypto/public-key.js';
import { agreementOf } from '../../src/session/agreement/propose.js';
import type { Party } from '../../src/session/agreement/types.js';
import type { CompareTerms } from '../../src/session/operations/compare/index.js';
import type { CompareAgreement, CompareResult, Learned } from '../../src/session/operations/compare/types.js';
import { parseColumn } from '../../src/session/operations/linear/column.js';
import type { OperationOutcome } from '../../src/session/operations/outcome.js';
import type { Hooks } from '../../src/session/protocol/hooks.js';
import type { ProtocolContext } from '../../src/session/protocol/network.js';
import { memoryNetwork, type MemoryParty } from '../../src/testing/memory-network.js';
import { runOperation } from './operations.js';

export interface Asked {
  readonly maxRows?: number;
  readonly emptyCells?: 'refuse' | 'skip' | 'zero';
  /** Whose number is held against the other's. */
  readonly first?: string;
  readonly to?: readonly string[];
  readonly withoutData?: readonly string[];
  readonly runs?: number;
}

/** The agreement that a proposer of this comparison writes. */
export function comparison(parties: readonly Party[], learn: readonly Learned[], column: string, { maxRows = 1, emptyCells = 'refuse', first, to = [], withoutData = [], runs = 1 }: Asked = {}): CompareAgreement {
  const terms: CompareTerms = { operation: { name: 'compare', emptyCells, learn, ...(first === undefined ? {} : { first }) }, column: parseColumn(column), maxRows };
  return agreementOf<CompareTerms>({ purpose: 'Test', terms, recipients: to, withoutData, relay: 'ws://127.0.0.1:1', created: 0, expires: 1000, runs }, parties, 'known keys') as CompareAgreement;
}

export function rosterOf({ names, publicKeys }: MemoryParty): Party[] {
  return names.map((name, i) => ({ name, publicKey: encodePublicKey(publicKeys[i] as Uint8Array) }));
}

export interface Compared {
  readonly agreement: CompareAgreement;
  /** What each party ended with, or the error. */
  readonly ends: readonly (OperationOutcome<CompareResult> | Error)[];
  readonly parties: readonly MemoryParty[];
  readonly wire: ReturnType<typeof memoryNetwork>['wire'];
}

interface Options {
  /** What a party does instead of the protocol's own context. */
  readonly contextOf?: (party: MemoryParty) => ProtocolContext;
  readonly hooks?: (party: number) => Hooks;
}

/** All parties of one comparison, over memory; undefined for a party without data. */
export async function runComparison(numbers: readonly (bigint | undefined)[], agreementFor: (roster: readonly Party[]) => CompareAgreement, { contextOf = (party) => party, hooks = () => ({}) }: Options = {}): Promise<Compared> {
  const { parties, wire } = memoryNetwork(numbers.length, { lanes: ['engine/'] });
  const agreement = agreementFor(rosterOf(parties[0] as MemoryParty));
  const ends = await Promise.all(
    parties.map(async (party, i) => {
      const sum = numbers[i];
      try {
        return (await runOperation(contextOf(party), agreement, sum === undefined ? undefined : { kind: 'totals', totals: [{ sum, count: 1n }] }, hooks(i)));
      } catch (error) {
        return error as Error;
      } finally {
        party.network.leave();
      }
    }),
  );
  return { agreement, ends, parties, wire };
}
