// A whole session of three parties in this process, and what is left of its random secrets afterwards: run by test/e2e/erased-seeds.test.ts, with --expose-gc.
// Prints as JSON how many draws were overwritten, and which of those a heap snapshot still has in a string.
import crypto from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { writeHeapSnapshot } from 'node:v8';

/** Every draw of the length of a seed or key: the memory that was filled, and what it was filled with, under a mask, so that this list is not found itself. */
const draws = [];
const MASK = 0x5a;
const fill = crypto.randomFillSync;
crypto.randomFillSync = (bytes, ...rest) => {
  const filled = fill(bytes, ...rest);
  if (bytes.length >= 16 && bytes.length <= 64) draws.push({ bytes, masked: Uint8Array.from(bytes, (byte) => byte ^ MASK) });
  return filled;
};
syncBuiltinESMExports();

const { agreementOf, encodePublicKey, generateSecretKey, parseColumn, publicKeyOf, takePart } = await import('../../dist/internals.js');
const { startRelay } = await import('../../dist/library/index.js');

const relay = await startRelay();
const identities = ['North', 'South', 'Harbour'].map((name) => {
  const secretKey = generateSecretKey();
  return { name, secretKey, publicKey: publicKeyOf(secretKey) };
});
const now = Date.now();
const proposal = { purpose: 'Erased', terms: { operation: { name: 'sum', emptyCells: 'refuse' }, columns: [parseColumn('salary:0..1000:2')], maxRows: 10, allowTwo: false }, recipients: [], withoutData: [], relay: relay.url, created: now, expires: now + 3_600_000, runs: 1 };
const agreement = agreementOf(proposal, identities.map(({ name, publicKey }) => ({ name, publicKey: encodePublicKey(publicKey) })), 'known keys');
const before = draws.length;
const nothing = async () => undefined;
await Promise.all(
  identities.map(async (identity) =>
    takePart({ identity, entry: { kind: 'agreement', agreement }, check: nothing, contribute: async () => ({ kind: 'totals', totals: [{ sum: 100n, count: 1n }] }), approve: async () => ({ identitiesVerified: true }), recordRun: nothing, watch: () => undefined, patienceMs: 60_000, signal: AbortSignal.timeout(120_000) }),
  ),
);
await relay.close();

const ofSession = draws.slice(before);
const erased = ofSession.filter(({ bytes }) => bytes.every((byte) => byte === 0));
globalThis.gc();
const path = join(process.argv[2], 'heap.heapsnapshot');
writeHeapSnapshot(path);
const snapshot = readFileSync(path);
rmSync(path);
const left = erased.filter(({ masked }) => {
  const seed = Buffer.from(masked.map((byte) => byte ^ MASK));
  const spellings = [seed.toString('hex'), seed.toString('base64').slice(0, -2), seed.join(',')];
  return spellings.some((spelling) => snapshot.includes(spelling));
});
// That a string of the process is found at all.
const isSeen = snapshot.includes(encodePublicKey(identities[0].publicKey));
process.stdout.write(JSON.stringify({ drawn: ofSession.length, erased: erased.length, left: left.length, isSeen }));
process.exit(0);
