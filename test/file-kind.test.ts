import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAgreementFile } from '../src/app/agreement-file.js';
import { kindOf, refuseOwnKinds } from '../src/app/file-kind.js';
import { readRotation } from '../src/app/rotation-file.js';
import { readOpening } from '../src/app/opening-file.js';
import { readReceiptFile } from '../src/app/receipts.js';
import { readShareFile } from '../src/app/share-file.js';
import { toHex } from '../src/crypto/bytes.js';
import { encodePublicKey } from '../src/crypto/public-key.js';
import { createInvite, encodeInvite } from '../src/session/invite.js';
import { newIdentity, serialise } from '../src/io/identity-file.js';
import { canonicalBytes } from '../src/session/agreement/canonical.js';
import { receiptText } from '../src/session/receipt.js';
import { encodeShare } from '../src/session/share/file.js';
import { makeOpening, openingBytes } from '../src/session/share/opening.js';
import { identityOf, sealedSession } from './support/sealed-sessions.js';

const folder = mkdtempSync(join(tmpdir(), 'mpc-kind-'));
afterAll(() => rmSync(folder, { recursive: true }));

const files: Record<string, string> = {};

beforeAll(async () => {
  const identities = ['Ann', 'Bob', 'Cid'].map(identityOf);
  const { shares, receipt } = await sealedSession(identities, { Ann: { sum: 1n, count: 1n }, Bob: { sum: 2n, count: 1n }, Cid: { sum: 3n, count: 1n } }, { threshold: 2 });
  const [ann] = identities;
  const share = shares.get('Ann');
  if (ann === undefined || share === undefined) throw new Error('Ann holds no share');
  const secret = newIdentity('Dora');
  const contents: Record<string, Uint8Array | string> = {
    'an agreement': canonicalBytes(receipt.agreement),
    'a receipt': receiptText(receipt),
    'a share file': await encodeShare(share, ann, false),
    'an opening agreement': openingBytes(makeOpening(receipt, { recipients: ['Ann'], purpose: 'A test' }, Date.now())),
    'an identity, which is a secret': await serialise(secret),
  };
  for (const [kind, content] of Object.entries(contents)) {
    const path = join(folder, `${Object.keys(files).length}.json`);
    writeFileSync(path, content);
    chmodSync(path, 0o600);
    files[kind] = path;
  }
  files['secret'] = toHex(secret.secretKey);
});

const READERS = [
  ['an agreement', readAgreementFile],
  ['an opening agreement', readOpening],
  ['a receipt', readReceiptFile],
  ['a share file', readShareFile],
] as const;

describe('a file of the wrong kind', () => {
  it.each(READERS)('is recognised and named where %s is needed', async (wanted, read) => {
    await read(files[wanted] ?? '');
    for (const [kind, path] of Object.entries(files).filter(([each]) => each !== wanted && each !== 'secret')) {
      const error = (await Promise.resolve(read(path)).catch((each: unknown) => each)) as Error & { next: string };
      expect(error.message).toContain(`is ${kind}, and ${wanted} is needed here.`);
      expect(error.next).not.toBe('');
      expect(error.message + error.next).not.toContain(files['secret']);
    }
  });

  it.each(READERS)('of another version is refused with the program that reads it: %s', async (kind, read) => {
    const path = join(folder, 'newer.json');
    const text = readFileSync(files[kind] ?? '', 'utf8');
    const { format } = JSON.parse(text) as { format: string };
    const version = Number(format.split('/')[1]);
    for (const other of [version + 1, 999]) {
      const at = text.lastIndexOf(`"format":"${format}"`);
      writeFileSync(path, text.slice(0, at) + text.slice(at).replace(`/${version}"`, `/${other}"`));
      chmodSync(path, 0o600);
      const error = (await Promise.resolve(read(path)).catch((each: unknown) => each)) as Error & { next: string };
      expect(error.message).toContain(`is ${kind} in the format ${format.replace(/\d+$/, String(other))}, which a newer mpc than this one reads; this program reads ${format}.`);
      expect(error.next).toContain('mpc --version');
    }
  });

  it.each([
    ['an invite', (): string => encodeInvite(createInvite('wss://relay.example.org', 3))],
    ['a party’s name and public key', (): string => `Name:        Ann\nPublic key:  ${encodePublicKey(newIdentity('Ann').publicKey)}\nFingerprint: a b c\n`],
    ['a public key', (): string => encodePublicKey(newIdentity('Ann').publicKey)],
    ['a program', (): string => '# for March\ntally 1\nanalysis "x"\n'],
    ['a table (CSV)', (): string => 'name,born\nAnn,1990\nBob,1991\n'],
    ['a workbook or an archive', (): string => 'PK\x03\x04rest'],
    ['a compressed file', (): string => '\x1f\x8brest'],
    ['a PDF', (): string => '%PDF-1.7'],
    ['a certificate or a key of TLS (PEM)', (): string => '-----BEGIN CERTIFICATE-----\nAAAA\n'],
    ['what a session printed under --json', (): string => '{"session":"a","operation":"sum","agreement":"b","result":null}\n'],
    ['JSON that is no file of mpc', (): string => '{"a":1}\n{"a":2}\n'],
    ['empty', (): string => ''],
    ['no text', (): string => '\x00\x01\x02\x03'],
    ['a text', (): string => 'Dear all, this is a letter.\nBye\n'],
  ] as const)('%s is named in place of each that a command takes', async (name, content) => {
    const path = join(folder, 'other');
    writeFileSync(path, /[\x80-\xff]/.test(content()) && !content().includes('’') ? Buffer.from(content(), 'latin1') : content());
    // Others may read it: that is not what is wrong with it.
    chmodSync(path, 0o644);
    for (const [wanted, read] of [...READERS, ['a statement that a key was exchanged', readRotation]] as const) {
      const error = (await Promise.resolve(read(path)).catch((each: unknown) => each)) as Error & { next: string };
      expect(error.message).toBe(`${path} is ${name}, and ${wanted} is needed here.`);
      expect(error.next).not.toBe('');
    }
  });

  it('is not read as a party’s own data, and no line of it stands in an error', async () => {
    const path = join(folder, 'secret');
    const invite = encodeInvite(createInvite('wss://relay.example.org', 3));
    for (const content of [invite, `Hello,\n> ${invite.slice(0, 30)}\n> ${invite.slice(30)}\n`, 'tally 1\nanalysis "x"\n']) {
      writeFileSync(path, content);
      await expect(refuseOwnKinds(path, 'this party’s own data', 'INPUT_INVALID')).rejects.toMatchObject({ code: 'INPUT_INVALID', message: expect.not.stringContaining('mpcinvite1') as string });
    }
    for (const content of ['name\nAnn\n', 'tally 1,b\n2,3\n', '{"a":1}\n', 'we mpc invite 1 person\n', '']) {
      writeFileSync(path, content);
      await refuseOwnKinds(path, 'this party’s own data', 'INPUT_INVALID');
    }
    await refuseOwnKinds(join(folder, 'missing'), 'this party’s own data', 'INPUT_INVALID');
    await refuseOwnKinds(folder, 'this party’s own data', 'INPUT_INVALID');
  });

  it('is not guessed where nothing says it', () => {
    for (const text of ['', '{', '{"format":5}', '{"format":"other/1"}', 'a,b\n1,2\n', '[]']) expect(kindOf(Buffer.from(text))).toBeUndefined();
  });
});
