import { bug } from '../../errors.js';

/** Bytes of a label, at most. */
export const MAX_LABEL_BYTES = 64;

/**
 * All that a protocol sees of the world: the other parties, by their seat in the roster. The same protocol runs over
 * a relay, over memory, and against a party that cheats.
 */
export interface Network {
  /** This party's seat in the roster, from 0. */
  readonly self: number;
  readonly count: number;
  /** The message may wait before it leaves: it must not be changed afterwards. */
  send(to: number, label: string, message: Uint8Array): void;
  /** Rejects with an MpcError when the party leaves, aborts, or sends something with another label or longer than allowed. */
  receive(from: number, label: string, maxBytes: number): Promise<Uint8Array>;
}

/** Throws where a protocol itself is wrong: a message to nobody, or a label that no network takes. */
export function checkSending({ self, count }: Pick<Network, 'self' | 'count'>, to: number, label: string): void {
  if (!Number.isInteger(to) || to < 0 || to >= count || to === self) throw bug(`a protocol addressed a party that is not there: ${to} of ${count}`);
  if (new TextEncoder().encode(label).length > MAX_LABEL_BYTES) throw bug('a protocol used a label longer than a channel takes');
}

/** What a protocol knows of the session that it runs in. */
export interface ProtocolContext {
  readonly network: Network;
  /** 32 bytes that no other session has, bound into everything that is hashed, signed or derived. */
  readonly sid: Uint8Array;
  readonly names: readonly string[];
  /** Ed25519 keys, in the roster's order. */
  readonly publicKeys: readonly Uint8Array[];
  sign(label: string, ...parts: (Uint8Array | string)[]): Uint8Array;
  readonly transcript: Transcript;
}

/** What a protocol between two parties of a session needs of it, where nothing is signed and nothing broadcast. */
export type PairContext = Pick<ProtocolContext, 'network' | 'sid' | 'names'>;

/** What was broadcast, in order: the same for every honest party. */
export interface Transcript {
  add(label: string, messages: readonly Uint8Array[]): void;
}

/** The seats of all parties but this one. */
export function othersOf(network: Network): number[] {
  return Array.from({ length: network.count }, (_, party) => party).filter((party) => party !== network.self);
}
