import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { applySettings } from '../../src/cli/settings.js';
import Reveal from '../../src/commands/reveal.js';
import Sum from '../../src/commands/sum.js';
import { newFolder } from '../support/processes.js';

beforeEach(() => {
  const home = newFolder();
  writeFileSync(join(home, 'config.json'), '{"relay": "wss://ours.example.org", "ca": "/ca.pem"}');
  vi.stubEnv('MPC_HOME', home);
  for (const name of ['MPC_RELAY', 'MPC_CA']) vi.stubEnv(name, undefined);
});
afterEach(() => vi.unstubAllEnvs());

it('a default relay is for proposals, and does not part the holders of a sealed result', () => {
  applySettings(Reveal.flags);
  expect([process.env['MPC_RELAY'], process.env['MPC_CA']]).toEqual([undefined, '/ca.pem']);
  applySettings(Sum.flags);
  expect(process.env['MPC_RELAY']).toBe('wss://ours.example.org');
});
