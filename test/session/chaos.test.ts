import { describe, expect, it, vi } from 'vitest';
import { loadMlKem } from '../../src/crypto/ml-kem/load.js';
import { chaosOpening, chaosSession, type Report } from '../support/chaos/session.js';

/** A seed plays the same session again, so that what parties draw follows from it as well. */
const drawn = vi.hoisted(() => ({ seed: 0, count: 0 }));
vi.mock('../../src/crypto/random.js', async () => {
  const { createHash } = await import('node:crypto');
  const draw = (length: number) => new Uint8Array(createHash('shake256', { outputLength: length }).update(`${drawn.seed} ${drawn.count++}`).digest());
  return { randomBytes: draw, fillRandomly: (bytes: Uint8Array) => bytes.set(draw(bytes.length)) };
});
vi.mock('ws', async (original) => ({ ...(await original<object>()), WebSocket: (await import('../support/chaos/simulated-relay.js')).SimulatedSocket }));

/** `npm run chaos -- --sessions 10000 --seed 1` plays as many as one likes, and one seed again. */
const first = Number(process.env['CHAOS_SEED'] ?? 1);
const sessions = Number(process.env['CHAOS_SESSIONS'] ?? 120);
const isTold = process.env['CHAOS_TELL'] !== undefined;
const DAY_MS = 86_400_000;

// What is loaded takes real time.
await loadMlKem();

async function playAll(what: string, count: number, play: (seed: number) => Promise<Report>): Promise<Record<string, number>> {
  const faults: string[] = [];
  const ends: Record<string, number> = {};
  for (let seed = first; seed < first + count; seed++) {
    const began = performance.now();
    Object.assign(drawn, { seed, count: 0 });
    const report = await play(seed).catch((error: unknown) => ({ faults: [error instanceof Error ? (error.stack ?? '') : String(error)], ends: ['hung'] }));
    if (isTold) process.stderr.write(`${what} ${seed} ${Math.round(performance.now() - began)} ms ${JSON.stringify(report)}\n`);
    for (const fault of report.faults) faults.push(`${what}, seed ${seed}: ${fault}`);
    for (const end of report.ends) ends[end] = (ends[end] ?? 0) + 1;
  }
  expect(faults).toEqual([]);
  if (sessions > 1) expect(ends['right']).toBeGreaterThan(count);
  return ends;
}

/** Of all: shares of the whole. */
const part = (share: number) => Math.ceil(sessions * share);

describe('sessions of random operations and sizes, in one process whose time is simulated', () => {
  it('end with the right result through cuts, stops, delays, losses and restarts of the relay, and clearly where a party is killed', async () => {
    await playAll('session', part(0.6), async (seed) => chaosSession(seed, false));
  }, DAY_MS);

  it('with a relay that cheats as well, never end with a wrong result, nor with a party called a cheat', async () => {
    await playAll('session with a hostile relay', part(0.28), async (seed) => chaosSession(seed, true));
  }, DAY_MS);

  it('at seeds at which something was found: who left although another could not take what had come early', async () => {
    for (const [seed, isResharing] of [[2004, true], [10_008, false]] as const) {
      Object.assign(drawn, { seed, count: 0 });
      expect((await chaosOpening(seed, false, isResharing)).faults).toEqual([]);
    }
  }, DAY_MS);

  it('openings and re-sharings: the same, and shares of one state open to the sum that was sealed', async () => {
    await playAll('opening', part(0.03), async (seed) => chaosOpening(seed, false, false));
    await playAll('opening with a hostile relay', part(0.03), async (seed) => chaosOpening(seed, true, false));
    await playAll('re-sharing', part(0.03), async (seed) => chaosOpening(seed, false, true));
    await playAll('re-sharing with a hostile relay', part(0.03), async (seed) => chaosOpening(seed, true, true));
  }, DAY_MS);
});
