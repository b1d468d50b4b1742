import { once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { afterEach, describe, expect, it } from 'vitest';
import type { MpcError } from '../../../src/errors.js';
import { RelayClient, type RelayClientOptions } from '../../../src/session/relay/client.js';
import { farewell, refusalFarewell } from '../../../src/session/relay/farewell.js';
import { closeProblem, refusedProblem, responseProblem, type RelayProblem } from '../../../src/session/relay/problem.js';
import { startRelay } from '../../../src/session/relay/server.js';
import { encodeJoined, encodeRefused, REFUSAL, type Refusal } from '../../../src/session/relay/wire.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The address of a port where nobody listens. */
async function closedPort(): Promise<string> {
  const server = createServer();
  const url = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return url;
}

type Lost = RelayProblem & { readonly leftMs?: number };

/** A client, and what it tells its owner, in order. */
function client(url: string, options: Partial<RelayClientOptions> = {}) {
  const told: (string | RelayProblem | MpcError)[] = [];
  const waiting: (() => void)[] = [];
  const tell = (what: string | RelayProblem | MpcError): void => {
    told.push(what);
    for (const wake of waiting.splice(0)) wake();
  };
  const relayClient = new RelayClient(
    { url, room: new Uint8Array(32), seats: 2, patienceMs: 5_000, ...options },
    { joined: () => tell('joined'), present: () => undefined, gone: () => undefined, delivered: () => undefined, lost: (problem, _, leftMs) => tell({ ...problem, ...(leftMs === undefined ? {} : { leftMs }) }), failed: tell },
  );
  closers.unshift(() => relayClient.close());
  let read = 0;
  return async () => {
    while (told.length === read) await new Promise<void>((resolve) => waiting.push(resolve));
    return told[read++];
  };
}

/** A relay that does to its n-th client what `script` says. */
async function scripted(script: (socket: WebSocket, seat: number) => void): Promise<{ url: string; times: number[] }> {
  const times: number[] = [];
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  closers.push(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  server.on('connection', (socket) => {
    times.push(performance.now());
    const seat = times.length;
    socket.once('message', () => script(socket, seat));
  });
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, times };
}

describe('what a relay says when it ends a connection', () => {
  it('is told in its own words, with the time after which to try again', () => {
    for (const reason of Object.keys(REFUSAL) as Refusal[]) {
      const { code, reason: words } = refusalFarewell(reason, 'Some words.');
      const problem = closeProblem(code, words, refusedProblem(reason, 'Some words.'));
      expect(problem.text).toBe('it refused this party: Some words.');
      expect(problem.retryAfterMs).toBe({ tooManyJoins: 60_000, tooManyRooms: 30_000, tooManyConnections: 30_000, roomMemory: 5_000, unavailable: 5_000, interrupted: 1_000, version: 'never', roomFull: 'never', malformed: 'never' }[reason as string] ?? 0);
    }
    expect(closeProblem(1008, farewell(1008, 'joinTimeout', 0, 'No JOIN came in time.').reason, undefined)).toMatchObject({ text: 'it closed the connection: No JOIN came in time.', retryAfterMs: 0 });
  });

  it('is bounded, and shows no control characters', () => {
    expect(closeProblem(1008, `x 999999 \u001b[2J${'y'.repeat(90)}`, undefined)).toMatchObject({ retryAfterMs: 3_600_000, text: expect.not.stringContaining('\u001b') as string });
    expect(closeProblem(1000, '9999999999999 what', undefined)).toMatchObject({ text: 'it closed the connection (code 1000)', retryAfterMs: 0 });
    expect(responseProblem(503, '7', '<html>').retryAfterMs).toBe(7_000);
    expect(responseProblem(503, 'Sat, 28 Nov 2026', 'Busy\n\n').text).toBe('it answered with HTTP status 503: Busy');
    expect(responseProblem(302, undefined, '').retryAfterMs).toBe('never');
  });
});

describe('a client of a relay', () => {
  it('hears why it is refused, and comes back no sooner than asked', async () => {
    const { url, times } = await scripted((socket, seat) => {
      if (seat > 1) {
        socket.send(encodeJoined([]));
        return;
      }
      socket.send(encodeRefused('tooManyJoins', 'Too many joins.'));
      socket.close(1008, 'tooManyJoins 1 Too many joins.');
    });
    const next = client(url);
    expect(await next()).toMatchObject({ text: 'it refused this party: Too many joins.', retryAfterMs: 1_000 });
    expect(await next()).toBe('joined');
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(950);
  });

  it('says at once so where it is to come back later than it can wait', async () => {
    const relay = await startRelay({ limits: { joinsPerMinute: 1 } });
    closers.push(() => relay.close());
    expect(await client(relay.url)()).toBe('joined');
    expect(await client(relay.url)()).toMatchObject({ code: 'RELAY_UNREACHABLE', message: expect.stringMatching(/cannot be reached \(it refused this party: Too many joins .*It asks to come back in 60 s\.$/) as string });
  });

  it('waits for as long as it is let where it was let in before', async () => {
    const { url } = await scripted((socket, seat) => {
      if (seat === 2) socket.close(1001, 'shuttingDown 0 Bye.');
      else socket.send(encodeJoined([]), () => seat === 1 && socket.close(1008, 'roomMemory 1 Full.'));
    });
    const next = client(url, { patienceMs: Infinity });
    expect([await next(), await next(), await next(), await next()]).toMatchObject(['joined', { retryAfterMs: 1_000 }, { retryAfterMs: 0 }, 'joined']);
  });

  it('waits for a relay that opened, and was lost before it let it in', async () => {
    const { url } = await scripted((socket, seat) => {
      if (seat <= 7) socket.terminate();
      else socket.send(encodeJoined([]));
    });
    const next = client(url, { patienceMs: 60_000 });
    const told = [await next()];
    while (told.at(-1) !== 'joined' && told.length < 20) told.push(await next());
    expect(told).toHaveLength(8);
  });

  it('tries an address where nobody listens for as long as it is let, and finds a relay that starts meanwhile', async () => {
    const url = await closedPort();
    const next = client(url, { patienceMs: Infinity });
    // More than two seconds: a relay that restarts takes as long.
    for (let tries = 0; tries < 8; tries++) {
      const { leftMs } = (await next()) as Lost;
      expect(leftMs).toBeGreaterThan(30_000);
      expect(leftMs).toBeLessThanOrEqual(60_000);
    }
    const relay = await startRelay({ port: Number(new URL(url).port) });
    closers.push(() => relay.close());
    let told = await next();
    while (typeof told === 'object' && 'retryAfterMs' in told) told = await next();
    expect(told).toBe('joined');
  }, 20_000);

  it('gives up where nobody listens when its time is over', async () => {
    const next = client(await closedPort(), { patienceMs: 600 });
    const told = [await next()];
    while ('retryAfterMs' in (told.at(-1) as object)) told.push(await next());
    expect((told[0] as Lost).leftMs).toBeLessThanOrEqual(600);
    expect(told.length).toBeGreaterThan(2);
    expect(told.at(-1)).toMatchObject({ code: 'RELAY_UNREACHABLE', message: expect.stringContaining('cannot be reached') as string });
  });

  it('gives up sooner where its name is not known', async () => {
    const tunnel = async () => Promise.reject(Object.assign(new Error('unknown'), { code: 'ENOTFOUND' }));
    const next = client('ws://no-such-name.invalid:7766', { patienceMs: Infinity, way: { tunnel, proxy: 'the proxy' } });
    const told = [await next()];
    while ('retryAfterMs' in (told.at(-1) as object)) told.push(await next());
    expect(told).toHaveLength(7);
    expect(told.at(-1)).toMatchObject({ code: 'RELAY_UNREACHABLE', message: expect.stringContaining('its name is not known') as string });
  });

  it('tells of a relay that takes connections and never answers', async () => {
    const url = await listening(createServer((socket) => void socket.on('error', () => undefined)));
    expect(await client(url)()).toMatchObject({ text: 'it does not answer' });
  }, 10_000);

  it('tells of an address at which there is something else', async () => {
    const url = await listening(createHttp((_, response) => response.end('hello')));
    expect(await client(url)()).toMatchObject({ code: 'RELAY_UNREACHABLE', message: expect.stringContaining('HTTP status 200: hello') as string });
  });

  it('shows the token that it was given, and says what to do where there is none', async () => {
    const token = 'a'.repeat(40);
    const relay = await startRelay({ tokens: [token] });
    closers.push(() => relay.close());
    expect(await client(relay.url, { admissionToken: token })()).toBe('joined');
    const error = (await client(relay.url)()) as MpcError;
    expect(error.message).toMatch(/HTTP status 401: This relay asks for an admission token/);
    expect(error.next).toContain('mpc relay-token add');
  });
});
