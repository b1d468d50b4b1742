import { concat, equalBytes, u32be } from './bytes.js';
import { hashParts } from './hash.js';
import { randomBytes } from './random.js';

/**
 * Hash commitments, H(label, sid, party, nonce, value). The hash includes session and party, so nobody can present another party's commitment, or one from
 * another session, as their own. Hiding rests on the 32 fresh bytes of the nonce, binding on the collision resistance of SHA-256.
 */
export const NONCE_LENGTH = 32;
export const COMMITMENT_LENGTH = 32;

export interface Commitment {
  /** 32 bytes, sent before any party opens. */
  commitment: Uint8Array;
  /** 32 bytes, kept secret until the opening. */
  nonce: Uint8Array;
}

/** A party's commitment to a value. The party is named by seat number or by key. */
export function commit(label: string, sid: Uint8Array, party: number | Uint8Array, value: Uint8Array): Commitment {
  const nonce = randomBytes(NONCE_LENGTH);
  return { commitment: digest(label, sid, party, value, nonce), nonce };
}

/** Whether a commitment opens to this value. Never throws on hostile bytes. */
export function opens(commitment: Uint8Array, label: string, sid: Uint8Array, party: number | Uint8Array, value: Uint8Array, nonce: Uint8Array): boolean {
  return nonce.length === NONCE_LENGTH && equalBytes(commitment, digest(label, sid, party, value, nonce));
}

function digest(label: string, sid: Uint8Array, party: number | Uint8Array, value: Uint8Array, nonce: Uint8Array): Uint8Array {
  // The first byte distinguishes a seat number from a four-byte name.
  const who = typeof party === 'number' ? concat(Uint8Array.of(0), u32be(party)) : concat(Uint8Array.of(1), party);
  return hashParts(label, sid, who, nonce, value);
}
