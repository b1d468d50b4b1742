import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ensureFolder, locateHome } from '../../src/io/home.js';
import { temporaryFolder } from './temporary-home.js';

describe('home', () => {
  it('keeps everything in MPC_HOME when that is set', () => {
    const home = locateHome({ MPC_HOME: '/h', XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: '/s' }, { userHome: '/u' });
    expect(home).toEqual({
      config: '/h',
      state: '/h',
      identity: '/h/identity.json',
      parties: '/h/parties.json',
      relayTokens: '/h/relay-tokens.json',
      houseRules: '/h/house-rules.json', rotation: '/h/rotation.json',
      receipts: '/h/receipts',
      shares: '/h/shares',
      runs: '/h/runs',
      approvals: '/h/approvals',
      history: '/h/history.jsonl',
      ledger: '/h/ledger.json',
    });
    expect(locateHome({ MPC_HOME: 'relative' }).identity).toBe(resolve('relative/identity.json'));
  });

  it('follows XDG otherwise, ignoring relative and empty values', () => {
    expect(locateHome({ XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: '/s' }, { userHome: '/u' })).toMatchObject({ identity: '/c/mpc/identity.json', receipts: '/s/mpc/receipts' });
    for (const env of [{}, { MPC_HOME: '' }, { XDG_CONFIG_HOME: 'c', XDG_STATE_HOME: '' }]) {
      expect(locateHome(env, { userHome: '/u' })).toMatchObject({ parties: '/u/.config/mpc/parties.json', shares: '/u/.local/state/mpc/shares' });
    }
  });

  it('makes folders for this user only', async () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    await ensureFolder(folder);
    await ensureFolder(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, '..')).mode & 0o777).toBe(0o700);
    await expect(ensureFolder('/dev/null/x')).rejects.toMatchObject({ code: 'USAGE' });
  });
});
