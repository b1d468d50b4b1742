import { describe, expect, it } from 'vitest';
import { homeStore } from '../../src/app/home-store.js';
import { makeDirectory } from '../../src/app/parties/directory.js';
import { importParties } from '../../src/app/parties/import.js';
import { generateSecretKey, publicKeyOf } from '../../src/crypto/ed25519.js';
import { newIdentity } from '../../src/io/identity-file.js';
import { addKnownParties, addKnownParty, listKnownParties } from '../../src/io/known-parties.js';
import { temporaryHome } from '../io/temporary-home.js';

const newKey = () => publicKeyOf(generateSecretKey());
const called = (...names: string[]) => names.map((name) => ({ name, publicKey: newKey() }));

describe('a directory of a verified partner', () => {
  it.each([
    ['names that differ in capitals alone', ['Alpha', 'Beta', 'beta']],
    ['names in two spellings of one', ['Alpha', 'Beta', 'Ｂeta']],
  ])('with %s leaves the list as it was', async (_, names) => {
    const store = homeStore(temporaryHome());
    const lead = newIdentity('Lead');
    await store.parties.add('Lead', lead.publicKey);
    await expect(importParties(store, Buffer.from(makeDirectory(lead, called(...names), new Date(0))))).rejects.toMatchObject({ code: 'KEY_INVALID' });
    expect((await store.parties.list()).map(({ name }) => name)).toEqual(['Lead']);
  });
});

describe('known parties that are added together', () => {
  it('are added all, or none if one of them cannot be', async () => {
    const home = temporaryHome();
    await addKnownParty(home, 'Beta', newKey());
    await expect(addKnownParties(home, called('Alpha', 'Beta'))).rejects.toMatchObject({ code: 'KEY_INVALID' });
    expect((await listKnownParties(home)).map(({ name }) => name)).toEqual(['Beta']);
    expect((await addKnownParties(home, called('Alpha', 'Gamma'), { isUnchecked: true })).map(({ name, verified }) => [name, verified])).toEqual([['Alpha', undefined], ['Gamma', undefined]]);
  });

  it('are refused where the list could not be read again', async () => {
    const home = temporaryHome();
    const from = { name: '𐐨'.repeat(64), publicKey: newKey() };
    const many = (first: number) => Array.from({ length: 900 }, (_, i) => ({ name: `${'𐐨'.repeat(60)}${first + i}`, publicKey: newKey() }));
    await addKnownParties(home, many(1000), { from, isUnchecked: true });
    await expect(addKnownParties(home, many(2000), { from, isUnchecked: true })).rejects.toMatchObject({ code: 'USAGE' });
    expect(await listKnownParties(home)).toHaveLength(900);
  });
});
