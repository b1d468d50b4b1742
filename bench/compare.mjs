// `mpc compare` as users run it: from the start of the last `mpc join` until it has printed the result, in turn with a sum among the same parties.
// usage: node bench/compare.mjs [parties ...]      default 2 3 5
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, startRelayProcess } from './lib/processes.mjs';
import { makeParties, session, totalOf } from './session.mjs';

const QUESTIONS = {
  more: { learn: ['more'], isRight: ({ more }) => !more },
  'most, max': { learn: ['most', 'max'], isRight: ({ parties, value }, count) => parties.join() === `p${count - 1}` && value === `${totalOf(count - 1)}.00` },
  order: { learn: ['order'], isRight: ({ order }, count) => order.join() === Array.from({ length: count }, (_, i) => `p${count - 1 - i}`).join() },
};

const RUNS = 5;
const counts = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [2, 3, 5];
console.log('| parties | learned | last join to result | beside a sum |\n|---|---|---|---|');
for (const count of counts) {
  const folder = mkdtempSync(join(tmpdir(), 'mpc-bench-'));
  const relay = await startRelayProcess();
  try {
    const parties = await makeParties(folder, count);
    for (const [name, { learn, isRight }] of Object.entries(QUESTIONS)) {
      if (name === 'more' && count > 2) continue;
      const question = ['compare', '--column', 'salary:0..1000000:2', ...learn.flatMap((item) => ['--learn', item])];
      const [times, ratios] = [[], []];
      for (let run = 0; run <= RUNS; run++) {
        const sum = await session(folder, parties, relay.url, `${name}-sum-${run}`, { question: ['sum', '--column', 'salary:0..1000000:2', '--allow-two'], isRight: () => true });
        const compared = await session(folder, parties, relay.url, `${name}-${run}`, { question, isRight: (result) => isRight(result, count) });
        if (run === 0) continue;
        times.push(compared);
        ratios.push(compared / sum);
      }
      console.log(`| ${count} | ${name} | ${median(times).toFixed(0)} ms | ${median(ratios).toFixed(2)} × |`);
    }
  } finally {
    relay.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
