/** Key cards, directories, and the states of keys, as people use them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bech32m } from '@scure/base';
import { newFolder, makeParties, mpc, mpcJson, type TestParty } from '../support/processes.js';
import { AtTerminal, hasTerminals } from '../support/terminal.js';
import { problems } from '../support/schemas.js';

interface Listed {
  readonly parties: readonly { readonly name: string; readonly publicKey: string; readonly fingerprint: string; readonly verified: { readonly by: string | null } | null; readonly from: { readonly name: string } | null }[];
}

/** Parties that do not know each other. */
async function strangers(...names: string[]): Promise<TestParty[]> {
  const parties = await makeParties(...names);
  for (const party of parties) for (const other of parties) if (other !== party) await mpc(['party', 'remove', other.name], { home: party.home });
  return parties;
}

const listed = async (home: string) => (await mpcJson<Listed & Record<string, unknown>>(['party', 'list'], { home })).parties;
const cardOf = async (party: TestParty) => (await mpcJson<{ card: string }>(['whoami', '--card'], { home: party.home })).card;

it('a card goes by mail, is verified by phone, and its key goes on in a directory', async () => {
  const [north, south, harbour] = (await strangers('North', 'South', 'Harbour')) as [TestParty, TestParty, TestParty];
  const folder = newFolder();
  const file = join(folder, 'north.card');
  expect((await mpc(['whoami', '--card', '--out', file], { home: north.home })).code).toBe(0);
  const mail = readFileSync(file, 'utf8').replace(/.{50}/g, '$&\n').replace(/^/gm, '> ');
  const taken = await mpc(['party', 'import', '-'], { home: south.home, input: mail });
  expect([taken.code, taken.stdout]).toEqual([0, expect.stringContaining('key UNCHECKED')]);
  expect((await mpc(['doctor'], { home: south.home })).stdout).toContain('nobody has checked: North');
  expect((await mpc(['status'], { home: south.home, cwd: folder })).stdout).toContain('North (UNCHECKED');
  // An unchecked key is handed on to nobody.
  expect((await mpc(['party', 'export', '--party', 'North'], { home: south.home })).code).toBe(4);

  const { fingerprint } = await mpcJson<{ fingerprint: string }>(['whoami'], { home: north.home });
  const wrong = fingerprint.split(' ').reverse().join(' ');
  expect((await mpc(['party', 'verify', 'North', '--fingerprint', wrong], { home: south.home })).stderr).toContain('FINGERPRINT_MISMATCH');
  const letters = fingerprint.split(' ').map((word) => word.slice(0, 4)).join(' ');
  expect((await mpc(['party', 'verify', 'North', '--fingerprint', letters, '--operator', 'A. Jansen'], { home: south.home })).stdout).toMatch(/key verified \d{4}-\d\d-\d\d by A\. Jansen/);
  expect(problems('parties', { parties: await listed(south.home) })).toEqual([]);

  const directory = join(folder, 'partners.json');
  await mpc(['party', 'export', '--out', directory], { home: south.home });
  expect((await mpc(['party', 'import', directory], { home: harbour.home })).stderr).toContain('PARTY_UNKNOWN');
  await mpc(['party', 'import', '-'], { home: harbour.home, input: await cardOf(south) });
  expect((await mpc(['party', 'import', directory], { home: harbour.home })).stderr).toContain('whose key you have not verified');
  await mpc(['party', 'verify', 'South', '--fingerprint', (await listed(harbour.home))[0]?.fingerprint ?? ''], { home: harbour.home });
  expect((await mpc(['party', 'import', directory], { home: harbour.home })).code).toBe(0);
  expect((await listed(harbour.home)).map(({ name, verified, from }) => [name, verified === null, from?.name])).toEqual([['North', true, 'South'], ['South', false, undefined]]);
  expect((await mpc(['party', 'import', '-'], { home: harbour.home, input: readFileSync(directory, 'utf8').replace('"North"', '"Norse"') })).stderr).toContain('SIGNATURE_INVALID');
});

it('a card of another key under a known name, or one that looks like it, changes nothing', async () => {
  const [me, oxfam, second, third] = (await strangers('Me', 'Oxfam', 'Second', 'Third')) as [TestParty, TestParty, TestParty, TestParty];
  await mpc(['party', 'import', '-'], { home: me.home, input: await cardOf(oxfam) });
  const before = await listed(me.home);
  await mpc(['init', '--rename', 'Oxfam'], { home: second.home });
  const replaced = await mpc(['party', 'import', '-'], { home: me.home, input: await cardOf(second) });
  expect([replaced.code, replaced.stderr]).toEqual([4, expect.stringMatching(/ATTENTION[^]*known with ANOTHER KEY[^]*KEY_INVALID/)]);
  expect((await mpc(['party', 'import', '-', '--as', 'oxfam'], { home: me.home, input: await cardOf(second) })).code).toBe(4);
  await mpc(['init', '--rename', 'Оxfam'], { home: third.home });
  const alike = await mpc(['party', 'import', '-'], { home: me.home, input: await cardOf(third) });
  expect([alike.code, alike.stderr]).toEqual([4, expect.stringContaining('looks like "Oxfam"')]);
  const both = `${await cardOf(second)}\n${await cardOf(third)}`;
  expect((await mpc(['party', 'import', '-'], { home: me.home, input: both })).stderr).toContain('there are several');
  // A changed name, with a checksum that is right again, and one with a control character.
  for (const byte of [0x70, 0x1b]) {
    const bytes = bech32m.fromWords(bech32m.decode((await cardOf(oxfam)) as `${string}1${string}`, 700).words);
    bytes[bytes.length - 1] = byte;
    const forged = await mpc(['party', 'import', '-'], { home: me.home, input: bech32m.encode('mpccard', bech32m.toWords(bytes), 700) });
    expect([forged.code, forged.stderr]).toEqual([4, expect.stringContaining(byte === 0x70 ? 'SIGNATURE_INVALID' : 'its name is none that a party can have')]);
  }
  expect(await listed(me.home)).toEqual(before);
  expect((await mpc(['party', 'import', '-', '--as', 'The other'], { home: me.home, input: await cardOf(third) })).code).toBe(0);
});

it.skipIf(!hasTerminals)('a terminal shows the card as a QR code, and standard output holds the card alone', async () => {
  const [north] = (await strangers('North', 'South')) as [TestParty];
  const terminal = new AtTerminal(['whoami', '--card'], { home: north.home, env: { LANG: 'C.UTF-8' } });
  expect((await terminal.done).code).toBe(0);
  expect(terminal.screen).toMatch(/█▀+█|█▄+█/);
  expect(terminal.standardOutput).toMatch(/^Key card[^█]*mpccard1[a-z0-9]+\n$/);
});
