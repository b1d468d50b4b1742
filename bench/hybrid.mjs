// What ML-KEM adds to a whole session, from last join to result: this program and the same with the plain Noise patterns, in turn. `node bench/hybrid.mjs
// [PARTIES] [DELAY] [RUNS]`: the delay in milliseconds is the time that a message takes to the relay, or from it. Run `npm run build` first.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { median } from './lib/processes.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** For each source file, what the plain patterns have in place of the hybrid ones. */
const PLAIN = {
  'src/session/channel/pairing.ts': [["pattern: 'XXhfs+psk3'", "pattern: 'XXpsk3'"], ["pattern: 'KKhfs'", "pattern: 'KK'"], [', kem: this.#context.kem }', ' }']],
  'src/session/channel/warm-up.ts': [["pattern: 'KKhfs', kem,", "pattern: 'KK',"], ['  kem.prepare();\n', '']],
  'src/session/channel/mesh.ts': [['loadMlKem().then((kem) => new KeyAhead(kem))', 'Promise.resolve(new KeyAhead({} as never))'], ["import { loadMlKem } from '../../crypto/ml-kem/load.js';\n", '']],
};

/** A copy of this program without the KEM. */
function plainProgram(folder) {
  for (const name of ['src', 'bin', 'bench', 'scripts', 'kernels', 'package.json', 'package-lock.json', 'tsconfig.json']) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
  for (const [file, changes] of Object.entries(PLAIN)) {
    let text = readFileSync(join(folder, file), 'utf8');
    for (const [from, to] of changes) {
      if (!text.includes(from)) throw new Error(`${file} no longer holds: ${from}`);
      text = text.replaceAll(from, to);
    }
    writeFileSync(join(folder, file), text);
  }
  for (const script of ['build', 'manifest']) execFileSync(process.execPath, [join(folder, 'scripts', `${script}.mjs`)], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** A way to the relay on which everything takes `ms` longer, in each direction. */
async function delayed(url, ms) {
  const { hostname, port } = new URL(url);
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [from, to] of [[near, far], [far, near]]) {
      from.setNoDelay(true);
      from.on('data', (bytes) => setTimeout(() => to.write(bytes), ms));
      from.on('end', () => setTimeout(() => to.end(), ms));
      from.on('error', () => to.destroy());
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `ws://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

async function contender(root, count, delayMs) {
  const { makeParties, session } = await import(pathToFileURL(join(root, 'bench', 'session.mjs')).href);
  const { startRelayProcess } = await import(pathToFileURL(join(root, 'bench', 'lib', 'processes.mjs')).href);
  const folder = mkdtempSync(join(tmpdir(), 'mpc-bench-'));
  const [parties, relay] = [await makeParties(folder, count), await startRelayProcess()];
  const way = await delayed(relay.url, delayMs);
  return {
    times: [],
    run: async (number) => session(folder, parties, way.url, number),
    end: () => (way.close(), relay.stop(), rmSync(folder, { recursive: true, force: true })),
  };
}

const [count, delayMs, runs] = [process.argv[2] ?? 3, process.argv[3] ?? 0, process.argv[4] ?? 15].map(Number);
const folder = mkdtempSync(join(tmpdir(), 'mpc-plain-'));
const contenders = [];
try {
  plainProgram(folder);
  for (const root of [ROOT, folder]) contenders.push(await contender(root, count, delayMs));
  for (let run = 0; run <= runs; run++) {
    for (const each of run % 2 === 0 ? contenders : [...contenders].reverse()) {
      const ms = await each.run(run);
      if (run > 0) each.times.push(ms);
    }
  }
  const [hybrid, plain] = contenders.map(({ times }) => times);
  const ratio = median(hybrid.map((ms, i) => ms / plain[i]));
  console.log(`Node ${process.version}, ${count} parties, ${delayMs} ms to the relay, ${runs} pairs: last join to result ${median(hybrid).toFixed(0)} ms, without ML-KEM ${median(plain).toFixed(0)} ms; ratio of pairs ${ratio.toFixed(3)}, of the fastest ${(Math.min(...hybrid) / Math.min(...plain)).toFixed(3)}`);
} finally {
  for (const each of contenders) each.end();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(process.exitCode ?? 0);
