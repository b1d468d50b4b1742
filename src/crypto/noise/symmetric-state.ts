import { concat, utf8 } from '../bytes.js';
import { noiseHash, noiseHmac, type HashName } from '../primitives/noise-hash.js';
import { CipherState } from './cipher-state.js';

export type { HashName };

const HASH_LENGTH = 32;

/** The running hash and chaining key of a handshake (Noise revision 34, section 5.2). Both hashes have 32-byte output, so keys need no truncation. */
export class SymmetricState {
  readonly #hashName: HashName;
  #hash: Uint8Array;
  #chainingKey: Uint8Array;
  #cipher: CipherState | undefined;

  constructor(protocolName: string, hashName: HashName) {
    this.#hashName = hashName;
    const name = utf8(protocolName);
    this.#hash = name.length <= HASH_LENGTH ? concat(name, new Uint8Array(HASH_LENGTH - name.length)) : noiseHash(hashName, name);
    this.#chainingKey = Uint8Array.from(this.#hash);
  }

  /** h: binds data sent over the channel to this handshake (section 11.2). */
  get handshakeHash(): Uint8Array {
    return Uint8Array.from(this.#hash);
  }

  mixHash(data: Uint8Array): void {
    this.#hash = noiseHash(this.#hashName, this.#hash, data);
  }

  mixKey(input: Uint8Array): void {
    const [chainingKey, key] = this.#derive(input);
    this.#advance(chainingKey, key);
  }

  mixKeyAndHash(input: Uint8Array): void {
    const [chainingKey, intoHash, key] = this.#derive(input);
    this.mixHash(intoHash);
    this.#advance(chainingKey, key);
  }

  encryptAndHash(plaintext: Uint8Array): Uint8Array {
    const ciphertext = this.#cipher === undefined ? Uint8Array.from(plaintext) : this.#cipher.encryptWithAd(this.#hash, plaintext);
    this.mixHash(ciphertext);
    return ciphertext;
  }

  /** Returns undefined if authentication fails. Before there is a key nothing is encrypted, so everything passes. */
  decryptAndHash(ciphertext: Uint8Array): Uint8Array | undefined {
    const plaintext = this.#cipher === undefined ? Uint8Array.from(ciphertext) : this.#cipher.decryptWithAd(this.#hash, ciphertext);
    if (plaintext !== undefined) this.mixHash(ciphertext);
    return plaintext;
  }

  get hasKey(): boolean {
    return this.#cipher !== undefined;
  }

  /** The two transport keys. The key of the initiator's messages comes first. */
  split(): [CipherState, CipherState] {
    const [first, second] = this.#derive(new Uint8Array(0));
    const states: [CipherState, CipherState] = [new CipherState(first), new CipherState(second)];
    first.fill(0);
    second.fill(0);
    this.erase();
    return states;
  }

  /** Overwrites the keys as far as JavaScript allows. The hash is public and stays. */
  erase(): void {
    this.#chainingKey.fill(0);
    this.#cipher?.erase();
    this.#cipher = undefined;
  }

  #advance(chainingKey: Uint8Array, key: Uint8Array): void {
    this.erase();
    this.#chainingKey = chainingKey;
    this.#cipher = new CipherState(key);
    key.fill(0);
  }

  /** HKDF of section 4.3: three outputs, each an HMAC over the previous one and its number. */
  #derive(input: Uint8Array): [Uint8Array, Uint8Array, Uint8Array] {
    const mac = (key: Uint8Array, ...data: Uint8Array[]) => noiseHmac(this.#hashName, key, concat(...data));
    const temporary = mac(this.#chainingKey, input);
    const first = mac(temporary, Uint8Array.of(1));
    const second = mac(temporary, first, Uint8Array.of(2));
    const third = mac(temporary, second, Uint8Array.of(3));
    temporary.fill(0);
    return [first, second, third];
  }
}
