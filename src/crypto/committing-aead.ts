import { concat, equalBytes } from './bytes.js';
import { hmac } from './hash.js';
import { decryptChaCha, encryptChaCha, TAG_LENGTH } from './primitives/chacha20-poly1305.js';

/**
 * Encryption with associated data that commits to its key: no ciphertext opens under two keys. ChaCha20-Poly1305 (RFC 8439) alone does not ensure this: an
 * encrypting party could make one entry that two different keys open, to different texts.
 *
 * The construction is the generic one of Albertini, Duong, Gueron, Kölbl, Luykx and Schmieg, "How to Abuse and Fix Authenticated
 * Encryption Without Key Commitment" (eprint 2020/1456): from the key, by a function that is a PRF and collision-resistant (here
 * HMAC-SHA-256), derive one key to encrypt with, and a commitment of 32 bytes that is sent along and checked.
 *
 * A key encrypts one text only: the nonce is zero.
 */
export const KEY_LENGTH = 32;
const COMMITMENT_LENGTH = 32;
/** Bytes by which a ciphertext is longer than its text. */
export const OVERHEAD = TAG_LENGTH + COMMITMENT_LENGTH;

const NONCE = new Uint8Array(12);

/** commitment(32) ‖ ciphertext ‖ tag(16). The key, of 32 bytes, must never encrypt another text. */
export function encryptOnce(key: Uint8Array, ad: Uint8Array, plaintext: Uint8Array): Uint8Array {
  return concat(commitmentTo(key), encryptChaCha(encryptionKey(key), NONCE, ad, plaintext));
}

/** Undefined if the key or `ad` differs, or the bytes were altered. Never throws on hostile bytes. */
export function decryptOnce(key: Uint8Array, ad: Uint8Array, ciphertext: Uint8Array): Uint8Array | undefined {
  if (ciphertext.length < OVERHEAD || !equalBytes(ciphertext.subarray(0, COMMITMENT_LENGTH), commitmentTo(key))) return undefined;
  return decryptChaCha(encryptionKey(key), NONCE, ad, ciphertext.subarray(COMMITMENT_LENGTH));
}

function encryptionKey(key: Uint8Array): Uint8Array {
  return hmac(key, 'mpc committing aead key v1');
}

function commitmentTo(key: Uint8Array): Uint8Array {
  return hmac(key, 'mpc committing aead commitment v1');
}
