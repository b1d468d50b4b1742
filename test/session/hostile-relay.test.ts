import { randomBytes as nodeRandomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { decideApproval } from '../../src/cli/approval.js';
import { english } from '../../src/texts/en/index.js';
import { fromHex, utf8 } from '../../src/crypto/bytes.js';
import { elementBytes, toBytes, vectorOf } from '../../src/crypto/field-vector.js';
import { toElement } from '../../src/crypto/field.js';
import { encodePublicKey } from '../../src/crypto/public-key.js';
import { keyFingerprint } from '../../src/crypto/words.js';
import { expectedKeys } from '../../src/app/expected-keys.js';
import { MpcError, type ErrorCode } from '../../src/errors.js';
import { fieldFor } from '../../src/session/operations/linear/bounds.js';
import type { Meeting } from '../../src/session/channel/meeting.js';
import { Mesh } from '../../src/session/channel/mesh.js';
import { encodeHello } from '../../src/session/channel/packet.js';
import { encodeInvite, roomOfAgreement, roomOfInvite } from '../../src/session/invite.js';
import { CLOSE, encodeGone, encodePresent, encodeRefused, MESSAGE, REFUSAL, TOKEN_BYTES, type Refusal } from '../../src/session/relay/wire.js';
import type { Outcome } from '../../src/session/participation.js';
import { HostileRelay, type Hostility, type Passing } from '../support/hostile-relay.js';
import { castFor, createIdentity, entryByInvite, NAMES, partyOf, playAll, PURPOSE, SUM, TOTALS, type Cast, type Mode, type Play } from '../support/three-parties.js';
import { totalOf } from '../support/proposals.js';
import { asLinear } from '../support/operations.js';

/** Every random value that any party of this file draws: what a relay must never see, but for the tokens that are meant for it. */
const drawn = vi.hoisted(() => [] as Uint8Array[]);
vi.mock('../../src/crypto/random.js', async (original) => {
  const { randomBytes } = await original<{ randomBytes: (n: number) => Uint8Array }>();
  return {
    randomBytes: (n: number) => {
      const bytes = randomBytes(n);
      drawn.push(Uint8Array.from(bytes));
      return bytes;
    },
  };
});

// Most of them wait for what the relay withholds.
vi.setConfig({ maxConcurrency: 20 });

const relays: HostileRelay[] = [];
afterAll(async () => {
  await Promise.all(relays.map((relay) => relay.close()));
});

async function start(hostility: Hostility = {}): Promise<HostileRelay> {
  const relay = await HostileRelay.start(hostility);
  relays.push(relay);
  return relay;
}

/** Codes with which a session may end that the relay alone disturbs. */
const CLEAR: readonly ErrorCode[] = ['TIMEOUT', 'PEER_LEFT', 'RELAY_UNREACHABLE'];

function resultOf(outcome: Outcome | MpcError): string | undefined {
  return outcome instanceof MpcError ? undefined : totalOf(outcome.result, 'salary')?.sum;
}

function expectExact(outcomes: readonly (Outcome | MpcError)[]): void {
  expect(outcomes.map((outcome) => (outcome instanceof MpcError ? `${outcome.code}: ${outcome.message}` : resultOf(outcome)))).toEqual([SUM, SUM, SUM]);
  for (const outcome of outcomes) if (!(outcome instanceof MpcError)) expect(outcome.problem).toBeUndefined();
}

/** Exact, or an end in words and with a code that fits. */
function expectExactOrClear(outcomes: readonly (Outcome | MpcError)[], codes: readonly ErrorCode[] = CLEAR): void {
  for (const outcome of outcomes) {
    if (!(outcome instanceof MpcError)) {
      expect(resultOf(outcome)).toBe(SUM);
      continue;
    }
    expect(codes).toContain(outcome.code);
    expect(outcome.message.length).toBeGreaterThan(20);
  }
}

function expectClear(outcomes: readonly (Outcome | MpcError)[], codes: readonly ErrorCode[] = CLEAR): void {
  for (const outcome of outcomes) expect(outcome).toBeInstanceOf(MpcError);
  expectExactOrClear(outcomes, codes);
}

/** Searches all that passed the relay for all that it must not learn; of random values, those drawn from `since` on. */
function expectNothingLeaked(relay: HostileRelay, cast: Cast, since: number): void {
  const wire = Buffer.concat(relay.seen);
  const secrets = new Map<string, Uint8Array>();
  const add = (what: string, bytes: Uint8Array) => secrets.set(`${what} ${secrets.size}`, bytes);
  const tokens = new Set(relay.tokens.map((token) => token.toString('hex')));
  for (const bytes of drawn.slice(since)) if (!tokens.has(Buffer.from(bytes).toString('hex'))) add('random value', bytes);
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

/** Three parties through a relay of this kind, and everything that must hold whatever the relay does. */
async function session(mode: Mode, hostility: Hostility, play: Play): Promise<{ outcomes: (Outcome | MpcError)[]; relay: HostileRelay; cast: Cast }> {
  const since = drawn.length;
  const relay = await start(hostility);
  const cast = castFor(mode, relay.url);
  const outcomes = await playAll(cast, play);
  expectNothingLeaked(relay, cast, since);
  return { outcomes, relay, cast };
}

function flipped(payload: Uint8Array, bit: number): Uint8Array {
  const altered = Uint8Array.from(payload);
  if (altered.length > 0) altered[(bit >> 3) % altered.length] = (altered[(bit >> 3) % altered.length] ?? 0) ^ (1 << (bit & 7));
  return altered;
}

/** The same at every run: a failure can be looked at again. */
function sequence(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (state >> 8) % below;
  };
}

const isHello = (payload: Uint8Array) => payload[0] === PACKET.hello;
const MODES: readonly Mode[] = ['keys', 'invite'];
const PATIENT: Play = { timeoutMs: 150_000 };
/** Long enough for several losses to heal; what takes longer may end. */
const HURRIED: Play = { timeoutMs: 12_000 };
const BRIEF: Play = { timeoutMs: 10_000 };
/** On a busy machine the first handshake of a process is read some seconds after it came. */
const READING_MS = 10_000;

/** Type bytes of the packets that parties send each other. */
const PACKET = { hello: 0x10, handshake: 0x11, data: 0x12 } as const;

/**
 * Passes everything on, changed or not, until so many ways from one address to another have each carried three packets of this
 * type. A party sends one again because the first was left unanswered: by then the first was read, and what is wrong with it seen.
 */
function untilTried(type: keyof typeof PACKET, ways: number, change: (payload: Uint8Array) => Uint8Array = (payload) => payload): { pass: NonNullable<Hostility['pass']>; tried: Play } {
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

describe.concurrent.each(MODES)('three parties by %s, and a relay that', (mode) => {
  it('behaves: they finish, and it has seen nothing', async () => {
    const { outcomes, relay } = await session(mode, {}, PATIENT);
    expectExact(outcomes);
    expect(relay.passed.length).toBeGreaterThan(30);
  });

  it.each([3, 8])('drops every %ith payload: they finish by sending again, or end clearly', async (k) => {
    const { outcomes } = await session(mode, { pass: (each) => (each.number % k === k - 1 ? [] : [each]) }, HURRIED);
    expectExactOrClear(outcomes);
  });

  it('drops every 20th payload of the handshakes and channels, but no greeting: they finish with the exact result', async () => {
    let count = 0;
    const { outcomes } = await session(mode, { pass: (each) => (!isHello(each.payload) && ++count % 20 === 0 ? [] : [each]) }, PATIENT);
    for (const outcome of outcomes) expect(resultOf(outcome)).toBe(SUM);
  });

  it.each([0, 14, 40])('drops everything from payload %i on: TIMEOUT, with the names of those waited for', async (n) => {
    const { outcomes } = await session(mode, { pass: (each) => (each.number >= n ? [] : [each]) }, BRIEF);
    expectClear(outcomes, ['TIMEOUT']);
    // By invite there are no names before all have met, and how far they come with so many messages is not the same each time.
    const words = mode === 'invite' ? /waiting for \d more|waiting for .*(kliniek|hospitaal|ziekenhuis)/ : /waiting for .*(kliniek|hospitaal|ziekenhuis)/;
    for (const outcome of outcomes) expect((outcome as MpcError).message).toMatch(words);
  });

  it('delays each payload by another time, so that all arrive out of order: they finish with the exact result', async () => {
    const next = sequence(3);
    const { outcomes } = await session(mode, {
      pass: (each, relay) => {
        setTimeout(() => relay.deliver(each), next(40));
        return [];
      },
    }, PATIENT);
    expectExact(outcomes);
  });

  it('delivers all payloads twice, and each a third time much later: they finish with the exact result, and soon', async () => {
    const { outcomes, relay } = await session(mode, {
      pass: (each, self) => {
        setTimeout(() => self.deliver(each), 150);
        return [each, each];
      },
    }, PATIENT);
    expectExact(outcomes);
    // Answers to replays must not make more replays without end.
    expect(relay.passed.length).toBeLessThan(2_000);
  });

  it.each([2, 9])('flips a bit in every %ith payload: they finish by sending again, or end clearly', async (k) => {
    const next = sequence(k);
    const { outcomes } = await session(mode, { pass: (each) => [each.number % k === k - 1 ? { ...each, payload: flipped(each.payload, next(100_000)) } : each] }, HURRIED);
    // Who reads another version in a greeting stops, and the others hear that it did: nobody is said to deviate.
    const stopped = outcomes.some((outcome) => outcome instanceof MpcError && outcome.code === 'VERSION_MISMATCH');
    expectExactOrClear(outcomes, [...CLEAR, 'VERSION_MISMATCH', ...(stopped ? (['PEER_ABORTED'] as const) : [])]);
  });

  it('flips a bit in every 20th frame of the channels: they finish with the exact result', async () => {
    const next = sequence(11);
    let count = 0;
    const { outcomes } = await session(mode, {
      pass: (each) => [each.payload[0] === 0x12 && ++count % 20 === 0 ? { ...each, payload: flipped(each.payload, 72 + next(8 * (each.payload.length - 9))) } : each],
    }, PATIENT);
    for (const outcome of outcomes) expect(resultOf(outcome)).toBe(SUM);
  });

  it('carries greetings between two versions of the protocol: everybody is told so', async () => {
    const newer = (payload: Uint8Array) => Uint8Array.from(payload, (byte, i) => (i === 1 ? byte + 1 : byte));
    const { outcomes } = await session(mode, {
      pass: (each, relay) => {
        const odd = relay.seats.find(({ number }) => number === 0)?.address;
        return [isHello(each.payload) && (each.from === odd || each.to === odd) ? { ...each, payload: newer(each.payload) } : each];
      },
    }, { timeoutMs: 60_000 });
    expectClear(outcomes, ['VERSION_MISMATCH']);
  });

  it('forges greetings of another version once the session has begun: they finish with the exact result', async () => {
    const begun = new Set<number>();
    let forged = 0;
    const { outcomes } = await session(mode, {
      pass: (each, relay) => {
        if (begun.size === 3 && forged < 100) {
          forged += 1;
          for (const { address } of relay.seats) relay.deliver({ from: each.from, to: address, payload: Uint8Array.of(0x10, 2) });
        }
        return [each];
      },
    }, { ...PATIENT, watch: (seat, { step }) => step === 'comparing' && begun.add(seat) });
    expectExact(outcomes);
    expect(forged).toBeGreaterThan(0);
  });

  it('flips a bit in all payloads: nobody meets anybody, and everybody is told so', async () => {
    const next = sequence(1);
    const { outcomes } = await session(mode, { pass: (each) => [{ ...each, payload: flipped(each.payload, next(100_000)) }] }, BRIEF);
    expectClear(outcomes, ['TIMEOUT', 'VERSION_MISMATCH']);
  });

  it('flips a bit in all frames of the channels: TIMEOUT that tells of messages that did not authenticate', async () => {
    const { pass, tried } = untilTried('data', 6, (payload) => flipped(payload, 8 * 20));
    const { outcomes } = await session(mode, { pass }, tried);
    expectClear(outcomes, ['TIMEOUT']);
    for (const outcome of outcomes) expect((outcome as MpcError).message).toContain('did not authenticate');
  });

  it('truncates every 6th payload: they finish by sending again, or end clearly', async () => {
    const next = sequence(6);
    const { outcomes } = await session(mode, { pass: (each) => [each.number % 6 === 5 ? { ...each, payload: each.payload.subarray(0, next(each.payload.length)) } : each] }, HURRIED);
    expectExactOrClear(outcomes);
  });

  it.each([0, 30])('swaps two parties from payload %i on, each appearing in the other’s place: never a wrong result', async (n) => {
    const { outcomes } = await session(mode, {
      pass: (each, relay) => {
        if (each.number < n) return [each];
        const [a, b] = relay.seats.map((seat) => seat.address).sort();
        const from = each.from === a ? b : each.from === b ? a : each.from;
        return [{ ...each, from: from ?? each.from }];
      },
    }, BRIEF);
    expectExactOrClear(outcomes);
    expect(outcomes.some((outcome) => outcome instanceof MpcError)).toBe(true);
  });

  it('sends everything back to who sent it: it is nobody’s partner', async () => {
    const { outcomes } = await session(mode, { pass: (each) => [{ ...each, to: each.from, from: each.to }] }, BRIEF);
    expectClear(outcomes, ['TIMEOUT', 'IDENTITY_INVALID']);
  });

  it('injects random payloads between all others: they finish with the exact result', async () => {
    const { outcomes } = await session(mode, {
      // Not handshakes by invite: there the first message is anybody's, and a made-up one costs an attempt.
      pass: (each) => [...[0x12, mode === 'invite' ? 0x13 : 0x11, 0x99].map((type) => ({ ...each, payload: Buffer.concat([Uint8Array.of(type), nodeRandomBytes(each.number % 90)]) })), each],
    }, PATIENT);
    expectExactOrClear(outcomes);
  });

  it('injects random frames into the channels: they finish with the exact result', async () => {
    const { outcomes } = await session(mode, {
      pass: (each) => {
        if (each.payload[0] !== 0x12) return [each];
        const forged = Buffer.concat([each.payload.subarray(0, 9), nodeRandomBytes(60)]);
        return [{ ...each, payload: forged }, each, { ...each, payload: forged }];
      },
    }, PATIENT);
    expectExact(outcomes);
  });

  it('sends once to each party an empty message, broken messages and pieces of its own: they come back and finish', async () => {
    const broken = [
      new Uint8Array(0),
      Uint8Array.of(MESSAGE.DELIVER, 1, 2, 3),
      Uint8Array.of(MESSAGE.JOINED, 200, 1),
      Uint8Array.of(MESSAGE.PRESENT),
      Uint8Array.of(MESSAGE.GONE, ...new Uint8Array(40)),
      Uint8Array.of(0xff, 0xff),
      nodeRandomBytes(500).fill(0x77, 0, 1),
    ];
    const { outcomes, relay } = await session(mode, {
      joined: (seat) => {
        const message = broken[Math.floor(seat.number / 3)];
        if (message !== undefined) setTimeout(() => seat.socket.send(message), 30);
      },
    }, PATIENT);
    expectExact(outcomes);
    expect(relay.tokens.length).toBeGreaterThan(3);
  });

  it('announces a frame of 100 MB: its receiver ends the connection at the header, comes back and finishes', async () => {
    let count = 0;
    const { outcomes, relay } = await session(mode, {
      pass: (each, self) => {
        if (++count !== 25) return [each];
        const seat = self.seats.find(({ address }) => address === each.to);
        // A WebSocket header alone: 64-bit length, final, binary.
        const header = Buffer.alloc(10);
        header.set([0x82, 127]);
        header.writeBigUInt64BE(100_000_000n, 2);
        (seat?.socket as unknown as { _socket: Socket })._socket.write(header);
        return [];
      },
    }, PATIENT);
    expectExact(outcomes);
    expect(relay.closeCodes).toContain(1009);
  });

  it('announces 100 MB on every connection: a clear end', async () => {
    const { outcomes } = await session(mode, { joined: (seat) => seat.socket.send(Buffer.alloc(1_000_000)) }, BRIEF);
    expectClear(outcomes);
  });

  it('makes up thousands of addresses when everybody is there, and greets from them: they finish with the exact result', async () => {
    const { outcomes } = await session(mode, {
      joined: (seat, relay) => {
        if (seat.number !== 2) return;
        for (const each of relay.seats) {
          for (let i = 0; i < 3_000; i++) {
            const stranger = nodeRandomBytes(16);
            each.socket.send(encodePresent(stranger));
            // In a session by invite each greeting is as good as a party's: it makes room for so many handshakes, and no more.
            if (i < 100) relay.deliver({ from: stranger.toString('hex'), to: each.address, payload: encodeHello(mode, nodeRandomBytes(16)) });
          }
        }
      },
    }, PATIENT);
    expectExact(outcomes);
  });

  it('says of those who are here that they went, and soon that they are back: they finish with the exact result', async () => {
    const { outcomes } = await session(mode, {
      pass: (each, relay) => {
        if (each.number % 5 === 0) {
          relay.raw(each.to, encodeGone(Buffer.from(each.from, 'hex')));
          setTimeout(() => relay.raw(each.to, encodePresent(Buffer.from(each.from, 'hex'))), 20);
        }
        return [each];
      },
    }, PATIENT);
    expectExact(outcomes);
  });

  it('says of a party that it went for good and drops what it sends: PEER_LEFT within the grace, with its name', async () => {
    let victim: string | undefined;
    let begun = 0;
    const { outcomes } = await session(mode, {
      pass: (each, relay) => {
        if (begun < 3) return [each];
        if (victim === undefined) {
          victim = each.from;
          for (const seat of relay.seats) if (seat.address !== victim) seat.socket.send(encodeGone(Buffer.from(victim, 'hex')));
        }
        return each.from === victim || each.to === victim ? [] : [each];
      },
    }, { timeoutMs: 60_000, patienceMs: 1_500, watch: (_, phase) => (begun += phase.step === 'comparing' ? 1 : 0) });
    expectClear(outcomes, ['PEER_LEFT']);
    const left = outcomes.filter((outcome) => outcome instanceof MpcError && outcome.code === 'PEER_LEFT') as MpcError[];
    for (const error of left) expect(NAMES.some((name) => error.message.includes(name))).toBe(true);
    expect(left).toHaveLength(3);
  });

  it('tells each party on every message that somebody came: it is not made to send again and again', async () => {
    const { outcomes, relay } = await session(mode, {
      pass: (each, self) => {
        for (let i = 0; i < 20; i++) self.raw(each.to, encodePresent(Buffer.from(each.from, 'hex')));
        return [each];
      },
    }, PATIENT);
    expectExact(outcomes);
    expect(relay.passed.length).toBeLessThan(2_000);
  });
});

describe.concurrent('a relay that refuses', () => {
  it.each(Object.keys(REFUSAL) as Refusal[])('with %s: a clear end, in words without control characters', async (reason) => {
    const { outcomes } = await session('keys', {
      joined: (seat) => {
        seat.socket.send(encodeRefused(reason, 'no \u001b[31mroom\u202e'));
        seat.socket.close(1008);
      },
    }, { timeoutMs: reason === 'version' ? 150_000 : 3_000, patienceMs: 1_000 });
    expectClear(outcomes, reason === 'version' ? ['VERSION_MISMATCH'] : ['RELAY_UNREACHABLE', 'TIMEOUT']);
    for (const outcome of outcomes) expect((outcome as MpcError).message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe.concurrent('a relay that says that somebody else took a party’s place', () => {
  it('is not called again: a clear end, and no contest for the place', async () => {
    const { outcomes, relay } = await session('keys', { joined: (seat) => seat.socket.close(CLOSE.replaced) }, PATIENT);
    expectClear(outcomes, ['RELAY_UNREACHABLE']);
    expect(relay.tokens).toHaveLength(3);
  });
});

describe.concurrent('a relay that recorded an earlier session', () => {
  it('and replays it, payload by payload, into a new session of the same agreement: the new one finishes as if alone', async () => {
    const since = drawn.length;
    const recorded: Passing[] = [];
    let isSecond = false;
    const relay = await start({
      pass: (each, self) => {
        if (!isSecond) {
          recorded.push(each);
          return [each];
        }
        const old = recorded[each.number % recorded.length];
        // The old sender's payload as if from the new sender, and as from its own address, which is back.
        if (old !== undefined) {
          self.raw(each.to, encodePresent(Buffer.from(old.from, 'hex')));
          self.deliver({ ...old, to: each.to });
        }
        return old === undefined ? [each] : [{ ...each, payload: old.payload }, each, { ...each, payload: old.payload }];
      },
    });
    const cast = castFor('keys', relay.url, 2);
    expectExact(await playAll(cast, PATIENT));
    isSecond = true;
    const outcomes = await playAll(cast, PATIENT);
    expectExactOrClear(outcomes);
    for (const outcome of outcomes) expect(resultOf(outcome)).toBe(SUM);
    expectNothingLeaked(relay, cast, since);
  });
});

/** A party's mesh by hand: what somebody can do who has some of the keys and a relay of his own. */
function meshOf(relay: string, meeting: Meeting, name: string, publicKey?: Uint8Array): Mesh {
  const identity = createIdentity(name);
  return new Mesh({ relay, meeting, identity: publicKey === undefined ? identity : { ...identity, publicKey }, proposes: false, patienceMs: 1_000 });
}

/** Which of the two sides meets the false message first depends on their addresses. */
function expectRefused(outcome: Outcome | MpcError, impostors: readonly Mesh[]): void {
  expect([(outcome as MpcError).message, ...impostors.map(({ suspicion }) => suspicion)].join(' ')).toContain('did not authenticate');
}

describe.concurrent('somebody in the middle, who controls the relay', () => {
  it('and knows the room and the key of greetings, but has keys of his own, gets no handshake with anyone by keys', async () => {
    const { pass, tried } = untilTried('handshake', 2);
    const relay = await start({ pass });
    const cast = castFor('keys', relay.url);
    const [victim, one, two] = cast.identities;
    if (victim === undefined || one === undefined || two === undefined || cast.agreement === undefined) throw new Error('no parties');
    const others = [victim.publicKey];
    const room = roomOfAgreement(fromHex(cast.agreement.id));
    const impostors = [one, two].map(({ name, publicKey }) => meshOf(relay.url, { mode: 'keys', ...room, others }, name, publicKey));
    const outcome = await partyOf(cast, 0, tried);
    expect(outcome).toMatchObject({ code: 'TIMEOUT' });
    expectRefused(outcome, impostors);
    for (const name of NAMES.slice(1)) expect((outcome as MpcError).message).toContain(name);
    for (const impostor of impostors) {
      expect(impostor.parties).toEqual([]);
      impostor.close();
    }
  });

  it('and does not know the agreement is a stranger, and is told of as one', async () => {
    const { pass, tried } = untilTried('hello', 2);
    const relay = await start({ pass });
    const cast = castFor('keys', relay.url);
    const { room } = roomOfAgreement(fromHex(cast.agreement?.id ?? ''));
    const impostor = meshOf(relay.url, { mode: 'keys', room, helloKey: nodeRandomBytes(32), others: cast.identities.map(({ publicKey }) => publicKey) }, 'Mallory');
    const outcome = await partyOf(cast, 0, tried);
    expect(outcome).toMatchObject({ code: 'TIMEOUT' });
    expect((outcome as MpcError).message).toContain('no party to this session');
    impostor.close();
  });

  it('and lacks the invite gets no handshake with anyone by invite, though he knows the room', async () => {
    const since = drawn.length;
    const { pass, tried } = untilTried('handshake', 3);
    const relay = await start({ pass });
    const cast = castFor('invite', relay.url);
    if (cast.invite === undefined) throw new Error('no invite');
    const { room } = roomOfInvite(cast.invite);
    const impostors = [0, 1].map((i) => meshOf(relay.url, { mode: 'invite', room, psk: new Uint8Array(nodeRandomBytes(32)), seats: 3 }, `Mallory ${i}`));
    const outcome = await partyOf(cast, 0, tried);
    expect(outcome).toMatchObject({ code: 'TIMEOUT' });
    expectRefused(outcome, impostors);
    for (const impostor of impostors) {
      // The two impostors share no key either: whoever they see is not the victim.
      expect(impostor.parties).toEqual([]);
      impostor.close();
    }
    expectNothingLeaked(relay, cast, since);
  });

  it('and was invited can stand between the others, and the words of the session then differ: with --expect-fingerprint it ends before anybody approves', async () => {
    // Each honest party comes into a room of its own, where the two others are the attacker with keys of his own.
    const attack = async (expected: string | undefined) => {
      const relay = await start({ roomOf: (room, number) => `${room} ${Math.floor(number / 3)}` });
      const cast = castFor('invite', relay.url);
      const invite = cast.invite;
      if (invite === undefined) throw new Error('no invite');
      const truth = cast.identities.map(({ publicKey }) => keyFingerprint(publicKey).join(' '));
      const words: string[] = [];
      const verified: boolean[] = [];
      let recorded = 0;
      const approveOf = (own: Uint8Array): NonNullable<Play['approve']> => async (agreement, digest, shown) => {
        if (expected === 'the truth') expectedKeys(agreement, own, truth.filter((each) => each !== keyFingerprint(own).join(' ')));
        const decision = await decideApproval(agreement, digest, {
          named: digest,
          signedAhead: false,
          isOwn: false,
          keysAreVerified: false,
          words: shown,
          remarks: new Map(),
          texts: english,
          prompt: undefined,
          show: () => Promise.resolve(false),
        });
        words.push(shown ?? '');
        verified.push(decision.identitiesVerified);
        return decision;
      };
      const recordRun = () => {
        recorded++;
        return Promise.resolve();
      };
      const ends: (Outcome | MpcError)[] = [];
      for (const [seat, identity] of cast.identities.entries()) {
        const fakes: Cast = {
          identities: cast.identities.map((each, i) => (i === seat ? identity : createIdentity(each.name))),
          entries: cast.identities.map((_, i) => entryByInvite(invite, i === 0)),
        };
        const faking = [0, 1, 2].filter((i) => i !== seat).map((i) => partyOf(fakes, i, { timeoutMs: 60_000 }, 0n));
        const [own] = await Promise.all([partyOf(fakes, seat, { timeoutMs: 60_000, approve: approveOf(identity.publicKey), recordRun }, TOTALS[seat]), ...faking]);
        ends.push(own);
      }
      return { ends, words, verified, recorded };
    };

    const careful = await attack('the truth');
    for (const end of careful.ends) expect(end).toMatchObject({ code: 'FINGERPRINT_MISMATCH', exit: 4 });
    expect(careful.recorded).toBe(0);

    // What the words are for: without comparing them the attack succeeds, and the receipt says that nobody compared.
    const careless = await attack(undefined);
    expect(careless.recorded).toBe(3);
    expect(new Set(careless.words).size).toBe(3);
    for (const each of careless.words) expect(each.split(' ')).toHaveLength(6);
    expect(careless.verified).toEqual([false, false, false]);
    for (const [seat, end] of careless.ends.entries()) {
      expect(end).not.toBeInstanceOf(MpcError);
      if (end instanceof MpcError) continue;
      const own = end.agreement.parties.find(({ name }) => name === NAMES[seat])?.publicKey;
      expect(end.receipt.signatures.find(({ publicKey }) => publicKey === own)?.identitiesVerified).toBe(false);
    }
  });
});

describe('this file', () => {
  it('draws what it looks for: a leak of any random value would be found', async () => {
    const since = drawn.length;
    const { relay, cast } = await session('invite', {}, PATIENT);
    const seeds = drawn.slice(since).filter((bytes) => bytes.length === 32 && !relay.tokens.some((token) => token.equals(bytes)));
    expect(seeds.length).toBeGreaterThan(6);
    relay.seen.push(Buffer.from(seeds[0] ?? []));
    expect(() => expectNothingLeaked(relay, cast, since)).toThrow('random value');
    expect(relay.tokens.every((token) => token.length === TOKEN_BYTES)).toBe(true);
  });
});
