import { afterAll, expect } from 'vitest';
import { fromHex, utf8 } from '../../src/crypto/bytes.js';
import { elementBytes, toBytes, vectorOf } from '../../src/crypto/field-vector.js';
import { toElement } from '../../src/crypto/field.js';
import { encodePublicKey } from '../../src/crypto/public-key.js';
import { MpcError, type ErrorCode } from '../../src/errors.js';
import { encodeInvite, roomOfAgreement, roomOfInvite } from '../../src/session/invite.js';
import { fieldFor } from '../../src/session/operations/linear/bounds.js';
import type { Outcome } from '../../src/session/participation.js';
import { HostileRelay, type Hostility } from './hostile-relay.js';
import { asLinear } from './operations.js';
import { totalOf } from './proposals.js';
import { castFor, playAll, PURPOSE, SUM, TOTALS, type Cast, type Mode, type Play } from './three-parties.js';

/** Three parties and a relay that is hostile: how such sessions are played, and what must hold whatever it does. */

const relays: HostileRelay[] = [];
afterAll(async () => {
  await Promise.all(relays.map((relay) => relay.close()));
});

export async function startHostile(hostility: Hostility = {}): Promise<HostileRelay> {
  const relay = await HostileRelay.start(hostility);
  relays.push(relay);
  return relay;
}

/** Codes with which a session may end that the relay alone disturbs. */
export const CLEAR: readonly ErrorCode[] = ['TIMEOUT', 'PEER_LEFT', 'RELAY_UNREACHABLE'];

export function resultOf(outcome: Outcome | MpcError): string | undefined {
  return outcome instanceof MpcError ? undefined : totalOf(outcome.result, 'salary')?.sum;
}

export function expectExact(outcomes: readonly (Outcome | MpcError)[]): void {
  expect(outcomes.map((outcome) => (outcome instanceof MpcError ? `${outcome.code}: ${outcome.message}` : resultOf(outcome)))).toEqual([SUM, SUM, SUM]);
  for (const outcome of outcomes) if (!(outcome instanceof MpcError)) expect(outcome.problem).toBeUndefined();
}

/** Exact, or an end in words and with a code that fits. */
export function expectExactOrClear(outcomes: readonly (Outcome | MpcError)[], codes: readonly ErrorCode[] = CLEAR): void {
  for (const outcome of outcomes) {
    if (!(outcome instanceof MpcError)) {
      expect(resultOf(outcome)).toBe(SUM);
      continue;
    }
    expect(codes).toContain(outcome.code);
    expect(outcome.message.length).toBeGreaterThan(20);
  }
}

export function expectClear(outcomes: readonly (Outcome | MpcError)[], codes: readonly ErrorCode[] = CLEAR): void {
  for (const outcome of outcomes) expect(outcome).toBeInstanceOf(MpcError);
  expectExactOrClear(outcomes, codes);
}

