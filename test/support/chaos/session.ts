import { publicKeyOf } from '../../../src/crypto/ed25519.js';
import { MpcError, type ErrorCode } from '../../../src/errors.js';
import type { Identity } from '../../../src/session/channel/identity-proof.js';
import { createInvite } from '../../../src/session/invite.js';
import type { Entry, Outcome } from '../../../src/session/participation.js';
import { operationOf } from '../../../src/session/operations/registry.js';
import type { Share } from '../../../src/session/share/file.js';
import { runReshare } from '../../../src/session/share/reshare-session.js';
import { runReveal } from '../../../src/session/share/reveal-session.js';
import { takePart } from '../../../src/session/take-part.js';
import { CREATED } from '../../golden/cases.js';
import { play } from '../../golden/play.js';
import { openedBy, sealedSession } from '../sealed-session.js';
import { drawCase, type ChaosCase } from './cases.js';
import { acting, SimulatedRelay, SimulatedSocket } from './simulated-relay.js';
import { SimulatedTime } from './simulated-time.js';
import { Dice, drawWeather, type Weather } from './weather.js';

const TIMEOUT_MS = 900_000;
/** As the program has it. */
const PATIENCE_MS = 120_000;
/** After its time-out a session still says goodbye. */
const FAREWELL_MS = 60_000;
/** What a sealed session of `sealedSession` adds up to. */
const TOTAL = '111';
const LONG_AWAY_MS = 20_000;
/** How a session may end that a party left, or in which the relay cheats; never with anybody called a cheat. */
const CLEAR: readonly ErrorCode[] = ['PEER_LEFT', 'PEER_ABORTED', 'TIMEOUT', 'RECEIPT_INCOMPLETE'];
const CLEAR_OF_A_HOSTILE_RELAY: readonly ErrorCode[] = [...CLEAR, 'VERSION_MISMATCH', 'RELAY_UNREACHABLE'];

export interface Report {
  readonly operation: string;
  readonly parties: number;
  readonly weather: Weather;
  readonly packets: number;
  readonly simulatedMs: number;
  /** Of each party, `right`, `killed`, or the code of its error. */
  readonly ends: readonly string[];
  /** What must not be; empty where all is well. */
  readonly faults: readonly string[];
}

/** One whole session between parties of the program's own code, whose relay, network and time are simulated. Everything follows from the seed but the parties' random values. */
export async function chaosSession(seed: number, isHostile: boolean): Promise<Report> {
  const dice = new Dice(seed);
  const drawn = drawCase(dice, isHostile);
  const { agreement } = drawn;
  const weather = drawWeather(dice, { parties: drawn.parties.length, mayKill: true, isHostile });
  // Before the clock stands still: what is loaded takes real time.
  await operationOf(agreement).load();
  const expected = (await play(drawn, drawn.contribution)).ended.map(({ result }) => plain(result));
  const relay = new SimulatedRelay(weather, dice);
  SimulatedSocket.world = relay;
  const time = new SimulatedTime(CREATED + 3_600_000);
  try {
    const hasThreads = agreement.operation.name === 'compare' || ('protocol' in agreement.operation && agreement.operation.protocol === 'vole');
    const given = await time.drive(sessionOf(drawn, relay), () => hasThreads && relay.flying === 0, TIMEOUT_MS + FAREWELL_MS);
    const ends = given.map((outcome, seat) => (relay.killed.has(seat) ? 'killed' : endOf(outcome, expected[seat], weather)));
    const allowed = allowedEnds(weather, relay);
    const faults = ends.flatMap((end, seat) => (end === 'right' || end === 'killed' || allowed.includes(end) ? [] : [`${drawn.parties[seat]?.name ?? ''}: ${end}: ${said(given[seat])}`]));
    return { operation: `${agreement.operation.name}${agreement.threshold === undefined ? '' : ', sealed'}`, parties: drawn.parties.length, weather, packets: relay.packets, simulatedMs: time.clock.now(), ends, faults };
  } finally {
    time.end();
  }
}

function allowedEnds({ mischief }: Weather, { killed }: SimulatedRelay): readonly string[] {
  return mischief.length > 0 ? CLEAR_OF_A_HOSTILE_RELAY : killed.size > 0 ? CLEAR : [];
}

