import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeParties, newFolder, oneObject, start, startRelay } from '../support/processes.js';
import { file, propose } from '../support/sessions.js';

it('a result whose file cannot be written any more is printed all the same, with exit 6, and the run counts', async () => {
  const { url } = await startRelay();
  const parties = await makeParties('North', 'South', 'Harbour');
  const agreement = await propose(parties, url, 'sum', '-c', 'salary');
  const folder = join(newFolder(), 'results');
  mkdirSync(folder);
  const join_ = (seat: number, ...flags: string[]) => start(['join', agreement.file, '--csv', file('salary\n1\n'), '--approve', agreement.digest, '--json', '--timeout', '4m', ...flags], { home: parties[seat]?.home ?? '' });
  const losing = join_(0, '--out', join(folder, 'result.json'));
  const waiting = join_(1);
  await losing.printed(/2 of 3 parties are here/);
  // The folder was there when the command looked, and is gone when it writes.
  renameSync(folder, `${folder}-gone`);
  const others = await Promise.all([waiting.done, join_(2).done]);
  expect(others.map(({ code }) => code)).toEqual([0, 0]);

  const { code, stdout } = await losing.done;
  expect(code).toBe(6);
  expect(oneObject(stdout)).toMatchObject({ result: { columns: { salary: { sum: '3.00' } } } });
  const again = await join_(0).done;
  expect(oneObject(again.stdout)).toMatchObject({ error: { code: 'AGREEMENT_SPENT' } });
});
