import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawComparison, drawReal } from '../support/chaos/real-cases.js';
import { realSession } from '../support/chaos/real-session.js';
import { Folder } from '../support/cut-proxy.js';

/** `npm run chaos -- --real --sessions 1 --seed N` plays one again: the same mishaps, at the same pieces of traffic. */
const first = Number(process.env['CHAOS_SEED'] ?? 1);
const sessions = Number(process.env['CHAOS_SESSIONS'] ?? 8);
const isOnDemand = process.env['CHAOS_SESSIONS'] !== undefined;
const isTold = process.env['CHAOS_TELL'] !== undefined;
const AT_ONCE = 4;
const COMPARISONS = 2;
const PATIENCE = isOnDemand ? { longestStopMs: 60_000, longestRestartMs: 30_000, timeout: '240s', grace: '120s' } : { longestStopMs: 1_500, longestRestartMs: 1_000, timeout: '45s', grace: '10s' };

let folder: Folder;
beforeAll(async () => {
  folder = await Folder.create(['North', 'South', 'Harbour']);
});
afterAll(async () => folder.remove());

/** Whoever waits for a party that was killed keeps nobody else from playing. */
async function playAll(count: number, draw: typeof drawReal): Promise<string[]> {
  const faults: string[] = [];
  let seed = first;
  const playOn = async () => {
    while (seed < first + count) {
      const own = seed++;
      const report = await realSession(folder, own, PATIENCE, draw);
      faults.push(...report.faults);
      if (isTold) process.stderr.write(`session ${own} ${report.what}: ${report.ends.join(', ')}${report.faults.length > 0 ? `; FAULT ${report.faults.join('\n')}` : ''}\n`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, playOn));
  return faults;
}

describe('sessions of real processes', () => {
  it('of every operation end with the right result through cuts, stops and restarts of the relay, and clearly where one is killed; no temporary file stays', async () => {
    expect(await playAll(sessions, drawReal)).toEqual([]);
    const left = folder.parties.flatMap(({ home }) => readdirSync(home, { recursive: true, encoding: 'utf8' }));
    expect(left.filter((name) => /tmp|\.lock$/.test(name))).toEqual([]);
  }, 86_400_000);

  it('compare through the same, in every phase of the engine', async () => {
    expect(await playAll(isOnDemand ? sessions : COMPARISONS, drawComparison)).toEqual([]);
  }, 86_400_000);
});