/** Whoever opens has left when a party comes back that was away for longer than a goodbye takes: that party never hears that the result was opened. */
function wasLongAway({ events }: Weather, seat: number): boolean {
  return events.some((event) => event.kind === 'stop' && event.seat === seat && event.ms > LONG_AWAY_MS);
}

async function sessionOf(drawn: ChaosCase, relay: SimulatedRelay): Promise<(Outcome | Error)[]> {
  const { agreement, parties } = drawn;
  const invite = agreement.meeting === 'invite' ? createInvite(agreement.relay, parties.length) : undefined;
  const entryOf = (seat: number): Entry => {
    if (invite === undefined) return { kind: 'agreement', agreement };
    return seat > 0 ? { kind: 'invite', invite } : { kind: 'proposal', invite, write: () => agreement };
  };
  return untilAllEnd(parties, relay, async (identity, seat, signal) =>
    takePart({
      identity,
      entry: entryOf(seat),
      check: () => Promise.resolve(),
      contribute: (agreed) => Promise.resolve(drawn.contribution(agreed, identity.name)),
      approve: () => Promise.resolve({ identitiesVerified: true }),
      recordRun: () => Promise.resolve(),
      watch: () => undefined,
      patienceMs: PATIENCE_MS,
      relayPatienceMs: Infinity,
      signal,
    }),
  );
}

/** What every party ended with. One that is killed has no end of its own: its code is told to end when the others have. */
async function untilAllEnd<T>(parties: readonly Identity[], relay: SimulatedRelay, run: (identity: Identity, seat: number, signal: AbortSignal) => Promise<T>): Promise<(T | Error)[]> {
  const gone = new AbortController();
  const all = parties.map(async (identity, seat) => {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new MpcError('TIMEOUT', 'The session was not done within its time.', '')), TIMEOUT_MS);
    try {
      return await acting.run(seat, async () => run(identity, seat, AbortSignal.any([controller.signal, gone.signal])));
    } catch (error) {
      return error as Error;
    } finally {
      clearTimeout(timer);
    }
  });
  await Promise.all(all.map(async (end, seat) => Promise.race([end, untilKilled(relay, seat)])));
  gone.abort(new MpcError('INTERRUPTED', 'Killed.', ''));
  return Promise.all(all);
}

async function untilKilled(relay: SimulatedRelay, seat: number): Promise<void> {
  while (!relay.killed.has(seat)) await new Promise((resolve) => setTimeout(resolve, 1_000));
}

/** Whoever has all leaves, and is not there any more for one that was away for longer than a goodbye takes, or whose last packets were lost. */
function mayLackSignatures({ events, mischief, loss }: Weather): boolean {
  return mischief.length > 0 || loss > 0 || events.some((event) => event.kind === 'kill' || ((event.kind === 'stop' || event.kind === 'restart') && event.ms > LONG_AWAY_MS));
}

function endOf(outcome: Outcome | Error | undefined, expected: string | undefined, weather: Weather): string {
  if (outcome instanceof MpcError) return outcome.code;
  if (outcome === undefined || outcome instanceof Error) return 'no MpcError';
  if (plain(outcome.result) !== expected) return 'wrong result';
  const isWhole = outcome.problem === undefined && outcome.receipt.signatures.length === outcome.agreement.parties.length;
  if (!isWhole && !mayLackSignatures(weather)) return 'incomplete receipt';
  const isHolder = outcome.agreement.threshold?.holders.length === outcome.agreement.parties.length;
  return isHolder && outcome.share === undefined ? 'no share' : 'right';
}

function said(outcome: Outcome | Error | undefined): string {
  return outcome instanceof Error ? (outcome instanceof MpcError ? outcome.message : (outcome.stack ?? outcome.message)) : plain(outcome?.result);
}

