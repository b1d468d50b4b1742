// The sum of a vector of a million values over three processes and a relay: the protocol alone, from the moment that
// all are ready until the slowest has the sum. No honest majority is assumed.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { agreementOf, encodePublicKey, generateSecretKey, parseColumn, publicKeyOf, toHex } from '../dist/internals.js';
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
  const identities = Array.from({ length: parties }, (_, i) => {
    const secretKey = generateSecretKey();
    return { name: `p${i}`, secretKey, publicKey: publicKeyOf(secretKey) };
  });
  const now = Date.now();
  const proposal = { purpose: 'benchmark', terms: { kind: 'linear', operation: { name: 'sum', emptyCells: 'refuse' }, columns: [parseColumn('x')], maxRows: 1, allowTwo: true }, recipients: [], withoutData: [], holders: [], relay, created: now, expires: now + 3_600_000, runs: 1 };
  const agreement = agreementOf(proposal, identities.map(({ name, publicKey }) => ({ name, publicKey: encodePublicKey(publicKey) })), 'known keys');
  const children = identities.map((identity, seat) => {
    const env = { ...process.env, MPC_BENCH_PARTY: JSON.stringify({ agreement, seat, length, fieldName, identity: { name: identity.name, secretKey: toHex(identity.secretKey), publicKey: toHex(identity.publicKey) } }) };
    const child = spawn(process.execPath, [fileURLToPath(new URL('vector-party.mjs', import.meta.url))], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
  });
  for (const { lines } of children) await lines.next();
  const began = performance.now();
  for (const { child } of children) child.stdin.write('go\n');
  const results = await Promise.all(children.map(async ({ lines }) => JSON.parse((await lines.next()).value)));
  const ms = performance.now() - began;
  for (const { child } of children) child.stdin.end();
  return { ms, cpuMs: results.reduce((sum, each) => sum + each.cpuMs, 0), rss: Math.max(...results.map((each) => each.rss)) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const length = Number(process.argv[2] ?? 1_000_000);
  const fieldName = process.argv[3] ?? '2^61-1';
  const { ms, cpuMs, rss } = await vectorSum({ length, fieldName });
  console.log(`3 × ${length} values over F(${fieldName}): ${ms.toFixed(0)} ms wall, ${cpuMs.toFixed(0)} ms CPU of the three parties, ${(rss / 2 ** 20).toFixed(0)} MiB peak a party`);
}
