// Private matching of two lists, two processes and a relay: the protocol alone, from the moment that both are ready until
// the receiver has the result. For comparison, @openmined/psi.js on the same items, in two processes, if it is installed:
//
//     npm install --ignore-scripts --prefix bench/peers
//
// node bench/psi.mjs [--full] [size …]      --full measures psi.js beyond 2^12, too; without it, it is extrapolated by its cost an item
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runParties } from './lib/party-processes.mjs';
import { median, startRelayProcess } from './lib/processes.mjs';

/** Beyond this, psi.js takes long, and its time grows with the number of items. */
const MEASURED = 2 ** 12;

export async function matching({ size, countOnly = false, runs = 3 }) {
  const relay = await startRelayProcess();
  const samples = [];
  try {
    for (let run = 0; run < runs; run++) samples.push(await once(relay.url, size, countOnly));
  } finally {
    relay.stop();
  }
  return summary(samples);
}

/** Undefined if psi.js is not installed. */
export async function matchingByPsiJs({ size, full = false, runs = 1 }) {
  if (!existsSync(new URL('peers/node_modules/@openmined/psi.js', import.meta.url))) return undefined;
  const measured = full ? size : Math.min(size, MEASURED);
  const samples = [];
  for (let run = 0; run < runs; run++) samples.push(await onceByPsiJs(measured));
  const { ms, cpuMs, bytes, rss } = summary(samples);
  return { ms: ms * (size / measured), cpuMs: cpuMs * (size / measured), bytes: bytes * (size / measured), rss, isExtrapolated: measured !== size };
}

function summary(samples) {
  return { ms: median(samples.map((sample) => sample.ms)), cpuMs: median(samples.map((sample) => sample.cpuMs)), bytes: samples[0].bytes, rss: Math.max(...samples.map((sample) => sample.rss)) };
}

async function once(relay, size, countOnly) {
  const { ms, results } = await runParties(relay, ['sender', 'receiver'], 'psi-party.mjs', { size, countOnly });
  return together(ms, results);
}

async function onceByPsiJs(size) {
  const children = ['server', 'client'].map((role) => {
    const env = { ...process.env, MPC_BENCH_PARTY: JSON.stringify({ role, size }) };
    return fork(fileURLToPath(new URL('psi-js-party.mjs', import.meta.url)), { env, serialization: 'advanced' });
  });
  let ready = 0;
  let began = 0;
  const results = await new Promise((resolve, reject) => {
    const ended = [];
    children.forEach((child, i) => {
      child.on('exit', (code) => code !== 0 && reject(new Error('psi.js failed')));
      child.on('message', (message) => {
        if (message === 'ready') {
          ready += 1;
          if (ready < children.length) return;
          began = performance.now();
          for (const each of children) each.send('go');
        } else if (message instanceof Uint8Array) children[1 - i].send(message);
        else if (ended.push(message) === children.length) resolve(ended);
      });
    });
  });
  return together(performance.now() - began, results);
}

function together(ms, results) {
  return { ms, bytes: results.reduce((sum, each) => sum + each.bytes, 0), cpuMs: results.reduce((sum, each) => sum + each.cpuMs, 0), rss: Math.max(...results.map((each) => each.rss)) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const full = process.argv.includes('--full');
  const sizes = process.argv.slice(2).filter((each) => each !== '--full').map(Number);
  for (const size of sizes.length > 0 ? sizes : [2 ** 10, 2 ** 12, 10_000, 2 ** 14, 2 ** 16]) {
    const line = (name, { ms, cpuMs, bytes, rss }, note = '') => console.log(`${size} × ${size}  ${name.padEnd(7)} ${(ms / 1000).toFixed(2).padStart(7)} s  ${(cpuMs / 1000).toFixed(2).padStart(7)} s of processor  ${(bytes / size).toFixed(0).padStart(4)} bytes an item  ${(rss / 2 ** 20).toFixed(0).padStart(4)} MiB a party${note}`);
    const runs = size > 2 ** 14 ? 1 : 3;
    line('match', await matching({ size, runs }));
    line('count', await matching({ size, runs, countOnly: true }));
    const peer = await matchingByPsiJs({ size, full });
    if (peer !== undefined) line('psi.js', peer, peer.isExtrapolated ? `  (times and bytes extrapolated from ${MEASURED} items, memory of those)` : '');
  }
}
