import { bug } from '../../errors.js';

/** The most bytes of a label. */
export const MAX_LABEL_BYTES = 64;

/**
 * Everything that a protocol sees of the world: the other parties, by their seat in the roster. The same protocol runs over a relay, over memory, and against a
 * party that cheats.
 */
export interface Network {
  /** This party's seat in the roster, from 0. */
  readonly self: number;
  readonly count: number;
  /** The message may wait before it is sent, so it must not be changed afterwards. */
  send(to: number, label: string, message: Uint8Array): void;
  /** Rejects with an MpcError if the party leaves, aborts, or sends a message with another label or longer than allowed. */
  receive(from: number, label: string, maxBytes: number): Promise<Uint8Array>;
}

/** Throws if a protocol itself is wrong: a message to nobody, or a label that no network takes. */
export function checkSending({ self, count }: Pick<Network, 'self' | 'count'>, to: number, label: string): void {
  if (!Number.isInteger(to) || to < 0 || to >= count || to === self) throw bug(`a protocol addressed a party that is not there: ${to} of ${count}`);
  if (new TextEncoder().encode(label).length > MAX_LABEL_BYTES) throw bug('a protocol used a label longer than a channel takes');
}

/** What a protocol knows about its session. */
export interface ProtocolContext {
  readonly network: Network;
  /** 32 bytes that no other session has. Everything that is hashed, signed or derived is bound to them. */
  readonly sid: Uint8Array;
  readonly names: readonly string[];
  /** Ed25519 keys, in the roster's order. */
  readonly publicKeys: readonly Uint8Array[];
  sign(label: string, ...parts: (Uint8Array | string)[]): Uint8Array;
  readonly transcript: Transcript;
}

/** What a protocol between two parties needs of the session, if it neither signs nor broadcasts. */
export type PairContext = Pick<ProtocolContext, 'network' | 'sid' | 'names'>;

/** The broadcast messages in order, the same for every honest party. */
export interface Transcript {
  add(label: string, messages: readonly Uint8Array[]): void;
}

/** The seats of all parties except this one. */
export function othersOf(network: Network): number[] {
  return Array.from({ length: network.count }, (_, party) => party).filter((party) => party !== network.self);
}
