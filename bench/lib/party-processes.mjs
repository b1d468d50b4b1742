// A protocol alone, between processes that meet over a relay. They get ready by themselves, and start at one signal.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { agreementOf, encodePublicKey, generateSecretKey, parseColumn, publicKeyOf, toHex } from '../../dist/internals.js';

/**
 * Runs the program `file` of bench/ once for each name, with a seat, an identity, a common agreement (of which only the meeting matters) and
 * `task` in MPC_BENCH_PARTY. Each prints a line when it is ready, and after `go` its result as JSON. Resolves to the time from `go` to the last result, and the results.
 */
export async function runParties(relay, names, file, task) {
  const identities = names.map((name) => {
    const secretKey = generateSecretKey();
    return { name, secretKey, publicKey: publicKeyOf(secretKey) };
  });
  const now = Date.now();
  const terms = { kind: 'linear', operation: { name: 'sum', emptyCells: 'refuse' }, columns: [parseColumn('x')], maxRows: 1, allowTwo: true };
  const proposal = { purpose: 'benchmark', terms, recipients: [], withoutData: [], holders: [], relay, created: now, expires: now + 3_600_000, runs: 1 };
  const agreement = agreementOf(proposal, identities.map(({ name, publicKey }) => ({ name, publicKey: encodePublicKey(publicKey) })), 'known keys');
  const children = identities.map(({ name, secretKey, publicKey }, seat) => {
    const identity = { name, secretKey: toHex(secretKey), publicKey: toHex(publicKey) };
    const env = { ...process.env, MPC_BENCH_PARTY: JSON.stringify({ ...task, agreement, seat, identity }) };
    const child = spawn(process.execPath, [...process.execArgv, fileURLToPath(new URL(`../${file}`, import.meta.url))], { env, stdio: ['pipe', 'pipe', 'inherit'] });
    return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
  });
  for (const { lines } of children) await lines.next();
  const began = performance.now();
  for (const { child } of children) child.stdin.write('go\n');
  const results = await Promise.all(children.map(async ({ lines }) => JSON.parse((await lines.next()).value)));
  const ms = performance.now() - began;
  for (const { child } of children) child.stdin.end();
  return { ms, results };
}
