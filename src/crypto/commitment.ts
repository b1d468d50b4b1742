import { concat, equalBytes, u32be } from './bytes.js';
import { hashParts } from './hash.js';
import { randomBytes } from './random.js';

/**
 * Hash commitments, H(label, sid, party, nonce, value). Session and party are inside, so that nobody can pass off
 * another's commitment, or one from another session, as his own. Hiding rests on the 32 fresh bytes of the nonce,
 * binding on collision resistance of SHA-256.
 */
export const NONCE_LENGTH = 32;
export const COMMITMENT_LENGTH = 32;

export interface Commitment {
  /** 32 bytes, sent before anyone opens. */
  commitment: Uint8Array;
  /** 32 bytes, kept until the opening. */
  nonce: Uint8Array;
}

/** Commits a party (by seat number or by key) to a value. */
export function commit(label: string, sid: Uint8Array, party: number | Uint8Array, value: Uint8Array): Commitment {
  const nonce = randomBytes(NONCE_LENGTH);
  return { commitment: digest(label, sid, party, value, nonce), nonce };
}

/** Whether a commitment opens to this value. Never throws on hostile bytes. */
export function opens(commitment: Uint8Array, label: string, sid: Uint8Array, party: number | Uint8Array, value: Uint8Array, nonce: Uint8Array): boolean {
  return nonce.length === NONCE_LENGTH && equalBytes(commitment, digest(label, sid, party, value, nonce));
}

function digest(label: string, sid: Uint8Array, party: number | Uint8Array, value: Uint8Array, nonce: Uint8Array): Uint8Array {
  // The first byte keeps a seat number and a four-byte name apart.
  const who = typeof party === 'number' ? concat(Uint8Array.of(0), u32be(party)) : concat(Uint8Array.of(1), party);
  return hashParts(label, sid, who, nonce, value);
}
