import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeParties, mpc, mpcJson, newFolder, oneObject, startRelay } from '../support/processes.js';
import { problems } from '../support/schemas.js';
import { file } from '../support/sessions.js';

/** Three parties, and an agreement on statistics of one column, which have the notices A04, A05 and others. */
async function statistics() {
  const [[north, south, harbour], { url }] = await Promise.all([makeParties('North', 'South', 'Harbour'), startRelay()]);
  if (north === undefined || south === undefined || harbour === undefined) throw new Error('three were asked for');
  const path = join(newFolder(), 'stay.json');
  const propose = async () => mpc(['correlate', '--column', 'days:0..400', '--column', 'age:0..120', '--purpose', 'A test', '--relay', url, '--party', 'South', '--party', 'Harbour', '--propose', path, '--json'], { home: north.home });
  return { north, south, harbour, path, propose };
}

it('mpc policy: what a party never agrees to is not proposed, approved, or joined on its machine, until it is allowed', async () => {
  const { north, south, harbour, path, propose } = await statistics();
  const none = await mpc(['policy', '--json'], { home: south.home });
  expect([oneObject(none.stdout), none.stderr]).toEqual([{ refused: [] }, expect.stringContaining('mpc policy refuse CODE')]);

  // The proposer's own rules bind it.
  expect((await mpcJson<{ refused: { code: string }[] }>(['policy', 'refuse', 'a05', 'A09'], { home: north.home })).refused.map(({ code }) => code)).toEqual(['A05', 'A09']);
  const refused = await propose();
  expect([refused.code, oneObject(refused.stdout)]).toEqual([4, { error: expect.objectContaining({ code: 'HOUSE_RULE', message: expect.stringContaining('A05') as string }) as object }]);
  expect(await mpcJson(['policy', 'allow', 'A05'], { home: north.home })).toMatchObject({ refused: [{ code: 'A09' }] });
  const { digest } = oneObject((await propose()).stdout) as { digest: string };

  const rules = await mpcJson(['policy', 'refuse', 'A05'], { home: south.home });
  expect([problems('policy', rules), rules]).toEqual([[], { refused: [{ code: 'A05', about: expect.any(String) as string }] }]);
  const csv = file('days,age\n3,40\n40,17\n8,33\n');
  const tries = [['agreement', 'sign', path, '--approve', digest], ['join', path, '--csv', csv, '--approve', digest]];
  for (const args of tries) {
    const { code, stderr } = await mpc(args, { home: south.home });
    expect([code, stderr]).toEqual([4, expect.stringContaining('HOUSE_RULE')]);
  }
  expect((await mpc(['agreement', 'show', path], { home: south.home })).stderr).toContain('ATTENTION: The house rules on this machine refuse');
  const checked = await mpc(['check', path, '--csv', csv], { home: south.home });
  expect(`${checked.stdout}${checked.stderr}`.replace(/\s+/g, ' ')).toContain('`mpc join` will refuse it');

  await mpcJson(['policy', 'allow', 'A05'], { home: south.home });
  expect((await mpc(['agreement', 'show', path], { home: south.home })).stderr).not.toContain('house rules');
  const all = await Promise.all([north, south, harbour].map(async ({ home }) => mpc(['join', path, '--csv', csv, '--approve', digest], { home })));
  expect(all.map(({ code, stderr }) => [code, code === 0 ? '' : stderr])).toEqual([[0, ''], [0, ''], [0, '']]);
});

it('mpc policy: a rule binds an approval that was given before it, codes must exist, and a damaged file refuses everything', async () => {
  const { south, path, propose } = await statistics();
  const { digest } = oneObject((await propose()).stdout) as { digest: string };
  expect((await mpc(['agreement', 'sign', path, '--approve', digest], { home: south.home })).code).toBe(0);
  for (const code of ['A99', 'N01', 'E046', 'x']) {
    const { code: exit, stderr } = await mpc(['policy', 'refuse', 'A05', code], { home: south.home });
    expect([exit, stderr]).toEqual([2, expect.stringContaining(`There is no notice "${code}"`)]);
  }
  // One of them was wrong: none was taken.
  expect(await mpcJson(['policy'], { home: south.home })).toEqual({ refused: [] });

  await mpcJson(['policy', 'refuse', 'A05'], { home: south.home });
  const csv = file('days,age\n3,40\n40,17\n');
  expect(await mpc(['join', path, '--csv', csv], { home: south.home })).toMatchObject({ code: 4, stderr: expect.stringContaining('HOUSE_RULE') as string });
  const rules = join(south.home, 'house-rules.json');
  expect(JSON.parse(readFileSync(rules, 'utf8'))).toEqual({ format: 'mpc-house-rules/1', refused: ['A05'] });
  writeFileSync(rules, '{"format":"mpc-house-rules/1","refused":["A5"]}');
  chmodSync(rules, 0o600);
  expect(await mpc(['join', path, '--csv', csv], { home: south.home })).toMatchObject({ code: 4, stderr: expect.stringContaining('IDENTITY_INVALID') as string });
});
