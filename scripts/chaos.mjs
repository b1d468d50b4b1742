/**
 * Plays sessions through cuts, stops, kills, losses and restarts of the relay: `npm run chaos -- --sessions 10000 --seed 1` in one process with simulated time,
 * `--real` with real processes. A failure names its seed, and `--seed N --sessions 1` plays that one again. `--tell` prints every session.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { sessions: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' }, real: { type: 'boolean', default: false }, tell: { type: 'boolean', default: false } } });
const file = values.real ? 'test/e2e/chaos.test.ts' : 'test/session/chaos.test.ts';
const env = { ...process.env, CHAOS_SEED: values.seed, CHAOS_SESSIONS: values.sessions, ...(values.tell ? { CHAOS_TELL: '1' } : {}) };
process.exitCode = spawnSync('npx', ['vitest', 'run', file], { stdio: 'inherit', env, cwd: new URL('..', import.meta.url) }).status ?? 1;
