import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import { afterEach, describe, expect, it } from 'vitest';
import { isAdmissionToken, parseTokens } from '../../../src/admission-token.js';
import { authorizationOf } from '../../../src/session/relay/admission-tokens.js';
import { startRelay, type Relay, type RelayOptions } from '../../../src/session/relay/server.js';
import { TestClient, until } from './support.js';

let relay: Relay;
const start = async (options: RelayOptions): Promise<Relay> => (relay = await startRelay(options));
afterEach(() => relay.close());

const UPGRADE = 'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n';

/** A TCP connection from an address of this machine that says nothing. */
async function idle(localAddress: string): Promise<Socket> {
  const socket = connect({ port: relay.port, host: '127.0.0.1', localAddress });
  socket.on('error', () => undefined);
  socket.resume();
  await once(socket, 'connect');
  return socket;
}

describe('one network address', () => {
  it('has no more connections than its share, and others are let in', async () => {
    await start({ limits: { maxConnectionsPerAddress: 2 }, trustProxy: true });
    const from = async (ip: string): Promise<TestClient> => TestClient.open(relay.url, { headers: { 'X-Forwarded-For': ip } });
    const [first] = [await from('192.0.2.1'), await from('192.0.2.1')];
    const third = await from('192.0.2.1');
    expect(await third.next()).toEqual({ kind: 'refused', reason: 'tooManyConnections' });
    expect(await third.closed).toBe(1008);
    (await from('192.0.2.2')).join('room', 'b');
    await first.leave();
    const again = await from('192.0.2.1');
    again.join('room', 'a');
    expect(await again.next()).toMatchObject({ kind: 'joined' });
  });

  it('that opens connections and says nothing shuts out neither others nor itself', async () => {
    // Two and 32 to spare for one address; four and 256 to spare in all.
    await start({ limits: { maxConnections: 4, maxConnectionsPerAddress: 2 } });
    const silent: Socket[] = [];
    for (let i = 0; i < 40; i += 1) silent.push(await idle('127.0.0.2'));
    await until(() => silent[0]?.destroyed === true);
    expect((silent[39] as Socket).destroyed).toBe(false);
    const own = await TestClient.open(relay.url, { localAddress: '127.0.0.2' });
    own.join('room', 'a');
    expect(await own.next()).toMatchObject({ kind: 'joined' });
    for (const socket of silent) socket.destroy();
  });

  it.each([false, true])('many of which never join, and do not answer a goodbye, shut out nobody: behind a proxy %s', async (trustProxy) => {
    await start({ limits: { maxConnections: 4 }, trustProxy });
    const honest = { headers: { 'X-Forwarded-For': '198.51.100.1' } };
    const silent: Socket[] = [];
    // More than there are slots, those to spare among them; all of them are WebSockets.
    for (let i = 0; i < 300; i += 1) {
      const socket = await idle(trustProxy ? '127.0.0.1' : `127.0.1.${1 + (i % 20)}`);
      silent.push(socket);
      const answered = Promise.race([once(socket, 'data'), once(socket, 'close')]);
      socket.write(`${UPGRADE}X-Forwarded-For: 192.0.2.${1 + (i % 20)}\r\n\r\n`);
      await answered;
    }
    for (let i = 0; i < 5; i += 1) {
      const one = await TestClient.open(relay.url, honest);
      one.join('room', `a${i}`, 9);
      expect(await one.next()).toMatchObject({ kind: 'joined' });
      await one.leave();
    }
    const a = await TestClient.open(relay.url, honest);
    for (let i = 0; i < 4; i += 1) silent.push(await idle(trustProxy ? '127.0.0.1' : `127.0.1.${1 + i}`));
    // It has an address of its own: those who have more go before it.
    a.join('room', 'a');
    expect(await a.next()).toMatchObject({ kind: 'joined' });
    for (const socket of silent) socket.destroy();
  });

  it('of colleagues does not go before thousands of one connection each', async () => {
    await start({ limits: { maxConnections: 20 }, trustProxy: true });
    const from = async (ip: string): Promise<TestClient> => TestClient.open(relay.url, { headers: { 'X-Forwarded-For': ip } });
    const strangers: TestClient[] = [];
    for (let i = 0; i < 15; i += 1) strangers.push(await from(`2001:db8:0:${i}::1`));
    const colleagues: TestClient[] = [];
    for (let i = 0; i < 5; i += 1) colleagues.push(await from('192.0.2.1'));
    for (let i = 15; i < 25; i += 1) strangers.push(await from(`2001:db8:0:${i}::1`));
    for (let i = 0; i < 10; i += 1) expect(await strangers[i]?.closed).toBe(1008);
    for (const [i, one] of colleagues.entries()) {
      one.join('room', `${i}`, 9);
      expect(await one.next()).toMatchObject({ kind: 'joined' });
    }
    for (const { socket } of [...strangers, ...colleagues]) socket.terminate();
  });

  it('many of which say nothing shut out nobody', async () => {
    await start({ limits: { maxConnections: 4 } });
    const silent: Socket[] = [];
    for (let i = 0; i < 300; i += 1) silent.push(await idle(`127.0.1.${1 + (i % 100)}`));
    const honest = await TestClient.join(relay.url, 'room', 'a');
    expect((await fetch(`http://127.0.0.1:${relay.port}/health`)).status).toBe(200);
    await honest.leave();
    for (const socket of silent) socket.destroy();
  });
});

