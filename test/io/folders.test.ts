import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateSecretKey, publicKeyOf } from '../../src/crypto/ed25519.js';
import { homeStore } from '../../src/app/home-store.js';
import { createIdentity, loadIdentity, readPublicIdentity } from '../../src/io/identity-file.js';
import { charge } from '../../src/io/ledger.js';
import { acceptRecords, countRecords, missingRecords } from '../../src/io/record-count.js';
import { recordRun } from '../../src/io/runs.js';
import { temporaryHome } from './temporary-home.js';

describe('folders that others can write to', () => {
  it.each(['state', 'runs', 'shares', 'receipts', 'approvals'] as const)('are refused before anything is read from them: %s', async (name) => {
    const home = temporaryHome();
    await createIdentity(home, 'A');
    mkdirSync(home[name], { recursive: true, mode: 0o700 });
    await loadIdentity(home);
    for (const mode of [0o720, 0o702, 0o777]) {
      chmodSync(home[name], mode);
      for (const read of [loadIdentity, readPublicIdentity]) await expect(read(home)).rejects.toMatchObject({ code: 'HOME_WRITABLE', next: expect.stringContaining('chmod go-w') as string });
    }
    chmodSync(home[name], 0o755);
    await loadIdentity(home);
  });

  it('are refused with the records of a single agreement, too', async () => {
    const home = temporaryHome();
    await createIdentity(home, 'A');
    await recordRun(home, 'a'.repeat(64), 's', 2);
    chmodSync(join(home.runs, 'a'.repeat(64)), 0o770);
    await expect(loadIdentity(home)).rejects.toMatchObject({ code: 'HOME_WRITABLE' });
  });

  it('are refused by what lists, without an identity', async () => {
    const home = temporaryHome();
    const store = homeStore(home);
    const lists: (() => Promise<unknown>)[] = [() => store.parties.list(), () => store.ledger.standings(), () => store.receipts.list(), () => store.receipts.verify(), () => store.history.read(), () => store.houseRules.refused(), () => store.relayTokens.list()];
    mkdirSync(home.state, { recursive: true, mode: 0o700 });
    for (const list of lists) await list();
    chmodSync(home.state, 0o770);
    for (const list of lists) await expect(list()).rejects.toMatchObject({ code: 'HOME_WRITABLE' });
  });
});

describe('records that were removed', () => {
  it('are noticed, until the user says that they may be gone', async () => {
    const home = temporaryHome();
    await createIdentity(home, 'A');
    expect(await missingRecords(home)).toEqual([]);
    for (const digest of ['a', 'b']) await recordRun(home, digest.repeat(64), 's', 1);
    await charge(home, { publicKey: publicKeyOf(generateSecretKey()), items: 1, session: '0'.repeat(64), digest: '0'.repeat(64) });
    await countRecords(home);
    expect(await missingRecords(home)).toEqual([]);

    rmSync(join(home.runs, 'a'.repeat(64)), { recursive: true });
    expect(await missingRecords(home)).toEqual([expect.stringMatching(/^1 of 2 records of runs are gone/)]);
    rmSync(home.ledger);
    expect(await missingRecords(home)).toHaveLength(2);
    // Going on does not make them forgotten.
    await countRecords(home);
    expect(await missingRecords(home)).toHaveLength(2);
    await acceptRecords(home);
    expect(await missingRecords(home)).toEqual([]);
  });
});
