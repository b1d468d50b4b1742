import { beforeAll, describe, expect, it } from 'vitest';
import { instrumented, loadTargets } from '../../scripts/fuzz/build.mjs';
import { fuzz, runOnce, type Work } from '../../scripts/fuzz/engine.mjs';
import { kept } from '../../scripts/fuzz/run.mjs';
import type { Target } from './target.js';

// `npm run fuzz` runs each as long as one likes; here a sample, the same at every run. What is held are counts of steps, not times.
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 100);
const SEED = Number(process.env['MPC_TEST_SEED'] ?? 1);
/** Those in which an execution takes a millisecond and more. */
const SLOW = new Set(['csv-encodings', 'gzip', 'workbooks', 'sheets', 'invites', 'shares', 'receipts']);

let targets: Readonly<Record<string, Target>>;
let work: Work;

beforeAll(async () => {
  ({ targets, work } = await loadTargets());
});

const NAMES = [
  ...['relay-frames', 'relay-messages', 'websocket-frames', 'packets', 'handshake', 'identity-proof', 'channel-frames', 'abort'],
  ...['agreements', 'approvals', 'receipts', 'receipt-signatures', 'shares', 'share-states', 'sealed-lists', 'openings', 'opening-receipts', 'releases', 'resharing-receipts', 'resharing-plans'],
  ...['identities', 'rotations', 'key-cards', 'directories', 'invites', 'keys', 'kinds-of-files', 'csv-text', 'csv', 'csv-encodings', 'gzip', 'json-lines', 'workbooks', 'sheets', 'parquet', 'programs'],
];

it('names every target', () => {
  expect(NAMES).toEqual(Object.keys(targets));
});

describe.each(NAMES)('%s', (name) => {
  it('throws nothing but its own errors, and takes steps by the length alone', async () => {
    const target = targets[name];
    if (target === undefined) throw new Error('no such target');
    const { ways, findings } = kept(name);
    const seeds = [...target.seeds().map((each) => Buffer.from(each)), ...ways, ...findings];
    const done = await fuzz(target, work, { runs: SLOW.has(name) ? RUNS / 5 : RUNS, seed: SEED, seeds });
    expect(done.findings).toEqual([]);
    // Seeds are good inputs: they must reach more than the first check, or nothing is fuzzed.
    expect(done.branches).toBeGreaterThan(4);
  });
});

it('counts a way once in each branch', () => {
  let n = 0;
  const text = instrumented('function f(a) { if (a) return a ? 1 : b && c; for (const x of a) g(x); return (y) => y; }', () => n++);
  expect(text).toBe('function f(a) {__hit(0); if (a) {__hit(1);return a ? (__hit(2),1) : (__hit(3),b && (__hit(4),c));} for (const x of a) {__hit(5);g(x);} return (y) => (__hit(6),y); }');
});

it('finds what throws another error, and what takes too many steps', async () => {
  const allows = (error: Error): boolean => error instanceof RangeError;
  const seeds = (): Buffer[] => [];
  expect(await runOnce({ allows, seeds, run: () => { throw new TypeError('oh'); } }, Buffer.alloc(1), work)).toContain('threw TypeError: oh');
  expect(await runOnce({ allows, seeds, run: () => { throw new RangeError('oh'); } }, Buffer.alloc(1), work)).toBeUndefined();
  expect(await runOnce({ allows, seeds, run: () => { work.steps += 300_000; } }, Buffer.alloc(10), work)).toBe('took 300000 steps for 10 bytes');
});
