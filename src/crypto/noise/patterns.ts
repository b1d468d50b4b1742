/** Handshake patterns (Noise revision 34, sections 7 and 9). Only what the channel uses. */
export type Token = 'e' | 's' | 'ee' | 'es' | 'se' | 'ss' | 'psk';

export interface Pattern {
  /** Static keys known beforehand: whose, mixed into the hash in this order. */
  readonly known: readonly ('initiator' | 'responder')[];
  /** Messages in turn, the initiator's first. */
  readonly messages: readonly (readonly Token[])[];
  /** Whether `e` tokens enter the key too, as every pattern with a pre-shared key demands (section 9.2). */
  readonly psk: boolean;
}

export const PATTERNS = {
  /** For parties new to each other: the static keys travel, and an invite's key authenticates the last message. */
  XXpsk3: { known: [], messages: [['e'], ['e', 'ee', 's', 'es'], ['s', 'se', 'psk']], psk: true },
  /** For parties that hold each other's keys already. */
  KK: { known: ['initiator', 'responder'], messages: [['e', 'es', 'ss'], ['e', 'ee', 'se']], psk: false },
} as const satisfies Record<string, Pattern>;

export type PatternName = keyof typeof PATTERNS;
