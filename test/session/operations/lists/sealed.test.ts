import { describe, expect, it } from 'vitest';
import { hashOfSet } from '../../../../src/crypto/set-hash.js';
import { atOnce } from '../../../../src/crypto/steps.js';
import { encodePublicKey } from '../../../../src/crypto/public-key.js';
import { openFeldman } from '../../../../src/crypto/feldman.js';
import { randomScalar } from '../../../../src/crypto/scalar.js';
import { parseKey } from '../../../../src/linkage/index.js';
import { agreementOf } from '../../../../src/session/agreement/propose.js';
import { type SealedList } from '../../../../src/session/operations/lists/sealed.js';
import { pointOf } from '../../../../src/session/protocol/dealing.js';
import type { Network, ProtocolContext } from '../../../../src/session/protocol/network.js';
import { memoryNetwork, type MemoryParty, type MemorySession } from '../../../../src/testing/memory-network.js';
import { digests } from '../../protocol/matching/support.js';
import { deviationOf, outcomes } from '../../protocol/outcomes.js';
import { keyRulesOf } from '../../../../src/session/operations/lists/key-rules.js';
import type { MatchingAgreement } from '../../../../src/session/operations/lists/types.js';
import type { RecordKeys } from '../../../../src/session/operations/reading.js';
import type { OperationOutcome } from '../../../../src/session/operations/outcome.js';
import { runMatching, openList, type AnyMatching } from '../../../support/operations.js';

const COLUMNS = [parseKey('passport')];
const keys = keyRulesOf(COLUMNS, false);
const PSI: AnyMatching = { name: 'psi', protocol: 'voprf', reveals: 'matches', keys };
const MATCH: AnyMatching = { name: 'match', protocol: 'block-mix', keys };

/** North learns; South is its only sender, or mixes first; Harbour has no list, or mixes last. South and Harbour hold. */
function agreementFor({ parties }: MemorySession, operation: AnyMatching): MatchingAgreement {
  const roster = parties.map(({ names, publicKeys }, i) => ({ name: names[i] ?? '', publicKey: encodePublicKey(publicKeys[i] as Uint8Array) }));
  const terms = { operation, columns: COLUMNS, caps: { general: 5, byName: new Map<string, number>() } };
  const created = Date.now();
  const withoutData = operation.name === 'psi' ? ['Harbour'] : [];
  return agreementOf({ purpose: 'a test', terms, recipients: ['North'], withoutData, threshold: 2, holders: ['South', 'Harbour'], relay: 'ws://127.0.0.1:1', created, expires: created + 3_600_000, runs: 1 }, roster, 'known keys') as MatchingAgreement;
}

function recordsOf(names: readonly string[]): RecordKeys {
  const items = digests(names);
  return { rows: names.length, slots: 1, digests: items, setHash: atOnce(hashOfSet(items)), count: names.length, itemOf: Uint32Array.from(names, (_, i) => i), cells: (row) => [names[row - 1] ?? ''], texts: [] };
}

type Change = (label: string, message: Uint8Array) => Uint8Array;

function altering(party: MemoryParty, change: Change): ProtocolContext {
  const { network } = party;
  const over: Network = { self: network.self, count: network.count, send: (to, label, message) => network.send(to, label, change(label, message)), receive: async (from, label, most) => network.receive(from, label, most) };
  return { ...party, network: over };
}

async function play(operation: AnyMatching, cheat?: { readonly seat: number; readonly change: Change }) {
  const session = memoryNetwork(3);
  const agreement = agreementFor(session, operation);
  const lists = operation.name === 'psi' ? [['a', 'b', 'c'], ['x', 'c'], undefined] : [['a', 'b', 'c'], ['x', 'c'], ['c', 'b']];
  const ended = await outcomes(
    session.parties.map(async (party, i) => {
      try {
        return await runMatching(cheat?.seat === i ? altering(party, cheat.change) : party, agreement, lists[i] && recordsOf(lists[i]), {});
      } finally {
        party.network.leave();
      }
    }),
  );
  return { session, agreement, ended };
}

function good(ended: readonly (OperationOutcome | Error)[], seat: number): OperationOutcome {
  const each = ended[seat];
  if (each === undefined || each instanceof Error) throw each ?? new Error('no such party');
  return each;
}

