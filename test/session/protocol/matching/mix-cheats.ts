import { expect } from 'vitest';
import { concat } from '../../../../src/crypto/bytes.js';
import { memoryNetwork, type MemoryParty } from '../../../../src/testing/memory-network.js';
import { type OwnReceiver, OwnSender } from '../../../support/own-mixer.js';
import { deviationOf } from '../outcomes.js';
import { playMatch, rolesFor, type Ended } from './mix-support.js';

/** Six entries, in two blocks of three. */
export const ROLES = rolesFor(3, [2, 2, 2], 2);
export const ITEMS = [['a', 'b', 'z'], ['a', 'x'], ['b'], ['b', 'c']];
export const [FIRST, MIDDLE, LAST] = [1, 2, 3];
export const RECEIVER = 0;
export const NAMES = ['North', 'South', 'Harbour', 'West'];
export const NOT_A_POINT = new Uint8Array(32).fill(255);
export const IDENTITY = new Uint8Array(32);
export const withRow = (bytes: Uint8Array, at: number, row: Uint8Array) => concat(bytes.subarray(0, at * row.length), row, bytes.subarray((at + 1) * row.length));

export type SenderClass = new (party: MemoryParty, roles: typeof ROLES, items: readonly string[]) => OwnSender;

export async function withSender(seat: number, Cheater: SenderClass, session = memoryNetwork(4)): Promise<Ended[]> {
  return playMatch(ROLES, ITEMS, { [seat]: (party) => new Cheater(party, ROLES, ITEMS[seat] ?? []) }, session);
}

export async function withReceiver(Cheater: new (party: MemoryParty, roles: typeof ROLES, items: readonly string[]) => OwnReceiver): Promise<Ended[]> {
  return playMatch(ROLES, ITEMS, { [RECEIVER]: (party) => new Cheater(party, ROLES, ITEMS[RECEIVER] ?? []) });
}

/** A sender that alters what it sends in one step, the n-th message of that step to each party. */
export function altering(step: string, nth: number, alter: (message: Uint8Array) => Uint8Array): SenderClass {
  return class extends OwnSender {
    readonly #sent = new Map<string, number>();

    override send(to: number, label: string, message: Uint8Array): void {
      const key = `${to} ${label}`;
      const count = this.#sent.get(key) ?? 0;
      this.#sent.set(key, count + 1);
      super.send(to, label, label === step && count === nth ? alter(message) : message);
    }
  };
}

/** Those at these seats name the cheater, with these words. */
export function expectNamed(ended: readonly Ended[], cheater: number, words: string, at: readonly number[]): void {
  expect(at.map((seat) => deviationOf(ended[seat]))).toEqual(at.map(() => ({ party: NAMES[cheater], message: expect.stringContaining(words) as string })));
}
