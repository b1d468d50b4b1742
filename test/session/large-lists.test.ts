import type { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { hashOfSet } from '../../src/crypto/set-hash.js';
import { atOnce } from '../../src/crypto/steps.js';
import { MpcError } from '../../src/errors.js';
import { parseKey } from '../../src/linkage/index.js';
import { agreementOf } from '../../src/session/agreement/propose.js';
import type { Party } from '../../src/session/agreement/types.js';
import { Channel } from '../../src/session/channel/channel.js';
import type { ListMatcher, Comparison } from '../../src/session/operations/lists/thread/matcher.js';
import { MatchingThread } from '../../src/session/operations/lists/thread/matching-thread.js';
import type { MatchingResult } from '../../src/session/operations/lists/matched-rows.js';
import { directionsOf } from '../../src/session/operations/psi/roles.js';
import { createInvite } from '../../src/session/invite.js';
import { startRelay, type Relay } from '../../src/session/relay/server.js';
import { VOLE_LANE } from '../../src/session/protocol/vole/binding.js';
import type { Entry, Outcome } from '../../src/session/participation.js';
import { takePart } from '../../src/session/take-part.js';
import { CutProxy } from '../support/cut-proxy.js';
import { programFromSource } from '../support/thread-program.js';
import { asParty, createIdentity, type Mode } from '../support/three-parties.js';
import { digests } from './protocol/matching/support.js';
import { failureOf, outcomes } from './protocol/outcomes.js';
import { keyRulesOf } from '../../src/session/operations/lists/key-rules.js';
import type { MatchingAgreement } from '../../src/session/operations/lists/types.js';
import type { PsiAgreement } from '../../src/session/operations/psi/types.js';
import type { RecordKeys } from '../../src/session/operations/reading.js';
import type { Preparation } from '../../src/session/operations/outcome.js';

/** Whatever run it belongs to. */
const isForest = (label: string) => label.startsWith(VOLE_LANE) && label.endsWith('/forest');

const program = programFromSource('session/operations/lists/thread/matching-worker.ts');

/** What a recipient's comparison waits for before it is begun, by the recipient's seat. */
const before = new Map<number, () => Promise<void>>();
beforeEach(() => before.clear());

/** Threads that began since the test did. */
let threads: Worker[] = [];
beforeEach(() => (threads = []));
const onWorker = (worker: Worker) => void threads.push(worker);
beforeAll(() => void process.on('worker', onWorker));
afterAll(() => void process.off('worker', onWorker));

// The real thread, of the sources' program, whose last step is held up.
vi.mock('../../src/session/operations/psi/prepare.js', async (original) => ({
  ...(await original()),
  preparePsi: (agreement: PsiAgreement, self: number): Promise<Preparation> => {
    const thread = new MatchingThread(program);
    const late = (compare: Comparison | undefined): Comparison | undefined =>
      compare &&
      (async () => {
        await before.get(self)?.();
        return compare();
      });
    const matcher: ListMatcher = {
      prepare: (run) => thread.prepare(run),
      values: async (...args) => thread.values(...args),
      exchange: async (...args) => late(await thread.exchange(...args)),
    };
    return Promise.resolve({
      matcher,
      failure: thread.failure,
      begin: (context, { signal }) => {
        thread.join(context, { signal });
        const [first] = directionsOf(agreement);
        if (first !== undefined) thread.prepare(first);
      },
      leave: () => thread.leave(),
      close: async () => thread.close(),
    });
  },
}));

let relay: Relay;
beforeAll(async () => {
  relay = await startRelay();
});
afterAll(async () => relay.close());

const IDENTITIES = ['North', 'South'].map(createIdentity);
const COLUMNS = [parseKey('id')];

function agreementBy(url: string, recipients: readonly string[], meeting: MatchingAgreement['meeting'], parties: readonly Party[]): MatchingAgreement {
  const terms = { operation: { name: 'psi' as const, protocol: 'vole' as const, reveals: 'matches' as const, keys: keyRulesOf(COLUMNS, false) }, columns: COLUMNS, caps: { general: 600, byName: new Map<string, number>() } };
  const created = Date.now();
  return agreementOf({ purpose: 'a test', terms, recipients, withoutData: [], relay: url, created, expires: created + 3_600_000, runs: 1 }, parties, meeting) as MatchingAgreement;
}

function recordsOf(names: readonly number[]): RecordKeys {
  const keys = digests(names);
  return { rows: names.length, slots: 1, digests: keys, setHash: atOnce(hashOfSet(keys)), count: names.length, itemOf: Uint32Array.from(names, (_, i) => i), cells: (row) => [String(names[row - 1])], texts: [] };
}

const rowsOf = ({ result }: Outcome) => [...((result as MatchingResult | undefined)?.matches ?? [])].map(({ row }) => row);

interface Given {
  readonly recipients: readonly string[];
  readonly mode?: Mode;
  readonly contribute?: (seat: number) => Promise<RecordKeys>;
}

/** Both parties' sessions, each by way of the proxy. By invite, North proposes. */
async function session({ recipients, mode = 'keys', contribute = async (seat) => Promise.resolve(recordsOf(seat === 0 ? [1, 2, 3] : [5, 3, 4, 1])) }: Given) {
  const proxy = await CutProxy.before(relay.port);
  const agreement = agreementBy(proxy.url, recipients, 'known keys', IDENTITIES.map(asParty));
  const invite = createInvite(proxy.url, IDENTITIES.length);
  const entryOf = (seat: number): Entry => {
    if (mode === 'keys') return { kind: 'agreement', agreement };
    return seat === 0 ? { kind: 'proposal', invite, write: (parties) => agreementBy(proxy.url, recipients, 'invite', parties) } : { kind: 'invite', invite };
  };
  const controllers = IDENTITIES.map(() => new AbortController());
  const parties: Promise<Outcome>[] = [];
  for (const [seat, identity] of IDENTITIES.entries()) {
    parties.push(
      takePart({
        identity,
        entry: entryOf(seat),
        check: () => Promise.resolve(),
        contribute: async () => ({ kind: 'records', records: await contribute(seat) }),
        approve: () => Promise.resolve({ identitiesVerified: true }),
        recordRun: () => Promise.resolve(),
        watch: () => undefined,
        patienceMs: 5_000,
        signal: AbortSignal.any([(controllers[seat] as AbortController).signal, AbortSignal.timeout(30_000)]),
      }),
    );
    // In this order, so that the proxy knows who is who.
    await proxy.link(seat);
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
  const { proxy, parties } = await session({ recipients: ['South'] });
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
  const { proxy, parties } = await session({ recipients: ['North', 'South'] });
  const links = [await proxy.link(0), await proxy.link(1)];
  for (const seat of [0, 1]) before.set(seat, async () => Promise.all(links.map(async ({ closed }) => closed)).then(() => undefined));
  expect((await Promise.all(parties)).map(rowsOf)).toEqual([[1, 3], [2, 4]]);
  await proxy.close();
});

it('what ends a session comes too late for a result that is only to be read', async () => {
  const { proxy, parties, controllers } = await session({ recipients: ['South'] });
  const link = await proxy.link(1);
  before.set(1, async () => {
    await link.closed;
    controllers[1]?.abort(new MpcError('INTERRUPTED', 'Interrupted.', ''));
  });
  const { result, problem } = (await Promise.all(parties))[1] as Outcome;
  expect([(result as MatchingResult).count, problem]).toEqual([2, undefined]);
  await proxy.close();
});

it('an interruption while the other keeps its signature back takes no result away that has arrived', async () => {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
  const { send } = Channel.prototype;
  let interrupt: () => void = () => undefined;
  const spy = vi.spyOn(Channel.prototype, 'send').mockImplementation(function (this: Channel, label: string, message: Uint8Array) {
    // North signs nothing. South has all it needs, signs, and is interrupted while it waits.
    if (label === 'receipt' && this.name === 'South') return;
    send.call(this, label, message);
    if (label === 'receipt') setImmediate(interrupt);
  });
  const { proxy, parties, controllers } = await session({ recipients: ['South'] });
  interrupt = () => controllers[1]?.abort(new MpcError('INTERRUPTED', 'Interrupted.', ''));
  const [, south] = await outcomes(parties);
  const { result, problem } = south as Outcome;
  expect((result as MatchingResult).count).toBe(2);
  expect(problem?.code).toBe('RECEIPT_INCOMPLETE');
  spy.mockRestore();
  await proxy.close();
});

it('a list that turns out longer than agreed, by invite and with the correlation on its way, ends the session for both, and their threads', async () => {
  const steps = new Set<string>();
  let onForest: () => void = () => undefined;
  const forest = new Promise<void>((resolve) => (onForest = resolve));
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
  const { send } = Channel.prototype;
  const spy = vi.spyOn(Channel.prototype, 'send').mockImplementation(function (this: Channel, label: string, message: Uint8Array) {
    send.call(this, label, message);
    steps.add(label);
    if (isForest(label)) onForest();
  });
  const tooMany = new MpcError('INPUT_TOO_MANY', 'list.csv: more than 600 rows.', '');
  const { proxy, parties } = await session({
    recipients: ['North', 'South'],
    mode: 'invite',
    contribute: async (seat) => {
      if (seat === 0) return recordsOf([1, 2, 3]);
      await forest;
      throw tooMany;
    },
  });
  const [north, south] = await outcomes(parties);
  expect(failureOf(south, 'INPUT_TOO_MANY').message).toBe(tooMany.message);
  expect(failureOf(north, 'PEER_LEFT')).toEqual({ party: 'South', message: 'South stopped the session because of a problem on its own side.' });
  expect([...steps].filter((label) => label.startsWith('match/') || label === 'receipt')).toEqual([]);
  expect(threads.map(({ threadId }) => threadId)).toEqual([-1, -1]);
  spy.mockRestore();
  await proxy.close();
});

it('a party that deviates while the other still reads its list is named, and the session over, without waiting for the list', async () => {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
  const { send } = Channel.prototype;
  const spy = vi.spyOn(Channel.prototype, 'send').mockImplementation(function (this: Channel, label: string, message: Uint8Array) {
    send.call(this, label, isForest(label) ? message.subarray(1) : message);
  });
  const { proxy, parties } = await session({ recipients: ['South'], mode: 'invite', contribute: async (seat) => (seat === 0 ? recordsOf([1, 2, 3]) : new Promise<never>(() => undefined)) });
  const [north, south] = await outcomes(parties);
  expect(failureOf(south, 'DEVIATION').party).toBe('North');
  expect(north).toBeInstanceOf(MpcError);
  expect(threads.map(({ threadId }) => threadId)).toEqual([-1, -1]);
  spy.mockRestore();
  await proxy.close();
});
