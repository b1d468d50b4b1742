import { decryptChaCha, encryptChaCha, TAG_LENGTH } from '../primitives/chacha20-poly1305.js';

export { TAG_LENGTH };

/**
 * A key and its counter (Noise revision 34, section 5.1), over ChaCha20-Poly1305 (RFC 8439).
 *
 * The handshake counts by itself: `encryptWithAd`, `decryptWithAd`. The transport numbers its frames and passes the number: `encryptAt`, `decryptAt`. In both
 * cases one number never encrypts twice under one key.
 */
export class CipherState {
  readonly #key: Uint8Array;
  /** The lowest number not yet used for encryption. In the handshake, the next number for either operation. */
  #next = 0;

  constructor(key: Uint8Array) {
    if (key.length !== 32) throw new RangeError('a cipher key has 32 bytes');
    this.#key = Uint8Array.from(key);
  }

  encryptWithAd(ad: Uint8Array, plaintext: Uint8Array): Uint8Array {
    return this.encryptAt(this.#next, ad, plaintext);
  }

  /** Returns undefined, and does not count, if authentication fails. */
  decryptWithAd(ad: Uint8Array, ciphertext: Uint8Array): Uint8Array | undefined {
    const plaintext = this.decryptAt(this.#next, ad, ciphertext);
    if (plaintext !== undefined) this.#next += 1;
    return plaintext;
  }

  /**
   * Encrypts message number n, with the tag's 16 bytes at the end. Numbers may leave gaps but must rise: a lower or repeated one throws a RangeError, because
   * two messages under one number reveal both messages and the tag's key. To send a message again, keep its ciphertext.
   */
  encryptAt(n: number, ad: Uint8Array, plaintext: Uint8Array): Uint8Array {
    if (!Number.isSafeInteger(n) || n < this.#next) throw new RangeError('a message number is used once and rises');
    this.#next = n + 1;
    return encryptChaCha(this.#key, nonceOf(n), ad, plaintext);
  }

  /** Decrypts message number n, in any order. Undefined if the ciphertext is not the one encrypted under that number. */
  decryptAt(n: number, ad: Uint8Array, ciphertext: Uint8Array): Uint8Array | undefined {
    if (!Number.isSafeInteger(n) || n < 0 || ciphertext.length < TAG_LENGTH) return undefined;
    return decryptChaCha(this.#key, nonceOf(n), ad, ciphertext);
  }

  /** Overwrites the key as far as JavaScript allows. The state cannot be used afterwards. */
  erase(): void {
    this.#key.fill(0);
    this.#next = Number.MAX_SAFE_INTEGER;
  }
}

/** Section 12.3: 32 bits of zeros, then the number as 64 bits little-endian. */
function nonceOf(n: number): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setBigUint64(4, BigInt(n), true);
  return nonce;
}
