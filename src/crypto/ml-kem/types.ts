/**
 * ML-KEM-768 (FIPS 203): a key encapsulation mechanism designed to withstand quantum computers. It is in category 3 of NIST's five, as hard to break as AES-192
 * is thought to be.
 */
export const KEM_PUBLIC_KEY_LENGTH = 1184;
export const KEM_CIPHERTEXT_LENGTH = 1088;
export const KEM_SECRET_LENGTH = 32;

/** A key pair for one handshake. */
export interface KemKeyPair {
  readonly publicKey: Uint8Array;
  /**
   * The shared secret, 32 bytes. An altered ciphertext gives another secret without an error (implicit rejection): what is made with that secret then fails.
   * Throws a RangeError on a ciphertext of another length.
   */
  decapsulate(ciphertext: Uint8Array): Uint8Array;
  /** Overwrites the secret key, as far as possible. */
  erase(): void;
}

export interface MlKem {
  generate(): KemKeyPair;
  /** A fresh secret and its ciphertext. Throws a RangeError on a public key of another length or with unreduced coefficients (FIPS 203, section 7.2). */
  encapsulate(publicKey: Uint8Array): { readonly ciphertext: Uint8Array; readonly secret: Uint8Array };
}

export function checkedLength(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length !== length) throw new RangeError(`${length} bytes are needed`);
  return bytes;
}
