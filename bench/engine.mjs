// Circuits on the engine, between processes that meet over a relay: from the moment that all are ready until the slowest has the result. It also gives
// processor time, which other work on the machine disturbs less, and the longest block of an event loop. (Base transfers have no threads here.)
// `node --cpu-prof --cpu-prof-dir=DIR bench/engine.mjs` also profiles every party.
// With --latency, a proxy in front of the relay delays every message between two parties by so many milliseconds.
// usage: node bench/engine.mjs [--runs N] [--parties 2,3] [--latency MS] [part of a circuit's name]
import { parseArgs } from 'node:util';
import { CIRCUITS } from './lib/circuits.mjs';
import { runParties } from './lib/party-processes.mjs';
import { median, startRelayProcess } from './lib/processes.mjs';
import { startSlowProxy } from './lib/slow-proxy.mjs';

const { values: { runs, parties, latency }, positionals: [wanted = ''] } = parseArgs({ allowPositionals: true, options: { runs: { type: 'string', default: '3' }, parties: { type: 'string', default: '2,3' }, latency: { type: 'string', default: '0' } } });

const relay = await startRelayProcess();
const delay = Number(latency);
const proxy = delay > 0 ? await startSlowProxy(relay.url, delay / 2) : undefined;
try {
  console.log('| circuit | parties | ANDs | exchanges | exchanges × latency | seconds | ANDs a second | processor, each | µs an AND and pair | sent by each | memory of each | longest block |\n|---|---|---|---|---|---|---|---|---|---|---|---|');
  for (const circuit of Object.keys(CIRCUITS).filter((name) => name.includes(wanted))) {
    for (const count of parties.split(',').map(Number)) {
      const names = Array.from({ length: count }, (_, i) => `p${i}`);
      const samples = [];
      for (let run = 0; run < Number(runs); run++) samples.push(await runParties(proxy?.url ?? relay.url, names, 'engine-party.mjs', { circuit }));
      const ms = median(samples.map((sample) => sample.ms));
      const each = (of) => median(samples.map(({ results }) => results.reduce((sum, result) => sum + of(result), 0) / count));
      const cpu = each(({ cpuMs }) => cpuMs);
      const [{ ands, bytes, exchanges }] = samples[0].results;
      const rss = Math.max(...samples.flatMap(({ results }) => results.map((result) => result.rss)));
      const blocked = Math.max(...samples.flatMap(({ results }) => results.map(({ blockedMs }) => blockedMs)));
      console.log(`| ${circuit} | ${count} | ${ands} | ${exchanges} | ${((exchanges * delay) / 1000).toFixed(1)} s | ${(ms / 1000).toFixed(2)} | ${Math.round((1000 * ands) / ms)} | ${(cpu / 1000).toFixed(2)} s | ${((1000 * 2 * cpu) / ands / (count - 1)).toFixed(2)} | ${(bytes / 1e6).toFixed(1)} MB | ${(rss / 2 ** 20).toFixed(0)} MiB | ${blocked.toFixed(0)} ms |`);
    }
  }
} finally {
  proxy?.stop();
  relay.stop();
}
