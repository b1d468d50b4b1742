import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/crypto/bytes.js';
import { createPrivate, isMissing, readPrivate, replacePrivate } from '../../src/io/private-file.js';
import { shellQuoted } from '../../src/platform.js';
import { readPassphraseFile } from '../../src/io/passphrase-file.js';
import { temporaryFolder } from './temporary-home.js';

const fresh = (name = 'file') => join(temporaryFolder(), name);
const text = utf8('secret');

describe('private files', () => {
  it('creates with mode 0600 whatever the umask, and only once', async () => {
    const path = fresh();
    const umask = process.umask(0);
    try {
      await createPrivate(path, text);
      await replacePrivate(`${path}2`, text);
    } finally {
      process.umask(umask);
    }
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(`${path}2`).mode & 0o777).toBe(0o600);
    await expect(createPrivate(path, utf8('other'))).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await readPrivate(path, 6)).toEqual(text);
  });

  it('replaces, leaving nothing else behind', async () => {
    const path = fresh();
    await createPrivate(path, text);
    await replacePrivate(path, utf8('new'));
    expect(await readPrivate(path, 100)).toEqual(utf8('new'));
    expect(readdirSync(join(path, '..'))).toEqual(['file']);
  });

  it('does not write through a symbolic link when creating', async () => {
    const path = fresh();
    symlinkSync(`${path}-target`, path);
    await expect(createPrivate(path, text)).rejects.toMatchObject({ code: 'EEXIST' });
  });

  it('says so when it cannot write', async () => {
    await expect(createPrivate('/dev/null/x', text)).rejects.toMatchObject({ code: 'USAGE' });
    await expect(replacePrivate('/dev/null/x', text)).rejects.toMatchObject({ code: 'USAGE' });
    const folder = fresh();
    mkdirSync(folder);
    writeFileSync(join(folder, 'x'), '');
    await expect(replacePrivate(folder, text)).rejects.toMatchObject({ code: 'USAGE' });
    expect(readdirSync(join(folder, '..'))).toEqual(['file']);
  });

  it.each([0o604, 0o640, 0o620, 0o602, 0o610, 0o601])('refuses mode %o, naming the command that mends it', async (mode) => {
    const path = fresh("it's here");
    await createPrivate(path, text);
    chmodSync(path, mode);
    const refusal = await readPrivate(path, 100).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'IDENTITY_READABLE', exit: 4 });
    const { next } = refusal as { next: string };
    expect(next).toMatch(/^Run: chmod 600 '/);
    execFileSync('sh', ['-c', next.slice('Run: '.length)]);
    expect(await readPrivate(path, 100)).toEqual(text);
  });

  it('reads through a symbolic link, judging what it points to', async () => {
    const path = fresh();
    await createPrivate(path, text);
    symlinkSync(path, `${path}-link`);
    expect(await readPrivate(`${path}-link`, 100)).toEqual(text);
    chmodSync(path, 0o644);
    await expect(readPrivate(`${path}-link`, 100)).rejects.toMatchObject({ code: 'IDENTITY_READABLE' });
  });

  it.runIf(process.geteuid?.() === 0)('refuses a file of another user, even for root', async () => {
    const path = fresh();
    await createPrivate(path, text);
    chownSync(path, 12345, 12345);
    await expect(readPrivate(path, 100)).rejects.toMatchObject({ code: 'IDENTITY_READABLE' });
  });

  it('bounds the size', async () => {
    const path = fresh();
    await createPrivate(path, text);
    await expect(readPrivate(path, 5)).rejects.toMatchObject({ code: 'IDENTITY_INVALID' });
    await replacePrivate(path, new Uint8Array(0));
    expect(await readPrivate(path, 5)).toHaveLength(0);
  });

  it('refuses what is no regular file, without waiting', async () => {
    const folder = temporaryFolder();
    execFileSync('mkfifo', ['-m', '600', join(folder, 'pipe')]);
    await expect(readPrivate(join(folder, 'pipe'), 5)).rejects.toMatchObject({ code: 'IDENTITY_INVALID' });
    await expect(readPrivate(folder, 5)).rejects.toMatchObject({ code: 'IDENTITY_INVALID' });
    await expect(readPrivate('/dev/zero', 5)).rejects.toMatchObject({ code: 'IDENTITY_INVALID' });
  });

  it('leaves a missing file to the caller', async () => {
    expect(isMissing(await readPrivate(fresh(), 5).catch((error: unknown) => error))).toBe(true);
  });

  it('quotes paths for a shell', () => {
    for (const path of ['/a/b-c.json', "/it's", '/a b', '/$(x)`y`', '/a\nb', '/"', "/'\\n\\0\n\u001b[2J'"]) {
      expect(shellQuoted(path)).not.toMatch(/\p{Cc}/u);
      expect(execFileSync('sh', ['-c', `printf %s ${shellQuoted(path)}`], { encoding: 'utf8' })).toBe(path);
    }
  });
});

describe('passphrase files', () => {
  const holding = async (content: string | Uint8Array) => {
    const path = fresh();
    await createPrivate(path, typeof content === 'string' ? utf8(content) : content);
    return readPassphraseFile(path);
  };

  it('takes all of it but one line break', async () => {
    expect(await holding('pass phrase\n')).toBe('pass phrase');
    expect(await holding('pass\r\n')).toBe('pass');
    expect(await holding(' pass \n\n')).toBe(' pass \n');
    expect(await holding('é'.repeat(512))).toBe('é'.repeat(512));
  });

  it('refuses files that are empty, too long, not text, missing or exposed', async () => {
    await expect(holding('')).rejects.toMatchObject({ code: 'IDENTITY_LOCKED' });
    await expect(holding('\n')).rejects.toMatchObject({ code: 'IDENTITY_LOCKED' });
    await expect(holding(Uint8Array.of(0xff))).rejects.toMatchObject({ code: 'IDENTITY_LOCKED' });
    await expect(holding('x'.repeat(1025))).rejects.toMatchObject({ code: 'IDENTITY_INVALID' });
    await expect(readPassphraseFile(fresh())).rejects.toMatchObject({ code: 'IDENTITY_LOCKED' });
    const path = fresh();
    writeFileSync(path, 'pass', { mode: 0o644 });
    await expect(readPassphraseFile(path)).rejects.toMatchObject({ code: 'IDENTITY_READABLE' });
    expect(readFileSync(path, 'utf8')).toBe('pass');
  });
});
