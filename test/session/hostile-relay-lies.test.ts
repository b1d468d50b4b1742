import { randomBytes as nodeRandomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { MpcError } from '../../src/errors.js';
import { encodeHello } from '../../src/session/channel/packet.js';
import { CLOSE, encodeGone, encodePresent, encodeRefused, MESSAGE, REFUSAL, type Refusal } from '../../src/session/relay/wire.js';
import { BRIEF, expectClear, expectExact, expectExactOrClear, MODES, PATIENT, sessionsWith } from '../support/hostile-session.js';
import { NAMES } from '../support/three-parties.js';

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
