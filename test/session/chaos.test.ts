import { afterEach, describe, expect, it, vi } from 'vitest';
import { chaosSession } from '../support/chaos/session.js';

vi.mock('ws', async (original) => ({ ...(await original<object>()), WebSocket: (await import('../support/chaos/simulated-relay.js')).SimulatedSocket }));

/** `CHAOS_SEED=N CHAOS_SESSIONS=1` plays one again; `npm run chaos` plays as many as one likes. */
const first = Number(process.env['CHAOS_SEED'] ?? 1);
const sessions = Number(process.env['CHAOS_SESSIONS'] ?? 120);
const isTold = process.env['CHAOS_TELL'] !== undefined;

afterEach(() => {
  vi.useRealTimers();
});

async function playAll(isHostile: boolean, count: number): Promise<Record<string, number>> {
  const faults: string[] = [];
  const ends: Record<string, number> = {};
  for (let seed = first; seed < first + count; seed++) {
    const report = await chaosSession(seed, isHostile).catch((error: unknown) => ({ faults: [error instanceof Error ? (error.stack ?? '') : String(error)], ends: ['hung'] }));
    vi.useRealTimers();
    if (isTold) process.stderr.write(`${seed}${isHostile ? ' hostile' : ''} ${JSON.stringify(report)}\n`);
    for (const fault of report.faults) faults.push(`seed ${seed}${isHostile ? ', hostile relay' : ''}: ${fault}`);
    for (const end of report.ends) ends[end] = (ends[end] ?? 0) + 1;
  }
  expect(faults).toEqual([]);
  return ends;
}

describe('sessions of random operations and sizes, in one process whose time is simulated', () => {
  it('end with the right result through cuts, stops, delays, losses and restarts of the relay, and clearly where a party is killed', async () => {
    const ends = await playAll(false, sessions);
    if (sessions >= 100) expect(ends['right']).toBeGreaterThan(2 * (sessions - 20));
  }, 86_400_000);

  it('with a relay that cheats as well, never end with a wrong result, nor with a party called a cheat', async () => {
    const ends = await playAll(true, Math.round((2 * sessions) / 3));
    if (sessions >= 100) expect(ends['right']).toBeGreaterThan(sessions / 2);
  }, 86_400_000);
});
