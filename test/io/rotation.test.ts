import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generateSecretKey, publicKeyOf } from '../../src/crypto/ed25519.js';
import { encodePublicKey } from '../../src/crypto/public-key.js';
import { createIdentity, loadIdentity, newIdentity, readPublicIdentity } from '../../src/io/identity-file.js';
import { addKnownParty, listKnownParties, rotateKnownParty } from '../../src/io/known-parties.js';
import { rotateIdentity } from '../../src/io/rotate-identity.js';
import { makeRotation, readRotation, verifyRotation } from '../../src/io/rotation.js';
import { temporaryHome } from './temporary-home.js';

const NOW = new Date('2030-01-02T03:04:05Z');

describe('rotation', () => {
  it('gives a new key, keeps the old one, and writes a statement', async () => {
    const home = temporaryHome();
    const old = await createIdentity(home, 'A');
    const done = await rotateIdentity(home, { now: NOW });
    expect(await loadIdentity(home)).toEqual(done.identity);
    expect(done.identity.name).toBe('A');
    expect(done.identity.publicKey).not.toEqual(old.publicKey);
    expect(await loadIdentity({ ...home, identity: done.oldIdentityPath })).toEqual(old);
    expect(statSync(done.oldIdentityPath).mode & 0o777).toBe(0o600);
    expect(done.oldIdentityPath).toContain(`identity-${encodePublicKey(old.publicKey).slice(0, 12)}.json`);
    expect(await readRotation(done.statementPath)).toEqual({ name: 'A', oldKey: old.publicKey, newKey: done.identity.publicKey, date: NOW.toISOString() });
  });

  it('asks for the old passphrase and takes a new one', async () => {
    const home = temporaryHome();
    await createIdentity(home, 'A', 'old');
    await expect(rotateIdentity(home)).rejects.toMatchObject({ code: 'IDENTITY_LOCKED' });
    const done = await rotateIdentity(home, { askPassphrase: () => Promise.resolve('old'), newPassphrase: 'new' });
    expect(await loadIdentity(home, () => Promise.resolve('new'))).toEqual(done.identity);
    expect((await readPublicIdentity({ ...home, identity: done.oldIdentityPath })).isEncrypted).toBe(true);
  });

  it('needs an identity', async () => {
    await expect(rotateIdentity(temporaryHome())).rejects.toMatchObject({ code: 'IDENTITY_MISSING' });
  });

  it('can be followed by partners, one statement after another', async () => {
    const [home, partner] = [temporaryHome(), temporaryHome()];
    const first = await createIdentity(home, 'A');
    await addKnownParty(partner, 'our friend', first.publicKey);
    const second = await rotateIdentity(home);
    const third = await rotateIdentity(home);
    const statements = [second.statement, third.statement].map(verifyRotation) as [ReturnType<typeof verifyRotation>, ReturnType<typeof verifyRotation>];
    await expect(rotateKnownParty(partner, 'our friend', statements[1])).rejects.toMatchObject({ code: 'KEY_INVALID' });
    await expect(rotateKnownParty(partner, 'nobody', statements[0])).rejects.toMatchObject({ code: 'PARTY_UNKNOWN' });
    await rotateKnownParty(partner, 'our friend', statements[0], NOW);
    await rotateKnownParty(partner, 'our friend', statements[0]);
    await rotateKnownParty(partner, 'our friend', statements[1], NOW);
    expect(await listKnownParties(partner)).toEqual([{ name: 'our friend', publicKey: third.identity.publicKey, added: NOW.toISOString(), verified: { at: expect.any(String) as string, by: undefined }, from: undefined }]);
    // Going back with an old statement is refused.
    await expect(rotateKnownParty(partner, 'our friend', statements[0])).rejects.toMatchObject({ code: 'KEY_INVALID' });
    const chain = readFileSync(`${home.config}/rotation-${encodePublicKey(first.publicKey).slice(0, 12)}.json`, 'utf8');
    expect(verifyRotation(JSON.parse(chain))).toEqual(statements[0]);
  });

  it('refuses false and malformed statements', () => {
    const [old, next, other] = ['A', 'A', 'A'].map(newIdentity) as [ReturnType<typeof newIdentity>, ReturnType<typeof newIdentity>, ReturnType<typeof newIdentity>];
    const good = makeRotation(old, next, NOW);
    expect(verifyRotation(good).newKey).toEqual(next.publicKey);
    const otherKey = encodePublicKey(other.publicKey);
    const swapped = { ...good, signatureOld: good.signatureNew, signatureNew: good.signatureOld };
    const onlyOld = { ...makeRotation(old, { ...next, secretKey: old.secretKey }, NOW) };
    for (const bad of [{ ...good, name: 'B' }, { ...good, date: '2031-01-01T00:00:00.000Z' }, { ...good, oldKey: otherKey }, { ...good, newKey: otherKey }, swapped, onlyOld]) {
      expect(() => verifyRotation(bad)).toThrow(expect.objectContaining({ code: 'SIGNATURE_INVALID' }) as Error);
    }
    const same = makeRotation(old, old, NOW);
    for (const bad of [null, 5, {}, { ...good, extra: 1 }, { ...good, signatureOld: 'zz' }, { ...good, newKey: 'mpc1' }, { ...good, name: '\n' }, { ...good, date: 'today' }, same]) {
      expect(() => verifyRotation(bad)).toThrow(expect.objectContaining({ code: 'KEY_INVALID' }) as Error);
    }
  });

  it('refuses unreadable, overlong and garbled files, and its own key', async () => {
    const home = temporaryHome();
    const own = await createIdentity(home, 'A');
    const path = `${home.config}/statement.json`;
    await expect(readRotation(path)).rejects.toMatchObject({ code: 'INPUT_UNREADABLE' });
    await expect(readRotation(home.config)).rejects.toMatchObject({ code: 'INPUT_UNREADABLE' });
    for (const text of ['', '{', 'x'.repeat(5000)]) {
      writeFileSync(path, text);
      await expect(readRotation(path)).rejects.toMatchObject({ code: 'KEY_INVALID' });
    }
    await expect(rotateKnownParty(home, 'B', { name: 'B', oldKey: publicKeyOf(generateSecretKey()), newKey: own.publicKey, date: '' })).rejects.toMatchObject({ code: 'KEY_INVALID' });
  });
});
