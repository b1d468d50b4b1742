import { fc } from '../../../support/property.js';
import { describe, expect, it } from 'vitest';
import { hashOfSet } from '../../../../src/crypto/set-hash.js';
import { atOnce } from '../../../../src/crypto/steps.js';
import type { ErrorCode } from '../../../../src/errors.js';
import { openFeldman } from '../../../../src/crypto/feldman.js';
import { encodePublicKey } from '../../../../src/crypto/public-key.js';
import { parseKey } from '../../../../src/linkage/index.js';
import { agreementOf } from '../../../../src/session/agreement/propose.js';
import { NO_KEY } from '../../../../src/session/operations/lists/matched-rows.js';
import { payloadBytes, textsOf } from '../../../../src/session/operations/lists/payload.js';
import type { SealedList } from '../../../../src/session/operations/lists/sealed.js';
import { pointOf } from '../../../../src/session/protocol/dealing.js';
import type { Network, ProtocolContext } from '../../../../src/session/protocol/network.js';
import { memoryNetwork, type MemoryParty, type MemorySession } from '../../../../src/testing/memory-network.js';
import { digests } from '../../protocol/matching/support.js';
import { deviationOf, failureOf, outcomes } from '../../protocol/outcomes.js';
import { keyRulesOf } from '../../../../src/session/operations/lists/key-rules.js';
import type { MatchingAgreement } from '../../../../src/session/operations/lists/types.js';
import type { PsiOperation } from '../../../../src/session/operations/psi/types.js';
import type { RecordKeys } from '../../../../src/session/operations/reading.js';
import type { OperationOutcome } from '../../../../src/session/operations/outcome.js';
import { runMatching, openList } from '../../../support/operations.js';

const COLUMNS = [parseKey('name:name')];
const EXACT = keyRulesOf(COLUMNS, false);
const NEAR = keyRulesOf(COLUMNS, true);
type Protocol = 'voprf' | 'vole';
const PROTOCOLS: readonly Protocol[] = ['voprf', 'vole'];

/** Each row's keys, by what they are made of; an empty text is no key. */
type Rows = readonly (readonly string[])[];

interface Case {
  readonly lists: readonly [Rows, Rows];
  readonly caps: readonly [number, number];
  readonly near?: boolean;
  readonly payload?: boolean;
  readonly sealed?: boolean;
  readonly to?: readonly string[];
}

function agreementFor({ parties }: MemorySession, protocol: Protocol, { caps, near = false, payload = false, sealed = false, to = [] }: Case): MatchingAgreement {
  const roster = parties.map(({ names, publicKeys }, i) => ({ name: names[i] ?? '', publicKey: encodePublicKey(publicKeys[i] as Uint8Array) }));
  const operation: PsiOperation = { name: 'psi', protocol, reveals: 'matches', keys: near ? NEAR : EXACT, ...(payload ? { payload: { columns: ['note'], bytes: 40 } } : {}) };
  const terms = { operation, columns: COLUMNS, caps: { general: 1, byName: new Map(roster.map(({ name }, i) => [name, caps[i] ?? 1])) } };
  const created = Date.now();
  return agreementOf({ purpose: 'a test', terms, recipients: to, withoutData: [], ...(sealed ? { threshold: 2 } : {}), relay: 'ws://127.0.0.1:1', created, expires: created + 3_600_000, runs: 1 }, roster, 'known keys') as MatchingAgreement;
}

function recordsOf(rows: Rows, slots: number, owner: string): RecordKeys {
  const distinct = [...new Set(rows.flat().filter((text) => text !== ''))];
  const itemOf = rows.flatMap((row) => Array.from({ length: slots }, (_, slot) => ((row[slot] ?? '') === '' ? NO_KEY : distinct.indexOf(row[slot] as string))));
  const items = digests(distinct);
  const keys = { rows: rows.length, slots, count: distinct.length, itemOf: Uint32Array.from(itemOf) };
  return { ...keys, digests: items, setHash: atOnce(hashOfSet(items)), cells: (row) => [rows[row - 1]?.[0] ?? ''], texts: textsOf(keys, (row) => payloadBytes([`${owner} ${row}`])) };
}

/** Which rows match, by which keys, with whose payload: from both lists in the clear. */
function expected(own: Rows, other: Rows, { near = false, payload = false }: Case, owner: string): object[] {
  const { rules } = near ? NEAR : EXACT;
  const theirs = other.flat();
  return own.flatMap((row, i) => {
    const keys = rules.map((_, slot) => row[slot] ?? '');
    const matching = keys.map((key) => key !== '' && theirs.includes(key));
    const first = keys[matching.indexOf(true)];
    if (first === undefined) return [];
    const from = other.findIndex((each) => each.includes(first)) + 1;
    return [{ row: i + 1, cells: [row[0] ?? ''], rules: [...new Set(rules.filter((_, slot) => matching[slot]))], payload: payload ? [`${owner} ${from}`] : undefined }];
  });
}