/** The same for a sealed sum that is opened, or whose shares are dealt anew to holders of other number and threshold. */
export async function chaosOpening(seed: number, isHostile: boolean, isResharing: boolean): Promise<Report> {
  const dice = new Dice(seed);
  const count = dice.oneOf([3, 3, 4, 5]);
  const holders = dice.some(count, dice.whole(2, count));
  const { receipt, names, secretKeys, shares } = await sealedSession(count, dice.whole(2, holders.length), holders);
  const dealers = names.filter((name) => shares.has(name));
  const heirs = dice.some(count, dice.whole(2, count)).map((place) => names[place] ?? '');
  const plan = { session: receipt.session, digest: receipt.digest, dealers, holders: heirs, needed: dice.whole(2, heirs.length) };
  const present = names.flatMap((name, i) => (isResharing && !dealers.includes(name) && !heirs.includes(name) ? [] : [{ name, secretKey: secretKeys[i] ?? new Uint8Array(32) }]));
  const weather = drawWeather(dice, { parties: present.length, mayKill: true, isHostile });
  const relay = new SimulatedRelay(weather, dice);
  SimulatedSocket.world = relay;
  const identities = present.map(({ name, secretKey }) => ({ name, secretKey, publicKey: publicKeyOf(secretKey) }));
  const held = new Map(shares);
  const time = new SimulatedTime(Date.now());
  try {
    const access = { relay: 'wss://relay.example.org', patienceMs: PATIENCE_MS, relayPatienceMs: Infinity };
    const one = async (identity: Identity, _: number, signal: AbortSignal): Promise<'right' | 'wrong result'> => {
      const { name } = identity;
      const share = shares.get(name);
      if (!isResharing) {
        const entry = share === undefined ? ({ kind: 'receipt', receipt } as const) : ({ kind: 'share', share } as const);
        const { readResult } = await runReveal({ ...access, identity, entry, withNames: names, onReady: () => undefined, beforeRelease: () => Promise.resolve(), signal });
        return plain(readResult?.()).includes(`"${TOTAL}"`) ? 'right' : 'wrong result';
      }
      let pending: Share | undefined;
      const keep = (fresh: Share) => {
        pending = fresh;
        return Promise.resolve();
      };
      const commit = () => {
        if (pending !== undefined) held.set(name, pending);
        return Promise.resolve();
      };
      const { state } = await runReshare({ ...access, identity, receipt, plan, held: share, pending: undefined, keep, commit, onPresent: () => undefined, signal });
      return state.epoch === 1 ? 'right' : 'wrong result';
    };
    const given = await time.drive(untilAllEnd(identities, relay, one), () => false, TIMEOUT_MS + FAREWELL_MS);
    const ends = given.map((end, seat) => (relay.killed.has(seat) ? 'killed' : end instanceof MpcError ? end.code : end instanceof Error ? 'no MpcError' : end));
    const allowed = allowedEnds(weather, relay);
    const isClear = (end: string, seat: number) => allowed.includes(end) || (end === 'TIMEOUT' && wasLongAway(weather, seat));
    const faults = ends.flatMap((end, seat) => (end === 'right' || end === 'killed' || isClear(end, seat) ? [] : [`${present[seat]?.name ?? ''}: ${end}: ${given[seat] instanceof Error ? (given[seat].stack ?? '') : ''}`]));
    // Whoever has shares of the new epoch, and whoever of the old, can still open with those of one's own.
    for (const epoch of [0, 1]) {
      const fitting = [...held.values()].filter((share) => share.epoch === epoch);
      if (fitting.length >= (fitting[0]?.needed ?? Infinity) && openedBy(fitting) !== TOTAL) faults.push(`shares of epoch ${epoch} open to something else`);
    }
    return { operation: isResharing ? 're-sharing' : 'opening', parties: present.length, weather, packets: relay.packets, simulatedMs: time.clock.now(), ends, faults };
  } finally {
    time.end();
  }
}

/** A result as text; what is read row by row, as its rows. */
export function plain(result: object | undefined): string {
  return result === undefined ? '' : JSON.stringify(result, (_, value: unknown) => {
    if (typeof value === 'bigint') return value.toString();
    if (value !== null && typeof value === 'object' && !Array.isArray(value) && Symbol.iterator in value) return [...(value as Iterable<unknown>)];
    if (typeof value === 'function') return undefined;
    return value;
  });
}

