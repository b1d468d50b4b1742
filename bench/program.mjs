/**
 * Programs between real processes, from `mpc join` to the result: one relay, and for each party a process with a home, a known-keys agreement and a file of its own.
 *
 * node bench/program.mjs [--of crosstab|regression|logistic|indicators] [--rows N] [--parties N]   after the program was built into dist/
 *
 * Bytes and messages are the program's own figures (`mpc program cost`) for one party; memory is the largest of any party, by GNU time where it is installed.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { mpc, PROGRAM, startRelayProcess } from './lib/processes.mjs';
import { crosstab, indicators, model, writeRows } from './lib/programs.mjs';

const { values: { of, rows, parties } } = parseArgs({ options: { of: { type: 'string' }, rows: { type: 'string' }, parties: { type: 'string' } } });

const TASKS = {
  crosstab: { what: 'crosstab of 4 096 cells', parties: 5, rows: 1_000_000, program: crosstab },
  regression: { what: 'regression, 50 predictors', parties: 3, rows: 1_000_000, program: model(50) },
  logistic: { what: 'logistic model, 10 predictors, 8 steps', parties: 3, rows: 1_000_000, program: model(10, 8) },
  indicators: { what: 'counts over 10 000 indicators', parties: 64, rows: 10_000, program: indicators },
};

/** Runs one process with its peak of memory in KiB, or undefined where nothing measures it. */
async function measured(home, args) {
  const report = path.join(home, 'peak');
  const timed = existsSync('/usr/bin/time');
  const child = timed ? spawn('/usr/bin/time', ['-f', '%M %U', '-o', report, process.execPath, PROGRAM, ...args], { env: { ...process.env, MPC_HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] }) : spawn(process.execPath, [PROGRAM, ...args], { env: { ...process.env, MPC_HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  let errors = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  child.stderr.on('data', (chunk) => (errors += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`mpc ${args[0]} ended with ${code}: ${text}${errors}`);
  const [peak, cpu] = timed ? readFileSync(report, 'utf8').trim().split('\n').at(-1).split(' ').map(Number) : [];
  return { text, peak, cpu };
}

async function run(name, { what, program, ...usual }) {
  const [count, length] = [Number(parties ?? usual.parties), Number(rows ?? usual.rows)];
  const folder = mkdtempSync(path.join(tmpdir(), 'mpc-bench-programs-'));
  const relay = await startRelayProcess();
  try {
    const text = path.join(folder, 'program.tally');
    writeFileSync(text, program.text);
    // The same file for all: what it costs does not depend on what is in it.
    const file = path.join(folder, 'rows.csv');
    writeRows(file, program, length);
    const homes = Array.from({ length: count }, (_, i) => path.join(folder, `home${i}`));
    const keys = [];
    for (const [i, home] of homes.entries()) keys.push(JSON.parse((await mpc(home, ['init', `lab${i}`, '--json'])).text).publicKey);
    for (const [j, key] of keys.entries()) if (j > 0) await mpc(homes[0], ['party', 'add', `lab${j}`, key, '--json']);
    const agreement = path.join(folder, 'agreement.json');
    const proposed = ['run', text, '--purpose', 'A measurement', '--relay', relay.url, '--role', `labs=${homes.map((_, i) => `lab${i}`).join(',')}`, '--propose', agreement, '--json'];
    const accepted = await acceptedFor(homes[0], proposed);
    const { digest } = JSON.parse((await mpc(homes[0], [...proposed, ...accepted])).text);
    const cost = JSON.parse((await mpc(homes[0], ['program', 'cost', text, '--roles', `labs=${count}`, '--json'])).text);
    const began = performance.now();
    const done = await Promise.all(homes.map(async (home) => measured(home, ['join', agreement, '--csv', file, '--approve', digest, '--timeout', '30m', '--json'])));
    const seconds = (performance.now() - began) / 1000;
    const peak = Math.max(...done.map((each) => each.peak ?? 0));
    const cpu = Math.max(...done.map((each) => each.cpu ?? 0));
    console.log(`${what}, ${count} parties × ${length} rows: ${seconds.toFixed(1)} s, ${(peak / 1024).toFixed(0)} MiB at most, ${cpu.toFixed(1)} s of processor a party`);
    console.log(JSON.stringify(cost.cost ?? cost));
  } finally {
    relay.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What the program warns of is accepted, as `mpc run` says. */
async function acceptedFor(home, args) {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: { ...process.env, MPC_HOME: home }, stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  await once(child, 'close');
  return [...(JSON.parse(text).error?.next ?? '').matchAll(/--accept (\S+)/g)].flatMap(([, key]) => ['--accept', key]);
}

for (const [name, task] of Object.entries(TASKS)) if (of === undefined || of === name) await run(name, task);
