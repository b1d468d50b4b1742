import { createPrivateKey, createPublicKey, sign as nativeSign, verify as nativeVerify, type KeyObject } from 'node:crypto';
import { concat, plain } from '../bytes.js';
import { importPublicKey } from './import-key.js';

// RFC 8410: the fixed DER bytes before a raw key.
const PKCS8 = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20);
const SPKI = Uint8Array.of(0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0);

/**
 * OpenSSL's form of a key that is used repeatedly: making it takes longer than a signature. It is stored under the array that holds the key, for as long as
 * that array lives. No code changes a key in place.
 */
type Imported = WeakMap<Uint8Array, KeyObject>;
const importedSeeds: Imported = new WeakMap();
const importedPublicKeys: Imported = new WeakMap();

function once(imported: Imported, key: Uint8Array, importKey: () => KeyObject): KeyObject {
  let object = imported.get(key);
  if (object === undefined) {
    object = importKey();
    imported.set(key, object);
  }
  return object;
}

function importSeed(seed: Uint8Array): KeyObject {
  const der = Buffer.from(concat(PKCS8, seed));
  try {
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } finally {
    der.fill(0);
  }
}

/** The public key of a seed of 32 bytes. */
export function ed25519PublicKey(seed: Uint8Array): Uint8Array {
  const der = createPublicKey(once(importedSeeds, seed, () => importSeed(seed))).export({ format: 'der', type: 'spki' });
  return plain(der.subarray(SPKI.length));
}

/** Ed25519 (RFC 8032): 64 bytes. */
export function ed25519Sign(seed: Uint8Array, message: Uint8Array): Uint8Array {
  return plain(nativeSign(null, message, once(importedSeeds, seed, () => importSeed(seed))));
}

/** OpenSSL's own check, which does not check the key: see `crypto/ed25519.ts`. Throws on bytes that are not a key. */
export function ed25519Verify(publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): boolean {
  return nativeVerify(null, message, once(importedPublicKeys, publicKey, () => importPublicKey('Ed25519', publicKey)), signature);
}

/** Whether a signature was verified under this very array before. If so, its key need not be checked again. */
export function wasVerifiedWith(publicKey: Uint8Array): boolean {
  return importedPublicKeys.has(publicKey);
}
