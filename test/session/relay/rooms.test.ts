import { afterEach, describe, expect, it } from 'vitest';
import { startRelay, type Relay, type RelayEvent, type RelayOptions } from '../../../src/session/relay/server.js';
import { CLOSE, encodeJoin, type Refusal } from '../../../src/session/relay/wire.js';
import { address, secret, TestClient, until } from './support.js';

let relay: Relay;
const start = async (options?: RelayOptions): Promise<string> => {
  relay = await startRelay(options);
  return relay.url;
};
afterEach(() => relay.close());

async function expectRefused(client: TestClient, reason: Refusal): Promise<void> {
  expect(await client.next()).toEqual({ kind: 'refused', reason });
  expect(await client.closed).toBe(CLOSE.refused);
}

describe('a room', () => {
  it('tells who is there, who comes and who goes, and delivers', async () => {
    const url = await start();
    const a = await TestClient.open(url);
    a.join('room', 'a');
    expect(await a.next()).toEqual({ kind: 'joined', present: [] });
    const b = await TestClient.open(url);
    b.join('room', 'b');
    expect(await b.next()).toEqual({ kind: 'joined', present: [address('a')] });
    expect(await a.next()).toEqual({ kind: 'present', address: address('b') });
    const c = await TestClient.open(url);
    c.join('room', 'c');
    expect(await c.next()).toEqual({ kind: 'joined', present: [address('a'), address('b')].sort() });
    expect(await a.next()).toEqual({ kind: 'present', address: address('c') });
    expect(await b.next()).toEqual({ kind: 'present', address: address('c') });

    a.send('b', 'hello');
    b.send('a', '');
    expect(await b.next()).toEqual({ kind: 'deliver', from: address('a'), payload: 'hello' });
    expect(await a.next()).toEqual({ kind: 'deliver', from: address('b'), payload: '' });

    await b.leave();
    expect(await a.next()).toEqual({ kind: 'gone', address: address('b') });
    expect(await c.next()).toEqual({ kind: 'gone', address: address('b') });
    expect(relay.stats()).toMatchObject({ rooms: 1, connections: 2, forwardedFrames: 2, forwardedBytes: 5, roomBytes: [5] });
    await a.leave();
    await c.leave();
  });

  it('tells everybody of everybody, also where all come in the same moment', async () => {
    const url = await start();
    const names = ['a', 'b', 'c'];
    const rooms = Array.from({ length: 40 }, (_, index) => `room ${index}`);
    const clients = await Promise.all(rooms.flatMap((room) => names.map(async (name) => ({ room, name, client: await TestClient.open(url) }))));
    for (const { room, name, client } of clients) client.join(room, name);
    for (const { name, client } of clients) {
      const heard = new Set<unknown>();
      while (heard.size < names.length - 1) {
        const message = await client.next();
        for (const other of message['kind'] === 'joined' ? (message['present'] as string[]) : [message['address']]) heard.add(other);
      }
      expect([...heard].sort()).toEqual(names.filter((other) => other !== name).map(address).sort());
    }
  });

  it('keeps rooms apart, and drops what goes to nobody or to oneself', async () => {
    const url = await start();
    const a = await TestClient.join(url, 'one', 'a');
    const b = await TestClient.join(url, 'two', 'b');
    const c = await TestClient.join(url, 'two', 'c');
    await b.next();
    a.send('b', 'not there');
    a.send('a', 'myself');
    c.send('b', 'there');
    expect(await b.next()).toEqual({ kind: 'deliver', from: address('c'), payload: 'there' });
    const d = await TestClient.join(url, 'one', 'd');
    expect(await a.next()).toEqual({ kind: 'present', address: address('d') });
    a.send('d', 'x');
    await d.next();
    expect(relay.stats()).toMatchObject({ rooms: 2, forwardedFrames: 2, droppedFrames: 2 });
  });

  it('delivers every size up to the limit unchanged and in order', async () => {
    const url = await start();
    const a = await TestClient.join(url, 'room', 'a');
    const b = await TestClient.join(url, 'room', 'b');
    const sizes = [0, 1, 100, 125, 126, 4_096, 32_768, 65_518, 65_519, 65_536, 128 * 1024 - 17];
    const payloads = sizes.map((size, index) => Buffer.alloc(size, index + 1));
    for (const payload of payloads) a.send('b', payload);
    for (const payload of payloads) {
      const message = await b.nextRaw();
      expect(message.kind === 'deliver' && payload.equals(message.payload)).toBe(true);
    }
  });

  it('lets the same token come back while its old connection hangs, without a GONE', async () => {
    const url = await start();
    const a = await TestClient.join(url, 'room', 'a', 2);
    const old = await TestClient.join(url, 'room', 'b', 2);
    expect(await a.next()).toEqual({ kind: 'present', address: address('b') });
    const fresh = await TestClient.open(url);
    fresh.join('room', 'b', 2);
    expect(await fresh.next()).toEqual({ kind: 'joined', present: [address('a')] });
    expect(await old.closed).toBe(CLOSE.replaced);
    expect(await a.next()).toEqual({ kind: 'present', address: address('b') });
    a.send('b', 'again');
    expect(await fresh.next()).toEqual({ kind: 'deliver', from: address('a'), payload: 'again' });
    await fresh.leave();
    expect(await a.next()).toEqual({ kind: 'gone', address: address('b') });
  });

  it('gives nobody an address without its token', async () => {
    const url = await start();
    const a = await TestClient.join(url, 'room', 'a');
    const b = await TestClient.join(url, 'room', 'b');
    // All that another client knows of b is its address; as a token it leads elsewhere.
    const thief = await TestClient.open(url);
    const token = new Uint8Array(32);
    token.set(Buffer.from(address('b'), 'hex'));
    thief.socket.send(encodeJoin({ room: secret('room'), token, seats: 3 }));
    await thief.next();
    await a.next();
    await a.next();
    a.send('b', 'for b');
    expect(await b.next()).toMatchObject({ kind: 'present' });
    expect(await b.next()).toEqual({ kind: 'deliver', from: address('a'), payload: 'for b' });
    expect(b.socket.readyState).toBe(b.socket.OPEN);
  });

  it('is full with its seats taken by live connections, and not for those who come back', async () => {
    const url = await start();
    const a = await TestClient.join(url, 'room', 'a', 2);
    const b = await TestClient.join(url, 'room', 'b', 2);
    const c = await TestClient.open(url);
    c.join('room', 'c', 2);
    await expectRefused(c, 'roomFull');
    await TestClient.join(url, 'room', 'b', 2);
    await b.closed;
    await a.leave();
    await until(() => relay.stats().connections === 1);
    await TestClient.join(url, 'room', 'c', 2);
  });

  it('has the seats that its first join says', async () => {
    const url = await start();
    const a = await TestClient.join(url, 'room', 'a', 2);
    const b = await TestClient.open(url);
    b.join('room', 'b', 3);
    await expectRefused(b, 'malformed');
    await a.leave();
    await until(() => relay.stats().rooms === 0);
    await TestClient.join(url, 'room', 'b', 3);
  });

  it('ends when it is idle, and when it is old', async () => {
    const url = await start({ limits: { roomIdleMs: 30, pingMs: 10 } });
    const a = await TestClient.join(url, 'room', 'a');
    await expectRefused(a, 'expired');
    await relay.close();
    const other = await start({ limits: { roomLifetimeMs: 30, pingMs: 10 } });
    const b = await TestClient.join(other, 'room', 'b');
    await expectRefused(b, 'expired');
    expect(relay.stats().rooms).toBe(0);
  });

  it('reports events with counts and nothing that names anybody', async () => {
    const events: RelayEvent[] = [];
    const url = await start({ onEvent: (event) => events.push(event) });
    const a = await TestClient.join(url, 'room', 'a', 2);
    const b = await TestClient.join(url, 'room', 'b', 2);
    const again = await TestClient.join(url, 'room', 'b', 2);
    await b.closed;
    const c = await TestClient.open(url);
    c.join('room', 'c', 2);
    await c.closed;
    await again.leave();
    await a.next();
    await a.next();
    await a.next();
    expect(events.map(({ kind, reason, present }) => [kind, reason ?? present])).toEqual([['join', 1], ['join', 2], ['return', 2], ['refuse', 'roomFull'], ['leave', 1]]);
    expect(JSON.stringify(events)).not.toMatch(/[0-9a-f]{8}|127\.0/);
  });
});

