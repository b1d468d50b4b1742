// A whole session as a user runs it: from the start of the last `mpc join` until it has printed the result, which it does
// after it has said goodbye to the others and kept the receipt. In turn with it, the program's own bare start-up (`mpc --version`).
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { median, mpc, PROGRAM, startRelayProcess } from './lib/processes.mjs';

/** `count` parties with homes of their own, who know each other, and a CSV file each. */
export async function makeParties(folder, count) {
  const parties = [];
  for (let i = 0; i < count; i++) {
    const home = join(folder, `p${i}`);
    const { publicKey } = JSON.parse((await mpc(home, ['init', `p${i}`, '--json', '--quiet'])).text);
    const csv = join(folder, `p${i}.csv`);
    writeFileSync(csv, `salary\n${Array.from({ length: 1000 }, (_, row) => `${1000 + row + i}.50`).join('\n')}\n`);
    parties.push({ name: `p${i}`, home, csv, publicKey });
  }
  const [proposer] = parties;
  for (const other of parties.slice(1)) await mpc(proposer.home, ['party', 'add', other.name, other.publicKey, '--json', '--quiet']);
  return parties;
}

/** The sum of the salaries of party i, which are whole numbers. */
export const totalOf = (i) => 1000 * (1000 + i) + 499_500 + 500;

const SUM = {
  question: ['sum', '--column', 'salary'],
  isRight: ({ columns }, count) => columns.salary.sum === `${Array.from({ length: count }, (_, i) => totalOf(i)).reduce((sum, total) => sum + total)}.00`,
};

/** @returns milliseconds from the start of the last party to its result. `isRight(result, parties)` checks the result. */
export async function session(folder, parties, relay, run, { question, isRight } = SUM) {
  const [proposer] = parties;
  const file = join(folder, `agreement-${run}.json`);
  const others = parties.slice(1).flatMap((party) => ['--party', party.name]);
  const { digest } = JSON.parse((await mpc(proposer.home, [...question, '--purpose', 'benchmark', ...others, '--relay', relay, '--propose', file, '--json', '--quiet'])).text);
  const args = (party) => ['join', file, '--csv', party.csv, '--approve', digest, '--json'];
  // All except the last are there and wait, as their own words on standard error say.
  const early = parties.slice(0, -1).map((party) => {
    const child = spawn(process.execPath, [PROGRAM, ...args(party)], { env: { ...process.env, MPC_HOME: party.home }, stdio: ['ignore', 'ignore', 'pipe'] });
    const waiting = new Promise((resolve) => {
      let text = '';
      child.stderr.on('data', (chunk) => {
        text += chunk;
        if (text.includes(`${parties.length - 1} of ${parties.length} parties are here`)) resolve();
      });
    });
    return { waiting, done: once(child, 'close') };
  });
  await Promise.all(early.map(({ waiting }) => waiting));
  const { printedMs, text } = await mpc(parties.at(-1).home, args(parties.at(-1)));
  if (!isRight(JSON.parse(text).result, parties.length)) throw new Error('the result is wrong');
  for (const { done } of early) if ((await done)[0] !== 0) throw new Error('a party failed');
  return printedMs;
}

export async function sessionOverStart({ count = 3, runs = 7 } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'mpc-bench-'));
  const relay = await startRelayProcess();
  try {
    const parties = await makeParties(folder, count);
    const starts = [];
    const sessions = [];
    for (let run = 0; run <= runs; run++) {
      const start = (await mpc(folder, ['--version'])).printedMs;
      const whole = await session(folder, parties, relay.url, run);
      if (run === 0) continue;
      starts.push(start);
      sessions.push(whole);
    }
    return { startMs: median(starts), sessionMs: median(sessions), ratio: median(sessions.map((ms, i) => ms / starts[i])) };
  } finally {
    relay.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const count = Number(process.argv[2] ?? 3);
  const { startMs, sessionMs, ratio } = await sessionOverStart({ count, runs: count > 5 ? 3 : 7 });
  console.log(`bare start-up ${startMs.toFixed(0)} ms; last join to result, ${count} parties: ${sessionMs.toFixed(0)} ms; ratio ${ratio.toFixed(2)}`);
}
