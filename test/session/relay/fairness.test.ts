import { once } from 'node:events';
import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { Budget, TokenBucket } from '../../../src/session/relay/budget.js';
import { FrameScanner } from '../../../src/session/relay/frame-scanner.js';
import { FEW } from '../../../src/session/relay/by-address.js';
import { Intake, type Gate } from '../../../src/session/relay/intake.js';
import { LoneRooms } from '../../../src/session/relay/lone-rooms.js';
import { Tally } from '../../../src/session/relay/pressure.js';
import { startRelay, type Relay } from '../../../src/session/relay/server.js';
import { Turns, type Clock, type Worker } from '../../../src/session/relay/turns.js';
import { TestClient, until } from './support.js';

/** A clock that stands still until it is moved. */
class StillClock implements Clock {
  time = 0;
  readonly #later: { at: number; callback: () => void }[] = [];
  readonly #soon: (() => void)[] = [];

  now(): number {
    return this.time;
  }

  soon(callback: () => void): void {
    this.#soon.push(callback);
  }

  later(ms: number, callback: () => void): { cancel(): void } {
    const entry = { at: this.time + ms, callback };
    this.#later.push(entry);
    return { cancel: () => void this.#later.splice(this.#later.indexOf(entry), 1) };
  }

  /** One pass of what waits now. */
  pass(): void {
    for (const callback of this.#soon.splice(0)) callback();
  }

  advance(ms: number): void {
    this.time += ms;
    for (const entry of this.#later.filter(({ at }) => at <= this.time)) {
      this.#later.splice(this.#later.indexOf(entry), 1);
      entry.callback();
    }
  }

  get nextDelay(): number | undefined {
    return this.#later[0] === undefined ? undefined : this.#later[0].at - this.time;
  }
}

/** A masked WebSocket frame of a client. */
function frame(payload: Uint8Array, { opcode = 2, final = true } = {}): Buffer {
  const { length } = payload;
  const head = length < 126 ? Buffer.of(0, 0x80 | length) : Buffer.of(0, 0x80 | 126, length >> 8, length & 255);
  head[0] = (final ? 0x80 : 0) | opcode;
  return Buffer.concat([head, Buffer.alloc(4), payload]);
}

describe('the scanner of frames', () => {
  it('finds the same frames however they are cut', () => {
    const frames = [0, 1, 125, 126, 300, 65_535].map((size) => frame(Buffer.alloc(size, 7)));
    const bytes = Buffer.concat(frames);
    for (const step of [1, 2, 3, 7, 64, 1_000, bytes.length]) {
      const scanner = new FrameScanner();
      let count = 0;
      for (let at = 0; at < bytes.length; at += step) count += scanner.scan(bytes.subarray(at, at + step), step, Infinity).frames;
      expect(count).toBe(frames.length);
      expect(scanner.isInFrame).toBe(false);
    }
  });

  it('stops behind the frame that is asked for, and counts a message across its fragments', () => {
    const scanner = new FrameScanner();
    const bytes = Buffer.concat([frame(Buffer.alloc(10)), frame(Buffer.alloc(5), { final: false }), frame(Buffer.alloc(3), { opcode: 9 }), frame(Buffer.alloc(6), { opcode: 0 })]);
    expect(scanner.scan(bytes, bytes.length, 1)).toEqual({ bytes: 16, wholeBytes: 16, endsMessage: true, frames: 1 });
    expect(scanner.scan(bytes.subarray(16), bytes.length, 2)).toMatchObject({ bytes: 20, endsMessage: false, frames: 2 });
    expect(scanner.messageBytes).toBe(20);
    expect(scanner.scan(bytes.subarray(36), bytes.length, 9)).toMatchObject({ endsMessage: true, frames: 1 });
    expect(scanner.messageBytes).toBe(0);
  });
});

describe('a budget', () => {
  it('is paid back by time alone, and saves up no more than its most', () => {
    let now = 0;
    const bucket = new TokenBucket({ perSecond: 10, most: 20 }, () => now, 5);
    bucket.take(15);
    expect(bucket.waitMs).toBe(1_000);
    now = 1_000;
    expect(bucket.waitMs).toBe(0);
    now = 60_000;
    expect(bucket.tokens).toBe(20);
  });

  it('counts small frames by their number and large ones by their bytes', () => {
    const budget = new Budget({ framesPerSecond: 100, bytesPerSecond: 1_000_000_000 }, () => 0);
    for (let i = 0; i < 1_000; i += 1) budget.charge(1, 64 * 1024);
    expect(budget.waitMs).toBe(0);
    budget.charge(100, 2_300);
    expect(budget.waitMs).toBeGreaterThan(400);
  });
});

describe('turns', () => {
  it('go round: who has much to do waits for who has little', () => {
    const clock = new StillClock();
    const turns = new Turns(clock);
    const order: string[] = [];
    const worker = (name: string, portions: number): Worker => {
      const self: Worker = {
        takeTurn: () => {
          order.push(name);
          portions -= 1;
          if (portions > 0) turns.ask(self);
        },
      };
      return self;
    };
    for (const each of [worker('flood', 5), worker('flood2', 5), worker('honest', 2)]) turns.ask(each);
    clock.pass();
    expect(order.slice(0, 6)).toEqual(['flood', 'flood2', 'honest', 'flood', 'flood2', 'honest']);
  });

  it('leave the process to others when their time is over', () => {
    const clock = new StillClock();
    const turns = new Turns(clock, 4);
    let served = 0;
    for (let i = 0; i < 10; i += 1) {
      turns.ask({
        takeTurn: () => {
          served += 1;
          clock.time += 1;
        },
      });
    }
    clock.pass();
    expect(served).toBe(4);
    clock.pass();
    expect(served).toBe(8);
  });
});

describe('what stands between a socket and its parser', () => {
  const open = (framesPerSecond: number, gate: Partial<Gate> = {}) => {
    const clock = new StillClock();
    const raw = new PassThrough();
    const arriving = new Tally();
    let isTooLong = false;
    const intake = new Intake(raw, { head: Buffer.alloc(0), turns: new Turns(clock), budget: new Budget({ framesPerSecond, bytesPerSecond: 1e9 }, () => clock.now()), clock, arriving });
    const passed: Buffer[] = [];
    intake.on('data', (piece: Buffer) => passed.push(piece));
    intake.open({ isShut: false, maxFrames: 32, maxMessageBytes: Infinity, tooLong: () => (isTooLong = true), ...gate });
    /** Until nothing moves any more without time passing. */
    const settle = async (): Promise<void> => {
      for (let i = 0; i < 400; i += 1) {
        clock.pass();
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    return { clock, raw, arriving, intake, passed, settle, bytes: () => passed.reduce((sum, piece) => sum + piece.length, 0), isTooLong: () => isTooLong };
  };

  it('holds back a flood of small frames, and drops none', async () => {
    const { clock, raw, passed, settle, bytes } = open(100);
    const flood = Buffer.concat(Array.from({ length: 1_000 }, () => frame(Buffer.alloc(17))));
    raw.write(flood);
    await settle();
    // Half a second's worth to begin with, and the turn that used it up.
    const first = bytes() / 23;
    expect(first).toBeGreaterThanOrEqual(50);
    expect(first).toBeLessThanOrEqual(50 + 32);
    for (let i = 0; i < 100; i += 1) {
      clock.advance(clock.nextDelay ?? 0);
      await settle();
      if (bytes() === flood.length) break;
    }
    expect(Buffer.concat(passed).equals(flood)).toBe(true);
    expect(clock.time).toBeGreaterThan(8_000);
  });

  it('gathers a frame that comes byte by byte, and counts what it holds', async () => {
    const { raw, arriving, passed, settle } = open(1e6);
    const bytes = frame(Buffer.alloc(9_000, 1));
    for (const byte of bytes.subarray(0, -1)) {
      raw.write(Buffer.of(byte));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await settle();
    expect(passed.length).toBeLessThan(4);
    expect(arriving.bytes).toBeGreaterThanOrEqual(bytes.length - 1);
    expect(arriving.bytes).toBeLessThan(3 * bytes.length);
    raw.write(bytes.subarray(-1));
    await settle();
    expect(Buffer.concat(passed).equals(bytes)).toBe(true);
    expect(arriving.bytes).toBe(0);
  });

  it('tells of a message that announces more than may come', async () => {
    const { raw, settle, isTooLong } = open(1e6, { maxMessageBytes: 1_024 });
    raw.write(frame(Buffer.alloc(2_000)).subarray(0, 10));
    await settle();
    expect(isTooLong()).toBe(true);
  });

  it('counts nothing any more when it is destroyed', async () => {
    const { raw, intake, arriving, settle } = open(1e6);
    raw.write(frame(Buffer.alloc(2_000)).subarray(0, 500));
    await settle();
    expect(arriving.bytes).toBeGreaterThan(500);
    intake.destroy();
    expect(arriving.bytes).toBe(0);
  });
});

describe('rooms in which somebody waits alone', () => {
  it('go first from the address that has most of them, if it has more than a few, else the oldest, once it is a minute old', () => {
    let now = 0;
    const lone = new LoneRooms(() => now);
    lone.add('a', 'a1');
    now = 1_000;
    for (let i = 1; i <= FEW; i += 1) lone.add('b', `b${i}`);
    // Colleagues who wait in several rooms are no attack.
    expect(lone.toEvict()).toBeUndefined();
    lone.add('b', 'one more');
    expect(lone.toEvict()).toBe('b1');
    lone.delete('b1');
    now = 59_000;
    // It came back, and is as old as it was.
    lone.add('a', 'a1');
    expect(lone.toEvict()).toBeUndefined();
    now = 60_000;
    expect(lone.toEvict()).toBe('a1');
  });
});

describe('a relay whose places are taken by those who say nothing', () => {
  let relay: Relay;
  afterEach(() => relay.close());

  it('lets the oldest go that never joined', async () => {
    relay = await startRelay({ limits: { maxConnections: 2 } });
    const idle = await TestClient.open(relay.url);
    const idler = await TestClient.open(relay.url);
    const a = await TestClient.join(relay.url, 'room', 'a');
    expect(await idle.closed).toBe(1008);
    const b = await TestClient.join(relay.url, 'room', 'b');
    expect(await idler.closed).toBe(1008);
    expect(await a.next()).toMatchObject({ kind: 'present' });
    await b.leave();
  });

  it('gives one address no more rooms than its share, and makes way in rooms of one', async () => {
    relay = await startRelay({ limits: { maxRooms: FEW + 2, maxRoomsPerAddress: FEW + 1 }, trustProxy: true });
    const from = async (ip: string, room: string): Promise<TestClient> => {
      const client = await TestClient.open(relay.url, { headers: { 'X-Forwarded-For': ip } });
      client.join(room, room);
      return client;
    };
    const first = await from('192.0.2.1', 'r0');
    expect(await first.next()).toMatchObject({ kind: 'joined' });
    for (let i = 1; i <= FEW; i += 1) expect(await (await from('192.0.2.1', `r${i}`)).next()).toMatchObject({ kind: 'joined' });
    expect(await (await from('192.0.2.1', 'too many')).next()).toEqual({ kind: 'refused', reason: 'tooManyRooms' });
    expect(await (await from('192.0.2.2', 'second')).next()).toMatchObject({ kind: 'joined' });
    expect(await (await from('192.0.2.3', 'third')).next()).toMatchObject({ kind: 'joined' });
    expect(await first.next()).toEqual({ kind: 'refused', reason: 'expired' });
    // Now nobody has more than a few, and nobody has waited for a minute.
    expect(await (await from('192.0.2.4', 'fourth')).next()).toEqual({ kind: 'refused', reason: 'tooManyRooms' });
  });

  it('takes nothing longer than a JOIN from who has not joined', async () => {
    relay = await startRelay();
    const socket = connect(relay.port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n');
    await once(socket, 'data');
    socket.write(frame(Buffer.alloc(5_000)).subarray(0, 100));
    const [close] = (await once(socket, 'data')) as [Buffer];
    expect(close.readUInt16BE(2)).toBe(1009);
    expect(close.subarray(4).toString()).toMatch(/^tooLarge never /);
    socket.destroy();
    await until(() => relay.stats().connections === 0);
    expect(relay.stats().arrivingBytes).toBe(0);
  });

  it('answers one ping at a time to who does not read', async () => {
    relay = await startRelay();
    const a = await TestClient.join(relay.url, 'room', 'a');
    const ponged = once(a.socket, 'pong');
    a.socket.ping('still there?');
    expect(String((await ponged)[0])).toBe('still there?');
    await a.leave();
  });
});
