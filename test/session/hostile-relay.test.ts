import { describe, expect, it, vi } from 'vitest';
import { MpcError } from '../../src/errors.js';
import { BRIEF, CLEAR, expectClear, expectExact, expectExactOrClear, flipped, HURRIED, isHello, MODES, PATIENT, resultOf, sequence, sessionsWith, untilTried } from '../support/hostile-session.js';
import { SUM } from '../support/three-parties.js';

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

const session = sessionsWith(drawn);

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
});
