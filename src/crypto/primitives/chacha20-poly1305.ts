import { createCipheriv, createDecipheriv } from 'node:crypto';

/** Bytes that authentication adds to a text. */
export const TAG_LENGTH = 16;
const ALGORITHM = 'chacha20-poly1305';

/** ChaCha20-Poly1305 (RFC 8439): ciphertext ‖ tag, in memory of its own. The key has 32 bytes, the nonce 12. */
export function encryptChaCha(key: Uint8Array, nonce: Uint8Array, ad: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_LENGTH });
  cipher.setAAD(ad, { plaintextLength: plaintext.length });
  const ciphertext = new Uint8Array(plaintext.length + TAG_LENGTH);
  ciphertext.set(cipher.update(plaintext));
  cipher.final();
  ciphertext.set(cipher.getAuthTag(), plaintext.length);
  return ciphertext;
}

/** Undefined if authentication fails. Never throws on hostile bytes. */
export function decryptChaCha(key: Uint8Array, nonce: Uint8Array, ad: Uint8Array, ciphertext: Uint8Array): Uint8Array | undefined {
  const length = ciphertext.length - TAG_LENGTH;
  if (length < 0) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_LENGTH });
  decipher.setAuthTag(ciphertext.subarray(length));
  decipher.setAAD(ad, { plaintextLength: length });
  const plaintext = decipher.update(ciphertext.subarray(0, length));
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return new Uint8Array(plaintext.buffer, plaintext.byteOffset, length);
}
