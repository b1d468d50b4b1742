import { fromHex, lengthPrefixed, toHex, u32be, utf8 } from './bytes.js';
import { deriveWithScrypt } from './primitives/scrypt.js';
import { randomBytes } from './random.js';

/**
 * Encryption under a passphrase: scrypt (RFC 7914) for the key, XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha) for the rest. It is meant for files on the user's
 * own disk. The cipher does not commit to its key, which matters only if a stranger's box is tried with many passphrases.
 */
export interface SecretBox {
  kdf: 'scrypt';
  n: number;
  r: number;
  p: number;
  /** 32 bytes in lower-case hex. */
  salt: string;
  cipher: 'xchacha20-poly1305';
  /** 24 bytes in lower-case hex. */
  nonce: string;
  /** Lower-case hex, with the tag's 16 bytes at the end. */
  ciphertext: string;
}

const DEFAULTS = { n: 2 ** 17, r: 8, p: 1 } as const;
const SALT_LENGTH = 32;
const NONCE_LENGTH = 24;
const TAG_LENGTH = 16;
const MAX_CIPHERTEXT_LENGTH = 2 ** 20;
const MAX_MEMORY = 2 ** 30;
/** The work to do without asking, as a multiple of the work of a box that `encrypt` makes. */
const MOST_UNASKED = 4;

/** Encrypts. `ad` is bound to the box, but not hidden in it. Takes about half a second and 128 MiB, on purpose. */
export async function encrypt(plaintext: Uint8Array, passphrase: string, ad: Uint8Array): Promise<SecretBox> {
  const salt = randomBytes(SALT_LENGTH);
  const nonce = randomBytes(NONCE_LENGTH);
  const key = await deriveKey(passphrase, salt, DEFAULTS);
  const { xchacha20poly1305 } = await import('@noble/ciphers/chacha.js');
  const ciphertext = xchacha20poly1305(key, nonce, boundTo(DEFAULTS, salt, ad)).encrypt(plaintext);
  key.fill(0);
  return { kdf: 'scrypt', ...DEFAULTS, salt: toHex(salt), cipher: 'xchacha20-poly1305', nonce: toHex(nonce), ciphertext: toHex(ciphertext) };
}

/**
 * Decrypts. Undefined if the passphrase or `ad` is wrong or the box was altered. Throws a RangeError, before it allocates anything, on a box with malformed
 * fields or with unreasonable work parameters.
 */
export async function decrypt(box: SecretBox, passphrase: string, ad: Uint8Array): Promise<Uint8Array | undefined> {
  checkBox(box);
  const salt = fromHex(box.salt);
  const key = await deriveKey(passphrase, salt, box);
  const { xchacha20poly1305 } = await import('@noble/ciphers/chacha.js');
  try {
    return xchacha20poly1305(key, fromHex(box.nonce), boundTo(box, salt, ad)).decrypt(fromHex(box.ciphertext));
  } catch {
    return undefined;
  } finally {
    key.fill(0);
  }
}

/**
 * The work that this box asks for, as a multiple of the work of a box that `encrypt` makes, if it is so much that the owner should be asked first; otherwise
 * undefined. `encrypt` takes half a second and 128 MiB. Throws a RangeError as `decrypt`.
 */
export function unusualWork(box: SecretBox): number | undefined {
  checkBox(box);
  const times = (box.n * box.r * box.p) / (DEFAULTS.n * DEFAULTS.r * DEFAULTS.p);
  return times > MOST_UNASKED ? times : undefined;
}

interface Work {
  n: number;
  r: number;
  p: number;
}

function checkBox(box: SecretBox): void {
  const kdf: string = box.kdf;
  const cipher: string = box.cipher;
  const { n, r, p } = box;
  const isWhole = [n, r, p].every((value) => Number.isSafeInteger(value) && value >= 1);
  if (kdf !== 'scrypt' || cipher !== 'xchacha20-poly1305') throw new RangeError('unknown kind of box');
  if (!isWhole || n < 2 || n > 2 ** 20 || !Number.isInteger(Math.log2(n)) || r > 16 || p > 4 || 128 * n * r > MAX_MEMORY) {
    throw new RangeError('scrypt parameters out of bounds');
  }
  const isHex = (text: string, minimum: number, maximum: number) =>
    typeof text === 'string' && text.length % 2 === 0 && text.length >= 2 * minimum && text.length <= 2 * maximum && /^[0-9a-f]*$/.test(text);
  if (!isHex(box.salt, SALT_LENGTH, SALT_LENGTH) || !isHex(box.nonce, NONCE_LENGTH, NONCE_LENGTH) || !isHex(box.ciphertext, TAG_LENGTH, MAX_CIPHERTEXT_LENGTH)) {
    throw new RangeError('malformed box');
  }
}

async function deriveKey(passphrase: string, salt: Uint8Array, work: Work): Promise<Uint8Array> {
  // NFKC: the same passphrase typed on another keyboard or system gives the same bytes.
  const secret = utf8(passphrase.normalize('NFKC'));
  try {
    return await deriveWithScrypt(secret, salt, work, 2 * MAX_MEMORY);
  } finally {
    secret.fill(0);
  }
}

function boundTo({ n, r, p }: Work, salt: Uint8Array, ad: Uint8Array): Uint8Array {
  return lengthPrefixed(utf8('mpc secret box v1'), u32be(n), u32be(r), u32be(p), salt, ad);
}
