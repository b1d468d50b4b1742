import type { KemKeyPair, MlKem } from './types.js';

/**
 * The same KEM, with one key pair made before it is needed. If ML-KEM is JavaScript, the first key of a process takes ten times as long as the next, because
 * its code is compiled meanwhile. A side that waits for an answer has time for this. A side that turns out not to need a key has still run the same code.
 */
export class KeyAhead implements MlKem {
  readonly #kem: MlKem;
  #ahead: KemKeyPair | undefined;
  #isErased = false;

  constructor(kem: MlKem) {
    this.#kem = kem;
  }

  prepare(): void {
    if (!this.#isErased) this.#ahead ??= this.#kem.generate();
  }

  generate(): KemKeyPair {
    const pair = this.#ahead ?? this.#kem.generate();
    this.#ahead = undefined;
    return pair;
  }

  encapsulate(publicKey: Uint8Array): ReturnType<MlKem['encapsulate']> {
    return this.#kem.encapsulate(publicKey);
  }

  /** Erases the key pair that was made ahead. No pair is made ahead from then on. */
  erase(): void {
    this.#isErased = true;
    this.#ahead?.erase();
    this.#ahead = undefined;
  }
}
