import * as v from 'valibot';
import { parseJsonAs } from '../../json-as.js';
import { fromHex, toHex, utf8 } from '../../crypto/bytes.js';
import { hkdf } from '../../crypto/hash.js';
import { randomBytes } from '../../crypto/random.js';
import { MpcError } from '../../errors.js';
import { versionError } from '../../other-version.js';
import type { Agreement } from '../agreement/types.js';
import type { SecretKeyOfIdentity } from './file.js';
import { sealingOf } from './sealing.js';

export const LIST_FORMAT = 'mpc-sealed-list/1';
/** A comparison of a million keys takes a quarter of this. */
export const MAX_LIST_BYTES = 256 * 1024 * 1024;

const hex = v.pipe(v.string(), v.maxLength(128), v.regex(/^[0-9a-f]*$/));
const outerSchema = v.strictObject({ format: v.literal(LIST_FORMAT), session: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)), nonce: hex, ciphertext: v.string() });

/** The session of the sealed result, and the key of the party that keeps the file. */
export interface KeptFor {
  readonly agreement: Agreement;
  readonly session: string;
  readonly identity: SecretKeyOfIdentity;
}

/**
 * What a recipient keeps of a session until its sealed result is opened (`Sealing.keeps`). It is always encrypted and authenticated under a key that only this
 * identity gives, and bound to the session. For a comparison it is as secret as the list itself. Throws INPUT_TOO_MANY if it would be longer than
 * `MAX_LIST_BYTES`.
 */
export async function encodeList(kept: object, { agreement, session, identity }: KeptFor): Promise<Uint8Array> {
  const opener = await sealingOf(agreement).load();
  const { xchacha20poly1305 } = await import('@noble/ciphers/chacha.js');
  const nonce = randomBytes(24);
  const sealed = xchacha20poly1305(keyOf(identity), nonce, utf8(session)).encrypt(opener.encodeKept(kept));
  const file = utf8(JSON.stringify({ format: LIST_FORMAT, session, nonce: toHex(nonce), ciphertext: base64(sealed) }));
  // Checked before anyone signs that all is well: nobody could open what this party cannot read again.
  if (file.length > MAX_LIST_BYTES) throw new MpcError('INPUT_TOO_MANY', 'What this recipient would have to keep of the comparison is larger than 256 MiB.', 'Agree on smaller caps, or leave long cells out of the key columns.');
  return file;
}

/** Throws SHARE_INVALID if the file belongs to another session or identity, or was altered. */
export async function decodeList(bytes: Uint8Array, { agreement, session, identity }: KeptFor): Promise<object> {
  const opener = await sealingOf(agreement).load();
  try {
    const outer = parseJsonAs(outerSchema, bytes, { maxBytes: MAX_LIST_BYTES });
    if (outer.session !== session) throw invalid();
    const { xchacha20poly1305 } = await import('@noble/ciphers/chacha.js');
    return opener.decodeKept(xchacha20poly1305(keyOf(identity), fromHex(outer.nonce), utf8(session)).decrypt(bytesOf(outer.ciphertext)));
  } catch {
    throw versionError(bytes, LIST_FORMAT, 'What this party kept of the sealed comparison', 'SHARE_INVALID') ?? invalid();
  }
}

function keyOf({ secretKey }: SecretKeyOfIdentity): Uint8Array {
  return hkdf(secretKey, utf8(LIST_FORMAT), 'encryption key', 32);
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'base64'));
}

function invalid(): MpcError {
  return new MpcError('SHARE_INVALID', 'What this party kept of the sealed comparison is damaged, of another session, or of another identity.', 'Restore shares/SESSION.list.json of MPC_HOME from your back-up; after a rotation use the old identity, which is kept as identity-OLDKEY.json.');
}
