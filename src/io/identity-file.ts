import * as v from 'valibot';
import { parseJsonAs } from '../json-as.js';
import { equalBytes, fromHex, lengthPrefixed, toHex, utf8 } from '../crypto/bytes.js';
import { generateSecretKey, publicKeyOf } from '../crypto/ed25519.js';
import { checkPartyName } from '../crypto/party-name.js';
import { decodeStoredKey, encodePublicKey } from '../crypto/public-key.js';
import { decrypt, encrypt, unusualWork, type SecretBox } from '../crypto/secretbox.js';
import { MpcError } from '../errors.js';
import { versionError } from '../other-version.js';
import { checkFolders, ensureFolder, type Home } from './home.js';
import { createPrivate, isMissing, readPrivate } from './private-file.js';

/** This party's name and keys. The secret key is the 32-byte seed of Ed25519. */
export interface Identity {
  name: string;
  publicKey: Uint8Array;
  secretKey: Uint8Array;
}

/** What can be known about an identity without its passphrase. */
export interface PublicIdentity {
  name: string;
  publicKey: Uint8Array;
  isEncrypted: boolean;
}

const FORMAT = 'mpc-identity/1';
export const MAX_IDENTITY_BYTES = 16 * 1024;

const FileSchema = v.strictObject({
  format: v.literal(FORMAT),
  name: v.string(),
  publicKey: v.string(),
  secretKey: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))),
  encrypted: v.optional(
    v.strictObject({
      kdf: v.literal('scrypt'),
      n: v.number(),
      r: v.number(),
      p: v.number(),
      salt: v.string(),
      cipher: v.literal('xchacha20-poly1305'),
      nonce: v.string(),
      ciphertext: v.string(),
    }),
  ),
});

interface Parsed {
  name: string;
  publicKey: Uint8Array;
  secret: { key: Uint8Array } | { box: SecretBox };
}

/**
 * Makes this machine's identity. With a passphrase the secret key is stored encrypted. Throws IDENTITY_EXISTS when
 * there is one, USAGE on a bad name.
 */
export async function createIdentity(home: Home, name: string, passphrase?: string): Promise<Identity> {
  const identity = newIdentity(checkPartyName(name));
  await ensureFolder(home.config);
  try {
    await createPrivate(home.identity, await serialise(identity, passphrase));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new MpcError('IDENTITY_EXISTS', `There is an identity already: ${home.identity}.`, 'Use it (`mpc whoami` shows it), or make a new key for it with `mpc init --rotate`.');
  }
  return identity;
}

/**
 * Loads this machine's identity, from folders that nobody else can change (HOME_WRITABLE); asks for a passphrase only if it is encrypted. Throws IDENTITY_MISSING,
 * IDENTITY_READABLE, IDENTITY_LOCKED (no passphrase to be had, or a wrong one) or IDENTITY_INVALID. A file that asks for much more work than
 * `createIdentity` chooses is opened only if `confirmWork` agrees, which is told how many times as much.
 */
export async function loadIdentity(home: Home, askPassphrase?: () => Promise<string>, confirmWork?: (times: number) => Promise<boolean>): Promise<Identity> {
  const { name, publicKey, secret } = await readIdentityFile(home);
  const secretKey = 'key' in secret ? secret.key : await unlock(home, name, publicKey, secret.box, askPassphrase, confirmWork);
  if (secretKey.length !== 32 || !equalBytes(publicKeyOf(secretKey), publicKey)) throw damaged(home.identity);
  return { name, publicKey, secretKey };
}

/** The public half of this machine's identity, for which no passphrase is needed. Throws as `loadIdentity`. */
export async function readPublicIdentity(home: Home): Promise<PublicIdentity> {
  const { name, publicKey, secret } = await readIdentityFile(home);
  if ('key' in secret && !equalBytes(publicKeyOf(secret.key), publicKey)) throw damaged(home.identity);
  return { name, publicKey, isEncrypted: 'box' in secret };
}

