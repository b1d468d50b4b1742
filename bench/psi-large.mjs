// Private matching of large sets, two parties and a relay, each a process of its own:
// - whole: `mpc join` on both sides, CSV files in, result out, from the start of both until both have ended;
// - the protocol alone: items in memory, from the moment that both are ready until the receiver has the result;
// - for comparison the protocol for small sets and psi.js as far as they go in reasonable time, then by their cost an item.
//
// node bench/psi-large.mjs [--largest] [--alone] [--whole] [--profile] [size …]     --largest adds 2^22; --profile tells where one run's time goes, by function; sizes are numbers of items a side
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { runParties } from './lib/party-processes.mjs';
import { mpc, PROGRAM, startRelayProcess } from './lib/processes.mjs';
import { matching, matchingByPsiJs } from './psi.mjs';

const AT_EXIT = new URL('lib/at-exit.mjs', import.meta.url).href;
const SIZES = [12, 14, 16, 18, 20].map((log) => 2 ** log);
/** Beyond these sizes, the others' times are computed from their cost an item. */
const SMALL_MEASURED = 2 ** 12;
/** The memory of a process that has done nothing yet, rounded up. */
const BASE_BYTES = 80 * 2 ** 20;

async function writeList(file, size, from) {
  const stream = createWriteStream(file);
  for (let i = 0; i < size; ) {
    let text = i === 0 ? 'id,name\n' : '';
    for (const to = Math.min(size, i + 20_000); i < to; i++) text += `NL${String(from + i).padStart(12, '0')},somebody\n`;
    if (!stream.write(text)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
}

/** Ends of phases, from what a party says on standard error. */
const MARKS = [
  ['reading', / rows\.$/],
  ['meeting', /^Comparing the lists/],
  ['matching', /^Signing the receipt/],
  ['signing', /^Done\./],
];

async function joining(home, file, csv, digest, usage) {
  const began = performance.now();
  const env = { ...process.env, MPC_HOME: home, MPC_BENCH_USAGE: usage, NODE_OPTIONS: `--import ${AT_EXIT}` };
  const child = spawn(process.execPath, [PROGRAM, 'join', file, '--csv', csv, '--approve', digest, '--json'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const out = createWriteStream(`${csv}.json`);
  child.stdout.pipe(out);
  const phases = {};
  let last = began;
  let errors = '';
  const mark = (name) => {
    const now = performance.now();
    phases[name] = now - last;
    last = now;
  };
  createInterface({ input: child.stderr }).on('line', (line) => {
    errors += `${line}\n`;
    const [name] = MARKS.find(([each, pattern]) => phases[each] === undefined && pattern.test(line)) ?? [];
    if (name !== undefined) mark(name);
  });
  const [code] = await once(child, 'close');
  mark('printing');
  if (code !== 0) throw new Error(`mpc join ended with ${code}: ${errors}`);
  return { phases, ...JSON.parse(readFileSync(usage, 'utf8')) };
}

/** A whole session. Standard output of each party goes to a file, as a user would do it. */
export async function wholeSession({ size }) {
  const folder = mkdtempSync(join(tmpdir(), 'mpc-bench-'));
  const relay = await startRelayProcess();
  try {
    const parties = [];
    for (const name of ['a', 'b']) {
      const home = join(folder, name);
      const { publicKey } = JSON.parse((await mpc(home, ['init', name, '--json', '--quiet'])).text);
      parties.push({ name, home, publicKey, csv: join(folder, `${name}.csv`), usage: join(folder, `${name}.usage`) });
    }
    const [a, b] = parties;
    await mpc(a.home, ['party', 'add', 'b', b.publicKey, '--json', '--quiet']);
    await writeList(a.csv, size, 0);
    await writeList(b.csv, size, size >> 1);
    const file = join(folder, 'agreement.json');
    const { digest } = JSON.parse((await mpc(a.home, ['psi', '--purpose', 'benchmark', '--key', 'id', '--cap', String(size), '--to', 'a', '--party', 'b', '--relay', relay.url, '--propose', file, '--json', '--quiet'])).text);
    const began = performance.now();
    const results = await Promise.all(parties.map((party) => joining(party.home, file, party.csv, digest, party.usage)));
    const ms = performance.now() - began;
    const head = readFileSync(`${a.csv}.json`, 'latin1');
    if (!head.includes(`"count":"${size - (size >> 1)}"`)) throw new Error('the result is wrong');
    return { ms, recipient: results[0], other: results[1] };
  } finally {
    relay.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The protocol alone. */
export async function protocolAlone({ size, runs = 3, ...how }) {
  const relay = await startRelayProcess();
  const samples = [];
  try {
    for (let run = 0; run < runs; run++) samples.push(await oneRun(relay.url, { size, ...how }));
  } finally {
    relay.stop();
  }
  return samples.sort((x, y) => x.ms - y.ms)[samples.length >> 1];
}

async function oneRun(relay, task) {
  const { ms, results: [sender, receiver] } = await runParties(relay, ['sender', 'receiver'], 'psi-large-party.mjs', task);
  return { ms, bytes: sender.bytes + receiver.bytes, sender, receiver };
}

const seconds = (ms) => (ms / 1000).toFixed(ms < 1000 ? 3 : 2);
const mib = (bytes) => (bytes / 2 ** 20).toFixed(0);
const log2 = (size) => (Number.isInteger(Math.log2(size)) ? `2^${Math.log2(size)}` : String(size));
const overBase = (rss, size) => Math.max(0, (rss - BASE_BYTES) / size).toFixed(0);

async function printAlone(sizes) {
  console.log('\nThe protocol alone, seconds; beside it what others take on the same items (≈: by their cost an item)\n');
  console.log('| items a side | vole | bytes an item | memory, sender / receiver (MiB) | bytes of memory an item above 80 MiB | longest block, sender / receiver (ms) | voprf | psi.js | psi.js / vole | voprf / vole |');
  console.log('|---|---|---|---|---|---|---|---|---|---|');
  const phases = [];
  const small = await matching({ size: SMALL_MEASURED, runs: 1 });
  const peer = await matchingByPsiJs({ size: SMALL_MEASURED });
  for (const size of sizes) {
    const own = await protocolAlone({ size, runs: size >= 2 ** 20 ? 3 : 5 });
    phases.push([size, await protocolAlone({ size, runs: 1, phases: true })]);
    const scaled = (other) => (other === undefined ? undefined : other.ms * (size / SMALL_MEASURED));
    const mark = size === SMALL_MEASURED ? '' : '≈ ';
    const [voprf, psiJs] = [scaled(small), scaled(peer)];
    const ratio = (other) => (other === undefined ? '' : (other / own.ms).toFixed(0));
    console.log(`| ${[log2(size), seconds(own.ms), (own.bytes / size).toFixed(1), `${mib(own.sender.rss)} / ${mib(own.receiver.rss)}`, `${overBase(own.sender.rss, size)} / ${overBase(own.receiver.rss, size)}`, `${own.sender.blockedMs.toFixed(0)} / ${own.receiver.blockedMs.toFixed(0)}`, `${mark}${seconds(voprf)}`, psiJs === undefined ? '' : `${mark}${seconds(psiJs)}`, ratio(psiJs), ratio(voprf)].join(' | ')} |`);
  }
  console.log('\nWhere it goes without threads of their own, milliseconds, sender / receiver (of which waiting for the other); processor\n');
  console.log('| items a side | VOLE (and the store, meanwhile) | function | delivery | processor |\n|---|---|---|---|---|');
  const cell = ({ ms, waitedMs }) => `${ms.toFixed(0)} (${waitedMs.toFixed(0)})`;
  for (const [size, { sender, receiver }] of phases) {
    console.log(`| ${[log2(size), ...['vole', 'tags', 'delivery'].map((name) => `${cell(sender.phases[name])} / ${cell(receiver.phases[name])}`), `${sender.cpuMs.toFixed(0)} / ${receiver.cpuMs.toFixed(0)}`].join(' | ')} |`);
  }
}

async function printWhole(sizes) {
  console.log('\nWhole: two `mpc join` and the relay, CSV in, result out. Phases of the recipient, seconds\n');
  console.log('| items a side | whole | start and reading | meeting, approving | committing, matching | signing | printing, leaving | processor, recipient / other | memory (MiB) | bytes of memory an item above 80 MiB | longest block (ms) |');
  console.log('|---|---|---|---|---|---|---|---|---|---|---|');
  for (const size of sizes) {
    const runs = [];
    for (let run = 0; run < (size >= 2 ** 18 ? 1 : 3); run++) runs.push(await wholeSession({ size }));
    const { ms, recipient, other } = runs.sort((x, y) => x.ms - y.ms)[runs.length >> 1];
    const names = ['reading', 'meeting', 'matching', 'signing', 'printing'];
    console.log(`| ${[log2(size), seconds(ms), ...names.map((name) => seconds(recipient.phases[name] ?? 0)), `${seconds(recipient.userMs + recipient.systemMs)} / ${seconds(other.userMs + other.systemMs)}`, `${mib(recipient.rss)} / ${mib(other.rss)}`, `${overBase(recipient.rss, size)} / ${overBase(other.rss, size)}`, `${recipient.blockedMs.toFixed(0)} / ${other.blockedMs.toFixed(0)}`].join(' | ')} |`);
  }
}

async function printProfile(size) {
  const { sender, receiver } = await protocolAlone({ size, runs: 1, profile: true });
  for (const [name, { slowest }] of [['sender', sender], ['receiver', receiver]]) {
    console.log(`\n${name}, ${size} items, milliseconds by function\n`);
    for (const [what, ms] of slowest.slice(0, 30)) console.log(`${ms.toFixed(0).padStart(6)}  ${what}`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const options = process.argv.slice(2).filter((each) => each.startsWith('--'));
  const given = process.argv.slice(2).filter((each) => !each.startsWith('--')).map(Number);
  const sizes = given.length > 0 ? given : [...SIZES, ...(options.includes('--largest') ? [2 ** 22] : [])];
  if (options.includes('--profile')) {
    await printProfile(given[0] ?? 2 ** 20);
    process.exit(0);
  }
  if (!options.includes('--whole')) await printAlone(sizes);
  if (!options.includes('--alone')) await printWhole(sizes);
}
