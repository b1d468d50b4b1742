import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { afterEach, describe, expect, it } from 'vitest';
import { startRelay, type Relay, type RelayOptions } from '../../../src/session/relay/server.js';
import { CLOSE } from '../../../src/session/relay/wire.js';
import { address, TestClient } from './support.js';

let relay: Relay;
const start = async (options?: RelayOptions): Promise<Relay> => (relay = await startRelay(options));
afterEach(() => relay.close());

const http = (path: string): string => `http://127.0.0.1:${relay.port}${path}`;

describe('over HTTP', () => {
  it('answers health checks with counts', async () => {
    await start();
    const client = await TestClient.join(relay.url, 'room', 'a');
    const response = await fetch(http('/health'));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toEqual({ status: 'ok', version: 1, rooms: 1, connections: 1 });
    await client.leave();
  });

  it('says elsewhere what it is', async () => {
    await start();
    for (const [path, method] of [['/', 'GET'], ['/rooms', 'GET'], ['/health', 'POST']] as const) {
      const response = await fetch(http(path), { method });
      expect(response.status).toBe(404);
      expect(await response.text()).toMatch(/mpc relay/);
    }
  });

  it('upgrades at / only', async () => {
    await start();
    const elsewhere = new WebSocket(`${relay.url}/chat`);
    const [error] = (await once(elsewhere, 'error')) as [Error];
    expect(error.message).toMatch(/404/);
  });

  it('refuses headers without end', async () => {
    await start();
    const socket = connect(relay.port, '127.0.0.1');
    socket.write(`GET / HTTP/1.1\r\nX: ${'x'.repeat(10_000)}`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 431 /);
    socket.destroy();
  });
});

describe('starting and closing', () => {
  it('tells everybody, frees the port, and may be asked twice', async () => {
    await start();
    const { port } = relay;
    const a = await TestClient.join(relay.url, 'room', 'a');
    await Promise.all([relay.close(), relay.close()]);
    expect(await a.next()).toEqual({ kind: 'refused', reason: 'shuttingDown' });
    expect(await a.closed).toBe(CLOSE.shuttingDown);
    await start({ port });
    expect(relay.port).toBe(port);
    await TestClient.join(relay.url, 'room', 'a');
  });

  it('does not wait for those who do not answer', async () => {
    await start();
    const deaf = await TestClient.join(relay.url, 'room', 'a');
    deaf.socket.pause();
    const silent = connect(relay.port, '127.0.0.1');
    silent.on('error', () => undefined);
    await once(silent, 'connect');
    await relay.close();
    deaf.socket.terminate();
  });

  it('says in plain words why it cannot listen', async () => {
    await start();
    await expect(startRelay({ port: relay.port })).rejects.toMatchObject({ code: 'USAGE', message: expect.stringContaining('EADDRINUSE') as string });
    await expect(startRelay({ tls: { cert: 'nonsense', key: 'nonsense' } })).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('with TLS', () => {
  const fixture = (name: string): Promise<Buffer> => readFile(new URL(`../../../fixtures/tls/${name}`, import.meta.url));

  it('serves wss and nothing unencrypted', async () => {
    const [cert, key] = await Promise.all([fixture('cert.pem'), fixture('key.pem')]);
    await start({ tls: { cert, key } });
    expect(relay.url).toMatch(/^wss:/);
    const a = await TestClient.open(relay.url, { ca: cert });
    a.join('room', 'a');
    expect(await a.next()).toEqual({ kind: 'joined', present: [] });
    const b = await TestClient.open(relay.url, { ca: cert });
    b.join('room', 'b');
    await b.next();
    b.send('a', 'hello');
    expect(await a.next()).toEqual({ kind: 'present', address: address('b') });
    expect(await a.next()).toEqual({ kind: 'deliver', from: address('b'), payload: 'hello' });
    await expect(TestClient.open(relay.url.replace('wss', 'ws'))).rejects.toThrow();
    // In the middle of its handshake when the relay closes.
    const half = connect(relay.port, '127.0.0.1');
    half.on('error', () => undefined);
    await once(half, 'connect');
    await relay.close();
  });
});
