// The sum of a vector of a million values over three processes and a relay: the protocol alone, from the moment that
// all are ready until the slowest has the sum. No honest majority is assumed.
import { fileURLToPath } from 'node:url';
import { runParties } from './lib/party-processes.mjs';
import { median, startRelayProcess } from './lib/processes.mjs';

export async function vectorSum({ parties = 3, length = 1_000_000, fieldName = '2^61-1', runs = 5 } = {}) {
  const relay = await startRelayProcess();
  const samples = [];
  try {
    for (let run = 0; run <= runs; run++) {
      const sample = await once(relay.url, parties, length, fieldName);
      // The first run warms the machine's caches of files.
      if (run > 0) samples.push(sample);
    }
  } finally {
    relay.stop();
  }
  return { ms: median(samples.map((sample) => sample.ms)), cpuMs: median(samples.map((sample) => sample.cpuMs)), rss: Math.max(...samples.map((sample) => sample.rss)) };
}

async function once(relay, parties, length, fieldName) {
  const names = Array.from({ length: parties }, (_, i) => `p${i}`);
  const { ms, results } = await runParties(relay, names, 'vector-party.mjs', { length, fieldName });
  return { ms, cpuMs: results.reduce((sum, each) => sum + each.cpuMs, 0), rss: Math.max(...results.map((each) => each.rss)) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const length = Number(process.argv[2] ?? 1_000_000);
  const fieldName = process.argv[3] ?? '2^61-1';
  const { ms, cpuMs, rss } = await vectorSum({ length, fieldName });
  console.log(`3 × ${length} values over F(${fieldName}): ${ms.toFixed(0)} ms wall, ${cpuMs.toFixed(0)} ms CPU of the three parties, ${(rss / 2 ** 20).toFixed(0)} MiB peak a party`);
}
