import { MpcError, type ErrorCode } from '../../../src/errors.js';
import { createInvite } from '../../../src/session/invite.js';
import type { Entry, Outcome } from '../../../src/session/participation.js';
import { operationOf } from '../../../src/session/operations/registry.js';
import { takePart } from '../../../src/session/take-part.js';
import { CREATED } from '../../golden/cases.js';
import { play } from '../../golden/play.js';
import { drawCase, type ChaosCase } from './cases.js';
import { drive, simulateTime } from './drive.js';
import { acting, SimulatedRelay, SimulatedSocket } from './simulated-relay.js';
import { Dice, drawWeather, type Weather } from './weather.js';

const TIMEOUT_MS = 900_000;
/** As the program has it. */
const PATIENCE_MS = 120_000;
/** After its time-out a session still says goodbye. */
const FAREWELL_MS = 60_000;
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
  simulateTime(CREATED + 3_600_000);
  const began = Date.now();
  const expected = (await drive(play(drawn, drawn.contribution), () => true, TIMEOUT_MS)).ended.map(({ result }) => plain(result));
  const relay = new SimulatedRelay(weather, dice);
  SimulatedSocket.world = relay;
  const given = await drive(partiesOf(drawn, relay), () => relay.flying === 0, TIMEOUT_MS + FAREWELL_MS);
  const ends = given.map((outcome, place) => (relay.killed.has(place) ? 'killed' : endOf(outcome, expected[place], weather)));
  const allowed = weather.mischief.length > 0 ? CLEAR_OF_A_HOSTILE_RELAY : relay.killed.size > 0 ? CLEAR : [];
  const faults = ends.flatMap((end, place) => (end === 'right' || end === 'killed' || (allowed as readonly string[]).includes(end) ? [] : [`${drawn.parties[place]?.name ?? ''}: ${end}: ${said(given[place])}`]));
  return { operation: `${agreement.operation.name}${agreement.threshold === undefined ? '' : ', sealed'}`, parties: drawn.parties.length, weather, packets: relay.packets, simulatedMs: Date.now() - began, ends, faults };
}

async function partiesOf(drawn: ChaosCase, relay: SimulatedRelay): Promise<(Outcome | Error)[]> {
  const { agreement, parties } = drawn;
  const invite = agreement.meeting === 'invite' ? createInvite(agreement.relay, parties.length) : undefined;
  const entryOf = (place: number): Entry => {
    if (invite === undefined) return { kind: 'agreement', agreement };
    return place > 0 ? { kind: 'invite', invite } : { kind: 'proposal', invite, write: (roster) => ({ ...agreement, parties: agreement.parties.map((party) => roster.find(({ publicKey }) => publicKey === party.publicKey) ?? party) }) };
  };
  const gone = new AbortController();
  const all = parties.map(async (identity, place) => {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new MpcError('TIMEOUT', 'The session was not done within its time.', '')), TIMEOUT_MS);
    try {
      return await acting.run(place, async () =>
        takePart({
          identity,
          entry: entryOf(place),
          check: () => Promise.resolve(),
          contribute: (agreed) => Promise.resolve(drawn.contribution(agreed, identity.name)),
          approve: () => Promise.resolve({ identitiesVerified: true }),
          recordRun: () => Promise.resolve(),
          watch: () => undefined,
          patienceMs: PATIENCE_MS,
          relayPatienceMs: Infinity,
          signal: AbortSignal.any([controller.signal, gone.signal]),
        }),
      );
    } catch (error) {
      return error as Error;
    } finally {
      clearTimeout(timer);
    }
  });
  // Who was killed has no end of its own: its code is told to end when the others have ended.
  await Promise.all(all.map(async (end, place) => Promise.race([end, untilKilled(relay, place)])));
  gone.abort(new MpcError('INTERRUPTED', 'Killed.', ''));
  return Promise.all(all);
}

async function untilKilled(relay: SimulatedRelay, place: number): Promise<void> {
  while (!relay.killed.has(place)) await new Promise((resolve) => setTimeout(resolve, 1_000));
}

function endOf(outcome: Outcome | Error | undefined, expected: string | undefined, { events, mischief }: Weather): string {
  if (outcome instanceof MpcError) return outcome.code;
  if (outcome === undefined || outcome instanceof Error) return 'no MpcError';
  if (plain(outcome.result) !== expected) return 'wrong result';
  const isWhole = outcome.problem === undefined && outcome.receipt.signatures.length === outcome.agreement.parties.length;
  const mayLack = mischief.length > 0 || events.some(({ kind }) => kind === 'kill');
  if (!isWhole && !mayLack) return 'incomplete receipt';
  const isHolder = outcome.agreement.threshold?.holders.length === outcome.agreement.parties.length;
  return isHolder && outcome.share === undefined ? 'no share' : 'right';
}

function said(outcome: Outcome | Error | undefined): string {
  return outcome instanceof Error ? (outcome instanceof MpcError ? outcome.message : (outcome.stack ?? outcome.message)) : plain(outcome?.result);
}

/** A result as text; what is read row by row, as its rows. */
export function plain(result: object | undefined): string {
  return JSON.stringify(result, (_, value: unknown) => {
    if (typeof value === 'bigint') return value.toString();
    if (value !== null && typeof value === 'object' && !Array.isArray(value) && Symbol.iterator in value) return [...(value as Iterable<unknown>)];
    if (typeof value === 'function') return undefined;
    return value;
  }) ?? '';
}