async function play(protocol: Protocol, given: Case, as: (party: MemoryParty) => { context?: ProtocolContext; protocol?: Protocol; records?: (own: RecordKeys) => RecordKeys } = () => ({})) {
  const session = memoryNetwork(2);
  const agreement = agreementFor(session, protocol, given);
  const slots = agreement.operation.keys.rules.length;
  const ended = await outcomes(
    session.parties.map(async (party, i) => {
      const { context = party, protocol: own = protocol, records = (list: RecordKeys) => list } = as(party);
      try {
        return await runMatching(context, { ...agreement, operation: { ...agreement.operation, protocol: own } }, records(recordsOf(given.lists[i] ?? [], slots, i === 0 ? 'North' : 'South')), {});
      } finally {
        party.network.leave();
      }
    }),
  );
  return { session, agreement, ended };
}

/** Of each party, its result; where it was sealed, as the two of them open it. */
async function resultsOf(protocol: Protocol, given: Case) {
  const { session, agreement, ended } = await play(protocol, given);
  const good = ended.map((each) => (each instanceof Error ? ((): never => { throw each; })() : each));
  const results = await Promise.all(
    good.map(async (outcome) => {
      const kept = outcome.kept as SealedList | undefined;
      return kept === undefined ? ((await outcome.readResult?.())) : openList(agreement, session.parties[0]?.sid ?? new Uint8Array(0), kept, keyFor(good, kept.between.dealer));
    }),
  );
  return { session, results: results.map((result) => result && Array.from(result.matches ?? [])) };
}

/** Of what this party dealt, the key that both hold. */
function keyFor(good: readonly OperationOutcome[], dealer: number): bigint {
  const index = good[0]?.sealed?.dealings.findIndex((dealing) => dealing.dealer === dealer) ?? -1;
  const dealing = good[0]?.sealed?.dealings[index];
  const { secret } = dealing === undefined ? { secret: undefined } : openFeldman(dealing.commitments, good.map(({ sealed }, i) => ({ x: pointOf(i), share: sealed?.shares?.[index] ?? 0n })));
  if (secret === undefined) throw new Error('the shares do not open');
  return secret;
}

async function check(given: Case): Promise<void> {
  const [north, south] = given.lists;
  const both = [expected(north, south, given, 'South'), expected(south, north, given, 'North')];
  const told = ['North', 'South'].map((name, i) => ((given.to ?? []).length === 0 || given.to?.includes(name) ? both[i] : undefined));
  for (const protocol of PROTOCOLS) expect([protocol, (await resultsOf(protocol, given)).results]).toEqual([protocol, told]);
}

const one = (names: readonly string[]): Rows => names.map((name) => [name]);
const numbered = (count: number, step: number): Rows => Array.from({ length: count }, (_, i) => [`n${i * step}`]);

describe('by either protocol, the same rows', () => {
  it.each<[string, Case]>([
    ['of empty lists', { lists: [[], []], caps: [1, 1] }],
    ['of one row each, under caps of 1', { lists: [one(['a']), one(['a'])], caps: [1, 1] }],
    ['of one row against none', { lists: [one(['a']), []], caps: [1, 9] }],
    ['of rows without a key', { lists: [one(['', 'a']), one(['a', ''])], caps: [2, 2] }],
    ['of rows that repeat', { lists: [one(['a', 'b', 'a', 'c']), one(['c', 'a', 'c'])], caps: [4, 3] }],
    ['to one of two', { lists: [one(['a', 'b']), one(['b', 'c'])], caps: [2, 3], to: ['South'] }],
    ['of full lists that are the same', { lists: [numbered(20, 1), numbered(20, 1)], caps: [20, 20] }],
    ['of lists of very different lengths, with trees in one direction only', { lists: [numbered(3, 7), numbered(700, 1)], caps: [3, 800] }],
    ['of lists large enough for trees, in both directions', { lists: [numbered(900, 2), numbered(700, 3)], caps: [1000, 700] }],
    ['sealed, for both', { lists: [numbered(6, 1), numbered(6, 2)], caps: [6, 7], sealed: true, payload: true }],
  ])('%s', async (_, given) => check(given));

  it('whatever the lists are, with several keys a row, payloads, and rows that repeat', async () => {
    const row = fc.array(fc.constantFrom('', 'a', 'b', 'c', 'd', 'e', 'f'), { minLength: NEAR.rules.length, maxLength: NEAR.rules.length });
    const list = (most: number) => fc.array(row, { maxLength: most });
    await fc.assert(
      fc.asyncProperty(list(3), list(5), fc.boolean(), fc.boolean(), async (north, south, payload, sealed) => check({ lists: [north, south], caps: [3, 5], near: true, payload, sealed })),
      { numRuns: 8 },
    );
  });
});