/** A fresh key under a name that was checked. */
export function newIdentity(name: string): Identity {
  const secretKey = generateSecretKey();
  return { name, publicKey: publicKeyOf(secretKey), secretKey };
}

/** The bytes of an identity file. */
export async function serialise({ name, publicKey, secretKey }: Identity, passphrase?: string): Promise<Uint8Array> {
  if (passphrase === '') throw new MpcError('USAGE', 'The passphrase is empty.', 'Choose one, or leave the identity unencrypted.');
  const secret = passphrase === undefined ? { secretKey: toHex(secretKey) } : { encrypted: await encrypt(secretKey, passphrase, boundTo(name, publicKey)) };
  const file: v.InferInput<typeof FileSchema> = { format: FORMAT, name, publicKey: encodePublicKey(publicKey), ...secret };
  return utf8(`${JSON.stringify(file, null, 2)}\n`);
}

async function readIdentityFile(home: Home): Promise<Parsed> {
  await checkFolders(home);
  let bytes: Uint8Array;
  try {
    bytes = await readPrivate(home.identity, MAX_IDENTITY_BYTES);
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new MpcError('IDENTITY_MISSING', `There is no identity on this machine yet (${home.identity}).`, 'Make one: mpc init NAME');
  }
  return parseIdentity(bytes, home.identity);
}

/** The content of an identity file. Throws IDENTITY_INVALID, which names `path`. */
export function parseIdentity(bytes: Uint8Array, path: string): Parsed {
  try {
    const file = parseJsonAs(FileSchema, bytes, { maxBytes: MAX_IDENTITY_BYTES });
    const { secretKey, encrypted } = file;
    if ((secretKey === undefined) === (encrypted === undefined)) throw new Error('one secret, plain or encrypted');
    const secret = encrypted === undefined ? { key: fromHex(secretKey ?? '') } : { box: encrypted };
    return { name: checkPartyName(file.name), publicKey: decodeStoredKey(file.publicKey), secret };
  } catch {
    // Without the cause: a parser's message about this file may quote the secret.
    throw versionError(bytes, FORMAT, `The identity file ${path}`, 'IDENTITY_INVALID') ?? damaged(path);
  }
}

async function unlock(home: Home, name: string, publicKey: Uint8Array, box: SecretBox, askPassphrase?: () => Promise<string>, confirmWork?: (times: number) => Promise<boolean>): Promise<Uint8Array> {
  if (askPassphrase === undefined) {
    throw new MpcError('IDENTITY_LOCKED', 'The identity is encrypted, and there is no passphrase.', 'Give it with --passphrase-file FILE, or run at a terminal to be asked.');
  }
  let secretKey: Uint8Array | undefined;
  try {
    const times = unusualWork(box);
    if (times !== undefined && !((await confirmWork?.(times)) ?? false)) throw tooMuchWork(home.identity, times);
    const passphrase = await askPassphrase();
    secretKey = await decrypt(box, passphrase, boundTo(name, publicKey));
  } catch (error) {
    if (error instanceof RangeError) throw damaged(home.identity);
    throw error;
  }
  if (secretKey === undefined) throw new MpcError('IDENTITY_LOCKED', 'The passphrase is wrong.', 'Try again; without it the identity is lost, and a new one must be made and made known.');
  return secretKey;
}

function tooMuchWork(path: string, times: number): MpcError {
  return new MpcError(
    'IDENTITY_LOCKED',
    `The identity file ${path} asks for ${times} times the time and memory that \`mpc init\` chooses, before a passphrase can be tried.`,
    'Whoever can write that file can make this machine stand still. If the file is yours, unlock it once at a terminal, where you are asked; otherwise restore it from your back-up.',
  );
}

function boundTo(name: string, publicKey: Uint8Array): Uint8Array {
  return lengthPrefixed(utf8('mpc identity v1'), utf8(name), publicKey);
}

function damaged(path: string): MpcError {
  return new MpcError('IDENTITY_INVALID', `The identity file ${path} is damaged.`, 'Restore it from your back-up (docs/identities.md).');
}
