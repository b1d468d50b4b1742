// What it costs a relay process to pass frames on: CPU time a gigabyte or a million frames, and how fast they go through.
// node bench/relay.mjs [OTHER_CHECKOUT]: with another built checkout, both take turns, and the ratio of their medians is printed.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fork, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';

const SELF = fileURLToPath(import.meta.url);
const HERE = dirname(dirname(SELF));
const TICKS_PER_SECOND = 100;
const CASES = [
  { name: 'one room, 64 KiB frames', pairs: 1, size: 65_536, frames: 16_384 },
  { name: '8 rooms, 64 KiB frames', pairs: 8, size: 65_536, frames: 2_048 },
  { name: '8 rooms, 16 KiB frames', pairs: 8, size: 16_384, frames: 4_096 },
  { name: '8 rooms, 1 KiB frames', pairs: 8, size: 1_024, frames: 4_096 },
];

const secret = (name) => createHash('sha256').update(name).digest();
const addressOf = (token) => createHash('sha256').update('mpc relay address v1').update(token).digest().subarray(0, 16);

/** Sends frames over each pair until all have arrived, and bounds what is not acknowledged as a session does. */
async function drive({ url, pairs, size, frames }) {
  const open = async (room, name) => {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    await once(socket, 'open');
    socket.send(Buffer.concat([Buffer.of(1, 1), secret(room), secret(name), Buffer.of(2)]));
    await once(socket, 'message');
    return socket;
  };
  await Promise.all(
    Array.from({ length: pairs }, async (_, i) => {
      const sender = await open(`room ${i}`, `a${i}`);
      const reader = await open(`room ${i}`, `b${i}`);
      const frame = Buffer.alloc(17 + size);
      frame[0] = 2;
      addressOf(secret(`b${i}`)).copy(frame, 1);
      let arrived = 0;
      let sent = 0;
      const more = () => {
        while (sent < frames && sent - arrived < 64) {
          sender.send(Buffer.from(frame));
          sent += 1;
        }
      };
      const done = new Promise((resolve) => {
        reader.on('message', (data) => {
          if (data[0] !== 0x84) return;
          arrived += 1;
          more();
          if (arrived === frames) resolve();
        });
      });
      more();
      await done;
      sender.terminate();
      reader.terminate();
    }),
  );
}

function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

async function measure(checkout, test) {
  const relay = spawn(process.execPath, [...(process.env.RELAY_NODE_OPTIONS?.split(' ') ?? []), join(checkout, 'bin/run.js'), 'relay', '--port', '0', '--json', '--quiet'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const { url } = JSON.parse(String((await once(relay.stdout, 'data'))[0]));
  const before = cpuSeconds(relay.pid);
  const started = performance.now();
  const driver = fork(SELF, ['drive', JSON.stringify({ url, ...test })]);
  const [code] = await once(driver, 'exit');
  if (code !== 0) throw new Error('the driver failed');
  const seconds = (performance.now() - started) / 1000;
  const cpu = cpuSeconds(relay.pid) - before;
  relay.kill('SIGINT');
  await once(relay, 'exit');
  return { cpu, seconds };
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

if (process.argv[2] === 'drive') {
  await drive(JSON.parse(process.argv[3]));
  process.exit(0);
}
const checkouts = [HERE, ...process.argv.slice(2, 3)];
const rounds = Number(process.env.ROUNDS ?? 5);
const chosen = process.env.CASE === undefined ? CASES : [CASES[Number(process.env.CASE)]];
for (const test of chosen) {
  const results = checkouts.map(() => []);
  for (let round = 0; round < rounds; round += 1) for (const [i, checkout] of checkouts.entries()) results[i].push(await measure(checkout, test));
  const cpus = results.map((runs) => median(runs.map(({ cpu }) => cpu)));
  const times = results.map((runs) => median(runs.map(({ seconds }) => seconds)));
  const count = test.pairs * test.frames;
  const each = cpus.map((cpu, i) => `${((cpu / count) * 1e6).toFixed(1)} µs CPU a frame, ${((count * test.size) / times[i] / 2 ** 20).toFixed(0)} MiB/s`).join(' | ');
  console.log(`${test.name}: ${each}${cpus.length > 1 ? ` | CPU ratio ${(cpus[0] / cpus[1]).toFixed(2)}` : ''}`);
}
