import { describe, expect, it } from 'vitest';
import { hashOfSet } from '../../../../src/crypto/set-hash.js';
import { atOnce } from '../../../../src/crypto/steps.js';
import { encodePublicKey } from '../../../../src/crypto/public-key.js';
import { parseKey } from '../../../../src/linkage/index.js';
import { agreementOf } from '../../../../src/session/agreement/propose.js';
import { memoryNetwork, type MemorySession } from '../../../../src/testing/memory-network.js';
import { digests } from '../../protocol/matching/support.js';
import { NO_KEY } from '../../../../src/session/operations/lists/matched-rows.js';
import { keyRulesOf } from '../../../../src/session/operations/lists/key-rules.js';
import type { MatchingAgreement } from '../../../../src/session/operations/lists/types.js';
import type { RecordKeys } from '../../../../src/session/operations/reading.js';
import type { Hooks } from '../../../../src/session/protocol/hooks.js';
import { runMatching } from '../../../support/operations.js';

const COLUMNS = [parseKey('passport')];
const LISTS = [['a', 'b', 'c'], ['x', 'c'], undefined];

/** North and South compare their lists; Harbour has none. */
function agreementFor({ parties }: MemorySession, recipients: readonly string[], reveals: 'matches' | 'count', more: { readonly tellTested?: true } = {}): MatchingAgreement {
  const roster = parties.map(({ names, publicKeys }, i) => ({ name: names[i] ?? '', publicKey: encodePublicKey(publicKeys[i] as Uint8Array) }));
  const operation = { name: 'psi' as const, protocol: reveals === 'count' ? ('dh-count' as const) : ('voprf' as const), reveals, keys: keyRulesOf(COLUMNS, false) };
  const terms = { operation, columns: COLUMNS, caps: { general: 5, byName: new Map<string, number>() }, ...more };
  const created = Date.now();
  return agreementOf({ purpose: 'a test', terms, recipients, withoutData: ['Harbour'], relay: 'ws://127.0.0.1:1', created, expires: created + 3_600_000, runs: 1 }, roster, 'known keys') as MatchingAgreement;
}

function recordsOf(names: readonly string[]): RecordKeys {
  const keys = digests(names);
  return { rows: names.length, slots: 1, digests: keys, setHash: atOnce(hashOfSet(keys)), count: names.length, itemOf: Uint32Array.from(names, (_, i) => i), cells: (row) => [names[row - 1] ?? ''], texts: [] };
}

function run(session: MemorySession, agreement: MatchingAgreement, hooksOf: (party: number) => Hooks = () => ({})) {
  return session.parties.map(async (party, i) => runMatching(party, agreement, LISTS[i] && recordsOf(LISTS[i]), hooksOf(i)));
}

describe('comparing two lists', () => {
  it('gives each recipient the rows of its own that match, and a witness nothing', async () => {
    const session = memoryNetwork(3);
    const outcomes = await Promise.all(run(session, agreementFor(session, ['North', 'South'], 'matches')));
    const results = await Promise.all(outcomes.map(async ({ readResult }) => readResult?.()));
    expect(results.map((result) => (result && 'matches' in result ? Array.from(result.matches ?? [], ({ row, cells }) => [row, ...cells]) : undefined))).toEqual([[[3, 'c']], [[2, 'c']], undefined]);
    // A list is committed to once, whatever the number of runs over it.
    expect(session.wire.filter(({ from, label }) => from === 0 && label === 'psi/commit')).toHaveLength(2);
    expect(session.wire.filter(({ from, to }) => from === 2 || to === 2).every(({ label }) => label.startsWith('psi/commit'))).toBe(true);
  });

  it('gives a count where that is what was agreed', async () => {
    const session = memoryNetwork(3);
    const outcomes = await Promise.all(run(session, agreementFor(session, ['South'], 'count')));
    expect(await Promise.all(outcomes.map(async ({ readResult }) => readResult?.()))).toEqual([undefined, { count: 1, matches: undefined, notTested: expect.objectContaining({ count: 0 }) as object }, undefined]);
  });

  it.each(['matches', 'count'] as const)('tells the recipient alone how many rows each could test, where that is agreed (%s)', async (reveals) => {
    const session = memoryNetwork(3);
    const agreement = agreementFor(session, ['South'], reveals, { tellTested: true });
    const lists = [{ ...recordsOf(['a', 'b', 'c']), rows: 5, itemOf: Uint32Array.from([0, NO_KEY, 1, 2, NO_KEY]) }, recordsOf(['x', 'c']), undefined];
    const outcomes = await Promise.all(session.parties.map(async (party, i) => runMatching(party, agreement, lists[i], {})));
    const results = await Promise.all(outcomes.map(async ({ readResult }) => readResult?.()));
    expect(results).toEqual([undefined, expect.objectContaining({ count: 1, tested: [{ name: 'North', rows: 5, tested: 3 }, { name: 'South', rows: 2, tested: 2 }] }) as object, undefined]);
    expect(session.wire.filter(({ label }) => label === 'match/tested').map(({ from, to }) => [from, to])).toEqual([[0, 1]]);
  });

  it.each([['more rows than its cap', [6, 2]], ['more than it has', [2, 3]]])('names a party that says it could test %s', async (_, numbers) => {
    const session = memoryNetwork(3);
    const { network } = session.parties[0] as MemorySession['parties'][number];
    const send = network.send.bind(network);
    network.send = (to, label, message) => send(to, label, label === 'match/tested' ? Uint8Array.from(numbers.flatMap((number) => [0, 0, 0, number])) : message);
    const agreement = agreementFor(session, ['South'], 'matches', { tellTested: true });
    const outcomes = await Promise.allSettled(run(session, agreement));
    expect(outcomes[1]).toMatchObject({ status: 'rejected', reason: { code: 'DEVIATION', message: expect.stringContaining('North') as string } });
  });

  it.each(['matches', 'count'] as const)('sends nothing of a party before its run is recorded, in either role (%s)', async (reveals) => {
    for (const late of [0, 1]) {
      const session = memoryNetwork(3);
      let release: () => void = () => undefined;
      const recorded = new Promise<void>((resolve) => (release = resolve));
      const running = run(session, agreementFor(session, ['South'], reveals), (party) => (party === late ? { beforeCommitting: () => recorded } : {}));
      while (session.wire.length < 4) await new Promise((resolve) => setImmediate(resolve));
      for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
      expect(session.wire.filter(({ from }) => from === late)).toEqual([]);
      release();
      await Promise.all(running);
      expect(session.wire.some(({ from, label }) => from === late && label.startsWith('match/'))).toBe(true);
    }
  });
});
