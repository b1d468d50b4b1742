import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { startRelay, type Relay, type RelayLimits } from '../../../src/session/relay/server.js';
import { addressOf, encodeSend } from '../../../src/session/relay/wire.js';
import { address, secret, TestClient, until } from './support.js';

const MIB = 1024 * 1024;
const FRAME = 64 * 1024;

let relay: Relay;
const start = async (limits?: Partial<RelayLimits>): Promise<string> => {
  relay = await startRelay({ limits });
  return relay.url;
};
afterEach(() => relay.close());

/** Pushes numbered frames as fast as the socket takes them, until told to stop or `count` are out. */
function push(client: TestClient, to: string, count: number): { done: Promise<void>; stop: () => void; readonly sent: number } {
  const state = { sent: 0, stopped: false, done: Promise.resolve(), stop: () => void (state.stopped = true) };
  const destination = addressOf(secret(to));
  const run = async (): Promise<void> => {
    while (state.sent < count && !state.stopped) {
      const payload = Buffer.alloc(FRAME);
      payload.writeUInt32BE(state.sent);
      const ok = await new Promise<boolean>((resolve) => client.socket.send(encodeSend(destination, payload), (error) => resolve(!error)));
      if (!ok) return;
      state.sent += 1;
    }
  };
  state.done = run();
  return state;
}

/** Waits until the relay has stopped reading from a sender for good: not only until the system's own buffers took more. */
function stalled(): Promise<void> {
  let pausedInARow = 0;
  return until(() => (pausedInARow = relay.stats().paused > 0 ? pausedInARow + 1 : 0) === 50);
}

describe('a reader that does not read', () => {
  it('costs the relay a bounded memory, holds up no other room, and misses nothing', async () => {
    const url = await start();
    const a = await TestClient.join(url, 'room', 'a');
    const b = await TestClient.join(url, 'room', 'b');
    await a.next();
    const c = await TestClient.join(url, 'other', 'c');
    const d = await TestClient.join(url, 'other', 'd');
    await c.next();

    b.socket.pause();
    const count = (200 * MIB) / FRAME;
    const pushing = push(a, 'b', count);
    await stalled();
    expect(pushing.sent).toBeLessThan(count);
    const { bufferedBytes } = relay.stats();
    expect(bufferedBytes).toBeGreaterThan(MIB / 2);
    expect(bufferedBytes).toBeLessThan(1.5 * MIB);

    c.send('d', 'still here');
    expect(await d.next()).toEqual({ kind: 'deliver', from: address('c'), payload: 'still here' });

    b.socket.resume();
    let most = 0;
    for (let index = 0; index < count; index += 1) {
      const message = await b.nextRaw();
      if (message.kind !== 'deliver') throw new Error(message.kind);
      expect(Buffer.from(message.payload).readUInt32BE()).toBe(index);
      most = Math.max(most, relay.stats().bufferedBytes);
    }
    await pushing.done;
    expect(most).toBeLessThan(1.5 * MIB);
    expect(relay.stats()).toMatchObject({ forwardedFrames: count + 1, bufferedBytes: 0 });
  });

  it('still gets a payload byte for byte when small frames wait', async () => {
    const url = await start();
    const a = await TestClient.join(url, 'room', 'a');
    const b = await TestClient.join(url, 'room', 'b');
    await a.next();
    b.socket.pause();
    const pushing = push(a, 'b', 200);
    const sent = createHash('sha256');
    for (let index = 0; index < 5_000; index += 1) {
      const payload = Buffer.from(String(index));
      sent.update(payload);
      a.send('b', payload);
    }
    await stalled();
    b.socket.resume();
    const received = createHash('sha256');
    for (let small = 0; small < 5_000;) {
      const message = await b.nextRaw();
      if (message.kind !== 'deliver' || message.payload.length === FRAME) continue;
      received.update(message.payload);
      small += 1;
    }
    expect(received.digest('hex')).toBe(sent.digest('hex'));
    await pushing.done;
  });

  it('is dropped when it goes on for too long, and its sender goes on', async () => {
    const url = await start({ slowReaderMs: 100 });
    const a = await TestClient.join(url, 'room', 'a');
    const b = await TestClient.join(url, 'room', 'b');
    const c = await TestClient.join(url, 'room', 'c');
    await a.next();
    await a.next();
    b.socket.pause();
    const pushing = push(a, 'b', Infinity);
    expect(await a.next()).toEqual({ kind: 'gone', address: address('b') });
    pushing.stop();
    await pushing.done;
    a.send('c', 'on we go');
    expect(await c.next()).toEqual({ kind: 'gone', address: address('b') });
    expect(await c.next()).toEqual({ kind: 'deliver', from: address('a'), payload: 'on we go' });
    b.socket.resume();
    await b.closed;
  });

  it('does not stop its sender for ever when it leaves, or comes back', async () => {
    const url = await start();
    const a = await TestClient.join(url, 'room', 'a');
    const b = await TestClient.join(url, 'room', 'b');
    await a.next();
    b.socket.pause();
    let pushing = push(a, 'b', Infinity);
    await stalled();
    const back = await TestClient.join(url, 'room', 'b');
    expect(await a.next()).toEqual({ kind: 'present', address: address('b') });
    expect(await back.next()).toMatchObject({ kind: 'deliver' });
    pushing.stop();
    await pushing.done;

    back.socket.pause();
    pushing = push(a, 'b', Infinity);
    await stalled();
    back.socket.terminate();
    expect(await a.next()).toEqual({ kind: 'gone', address: address('b') });
    pushing.stop();
    await pushing.done;
    b.socket.terminate();
  });

  it('is found when nobody is over the mark alone but the room is', async () => {
    const url = await start({ connectionBufferBytes: 8 * MIB, roomBufferBytes: 2 * MIB, slowReaderMs: 100 });
    const a = await TestClient.join(url, 'room', 'a', 4);
    const readers = ['b', 'c'].map((name) => TestClient.join(url, 'room', name, 4));
    for (const reader of readers) (await reader).socket.pause();
    await a.next();
    await a.next();
    const pushing = ['b', 'c'].map((name) => push(a, name, Infinity));
    expect(await a.next()).toMatchObject({ kind: 'gone' });
    for (const each of pushing) each.stop();
    await Promise.all(pushing.map((each) => each.done));
    for (const reader of readers) (await reader).socket.terminate();
  });

  it('has to go at once when the whole relay is full, and the others stay', async () => {
    const url = await start({ connectionBufferBytes: 8 * MIB, totalBufferBytes: 2 * MIB });
    const a = await TestClient.join(url, 'room', 'a');
    const b = await TestClient.join(url, 'room', 'b');
    const c = await TestClient.join(url, 'room', 'c');
    await a.next();
    await a.next();
    b.socket.pause();
    const pushing = push(a, 'b', Infinity);
    expect(await a.next()).toEqual({ kind: 'gone', address: address('b') });
    pushing.stop();
    await pushing.done;
    expect(relay.stats().bufferedBytes).toBeLessThan(2 * MIB);
    a.send('c', 'on we go');
    expect(await c.next()).toEqual({ kind: 'gone', address: address('b') });
    expect(await c.next()).toEqual({ kind: 'deliver', from: address('a'), payload: 'on we go' });
    b.socket.terminate();
  });
});
