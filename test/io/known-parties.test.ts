import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generateSecretKey, publicKeyOf } from '../../src/crypto/ed25519.js';
import { encodePublicKey } from '../../src/crypto/public-key.js';
import { withLock } from '../../src/io/file-lock.js';
import { createIdentity } from '../../src/io/identity-file.js';
import { addKnownParty, findByKey, findByName, knownOrThrow, listKnownParties, removeKnownParty } from '../../src/io/known-parties.js';
import { compileInto } from './compiled-source.js';
import { temporaryFolder, temporaryHome } from './temporary-home.js';

const newKey = () => publicKeyOf(generateSecretKey());
const NOW = new Date('2030-01-02T03:04:05Z');
const added = NOW.toISOString();

describe('known parties', () => {
  it('are added, found, listed by name and removed', async () => {
    const home = temporaryHome();
    expect(await listKnownParties(home)).toEqual([]);
    const [a, b] = [newKey(), newKey()];
    await addKnownParty(home, 'Bob', b, { now: NOW });
    await addKnownParty(home, 'Zoe\u0308', a, { now: NOW });
    const parties = await listKnownParties(home);
    expect(parties).toMatchObject([{ name: 'Bob', publicKey: b, added }, { name: 'Zo\u00eb', publicKey: a, added }]);
    expect(findByName(parties, 'Zoe\u0308')?.publicKey).toEqual(a);
    expect(findByKey(parties, b)?.name).toBe('Bob');
    expect(findByKey(parties, newKey())).toBeUndefined();
    expect(knownOrThrow(parties, 'Bob').publicKey).toEqual(b);
    expect(() => knownOrThrow(parties, 'bob')).toThrow(expect.objectContaining({ code: 'PARTY_UNKNOWN' }) as Error);
    expect(statSync(home.parties).mode & 0o777).toBe(0o600);
    expect((await removeKnownParty(home, 'Bob')).publicKey).toEqual(b);
    await expect(removeKnownParty(home, 'Bob')).rejects.toMatchObject({ code: 'PARTY_UNKNOWN' });
    expect(await listKnownParties(home)).toHaveLength(1);
    expect(readdirSync(home.config)).toEqual(['parties.json']);
  });

  it('keep the key they have, unless it is replaced by name', async () => {
    const home = temporaryHome();
    const [a, b] = [newKey(), newKey()];
    await addKnownParty(home, 'A', a, { now: NOW });
    expect(await addKnownParty(home, 'A', a)).toEqual({ name: 'A', publicKey: a, added, verified: { at: added, by: undefined }, from: undefined });
    await expect(addKnownParty(home, 'A', b)).rejects.toMatchObject({ code: 'KEY_INVALID' });
    await addKnownParty(home, 'A', b, { replace: true, now: NOW });
    expect(await listKnownParties(home)).toEqual([{ name: 'A', publicKey: b, added, verified: { at: added, by: undefined }, from: undefined }]);
  });

  it('have one name each, and are not ourselves', async () => {
    const home = temporaryHome();
    const own = await createIdentity(home, 'Me');
    const [a, b] = [newKey(), newKey()];
    await addKnownParty(home, 'A', a);
    await addKnownParty(home, 'B', b);
    await expect(addKnownParty(home, 'C', a)).rejects.toMatchObject({ code: 'KEY_INVALID' });
    await expect(addKnownParty(home, 'B', a, { replace: true })).rejects.toMatchObject({ code: 'KEY_INVALID' });
    await expect(addKnownParty(home, 'b', newKey())).rejects.toMatchObject({ code: 'KEY_INVALID', message: expect.stringContaining('"B" is known with another key') as string });
    await expect(addKnownParty(home, 'C', own.publicKey)).rejects.toMatchObject({ code: 'KEY_INVALID' });
    await expect(addKnownParty(home, '\u202eC', newKey())).rejects.toMatchObject({ code: 'USAGE' });
    expect((await listKnownParties(home)).map(({ name }) => name)).toEqual(['A', 'B']);
  });

  it('are refused when others can change them, or when damaged', async () => {
    const home = temporaryHome();
    await addKnownParty(home, 'A', newKey());
    chmodSync(home.parties, 0o666);
    await expect(listKnownParties(home)).rejects.toMatchObject({ code: 'IDENTITY_READABLE' });
    chmodSync(home.parties, 0o600);
    const entry = { name: 'A', publicKey: encodePublicKey(newKey()), added };
    const format = 'mpc-parties/1';
    const damage: unknown[] = [null, [], { format }, { format: 'x', parties: [] }, { format, parties: [{ ...entry, name: '' }] }, { format, parties: [{ ...entry, publicKey: 'x' }] },
      { format, parties: [entry, entry] }, { format, parties: [entry, { ...entry, name: 'B' }] }, { format, parties: [{ ...entry, added: 'now' }] }, { format, parties: [], extra: 1 }];
    for (const text of [...damage.map((value) => JSON.stringify(value)), '', '{']) {
      writeFileSync(home.parties, text);
      await expect(listKnownParties(home)).rejects.toMatchObject({ code: 'IDENTITY_INVALID' });
      await expect(addKnownParty(home, 'B', newKey())).rejects.toMatchObject({ code: 'IDENTITY_INVALID' });
      expect(readFileSync(home.parties, 'utf8')).toBe(text);
    }
  });

  it('all land when added at the same time, within a process', async () => {
    const home = temporaryHome();
    await Promise.all(Array.from({ length: 12 }, (_, i) => addKnownParty(home, `P${i}`, newKey())));
    expect(await listKnownParties(home)).toHaveLength(12);
  });

  it('all land when added by several processes, over the lock of a dead one', async () => {
    const code = compileInto(temporaryFolder());
    const home = temporaryHome();
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    await addKnownParty(home, 'first', newKey());
    writeFileSync(`${home.parties}.lock`, JSON.stringify({ host: hostname(), pid: dead, id: 'x' }));
    const script = `
      import { locateHome } from './io/home.js';
      import { addKnownParty } from './io/known-parties.js';
      import { generateSecretKey, publicKeyOf } from './crypto/ed25519.js';
      for (let i = 0; i < 5; i++) await addKnownParty(locateHome(), process.argv[2] + i, publicKeyOf(generateSecretKey()));`;
    writeFileSync(join(code, 'add.js'), script);
    const codes = await Promise.all(
      ['a', 'b', 'c'].map(async (name) => {
        const child = spawn(process.execPath, [join(code, 'add.js'), name], { env: { MPC_HOME: home.config }, stdio: ['ignore', 'ignore', 'inherit'] });
        const [exit] = (await once(child, 'exit')) as [number | null];
        return exit;
      }),
    );
    expect(codes).toEqual([0, 0, 0]);
    expect((await listKnownParties(home)).map(({ name }) => name)).toEqual([...['a', 'b', 'c'].flatMap((name) => [0, 1, 2, 3, 4].map((i) => `${name}${i}`)), 'first']);
    expect(readdirSync(home.config)).toEqual(['parties.json']);
  });
});

