import { hashParts } from '../../crypto/hash.js';
import type { Transcript } from './network.js';

/** A hash chain over all broadcasts of a session. */
export class HashedTranscript implements Transcript {
  #state: Uint8Array;

  constructor(sid: Uint8Array) {
    this.#state = hashParts('mpc transcript v1', sid);
  }

  add(label: string, messages: readonly Uint8Array[]): void {
    this.#state = hashParts('mpc transcript step v1', this.#state, label, ...messages);
  }

  /** 32 bytes. */
  get hash(): Uint8Array {
    return this.#state;
  }
}
