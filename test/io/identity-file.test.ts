import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/crypto/bytes.js';
import { publicKeyOf } from '../../src/crypto/ed25519.js';
import { encodePublicKey } from '../../src/crypto/public-key.js';
import type { Home } from '../../src/io/home.js';
import { createIdentity, loadIdentity, readPublicIdentity } from '../../src/io/identity-file.js';
import { temporaryHome } from './temporary-home.js';

const never = () => Promise.reject(new Error('asked'));
const answer = (text: string) => () => Promise.resolve(text);
const contents = (home: Home) => JSON.parse(readFileSync(home.identity, 'utf8')) as Record<string, unknown>;

describe('identity file', () => {
  it('is made and loaded again', async () => {
    const home = temporaryHome();
    const made = await createIdentity(home, 'Zoe\u0308');
    expect(made.name).toBe('Zo\u00eb');
    expect(made.publicKey).toEqual(publicKeyOf(made.secretKey));
    expect(await loadIdentity(home, never)).toEqual(made);
    expect(await readPublicIdentity(home)).toEqual({ name: made.name, publicKey: made.publicKey, isEncrypted: false });
    expect(statSync(home.identity).mode & 0o777).toBe(0o600);
    expect(statSync(home.config).mode & 0o777).toBe(0o700);
    expect(contents(home)).toEqual({ format: 'mpc-identity/1', name: made.name, publicKey: encodePublicKey(made.publicKey), secretKey: toHex(made.secretKey) });
  });

  it('is never overwritten', async () => {
    const home = temporaryHome();
    const made = await createIdentity(home, 'A');
    await expect(createIdentity(home, 'B')).rejects.toMatchObject({ code: 'IDENTITY_EXISTS', exit: 4, next: expect.stringContaining('--rotate') as string });
    expect(await loadIdentity(home)).toEqual(made);
  });

  it('is made once when two try together', async () => {
    const home = temporaryHome();
    const results = await Promise.allSettled([createIdentity(home, 'A'), createIdentity(home, 'B')]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('keeps the secret under a passphrase', async () => {
    const home = temporaryHome();
    const made = await createIdentity(home, 'A', 'correct horse');
    expect(readFileSync(home.identity, 'utf8')).not.toContain(toHex(made.secretKey));
    expect(await readPublicIdentity(home)).toEqual({ name: 'A', publicKey: made.publicKey, isEncrypted: true });
    expect(await loadIdentity(home, answer('correct horse'))).toEqual(made);
    await expect(loadIdentity(home, answer('wrong'))).rejects.toMatchObject({ code: 'IDENTITY_LOCKED' });
    await expect(loadIdentity(home)).rejects.toMatchObject({ code: 'IDENTITY_LOCKED' });
    const other = contents(await otherHome());
    writeFileSync(home.identity, JSON.stringify({ ...contents(home), name: 'B' }));
    await expect(loadIdentity(home, answer('correct horse'))).rejects.toMatchObject({ code: 'IDENTITY_LOCKED' });
    writeFileSync(home.identity, JSON.stringify({ ...contents(home), name: 'A', publicKey: other['publicKey'] }));
    await expect(loadIdentity(home, answer('correct horse'))).rejects.toMatchObject({ code: 'IDENTITY_LOCKED' });
    const { encrypted } = contents(home) as { encrypted: object };
    writeFileSync(home.identity, JSON.stringify({ ...contents(home), encrypted: { ...encrypted, n: 2 ** 40 } }));
    await expect(loadIdentity(home, answer('correct horse'))).rejects.toMatchObject({ code: 'IDENTITY_INVALID' });
  });

  it('refuses an empty passphrase and a bad name, and leaves nothing behind', async () => {
    const home = temporaryHome();
    await expect(createIdentity(home, 'A', '')).rejects.toMatchObject({ code: 'USAGE' });
    await expect(createIdentity(home, ' ')).rejects.toMatchObject({ code: 'USAGE' });
    await expect(loadIdentity(home)).rejects.toMatchObject({ code: 'IDENTITY_MISSING' });
  });

  it('is refused when others can read it', async () => {
    const home = temporaryHome();
    await createIdentity(home, 'A');
    chmodSync(home.identity, 0o640);
    await expect(loadIdentity(home)).rejects.toMatchObject({ code: 'IDENTITY_READABLE' });
    await expect(readPublicIdentity(home)).rejects.toMatchObject({ code: 'IDENTITY_READABLE' });
  });

  it('is not unlocked without a question where that takes much more work than was chosen for it', async () => {
    const home = temporaryHome();
    const made = await createIdentity(home, 'A', 'passphrase');
    const good = contents(home) as { encrypted: object };
    writeFileSync(home.identity, JSON.stringify({ ...good, encrypted: { ...good.encrypted, n: 2 ** 19, r: 16 } }));
    let tried = 0;
    const ask = async () => Promise.resolve(`try ${tried++}`);
    await expect(loadIdentity(home, ask)).rejects.toMatchObject({ code: 'IDENTITY_LOCKED', message: expect.stringContaining('8 times') as string });
    await expect(loadIdentity(home, ask, async (times) => Promise.resolve(times !== 8))).rejects.toMatchObject({ code: 'IDENTITY_LOCKED' });
    expect(tried).toBe(0);
    writeFileSync(home.identity, JSON.stringify(good));
    expect((await loadIdentity(home, async () => Promise.resolve('passphrase'))).secretKey).toEqual(made.secretKey);
  });

  it('is refused when damaged, without a word of its content', async () => {
    const home = temporaryHome();
    const made = await createIdentity(home, 'A');
    const good = contents(home);
    const secretKey = toHex(made.secretKey);
    const other = contents(await otherHome());
    const damage: unknown[] = [
      null, [], { ...good, format: 'mpc-identity/2' }, { ...good, extra: 1 }, { ...good, name: 'a\nb' }, { ...good, publicKey: other['publicKey'] }, { ...good, publicKey: 'mpc1x' },
      { ...good, secretKey: secretKey.slice(2) }, { ...good, secretKey: secretKey.toUpperCase() + 'Z' }, { ...good, secretKey: undefined }, { ...good, secretKey: 5 }, { ...good, encrypted: {} },
    ];
    for (const text of [...damage.map((value) => JSON.stringify(value)), '', JSON.stringify(good).slice(0, -1), `${JSON.stringify(good)}x`, 'x'.repeat(20_000), '\ufffe']) {
      writeFileSync(home.identity, text);
      const refusal = (await loadIdentity(home).catch((error: unknown) => error)) as Error;
      expect(refusal).toMatchObject({ code: 'IDENTITY_INVALID' });
      expect(refusal.message).not.toContain(secretKey.slice(0, 8));
      expect(refusal.cause).toBeUndefined();
      await expect(readPublicIdentity(home)).rejects.toMatchObject({ code: 'IDENTITY_INVALID' });
    }
  });
});

async function otherHome(): Promise<Home> {
  const home = temporaryHome();
  await createIdentity(home, 'Other');
  return home;
}