/** Searches all that passed the relay for all that it must not learn, the random values among it that were drawn. */
export function expectNothingLeaked(relay: HostileRelay, cast: Cast, drawn: readonly Uint8Array[]): void {
  const wire = Buffer.concat(relay.seen);
  const secrets = new Map<string, Uint8Array>();
  const add = (what: string, bytes: Uint8Array) => secrets.set(`${what} ${secrets.size}`, bytes);
  const tokens = new Set(relay.tokens.map((token) => token.toString('hex')));
  for (const bytes of drawn) if (!tokens.has(Buffer.from(bytes).toString('hex'))) add('random value', bytes);
  for (const identity of cast.identities) {
    add('secret key', identity.secretKey);
    add('public key', identity.publicKey);
    add('public key as text', utf8(encodePublicKey(identity.publicKey)));
    add('name', utf8(identity.name));
  }
  add('purpose', utf8(PURPOSE));
  for (const total of [...TOTALS, BigInt(SUM.replace('.', ''))]) {
    const text = total.toString();
    add('total as text', utf8(text));
    add('total with its point', utf8(`${text.slice(0, -2)}.${text.slice(-2)}`));
    add('total as 8 bytes', bytesOf(total));
    add('total as 8 bytes, little-endian', Uint8Array.from(bytesOf(total)).reverse());
  }
  const { invite, agreement } = cast;
  if (invite !== undefined) {
    add('invite', invite.secret);
    add('invite as text', utf8(encodeInvite(invite).slice(0, 30)));
    add('pre-shared key', roomOfInvite(invite).psk);
  }
  if (agreement !== undefined) {
    const field = fieldFor(asLinear(agreement));
    for (const total of TOTALS) add('total in the field', toBytes(vectorOf(field, [toElement(field, total)])).subarray(0, elementBytes(field)));
    add('agreement id', fromHex(agreement.id));
    add('agreement id as text', utf8(agreement.id));
    add('key of greetings', roomOfAgreement(fromHex(agreement.id)).helloKey);
  }
  const leaked = [...secrets].filter(([, bytes]) => bytes.length >= 8 && wire.includes(Buffer.from(bytes))).map(([what]) => what);
  expect(leaked).toEqual([]);
}

function bytesOf(n: bigint): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(n);
  return bytes;
}

/** Three parties through a relay of this kind, and everything that must hold whatever the relay does. `drawn`: every random value, as it is drawn. */
export const sessionsWith = (drawn: readonly Uint8Array[]) => async (mode: Mode, hostility: Hostility, play: Play): Promise<{ outcomes: (Outcome | MpcError)[]; relay: HostileRelay; cast: Cast }> => {
  const since = drawn.length;
  const relay = await startHostile(hostility);
  const cast = castFor(mode, relay.url);
  const outcomes = await playAll(cast, play);
  expectNothingLeaked(relay, cast, drawn.slice(since));
  return { outcomes, relay, cast };
};

export function flipped(payload: Uint8Array, bit: number): Uint8Array {
  const altered = Uint8Array.from(payload);
  if (altered.length > 0) altered[(bit >> 3) % altered.length] = (altered[(bit >> 3) % altered.length] ?? 0) ^ (1 << (bit & 7));
  return altered;
}

/** The same at every run: a failure can be looked at again. */
export function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >> 8) % below;
  };
}

export const isHello = (payload: Uint8Array) => payload[0] === PACKET.hello;
export const MODES: readonly Mode[] = ['keys', 'invite'];
export const PATIENT: Play = { timeoutMs: 150_000 };
/** Long enough for several losses to heal; what takes longer may end. */
export const HURRIED: Play = { timeoutMs: 12_000 };
export const BRIEF: Play = { timeoutMs: 10_000 };
/** On a busy machine the first handshake of a process is read some seconds after it came. */
const READING_MS = 10_000;

/** Type bytes of the packets that parties send each other. */
export const PACKET = { hello: 0x10, handshake: 0x11, data: 0x12 } as const;

/**
 * Passes everything on, changed or not, until so many ways from one address to another have each carried three packets of this
 * type. A party sends one again because the first was left unanswered: by then the first was read, and what is wrong with it seen.
 */
export function untilTried(type: keyof typeof PACKET, ways: number, change: (payload: Uint8Array) => Uint8Array = (payload) => payload): { pass: NonNullable<Hostility['pass']>; tried: Play } {
  const counts = new Map<string, number>();
  let done: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    done = resolve;
  });
  const pass: NonNullable<Hostility['pass']> = (each) => {
    if (each.payload[0] !== PACKET[type]) return [each];
    const way = `${each.from} ${each.to}`;
    counts.set(way, (counts.get(way) ?? 0) + 1);
    if ([...counts.values()].filter((count) => count >= 3).length >= ways) setTimeout(done, READING_MS);
    return [{ ...each, payload: change(each.payload) }];
  };
  return { pass, tried: { ...PATIENT, until } };
}
