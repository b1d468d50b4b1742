// Honest sessions during each abuse of a list: whether all finish, how long they take, and how much memory the relay takes.
// node bench/abuse.mjs [--sessions 500] [--relays 1|3] [--only TEXT] [--every 3] [--parties-apart]: with three, they share a Redis that this starts. All run on this machine:
// honest parties and those who abuse have addresses of their own in 127.0.0.0/8. Sessions without an abuse run before the first, after every few, and after the
// last. Each abuse is compared with those before and after it, so that the machine's other work cancels out. With --parties-apart the honest parties' processes have
// a higher priority than relays, Redis and abuse, as if they had machines of their own: what is left is the delay at the relays. It needs the right to raise a priority.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { NAMES } from './lib/abuses.mjs';
import { median, PROGRAM } from './lib/processes.mjs';

const here = (file) => fileURLToPath(new URL(`./lib/${file}`, import.meta.url));
const { values } = parseArgs({ options: { sessions: { type: 'string', default: '500' }, relays: { type: 'string', default: '1' }, only: { type: 'string', default: '' }, every: { type: 'string', default: '3' }, 'parties-apart': { type: 'boolean', default: false } } });
const [sessions, count, every] = [Number(values.sessions), Number(values.relays), Number(values.every)];
/** Time for an abuse to get going. */
const HEAD_START_MS = 5_000;
/** The number of processes of honest parties: as many as the smallest machine has cores. */
const HOLDERS = 2;

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startRedis() {
  const port = await freePort();
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--client-output-buffer-limit', 'pubsub 256mb 64mb 60'], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const text of child.stdout) if (String(text).includes('Ready to accept')) break;
  child.stdout.resume();
  return { url: `redis://127.0.0.1:${port}`, child };
}

async function startRelay(...flags) {
  const child = spawn(process.execPath, [PROGRAM, 'relay', '--port', '0', '--json', '--quiet', ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(child.stdout, 'data');
  return { url: JSON.parse(String(line)).url, child };
}

const field = (file, name) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(file, 'utf8'))?.[1] ?? 0);
const TICKS_PER_SECOND = 100;
/** Seconds of processor time that a process has had. */
function cpuSeconds({ child, pid = child?.pid }) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
const peakMib = ({ child }) => Math.round(field(`/proc/${child.pid}/status`, 'VmHWM') / 1024);

const redis = count > 1 ? await startRedis() : undefined;
const holders = Array.from({ length: HOLDERS }, () => fork(here('honest-parties.mjs')));
await Promise.all(holders.map((holder) => once(holder, 'message')));
if (values['parties-apart']) for (const { pid } of holders) setPriority(pid, -20);

/** All sessions during one abuse, or without any, through relays that are started for it. */
async function run(abuse) {
  const relays = await Promise.all(Array.from({ length: count }, async () => startRelay(...(redis === undefined ? [] : ['--redis', redis.url]))));
  const urls = relays.map(({ url }) => url);
  const abusers = abuse === undefined ? [] : urls.map((url) => fork(here('abuses.mjs'), [abuse, new URL(url).hostname, new URL(url).port]));
  await Promise.all(abusers.map((abuser) => once(abuser, 'message')));
  if (abuse !== undefined) await new Promise((resolve) => setTimeout(resolve, HEAD_START_MS));
  const began = performance.now();
  const usage = () => [relays, abusers].map((all) => all.reduce((sum, each) => sum + cpuSeconds(each), 0));
  const before = usage();
  const share = Math.ceil(sessions / HOLDERS);
  holders.forEach((holder, i) => holder.send({ relays: urls, sessions: Math.min(share, sessions - i * share), first: i * share }));
  const reports = (await Promise.all(holders.map((holder) => once(holder, 'message')))).map(([report]) => report);
  const seconds = (performance.now() - began) / 1000;
  const [relayCpu, abuserCpu] = usage().map((after, i) => (after - before[i]) / seconds);
  const peak = Math.max(...relays.map(peakMib));
  const acts = await Promise.all(abusers.map(async (abuser) => {
    abuser.send('stop');
    return (await once(abuser, 'message'))[0];
  }));
  for (const { child } of relays) child.kill('SIGINT');
  await Promise.all(relays.map(({ child }) => once(child, 'exit')));
  const ends = reports.flatMap((report) => report.ends);
  const faults = ends.flatMap(({ fault }) => (fault === undefined ? [] : [fault]));
  return { abuse, relayCpu, abuserCpu, ms: median(ends.flatMap(({ ms }) => (ms === undefined ? [] : [ms]))), done: ends.length - faults.length, faults, peak, acts: acts.reduce((sum, each) => sum + each.acts, 0), refused: acts.reduce((sum, each) => sum + each.refused, 0) };
}

const tell = (text) => process.stdout.write(`${text}\n`);
tell(`${sessions} sessions of three parties, ${count} relay${count === 1 ? '' : 's'}, Node ${process.version}`);
tell('| beside | finished | median, against none | relay’s most memory | processors: relay, abuse | what it did |\n|---|---|---|---|---|---|');
const row = ({ abuse, relayCpu, abuserCpu, ms, done, peak, acts, refused, faults }, ratio) => {
  tell(`| ${abuse ?? 'nothing'} | ${done} of ${sessions} | ${(ms / 1000).toFixed(2)} s${ratio === undefined ? '' : `, ${ratio.toFixed(2)} ×`} | ${peak} MiB | ${relayCpu.toFixed(2)}${abuse === undefined ? '' : `, ${abuserCpu.toFixed(2)}`} | ${abuse === undefined ? '' : `${acts} times${refused > 0 ? `, refused ${refused}` : ''}`} |`);
  for (const fault of [...new Set(faults)].slice(0, 3)) tell(`  fault: ${fault}`);
};
const chosen = NAMES.filter((name) => name.includes(values.only));
let before = await run();
row(before);
for (let at = 0; at < chosen.length; at += every) {
  const beside = [];
  for (const abuse of chosen.slice(at, at + every)) beside.push(await run(abuse));
  const after = await run();
  for (const each of beside) row(each, each.ms / ((before.ms + after.ms) / 2));
  row(after);
  before = after;
}
for (const holder of holders) holder.kill();
redis?.child.kill();
