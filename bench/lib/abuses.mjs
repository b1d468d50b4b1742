// A process that abuses a relay in one of the ways below, until it is told to stop. It then says how much it did.
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';

/** From as many addresses as a small botnet has: limits for each address alone do not stop it. */
const ADDRESSES = 50;
const UPGRADE = 'GET / HTTP/1.1\r\nHost: relay\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n';
const JOINED = 0x81;
const SEND = 2;

const state = { acts: 0, refused: 0, stopped: false, next: 0 };
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const secret = (name) => createHash('sha256').update(name).digest();
const addressOf = (token) => createHash('sha256').update('mpc relay address v1').update(token).digest().subarray(0, 16);
const localAddress = () => `127.1.0.${1 + (state.next++ % ADDRESSES)}`;

/** A client's frame, masked with zeros. */
function frame(payload, opcode = 2) {
  const { length } = payload;
  const head = length < 126 ? Buffer.of(0x80 | opcode, 0x80 | length) : length < 65_536 ? Buffer.of(0x80 | opcode, 0xfe, length >> 8, length & 255) : Buffer.concat([Buffer.of(0x80 | opcode, 0xff, 0, 0, 0, 0), uint32(length)]);
  return Buffer.concat([head, Buffer.alloc(4), payload]);
}
function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

async function tcp({ host, port }, from = localAddress()) {
  const socket = connect({ host, port, localAddress: from, noDelay: true }).setMaxListeners(0);
  socket.on('error', () => undefined);
  await Promise.race([once(socket, 'connect'), once(socket, 'close')]).catch(() => undefined);
  if (socket.destroyed || socket.connecting) throw new Error('not let in');
  return socket;
}

async function upgraded(relay, from) {
  const socket = await tcp(relay, from);
  socket.write(UPGRADE);
  await Promise.race([once(socket, 'data'), once(socket, 'close')]).catch(() => undefined);
  if (socket.destroyed) throw new Error('not let in');
  return socket;
}

/** Joins a room; rejects if that is refused. */
async function joined(relay, room, name, { seats = 2, from } = {}) {
  const socket = await upgraded(relay, from);
  socket.write(frame(Buffer.concat([Buffer.of(1, 1), secret(room), secret(name), Buffer.of(seats)])));
  const [answer] = await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => [])]).catch(() => []);
  if (answer === undefined || answer[2] !== JOINED) {
    state.refused += 1;
    socket.destroy();
    throw new Error('not let in');
  }
  return socket;
}

const closed = (socket) => (socket.destroyed ? undefined : once(socket, 'close').catch(() => undefined));

/** Keeps `count` of something going at once, and begins each anew when it ends. */
function keepUp(count, one) {
  for (let i = 0; i < count; i += 1) {
    void (async () => {
      await sleep((i % 500) * 4);
      while (!state.stopped) {
        await one(i).catch(() => undefined);
        await sleep(20);
      }
    })();
  }
}

/** Writes the same bytes for as long as somebody takes them. */
async function pour(socket, bytes, actsEach) {
  socket.resume();
  while (!state.stopped && !socket.destroyed) {
    state.acts += actsEach;
    if (!socket.write(bytes)) await Promise.race([once(socket, 'drain'), closed(socket)]).catch(() => undefined);
    else await sleep(0);
  }
  socket.destroy();
}

async function pairOf(relay, i) {
  const room = randomBytes(8).toString('hex');
  const [sender, reader] = [await joined(relay, room, 'a'), await joined(relay, room, 'b')];
  return { sender, reader, to: addressOf(secret('b')), room: `${room} ${i}` };
}