describe('limits', () => {
  it('on seats', async () => {
    const url = await start({ limits: { maxSeats: 4 } });
    const a = await TestClient.open(url);
    a.join('room', 'a', 5);
    await expectRefused(a, 'roomFull');
  });

  it('on rooms, free again when one ends', async () => {
    const url = await start({ limits: { maxRooms: 1 } });
    const a = await TestClient.join(url, 'one', 'a');
    const b = await TestClient.open(url);
    b.join('two', 'b');
    await expectRefused(b, 'tooManyRooms');
    await a.leave();
    await until(() => relay.stats().rooms === 0);
    await TestClient.join(url, 'two', 'b');
  });

  it('on connections', async () => {
    const url = await start({ limits: { maxConnections: 1 } });
    const a = await TestClient.join(url, 'room', 'a');
    const b = await TestClient.open(url);
    await expectRefused(b, 'tooManyConnections');
    await a.leave();
    await until(() => relay.stats().connections === 0);
    await TestClient.join(url, 'room', 'b');
  });

  it('on joins per minute, counted by what a trusted proxy says', async () => {
    const url = await start({ limits: { joinsPerMinute: 2, refusalDelayMs: 0 }, trustProxy: true });
    const from = (ip: string): Promise<TestClient> => TestClient.open(url, { headers: { 'X-Forwarded-For': ip } });
    for (const name of ['a', 'b']) {
      const client = await from('192.0.2.1');
      client.join('room', name, 9);
      expect(await client.next()).toMatchObject({ kind: 'joined' });
    }
    const third = await from('192.0.2.1');
    third.join('room', 'c', 9);
    await expectRefused(third, 'tooManyJoins');
    const other = await from('192.0.2.2');
    other.join('room', 'd', 9);
    expect(await other.next()).toMatchObject({ kind: 'joined' });
  });

  it('on joins per minute with a delay that a loop of refusals has to wait for, and that ends before the time for a JOIN', async () => {
    const joinTimeoutMs = 400;
    const url = await start({ limits: { joinsPerMinute: 1, refusalDelayMs: 60_000, joinTimeoutMs } });
    await TestClient.join(url, 'room', 'a');
    const began = performance.now();
    const second = await TestClient.open(url);
    second.join('room', 'b', 9);
    await expectRefused(second, 'tooManyJoins');
    // Timers count whole milliseconds.
    expect(performance.now() - began).toBeGreaterThanOrEqual(joinTimeoutMs / 2 - 1);
  });

  it('on the time to join', async () => {
    const url = await start({ limits: { joinTimeoutMs: 20 } });
    const silent = await TestClient.open(url);
    expect(await silent.closed).toBe(CLOSE.refused);
    await until(() => relay.stats().connections === 0);
  });

  it('on silence: who does not answer pings is cut off, who does is not', async () => {
    const url = await start({ limits: { pingMs: 20 } });
    const a = await TestClient.join(url, 'room', 'a');
    const deaf = await TestClient.open(url, { autoPong: false });
    deaf.join('room', 'b');
    expect(await a.next()).toEqual({ kind: 'present', address: address('b') });
    expect(await a.next()).toEqual({ kind: 'gone', address: address('b') });
    expect(a.socket.readyState).toBe(a.socket.OPEN);
  });
});