describe('comparing under vole', () => {
  it('uses nothing of one direction in the other, and makes its tables for the caps alone', async () => {
    const shape = async (lists: Case['lists']) => {
      const { session } = await resultsOf('vole', { lists, caps: [12, 9] });
      const pieces = session.wire.filter(({ label }) => /^(vole|match)/.test(label)).flatMap(({ message }) => Array.from({ length: Math.floor(message.length / 16) }, (_, i) => Buffer.from(message.subarray(16 * i, 16 * i + 16)).toString('hex')));
      expect(new Set(pieces).size).toBe(pieces.length);
      return session.wire.map(({ from, to, label, message }) => `${from}>${to} ${label} ${message.length}`).sort();
    };
    expect(await shape([one(['a']), []])).toEqual(await shape([numbered(12, 1), numbered(9, 1)]));
  });
});

type Change = (label: string, message: Uint8Array) => Uint8Array;

function altering(party: MemoryParty, change: Change): ProtocolContext {
  const { network } = party;
  const over: Network = { self: network.self, count: network.count, send: (to, label, message) => network.send(to, label, change(label, message)), receive: async (from, label, most) => network.receive(from, label, most) };
  return { ...party, network: over };
}

/** North asks, South answers. */
const ASKED: Case = { lists: [one(['a', 'b']), one(['b', 'c'])], caps: [400, 300], to: ['North'] };

describe('a party with a program of its own', () => {
  it.each<[Protocol, Protocol]>([['vole', 'voprf'], ['voprf', 'vole']])('that answers by another protocol than was agreed (%s, %s) is named at once', async (agreed, run) => {
    const { ended } = await play(agreed, ASKED, ({ network }) => (network.self === 1 ? { protocol: run } : {}));
    expect(deviationOf(ended[0]).party).toBe('South');
  });

  // Under vole it sends first, without waiting, and is found out by that. Under voprf it waits for what never comes, and leaves.
  it.each<[Protocol, Protocol, ErrorCode]>([['vole', 'voprf', 'PEER_LEFT'], ['voprf', 'vole', 'DEVIATION']])('that asks by another protocol than was agreed (%s, %s) gets nothing, and nobody waits', async (agreed, run, code) => {
    const { ended } = await play(agreed, ASKED, ({ network }) => (network.self === 0 ? { protocol: run } : {}));
    expect([failureOf(ended[1], code).party, ended[0] instanceof Error]).toEqual(['North', true]);
  });

  it.each<[string, number, RegExp]>([
    ['a commitment', 1, /seed-commit$/],
    ['an opening', 1, /seed-open$/],
    ['the tags', 1, /tags$/],
    ['a seed', 0, /seed$/],
    ['the store', 0, /store$/],
    ['the request', 1, /^vole\/.*\/base-request$/],
    ['the reply', 0, /^vole\/.*\/base-reply$/],
    ['the columns', 0, /^vole\/.*\/columns$/],
    ['the forest', 1, /^vole\/.*\/forest$/],
  ])('that sends %s of another length is named', async (_, cheater, label) => {
    for (const change of [(message: Uint8Array) => message.subarray(1), (message: Uint8Array) => Buffer.concat([message, Buffer.alloc(16)])]) {
      const { ended } = await play('vole', ASKED, (party) => (party.network.self === cheater ? { context: altering(party, (each, message) => (label.test(each) ? change(message) : message)) } : {}));
      expect(deviationOf(ended[1 - cheater]).party).toBe(cheater === 0 ? 'North' : 'South');
    }
  });

  it('that delivers the tags of somebody else’s list, or one tag many times, takes nothing from the other but matches, and nobody hears of it', async () => {
    for (const change of [() => new Uint8Array(300 * 16), (message: Uint8Array) => message.map((_, i) => message[i % 16] as number)]) {
      const { ended } = await play('vole', ASKED, (party) => (party.network.self === 1 ? { context: altering(party, (label, message) => (label.endsWith('tags') ? change(message) : message)) } : {}));
      expect(ended.some((each) => each instanceof Error)).toBe(false);
    }
  });
});