const ABUSES = {
  // Shows how much of the other rows comes only from sharing one machine.
  'a process that only computes': () => {
    const compute = () => {
      const end = performance.now() + 50;
      while (performance.now() < end) state.acts += createHash('sha256').update('x').digest()[0] & 0;
      if (!state.stopped) setTimeout(compute);
    };
    compute();
  },
  'idle connections': (relay) =>
    keepUp(8_000, async () => {
      const socket = await tcp(relay);
      state.acts += 1;
      socket.resume();
      await closed(socket);
      await sleep(5_000);
    }),
  'connections that never join': (relay) =>
    keepUp(5_000, async () => {
      const socket = await upgraded(relay);
      state.acts += 1;
      socket.resume();
      await closed(socket);
      await sleep(5_000);
    }),
  'slow upgrades': (relay) =>
    keepUp(3_000, async () => {
      const socket = await tcp(relay);
      socket.resume();
      for (let at = 0; at < UPGRADE.length && !socket.destroyed && !state.stopped; at += 1) {
        socket.write(UPGRADE[at]);
        state.acts += 1;
        await sleep(1_000);
      }
      socket.destroy();
    }),
  'slow readers': (relay) =>
    keepUp(50, async (i) => {
      const { sender, reader, to } = await pairOf(relay, i);
      reader.pause();
      await pour(sender, frame(Buffer.concat([Buffer.of(SEND), to, Buffer.alloc(65_000)])), 1);
      reader.destroy();
    }),
  'partial frames': (relay) =>
    keepUp(600, async (i) => {
      const socket = await joined(relay, `p${i}`, 'a');
      socket.resume();
      socket.write(frame(Buffer.alloc(128 * 1024 - 20)).subarray(0, 120_000));
      state.acts += 1;
      await closed(socket);
    }),
  'one-byte pieces': (relay) =>
    keepUp(590, async (i) => {
      const socket = await joined(relay, `o${i >> 1}`, `a${i}`);
      socket.resume();
      const bytes = frame(Buffer.concat([Buffer.of(SEND), addressOf(secret(`a${i ^ 1}`)), Buffer.alloc(60_000)]));
      for (let at = 0; at < bytes.length && !socket.destroyed && !state.stopped; at += 1) {
        await new Promise((resolve) => socket.write(bytes.subarray(at, at + 1), resolve));
        state.acts += 1;
        if (at % 20 === 0) await sleep(5);
      }
      socket.destroy();
    }),
  'huge headers': (relay) =>
    keepUp(50, async () => {
      const socket = await tcp(relay);
      socket.resume();
      socket.write(`GET / HTTP/1.1\r\nHost: relay\r\nX-Long: ${'x'.repeat(256 * 1024)}`);
      state.acts += 1;
      await closed(socket);
      await sleep(200);
    }),
  'a flood of empty frames': (relay) =>
    keepUp(10, async (i) => {
      const { sender, reader, to } = await pairOf(relay, i);
      reader.resume();
      const empty = frame(Buffer.concat([Buffer.of(SEND), to]));
      await pour(sender, Buffer.concat(Array(1_000).fill(empty)), 1_000);
      reader.destroy();
    }),
  'a flood of pings': (relay) =>
    keepUp(20, async (i) => {
      const { sender, reader } = await pairOf(relay, i);
      reader.resume();
      await pour(sender, Buffer.concat(Array(1_000).fill(frame(Buffer.alloc(0), 9))), 1_000);
      reader.destroy();
    }),
  'a flood of joins': (relay) =>
    keepUp(50, async () => {
      const socket = await joined(relay, randomBytes(8).toString('hex'), 'a');
      state.acts += 1;
      socket.destroy();
    }),
  'a flood of health requests': (relay) =>
    keepUp(50, async () => {
      await new Promise((resolve, reject) => {
        const asked = request({ host: relay.host, port: relay.port, path: '/health', localAddress: localAddress(), agent: false }, (response) => response.resume().on('end', resolve).on('error', reject));
        asked.on('error', reject);
        asked.end();
      });
      state.acts += 1;
    }),
  'rooms of one': (relay) =>
    keepUp(2_000, async (i) => {
      const socket = await joined(relay, `r${i}`, 'a');
      state.acts += 1;
      socket.resume();
      await closed(socket);
    }),
};

export const NAMES = Object.keys(ABUSES);

if (process.send !== undefined && process.argv[2] !== undefined) {
  const [, , name, host, port] = process.argv;
  process.on('message', () => {
    state.stopped = true;
    process.send({ acts: state.acts, refused: state.refused }, () => process.exit(0));
  });
  ABUSES[name]({ host, port: Number(port) });
  process.send({ ready: true });
}