describe('file lock', () => {
  it('is released when the work fails', async () => {
    const path = join(temporaryFolder(), 'x');
    await expect(withLock(path, () => Promise.reject(new Error('work')))).rejects.toThrow('work');
    expect(existsSync(`${path}.lock`)).toBe(false);
    expect(await withLock(path, () => Promise.resolve(7))).toBe(7);
  });

  it('is not taken from the living, nor from another machine, and says which file to remove', async () => {
    const path = join(temporaryFolder(), 'x');
    const elsewhere = JSON.stringify({ host: 'elsewhere', pid: 1, id: 'x' });
    writeFileSync(`${path}.lock`, elsewhere);
    await expect(withLock(path, () => Promise.resolve(), 200)).rejects.toMatchObject({ code: 'TIMEOUT', next: expect.stringContaining(`rm ${path}.lock`) as string });
    expect(readFileSync(`${path}.lock`, 'utf8')).toBe(elsewhere);
  });

  it('takes over what an earlier process with our number left', async () => {
    const path = join(temporaryFolder(), 'x');
    writeFileSync(`${path}.lock`, JSON.stringify({ host: hostname(), pid: process.pid, id: 'earlier' }));
    expect(await withLock(path, () => Promise.resolve('done'))).toBe('done');
  });

  it('says so when it cannot write', async () => {
    await expect(withLock('/dev/null/x', () => Promise.resolve())).rejects.toMatchObject({ code: 'USAGE' });
  });
});
