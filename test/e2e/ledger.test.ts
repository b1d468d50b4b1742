import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodePublicKey } from '../../src/crypto/public-key.js';
import { charge } from '../../src/io/ledger.js';
import { makeParties, mpc, mpcJson, oneObject } from '../support/processes.js';
import { problems } from '../support/schemas.js';

const PERIOD = 30 * 86_400;

it('mpc ledger shows what was charged and what is left, and mpc ledger limit changes the limits', async () => {
  const [own, police] = await makeParties('NGO', 'Police', 'Other');
  if (own === undefined || police === undefined) throw new Error('no parties');
  const { home, paths } = own;
  await charge(paths, { publicKey: decodePublicKey(police.publicKey), items: 20_000, session: '0'.repeat(64), digest: '1'.repeat(64) });

  const shown = await mpcJson<{ parties: { name: string; freesAt: string | null }[] }>(['ledger'], { home });
  expect(problems('ledger', shown)).toEqual([]);
  const empty = { used: 0, limit: 500_000, periodSeconds: PERIOD, remaining: 500_000, freesAt: null };
  expect(shown).toMatchObject({
    parties: [{ name: 'Other', ...empty }, { name: 'Police', publicKey: police.publicKey, used: 20_000, limit: 500_000, remaining: 480_000 }],
    others: { ...empty, limit: 50_000, remaining: 50_000 },
    default: { limit: 500_000, periodSeconds: PERIOD },
  });
  expect(Date.parse(shown.parties[1]?.freesAt ?? '')).toBeGreaterThan(Date.now());
  const table = await mpc(['ledger'], { home });
  expect(table.stdout).toMatch(/Police\s+│\s+20\u202f000 │ 500\u202f000 │ 30 days │\s+480\u202f000/);

  const limited = await mpcJson(['ledger', 'limit', 'Police', '100', '--per', '90d'], { home });
  expect(problems('ledger-limit', limited)).toEqual([]);
  expect(limited).toEqual({ party: 'Police', others: false, limit: 100, periodSeconds: 90 * 86_400 });
  expect(await mpcJson(['ledger', 'limit', '7'], { home })).toEqual({ party: null, others: false, limit: 7, periodSeconds: PERIOD });
  expect(await mpcJson(['ledger', 'limit', '--others', '0'], { home })).toEqual({ party: null, others: true, limit: 0, periodSeconds: PERIOD });
  const after = await mpcJson(['ledger'], { home });
  expect(after).toMatchObject({ parties: [{ limit: 7, remaining: 7 }, { limit: 100, used: 20_000, remaining: 0 }], others: { limit: 0, remaining: 0 } });
  expect(await mpcJson(['ledger', 'limit', 'Police', 'default'], { home })).toMatchObject({ limit: 7, periodSeconds: PERIOD });

  for (const bad of [['x'], ['-1'], ['1.5'], ['default'], ['Police', 'x'], ['Police', '1', '--others'], ['1', '--per', '1s'], ['1', '--per', 'x'], ['Police', 'default', '--per', '1d'], []]) {
    const done = await mpc(['ledger', 'limit', ...bad, '--json'], { home });
    expect([bad, done.code, (oneObject(done.stdout) as { error: { code: string } }).error.code]).toEqual([bad, 2, 'USAGE']);
  }
  writeFileSync(paths.ledger, readFileSync(paths.ledger, 'utf8').replace('20000', '2000 '));
  const damaged = await mpc(['ledger', '--json'], { home });
  expect([damaged.code, (oneObject(damaged.stdout) as { error: { code: string } }).error.code]).toEqual([4, 'LEDGER_INVALID']);
});
