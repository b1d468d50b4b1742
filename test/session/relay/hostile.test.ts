import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startRelay, type Relay } from '../../../src/session/relay/server.js';
import { CLOSE, encodeJoin, encodeSend, addressOf } from '../../../src/session/relay/wire.js';
import { address, secret, TestClient, until } from './support.js';

let relay: Relay;
beforeEach(async () => {
  relay = await startRelay();
});
afterEach(() => relay.close());

const JOIN = encodeJoin({ room: secret('room'), token: secret('x'), seats: 3 });

describe('a request to become a WebSocket that is none', () => {
  const GOOD = ['GET / HTTP/1.1', 'Host: x', 'Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==', 'Sec-WebSocket-Version: 13'];
  const without = (name: string, ...instead: string[]) => [...GOOD.filter((line) => !line.startsWith(name)), ...instead];

  it.each([
    ['of another version', without('Sec-WebSocket-Version', 'Sec-WebSocket-Version: 12'), 400],
    ['without a key', without('Sec-WebSocket-Key'), 400],
    ['with a key that is none', without('Sec-WebSocket-Key', 'Sec-WebSocket-Key: A'), 400],
    ['for something else', without('Upgrade', 'Upgrade: h2c'), 400],
    ['with a list of protocols that is none', [...GOOD, 'Sec-WebSocket-Protocol: ,,'], 400],
    ['by another method', ['POST / HTTP/1.1', ...GOOD.slice(1)], 405],
    ['to another path', ['GET /other HTTP/1.1', ...GOOD.slice(1)], 404],
  ])('%s is answered, and the relay goes on', async (_, lines, status) => {
    const socket = connect(relay.port, '127.0.0.1');
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    await once(socket, 'close');
    await TestClient.join(relay.url, 'room', 'a');
  });
});

describe('malformed messages are refused and the connection closed', () => {
  it.each([
    ['an empty message', new Uint8Array(0), 'malformed'],
    ['an unknown type', Uint8Array.of(0x7f, 1, 2, 3), 'malformed'],
    ['a message of the relay', Uint8Array.of(0x84, ...new Uint8Array(16)), 'malformed'],
    ['a JOIN of one byte', JOIN.subarray(0, 1), 'malformed'],
    ['a short JOIN', JOIN.subarray(0, -1), 'malformed'],
    ['a long JOIN', Buffer.concat([JOIN, Buffer.of(0)]), 'malformed'],
    ['one seat', Buffer.concat([JOIN.subarray(0, -1), Buffer.of(1)]), 'malformed'],
    ['another version', Buffer.concat([Buffer.of(1, 2), JOIN.subarray(2)]), 'version'],
    ['a SEND before JOIN', encodeSend(addressOf(secret('a')), new Uint8Array(1)), 'malformed'],
    ['a short SEND', Uint8Array.of(2, 1, 2, 3), 'malformed'],
  ])('%s', async (_, bytes, reason) => {
    const client = await TestClient.open(relay.url);
    client.socket.send(bytes);
    expect(await client.next()).toEqual({ kind: 'refused', reason });
    expect(await client.closed).toBe(CLOSE.refused);
    expect(relay.stats()).toMatchObject({ rooms: 0 });
  });

  it('a second JOIN, and the others hear that its sender is gone', async () => {
    const a = await TestClient.join(relay.url, 'room', 'a');
    const b = await TestClient.join(relay.url, 'room', 'b');
    await a.next();
    b.join('room', 'b');
    b.send('a', 'after it was refused');
    expect(await b.next()).toEqual({ kind: 'refused', reason: 'malformed' });
    expect(await b.closed).toBe(CLOSE.refused);
    expect(await a.next()).toEqual({ kind: 'gone', address: address('b') });
    expect(relay.stats()).toMatchObject({ forwardedFrames: 0 });
  });

  it('text', async () => {
    const client = await TestClient.open(relay.url);
    client.socket.send('hello');
    expect(await client.closed).toBe(CLOSE.notBinary);
  });

  it('one byte more than the largest frame', async () => {
    const client = await TestClient.join(relay.url, 'room', 'a');
    client.send('b', new Uint8Array(128 * 1024 - 16));
    expect(await client.closed).toBe(CLOSE.tooLarge);
  });
});

/** A WebSocket connection below ws, for frames that ws would not write. */
async function rawConnection(): Promise<Socket> {
  const socket = connect(relay.port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1.1 101 /);
  return socket;
}

/** The code of the close frame that comes back. */
async function closeCode(socket: Socket): Promise<number> {
  const [frame] = (await once(socket, 'data')) as [Buffer];
  expect(frame[0]).toBe(0x88);
  return frame.readUInt16BE(2);
}

describe('malformed frames below', () => {
  it('100 MB are refused by their header, before a byte of them has come', async () => {
    const socket = await rawConnection();
    const header = Buffer.alloc(14);
    header[0] = 0x82;
    header[1] = 0x80 | 127;
    header.writeBigUInt64BE(100_000_000n, 2);
    socket.write(header);
    expect(await closeCode(socket)).toBe(CLOSE.tooLarge);
    socket.destroy();
  });

  it('a message in too many fragments', async () => {
    const socket = await rawConnection();
    const first = Buffer.of(0x02, 0x81, 0, 0, 0, 0, 1);
    const more = Buffer.of(0x00, 0x81, 0, 0, 0, 0, 1);
    socket.write(Buffer.concat([first, ...Array.from({ length: 128 }, () => more)]));
    expect(await closeCode(socket)).toBe(1008);
    socket.destroy();
  });

  it('frames without a mask', async () => {
    const socket = await rawConnection();
    socket.write(Buffer.concat([Buffer.of(0x82, JOIN.length), JOIN]));
    expect(await closeCode(socket)).toBe(1002);
    socket.destroy();
  });

  it('a client that ignores the farewell is cut off', async () => {
    const socket = await rawConnection();
    socket.write(Buffer.of(0x82, 0x80, 0, 0, 0, 0));
    socket.resume();
    await once(socket, 'close');
    await until(() => relay.stats().connections === 0);
    expect(relay.stats().bufferedBytes).toBe(0);
  });
});
