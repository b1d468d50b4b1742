import type { KemKeyPair, MlKem } from './types.js';

/**
 * The same, with one key pair made before it is needed. Where ML-KEM is JavaScript, the first key of a process takes ten times as long as the next, since its code is compiled meanwhile; whoever
 * waits for an answer has that time. A side that turns out to need no key of its own has run the same code.
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

  /** What was made ahead; nothing is from then on. */
  erase(): void {
    this.#isErased = true;
    this.#ahead?.erase();
    this.#ahead = undefined;
  }
}
