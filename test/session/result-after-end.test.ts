import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { hashOfSet } from '../../src/crypto/set-hash.js';
import { atOnce } from '../../src/crypto/steps.js';
import { MpcError } from '../../src/errors.js';
import { parseKey } from '../../src/keys/index.js';
import { keyRulesOf } from '../../src/session/agreement/matching.js';
import { agreementOf } from '../../src/session/agreement/propose.js';
import type { MatchingAgreement } from '../../src/session/agreement/types.js';
import { Channel } from '../../src/session/channel/channel.js';
import type { BulkMatcher, Comparison } from '../../src/session/operations/bulk/matcher.js';
import { MatchingThread } from '../../src/session/operations/bulk/matching-thread.js';
import type { MatchingResult, RecordKeys } from '../../src/session/operations/matched-rows.js';
import type { Preparation } from '../../src/session/operations/prepare.js';
import { startRelay, type Relay } from '../../src/session/relay/server.js';
import { takePart, type Outcome } from '../../src/session/take-part.js';
import { CutProxy } from '../support/cut-proxy.js';
import { programFromSource } from '../support/thread-program.js';
import { asParty, createIdentity } from '../support/three-parties.js';
import { digests } from './protocol/matching/support.js';

const program = programFromSource('session/operations/bulk/matching-worker.ts');

/** What a recipient's comparison waits for before it is begun, by the recipient's place. */
const before = new Map<number, () => Promise<void>>();

// The real thread, of the sources' program, whose last step is held up.
vi.mock('../../src/session/operations/prepare.js', async (original) => ({
  ...(await original()),
  prepareOperation: (_: MatchingAgreement, self: number): Promise<Preparation> => {
    const thread = new MatchingThread(program);
    const late = (compare: Comparison | undefined): Comparison | undefined =>
      compare &&
      (async () => {
        await before.get(self)?.();
        return compare();
      });
    const matcher: BulkMatcher = {
      prepare: (run) => thread.prepare(run),
      values: async (...args) => thread.values(...args),
      exchange: async (...args) => late(await thread.exchange(...args)),
    };
    return Promise.resolve({ matcher, failure: thread.failure, begin: (context, { signal }) => thread.join(context, { signal }), leave: () => thread.leave(), close: async () => thread.close() });
  },
}));

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(async () => relay.close());

const IDENTITIES = ['North', 'South'].map(createIdentity);
const COLUMNS = [parseKey('id')];

function agreementBy(url: string, recipients: readonly string[]): MatchingAgreement {
  const terms = { kind: 'matching' as const, operation: { name: 'psi' as const, protocol: 'vole' as const, reveals: 'matches' as const, keys: keyRulesOf(COLUMNS, false) }, columns: COLUMNS, caps: { general: 600, byName: new Map<string, number>() } };
  const created = Date.now();
  return agreementOf({ purpose: 'a test', terms, recipients, withoutData: [], relay: url, created, expires: created + 3_600_000, runs: 1 }, IDENTITIES.map(asParty), 'known keys') as MatchingAgreement;
}

function recordsOf(names: readonly number[]): RecordKeys {
  const keys = digests(names);
  return { rows: names.length, slots: 1, digests: keys, setHash: atOnce(hashOfSet(keys)), count: names.length, itemOf: Uint32Array.from(names, (_, i) => i), cells: (row) => [String(names[row - 1])], payload: () => [] };
}

const rowsOf = ({ result }: Outcome) => [...((result as MatchingResult | undefined)?.matches ?? [])].map(({ row }) => row);

/** Both parties' sessions, each by way of the proxy. */
async function session(recipients: readonly string[]) {
  const proxy = await CutProxy.before(relay.port);
  const agreement = agreementBy(proxy.url, recipients);
  const controllers = IDENTITIES.map(() => new AbortController());
  const parties: Promise<Outcome>[] = [];
  for (const [place, identity] of IDENTITIES.entries()) {
    parties.push(
      takePart({
        identity,
        entry: { kind: 'agreement', agreement },
        check: () => Promise.resolve(),
        contribute: () => Promise.resolve({ kind: 'records', records: recordsOf(place === 0 ? [1, 2, 3] : [5, 3, 4, 1]) }),
        approve: () => Promise.resolve({ identitiesVerified: true }),
        recordRun: () => Promise.resolve(),
        watch: () => undefined,
        patienceMs: 5_000,
        signal: AbortSignal.any([(controllers[place] as AbortController).signal, AbortSignal.timeout(30_000)]),
      }),
    );
    // In this order, so that the proxy knows who is who.
    await proxy.link(place);
  }
  return { proxy, parties, controllers };
}

it('a recipient reads its result when the others hear no more of it: its last word is said, its connection closed, and the other party done', async () => {
  const ends: string[] = [];
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
  const { end } = Channel.prototype;
  const spy = vi.spyOn(Channel.prototype, 'end').mockImplementation(function (this: Channel) {
    ends.push(`to ${this.name}`);
    end.call(this);
  });
  const { proxy, parties } = await session(['South']);
  const [north, south] = parties as [Promise<Outcome>, Promise<Outcome>];
  const southLink = await proxy.link(1);
  let waited: readonly string[] | undefined;
  before.set(1, async () => {
    waited = [...ends];
    const [{ result, receipt, problem }] = await Promise.all([north, southLink.closed]);
    expect([result, receipt.signatures.length, problem]).toEqual([undefined, 2, undefined]);
  });
  expect(rowsOf(await south)).toEqual([2, 4]);
  expect([...(waited ?? [])].sort()).toEqual(['to North', 'to South']);
  spy.mockRestore();
  await proxy.close();
});

it('the same where both are recipients: neither waits for the other’s reading', async () => {
  const { proxy, parties } = await session(['North', 'South']);
  const links = [await proxy.link(0), await proxy.link(1)];
  for (const place of [0, 1]) before.set(place, async () => Promise.all(links.map(async ({ closed }) => closed)).then(() => undefined));
  expect((await Promise.all(parties)).map(rowsOf)).toEqual([[1, 3], [2, 4]]);
  await proxy.close();
});

it('what ends a session comes too late for a result that is only to be read', async () => {
  const { proxy, parties, controllers } = await session(['South']);
  const link = await proxy.link(1);
  before.set(1, async () => {
    await link.closed;
    controllers[1]?.abort(new MpcError('INTERRUPTED', 'Interrupted.', ''));
  });
  const { result, problem } = (await Promise.all(parties))[1] as Outcome;
  expect([(result as MatchingResult).count, problem]).toEqual([2, undefined]);
  await proxy.close();
});
