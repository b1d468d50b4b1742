import { afterAll, beforeAll, expect, it } from 'vitest';
import { publicKeyOf } from '../../../src/crypto/ed25519.js';
import { MpcError } from '../../../src/errors.js';
import { startRelay, type Relay } from '../../../src/session/relay/server.js';
import type { Share } from '../../../src/session/share/file.js';
import type { Reshared } from '../../../src/session/share/reshare.js';
import type { ResharePlan } from '../../../src/session/share/reshare-plan.js';
import { runReshare, type RunReshare } from '../../../src/session/share/reshare-session.js';
import { openedBy, sealedSession, type SealedSession } from '../../support/sealed-session.js';
import { failureOf } from '../protocol/outcomes.js';

const NAMES = ['North', 'South', 'Harbour'];
let relay: Relay;
let session: SealedSession;
beforeAll(async () => {
  relay = await startRelay({ limits: { joinsPerMinute: 100_000 } });
  session = await sealedSession(3, 2, [0, 1, 2]);
});
afterAll(async () => relay.close());

/** The two files of one party, and what is done to them, in order. */
class Disk {
  readonly log: string[] = [];
  held: Share | undefined;
  pending: Share | undefined;

  constructor(held: Share | undefined) {
    this.held = held;
  }

  keep(share: Share): Promise<void> {
    this.log.push(`keep ${share.epoch}`);
    this.pending = share;
    return Promise.resolve();
  }

  commit(): Promise<void> {
    this.log.push(`commit ${this.pending?.epoch ?? 'nothing'}`);
    this.held = this.pending;
    this.pending = undefined;
    return Promise.resolve();
  }
}

const disks = () => NAMES.map((name) => new Disk(session.shares.get(name)));
const refresh = (): ResharePlan => ({ session: session.receipt.session, digest: session.receipt.digest, dealers: NAMES, holders: NAMES, needed: 2 });

async function run(files: readonly Disk[], change: (name: string, honest: RunReshare) => Partial<RunReshare> = () => ({})): Promise<(Reshared | MpcError)[]> {
  return Promise.all(
    files.map(async (disk, i) => {
      const name = NAMES[i] ?? '';
      const secretKey = session.secretKeys[i] ?? new Uint8Array(32);
      const honest: RunReshare = {
        identity: { name, secretKey, publicKey: publicKeyOf(secretKey) },
        receipt: session.receipt,
        plan: refresh(),
        held: disk.held,
        pending: disk.pending,
        commit: () => disk.commit(),
        keep: (share) => disk.keep(share),
        relay: `ws://127.0.0.1:${relay.port}`,
        patienceMs: 4_000,
        signal: AbortSignal.timeout(30_000),
        onPresent: () => undefined,
      };
      try {
        return await runReshare({ ...honest, ...change(name, honest) });
      } catch (error) {
        if (error instanceof MpcError) return error;
        throw error;
      }
    }),
  );
}

const opened = (files: readonly Disk[]) => openedBy(files.map((disk) => disk.held).filter((share) => share !== undefined));
const diskFull = () => Promise.reject(new MpcError('USAGE', 'The disk is full.', ''));

it('where one new share cannot be kept, nobody gives up the old one, and running it again deals the old ones anew', async () => {
  const files = disks();
  const ended = await run(files, (name) => (name === 'South' ? { keep: diskFull } : {}));
  expect(ended.map((each) => (each instanceof MpcError ? each.code : 'done'))).toEqual(['PEER_LEFT', 'USAGE', 'PEER_LEFT']);
  for (const { held, log } of files) expect([held?.epoch, log.filter((line) => line.startsWith('commit'))]).toEqual([0, []]);
  expect(opened(files)).toBe('111');

  expect((await run(files)).map((each) => (each instanceof MpcError ? each : each.state.epoch))).toEqual([1, 1, 1]);
  for (const { log } of files) expect(log.slice(-2)).toEqual(['keep 1', 'commit 1']);
  expect(opened(files)).toBe('111');
});

it('where all kept their new shares and only one could put it in place, running it again finishes it for the others before it deals', async () => {
  const files = disks();
  const ended = await run(files, (name) => (name === 'North' ? {} : { commit: diskFull }));
  for (const seat of [1, 2]) expect(failureOf(ended[seat], 'OUTPUT_UNSAVED').message).toContain('could not be put in the place');
  expect(files.map(({ held, pending }) => [held?.epoch, pending?.epoch])).toEqual([[1, undefined], [0, 1], [0, 1]]);

  expect((await run(files)).map((each) => (each instanceof MpcError ? each : each.state.epoch))).toEqual([2, 2, 2]);
  expect(files.map(({ log }) => log.slice(-3))).toEqual([['commit 1', 'keep 2', 'commit 2'], ['commit 1', 'keep 2', 'commit 2'], ['commit 1', 'keep 2', 'commit 2']]);
  expect(opened(files)).toBe('111');
});

it('a dealer with shares of another epoch ends it for all before anything is dealt', async () => {
  const files = disks();
  await run(files);
  const [, south] = disks();
  const mixed = files.map((disk, i) => (i === 1 && south !== undefined ? south : disk));
  const ended = await run(mixed);
  // Whoever sees it first tells the others.
  for (const each of ended) expect(failureOf(each, 'SHARE_INVALID').message).toMatch(/(South holds shares of epoch 0, and others of epoch 1|holds shares of epoch 1, and others of epoch 0): these shares do not fit together/);
  for (const { log } of mixed) expect(log.slice(2)).toEqual([]);
});

it('parties with different plans do not wait for each other', async () => {
  const ended = await run(disks().slice(0, 2), (name, { plan }) => (name === 'South' ? { plan: { ...plan, dealers: ['South', 'Harbour'] } } : {}));
  const named = ended.map((each, i) => (each instanceof MpcError && each.code === 'AGREEMENT_MISMATCH' ? [NAMES[i], each.party] : undefined)).filter((each) => each !== undefined);
  expect(named.length).toBeGreaterThan(0);
  for (const each of named) expect([['North', 'South'], ['South', 'North']]).toContainEqual(each);
  for (const each of ended) expect(each instanceof MpcError && ['AGREEMENT_MISMATCH', 'PEER_ABORTED'].includes(each.code)).toBe(true);
});