/** The key that South and Harbour hold. */
function keyOf(ended: readonly (OperationOutcome | Error)[]): bigint {
  const { dealings } = good(ended, 0).sealed ?? { dealings: [] };
  const held = [1, 2].map((seat) => ({ x: pointOf(seat), share: good(ended, seat).sealed?.shares?.[0] ?? 0n }));
  const [dealing] = dealings;
  const { secret } = dealing === undefined ? { secret: undefined } : openFeldman(dealing.commitments, held);
  if (secret === undefined) throw new Error('the shares do not open');
  return secret;
}

const listOf = (outcome: OperationOutcome): SealedList => (outcome.kept as SealedList | undefined) ?? ((): never => { throw new Error('nothing was kept'); })();
const rowsOf = (result: ReturnType<typeof openList>) => [...(result.matches ?? [])].map(({ row }) => row);

describe.each([['psi', PSI, 1, [3]], ['match', MATCH, 2, [2, 3]]] as const)('a sealed %s', (_, operation, dealer, rows) => {
  it('is read by the recipient with the key that the holders have, and with no other', async () => {
    const { session, agreement, ended } = await play(operation);
    const { sid } = session.parties[0] ?? { sid: new Uint8Array(0) };
    expect([0, 1, 2].map((seat) => [good(ended, seat).readResult, good(ended, seat).kept !== undefined])).toEqual([[undefined, true], [undefined, false], [undefined, false]]);
    expect(rowsOf(openList(agreement, sid, listOf(good(ended, 0)), keyOf(ended)))).toEqual(rows);
    expect(deviationOf(failing(() => openList(agreement, sid, listOf(good(ended, 0)), randomScalar()))).party).toBe(agreement.parties[dealer]?.name);
    expect(deviationOf(failing(() => openList(agreement, new Uint8Array(32), listOf(good(ended, 0)), keyOf(ended)))).party).toBe(agreement.parties[dealer]?.name);
    // What the receipt holds of the dealer is its commitment to what it dealt; of the others, to their lists.
    expect(good(ended, 1).commitments[dealer]).toEqual(good(ended, 1).sealed?.commitments[dealer]);
    expect(good(ended, 0).commitments.map(({ length }) => length)).toEqual(operation.name === 'psi' ? [32, 32, 0] : [32, 32, 32]);
  });

  it('leaves the table on no wire: what goes to the recipient is sealed, and to the holders a hash', async () => {
    const { session, agreement, ended } = await play(operation);
    const list = listOf(good(ended, 0));
    const tags = list.values.tags.subarray(0, 16);
    const all = Buffer.concat(session.wire.map(({ message }) => Buffer.from(message)));
    const matchedTag = list.values.tags.subarray(2 * 16, 3 * 16);
    expect(rowsOf(openList(agreement, session.parties[0]?.sid ?? new Uint8Array(0), list, keyOf(ended)))).toContain(3);
    expect([all.includes(Buffer.from(tags)), all.includes(Buffer.from(matchedTag))]).toEqual([false, false]);
    expect(new Set(session.wire.filter(({ label }) => label === 'seal/list').map(({ from, to }) => `${from}>${to}`))).toEqual(new Set([`${dealer}>0`]));
  });

  it('ends with the name of a dealer that hands over another list than it sealed', async () => {
    const { ended, agreement } = await play(operation, { seat: dealer, change: (label, message) => (label === 'seal/list' ? message.map((byte, i) => (i === 60 ? byte ^ 1 : byte)) : message) });
    expect(deviationOf(ended[0])).toEqual({ party: agreement.parties[dealer]?.name, message: expect.stringContaining('another list than it handed over') as string });
    for (const each of ended) expect(each).toBeInstanceOf(Error);
  });

  it('ends with the name of a dealer whose sealed list is too short', async () => {
    const { ended, agreement } = await play(operation, { seat: dealer, change: (label, message) => (label === 'seal/list' ? message.subarray(1) : message) });
    expect(deviationOf(ended[0]).party).toBe(agreement.parties[dealer]?.name);
  });
});

it('a last mixer that seals another table than it had committed to is named when it is opened', async () => {
  const { session, agreement, ended } = await play(MATCH);
  const list = { ...listOf(good(ended, 0)), tableCommitment: new Uint8Array(32) };
  expect(deviationOf(failing(() => openList(agreement, session.parties[0]?.sid ?? new Uint8Array(0), list, keyOf(ended))))).toEqual({ party: 'Harbour', message: expect.stringContaining('another table') as string });
});

function failing(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
