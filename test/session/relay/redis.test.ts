import { createClient } from '@redis/client';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MpcError } from '../../../src/errors.js';
import { startRelay, type Relay, type RelayEvent, type RelayOptions } from '../../../src/session/relay/server.js';
import { Balancer, hasRedis, RedisServer } from '../../support/redis-server.js';
import { ROOT } from '../../support/processes.js';
import { castFor, partyOf, SUM } from '../../support/three-parties.js';
import { totalOf } from '../../support/proposals.js';
import { address, TestClient, until } from './support.js';

describe.skipIf(!hasRedis)('relays that share their rooms through a real Redis', () => {
  let redis: RedisServer;
  const relays: Relay[] = [];
  const events: RelayEvent[] = [];

  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterEach(async () => {
    await Promise.all(relays.splice(0).map((relay) => relay.close()));
    events.length = 0;
  });
  afterAll(async () => redis.kill());

  async function start(count: number, limits: RelayOptions['limits'] = {}): Promise<Relay[]> {
    const started = await Promise.all(Array.from({ length: count }, async () => startRelay({ redis: { url: redis.url }, limits: { joinsPerMinute: 100_000, refusalDelayMs: 0, pingMs: 500, ...limits }, onEvent: (event) => events.push(event) })));
    relays.push(...started);
    return started;
  }

  async function emptyRedis(): Promise<void> {
    const client = await createClient({ url: redis.url }).connect();
    await Promise.all([client.flushAll(), client.scriptFlush()]);
    client.destroy();
  }

  const pair = async (limits: RelayOptions['limits'] = {}): Promise<[string, string]> => {
    const [one, two] = await start(2, limits);
    return [one?.url ?? '', two?.url ?? ''];
  };

  it('tell members of one room who is there, who comes, comes back and goes, and deliver every size in order', async () => {
    const [one, two] = await pair();
    const a = await TestClient.join(one, 'shared', 'a');
    const b = await TestClient.join(two, 'shared', 'b');
    expect(await a.next()).toEqual({ kind: 'present', address: address('b') });
    const c = await TestClient.open(two);
    c.join('shared', 'c');
    expect(await c.next()).toEqual({ kind: 'joined', present: [address('a'), address('b')].sort() });
    expect([await a.next(), await b.next()]).toEqual([{ kind: 'present', address: address('c') }, { kind: 'present', address: address('c') }]);

    const payloads = [0, 1, 125, 4_096, 65_536, 128 * 1024 - 17, 3].map((size, i) => Buffer.alloc(size, i + 1));
    for (const payload of payloads) a.send('b', payload);
    for (const payload of payloads) {
      const message = await b.nextRaw();
      expect(message.kind === 'deliver' && payload.equals(message.payload)).toBe(true);
    }
    b.send('a', 'back');
    expect(await a.next()).toEqual({ kind: 'deliver', from: address('b'), payload: 'back' });

    // At another relay, before the first noticed anything.
    const again = await TestClient.open(one);
    again.join('shared', 'b');
    expect(await again.next()).toEqual({ kind: 'joined', present: [address('a'), address('c')].sort() });
    expect(await b.closed).toBe(4000);
    a.send('b', 'still b');
    expect(await again.next()).toEqual({ kind: 'deliver', from: address('a'), payload: 'still b' });
    expect(await c.next()).toEqual({ kind: 'present', address: address('b') });
    await c.leave();
    for (;;) {
      const told = await a.next();
      if (told['kind'] === 'gone' && told['address'] === address('c')) break;
    }
  });

  it('hold limits together: seats, rooms and members of one address, joins in a minute', async () => {
    const refusal = async (url: string, room: string, name: string, seats = 2) => {
      const client = await TestClient.open(url);
      client.join(room, name, seats);
      return (await client.next())['reason'];
    };
    const [one, two] = await pair({ maxRoomsPerAddress: 2, maxConnectionsPerAddress: 5 });
    await TestClient.join(one, 'full', 'a', 2);
    await TestClient.join(two, 'full', 'b', 2);
    expect(await refusal(two, 'full', 'c')).toBe('roomFull');
    expect(await refusal(one, 'full', 'a', 3)).toBe('malformed');
    await TestClient.join(two, 'second', 'd', 9);
    expect(await refusal(one, 'third', 'e')).toBe('tooManyRooms');
    await TestClient.join(one, 'second', 'e', 9);
    await TestClient.join(two, 'second', 'f', 9);
    expect(await refusal(one, 'second', 'g', 9)).toBe('tooManyConnections');
    await Promise.all(relays.splice(0).map((relay) => relay.close()));

    const [three, four] = await pair({ joinsPerMinute: 2 });
    // What was joined above was in this minute, too.
    expect([await refusal(three, 'x', 'x'), await refusal(four, 'x', 'y')]).toEqual(['tooManyJoins', 'tooManyJoins']);

    // A relay that was told so does not ask again in this minute; one that was not, asks.
    await emptyRedis();
    expect(await refusal(three, 'x', 'x')).toBe('tooManyJoins');
    const [five = ''] = (await start(1, { joinsPerMinute: 2 })).map(({ url }) => url);
    await TestClient.join(five, 'x', 'x', 2);
  });

  it('send their scripts again to a Redis that has forgotten them', async () => {
    const [one, two] = await pair();
    await TestClient.join(one, 'before', 'a');
    await emptyRedis();
    const a = await TestClient.join(one, 'after', 'a');
    await TestClient.join(two, 'after', 'b');
    expect(await a.next()).toEqual({ kind: 'present', address: address('b') });
  });

  it('hold back who sends to a member elsewhere that does not read', async () => {
    const [one, two] = await pair({ joinsPerMinute: 100_000 });
    const a = await TestClient.join(one, 'slow', 'a', 2);
    const b = await TestClient.join(two, 'slow', 'b', 2);
    // Until its relay is told of b, what a sends goes to nobody.
    expect(await a.next()).toEqual({ kind: 'present', address: address('b') });
    b.socket.pause();
    const sent = 400;
    for (let i = 0; i < sent; i++) a.send('b', Buffer.alloc(60_000, i & 255));
    await until(() => (relays[0]?.stats().paused ?? 0) > 0);
    expect((relays[0]?.stats().bufferedBytes ?? 0) + (relays[1]?.stats().bufferedBytes ?? 0)).toBeLessThan(8 * 1024 * 1024);
    b.socket.resume();
    for (let i = 0; i < sent; i++) {
      const message = await b.nextRaw();
      expect(message.kind === 'deliver' && message.payload[0]).toBe(i & 255);
    }
  });

  it('let a session finish whose parties sit on different relays, one of which is killed in the middle', async () => {
    const { mpcRelay } = await import('./relay-process.js');
    const processes = await Promise.all([mpcRelay(redis.url), mpcRelay(redis.url)]);
    const balancer = await Balancer.before(processes.map(({ port }) => port));
    try {
      const cast = castFor('keys', balancer.url);
      const watch = (seat: number, { step }: { step: string }) => {
        if (seat === 0 && step === 'computing') processes[1].kill();
      };
      const outcomes = await Promise.all(cast.identities.map(async (_, seat) => partyOf(cast, seat, { timeoutMs: 100_000, patienceMs: 60_000, watch })));
      for (const outcome of outcomes) {
        if (outcome instanceof MpcError) throw outcome;
        expect(totalOf(outcome.result, 'salary')?.sum).toBe(SUM);
        expect(outcome.receipt.signatures).toHaveLength(3);
      }
    } finally {
      await balancer.close();
      for (const each of processes) each.kill();
    }
  });

  it('report a Redis that is lost, let rooms of one relay go on, refuse new ones, and bring everybody together when it is back', async () => {
    const [one, two] = await pair();
    const a = await TestClient.join(one, 'lost', 'a');
    const b = await TestClient.join(one, 'lost', 'b');
    const c = await TestClient.join(two, 'lost', 'c');
    for (const client of [a, a, b]) await client.next();
    await redis.kill();
    await until(() => relays.every((relay) => !relay.answers.isReady()));
    expect(events.filter(({ kind }) => kind === 'problem').length).toBeGreaterThanOrEqual(2);
    a.send('b', 'here');
    expect(await b.next()).toEqual({ kind: 'deliver', from: address('a'), payload: 'here' });
    const late = await TestClient.open(two);
    late.join('another', 'x');
    expect(await late.next()).toEqual({ kind: 'refused', reason: 'unavailable' });

    await redis.startAgain();
    for (const client of [a, b, c]) {
      for (let told = await client.next(); told['kind'] !== 'refused'; told = await client.next()) expect(told['kind']).toBe('gone');
    }
    await until(() => relays.every((relay) => relay.answers.isReady()));
    const [again, other] = [await TestClient.join(one, 'lost', 'a'), await TestClient.join(two, 'lost', 'c')];
    expect(await again.next()).toEqual({ kind: 'present', address: address('c') });
    other.send('a', 'together');
    expect(await again.next()).toEqual({ kind: 'deliver', from: address('c'), payload: 'together' });
  });

  it('reach a Redis that asks for a password over TLS, and only with that password and its authority', async () => {
    const [cert, key] = ['cert.pem', 'key.pem'].map((name) => join(ROOT, 'fixtures', 'tls', name)) as [string, string];
    const guarded = await RedisServer.start({ password: 'for tests only', cert, key });
    const ca = [readFileSync(cert, 'utf8')];
    try {
      const [one, two] = await Promise.all([0, 1].map(async () => startRelay({ redis: { url: guarded.url, password: 'for tests only', ca } })));
      relays.push(...[one, two].flatMap((relay) => relay ?? []));
      const a = await TestClient.join(one?.url ?? '', 'guarded', 'a');
      const b = await TestClient.join(two?.url ?? '', 'guarded', 'b');
      await a.next();
      b.send('a', 'over TLS');
      expect(await a.next()).toEqual({ kind: 'deliver', from: address('b'), payload: 'over TLS' });
      const refused = async (redis: object): Promise<string> => startRelay({ redis: { url: guarded.url, password: 'for tests only', ca, ...redis } }).then((relay) => String(relays.push(relay)), (error: unknown) => (error as MpcError).message);
      expect(await refused({ ca: undefined })).toMatch(/\(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
      expect(await refused({ password: undefined })).toMatch(/NOAUTH/);
      expect(await refused({ password: 'another' })).toMatch(/WRONGPASS/);
      expect(await refused({ url: guarded.url.replace('rediss', 'redis'), ca: undefined })).toMatch(/cannot be reached/);
    } finally {
      await Promise.all(relays.splice(0).map((relay) => relay.close()));
      await guarded.kill();
    }
  });

  it('cannot be started where there is no Redis', async () => {
    await expect(startRelay({ redis: { url: 'redis://127.0.0.1:1' } })).rejects.toMatchObject({ code: 'USAGE', message: 'Redis cannot be reached at 127.0.0.1:1 (ECONNREFUSED).' });
  });
});
