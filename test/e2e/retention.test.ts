import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { HistoryEntry } from '../../src/io/history.js';
import { decodePublicKey } from '../../src/crypto/public-key.js';
import { homeStore } from '../../src/app/home-store.js';
import { saveShare } from '../../src/app/share-file.js';
import type { Status } from '../../src/app/status.js';
import type { Share } from '../../src/session/share/file.js';
import { receiptText } from '../../src/session/receipt.js';
import { makeParties, mpc, mpcJson, newFolder } from '../support/processes.js';
import { sealedSession, type SealedTerms } from '../support/sealed-sessions.js';

const DAY = 86_400_000;
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

it('a result past its last day is named by status, doctor, forget and reveal, and its share goes where that is asked', async () => {
  const parties = await makeParties('North', 'South', 'Harbour');
  const [north] = parties as [(typeof parties)[number]];
  const store = homeStore(north.paths);
  const keep = async (purpose: string, retainUntil: number): Promise<{ session: string; share: string }> => {
    const created = retainUntil - 10 * DAY;
    const terms: SealedTerms = { purpose, threshold: 2, created, expires: created + 3_600_000, retainUntil };
    const { receipt, shares } = await sealedSession(parties.map(({ name, publicKey, secretKey }) => ({ name, publicKey: decodePublicKey(publicKey), secretKey })), { North: { count: 1n, sum: 100n }, South: { count: 1n, sum: 200n }, Harbour: { count: 1n, sum: 300n } }, terms);
    await store.receipts.save(receipt.session, receiptText(receipt));
    return { session: receipt.session, share: await saveShare(store, shares.get('North') as Share, north) };
  };
  const now = Date.now();
  const [past, longPast, kept] = [await keep('Gone since yesterday', now - DAY), await keep('Long past', now - 400 * DAY), await keep('Still to be kept', now)];
  const cwd = newFolder();

  const { pastRetention } = await mpcJson<Status>(['status'], { home: north.home, cwd });
  expect(pastRetention).toEqual([
    { session: past.session, purpose: 'Gone since yesterday', retainUntil: dayOf(now - DAY), shares: [past.share] },
    { session: longPast.session, purpose: 'Long past', retainUntil: dayOf(now - 400 * DAY), shares: [longPast.share] },
  ]);
  expect((await mpc(['status'], { home: north.home, cwd })).stdout).toContain(`session ${past.session.slice(0, 8)}, since the end of ${dayOf(now - DAY)}\n    For: Gone since yesterday\n    Its share lies here. Remove it: mpc forget --past-retention`);
  const sick = await mpc(['doctor'], { home: north.home });
  expect([sick.code, sick.stdout]).toEqual([4, expect.stringContaining('FAIL retention: ')]);
  const revealed = await mpc(['reveal', past.share, '--relay', 'ws://127.0.0.1:9', '--no-input'], { home: north.home });
  expect(revealed.stderr).toContain(`ATTENTION: by its agreement this result should be gone since the end of ${dayOf(now - DAY)}.`);

  const { removed } = await mpcJson<{ removed: unknown }>(['forget', '--past-retention', '--yes', '--operator', 'A. Jansen'], { home: north.home });
  expect(removed).toEqual([{ session: past.session, retainUntil: dayOf(now - DAY) }, { session: longPast.session, retainUntil: dayOf(now - 400 * DAY) }]);
  expect([past, longPast, kept].map(({ share }) => existsSync(share))).toEqual([false, false, true]);
  expect(JSON.parse(readFileSync(join(north.home, 'history.jsonl'), 'utf8').trimEnd().split('\n').at(-1) ?? '') as HistoryEntry).toMatchObject({ happening: 'forgotten', outcome: 'shares past retention', operator: 'A. Jansen' });

  const well = await mpc(['doctor'], { home: north.home });
  expect([well.code, well.stdout]).toEqual([0, expect.stringContaining('ok   retention: the results of 2 sessions should be gone by now')]);
  const after = await mpc(['status'], { home: north.home, cwd });
  expect(after.stdout).toContain('For: Gone since yesterday\n    Delete what you wrote of it to files.\n  1 more, for longer than 60 days');
  expect(after.stdout).not.toContain('Long past');
  expect((await mpc(['forget', '--only', 'receipts', '--yes'], { home: north.home })).stdout).toContain('By their agreements these results should be gone, so delete what you wrote of them to files:');
  expect((await mpc(['forget', '--past-retention', '--yes'], { home: north.home })).stderr).toBe('There is nothing to remove.\n');
});