describe('a relay with admission tokens', () => {
  const [token, other] = ['a'.repeat(32), 'b'.repeat(32)];

  it('lets in who shows one of them, in whatever room, and answers others with 401', async () => {
    await start({ tokens: [token, other] });
    for (const each of [token, other]) {
      const client = await TestClient.open(relay.url, { headers: { authorization: authorizationOf(each) } });
      client.join('room', each);
      expect(await client.next()).toMatchObject({ kind: 'joined' });
    }
    for (const headers of [{}, { authorization: authorizationOf('c'.repeat(32)) }, { authorization: `Basic ${token}` }, { authorization: authorizationOf(token.slice(1)) }]) {
      const socket = new WebSocket(relay.url, { headers });
      const [error] = (await once(socket, 'error')) as [Error];
      expect(error.message).toMatch(/401/);
    }
    expect((await fetch(`http://127.0.0.1:${relay.port}/health`)).status).toBe(200);
    expect(relay.stats().connections).toBe(2);
  });

  it('says what it wants', async () => {
    await start({ tokens: [token] });
    const socket = connect(relay.port, '127.0.0.1');
    socket.write(`${UPGRADE}\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 401 [\s\S]*WWW-Authenticate: Bearer[\s\S]*asks for an admission token/);
    socket.destroy();
  });

  it('leaves a room of one open for who showed a token, and for nobody else', async () => {
    await start({ tokens: [token], limits: { loneRoomMs: 0, pingMs: 20 } });
    const client = await TestClient.open(relay.url, { headers: { authorization: authorizationOf(token) } });
    client.join('room', 'a');
    expect(await client.next()).toMatchObject({ kind: 'joined' });
    // Two sweeps later it is still there.
    await once(client.socket, 'ping');
    await once(client.socket, 'ping');
    expect(relay.stats().rooms).toBe(1);
    await relay.close();
    await start({ limits: { loneRoomMs: 0, pingMs: 20 } });
    const stranger = await TestClient.join(relay.url, 'room', 'a');
    expect(await stranger.next()).toEqual({ kind: 'refused', reason: 'expired' });
  });

  it('reads them from a text, one a line, and tells a line that cannot be one', () => {
    expect(parseTokens(`# partners\n${token}\n\n ${other} \r\n`)).toEqual({ tokens: [token, other] });
    expect(parseTokens(`${token}\nshort\n`)).toEqual({ badLine: 2 });
    expect(parseTokens('# none\n')).toBeUndefined();
    for (const text of ['', 'a'.repeat(15), 'a'.repeat(201), `${token} `, `${token}\u001b`, `${token}ä`]) expect(isAdmissionToken(text)).toBe(false);
  });
});
