import { createPrivateKey, createPublicKey, diffieHellman, type KeyObject } from 'node:crypto';
import { concat, plain } from '../bytes.js';
import { importPublicKey } from './import-key.js';

// RFC 8410: the fixed DER bytes before a raw secret key, and before a public one.
const PKCS8 = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20);
const SPKI = Uint8Array.of(0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 3, 0x21, 0);

/**
 * OpenSSL's form of a secret. Making it takes ten times as long as using it in a handshake, which happens several times. It is stored under the array that
 * holds the secret, for as long as that array lives. Code that erases the array must also remove its entry.
 */
const imported = new WeakMap<Uint8Array, KeyObject>();

function secretKeyOf(secret: Uint8Array): KeyObject {
  const known = imported.get(secret);
  if (known !== undefined) return known;
  const key = importSecret(secret);
  imported.set(secret, key);
  return key;
}

function importSecret(secret: Uint8Array): KeyObject {
  const der = Buffer.from(concat(PKCS8, secret));
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } finally {
    der.fill(0);
  }
}

/** The public key of a secret of 32 bytes. */
export function x25519PublicKey(secret: Uint8Array): Uint8Array {
  const der = createPublicKey(secretKeyOf(secret)).export({ format: 'der', type: 'spki' });
  return plain(der.subarray(SPKI.length));
}

/** X25519 (RFC 7748): 32 bytes. Throws if OpenSSL refuses the key. */
export function x25519(secret: Uint8Array, publicKey: Uint8Array): Uint8Array {
  return plain(diffieHellman({ privateKey: secretKeyOf(secret), publicKey: importPublicKey('X25519', publicKey) }));
}
