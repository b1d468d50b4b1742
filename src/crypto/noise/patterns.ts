/**
 * Handshake patterns (Noise revision 34, sections 7 and 9), and the same with the "hfs" modifier of T. Perrin, "KEM-based Hybrid Forward Secrecy for Noise",
 * revision 1 (2018). `e1` is the public key of a KEM, sent right after the first `e`, or after the first Diffie–Hellman result of that message, so that it
 * travels encrypted. `ekem1`, right after the first `ee`, is a ciphertext for it, whose secret is mixed into the chaining key. (For KK the draft's table has
 * `e1` before `es`, against its text and the rest of the table; we follow the text.) The channel uses these two; the plain ones are for the official vectors.
 */
export type Token = 'e' | 's' | 'ee' | 'es' | 'se' | 'ss' | 'psk' | 'e1' | 'ekem1';

export interface Pattern {
  /** The parties whose static keys are known beforehand. The keys are mixed into the hash in this order. */
  readonly known: readonly ('initiator' | 'responder')[];
  /** The messages in turn, the initiator's first. */
  readonly messages: readonly (readonly Token[])[];
  /** Whether `e` tokens enter the key as well, as every pattern with a pre-shared key demands (section 9.2). */
  readonly psk: boolean;
  /** Whether there is a KEM in addition to Diffie–Hellman. */
  readonly kem: boolean;
}

export const PATTERNS = {
  /** For parties that do not know each other yet: the static keys travel, and an invite's key authenticates the last message. */
  XXpsk3: { known: [], messages: [['e'], ['e', 'ee', 's', 'es'], ['s', 'se', 'psk']], psk: true, kem: false },
  /** For parties that already hold each other's keys. */
  KK: { known: ['initiator', 'responder'], messages: [['e', 'es', 'ss'], ['e', 'ee', 'se']], psk: false, kem: false },
  'XXhfs+psk3': { known: [], messages: [['e', 'e1'], ['e', 'ee', 'ekem1', 's', 'es'], ['s', 'se', 'psk']], psk: true, kem: true },
  KKhfs: { known: ['initiator', 'responder'], messages: [['e', 'es', 'e1', 'ss'], ['e', 'ee', 'ekem1', 'se']], psk: false, kem: true },
} as const satisfies Record<string, Pattern>;

export type PatternName = keyof typeof PATTERNS;
