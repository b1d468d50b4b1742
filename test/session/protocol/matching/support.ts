import { createHash } from 'node:crypto';
import { SodiumGroup } from '../../../../src/crypto/batch/sodium-group.js';
import { concat } from '../../../../src/crypto/bytes.js';
import type { Direction } from '../../../../src/session/protocol/matching/direction.js';
import type { Sent } from '../../../../src/testing/memory-network.js';

export const batch = new SodiumGroup({ threads: 0 });

/** North holds a list, South asks. */
export const DIRECTION: Direction = { sender: 0, receiver: 1, senderCap: 8, receiverCap: 6 };

/** Digests of names. */
export function digests(names: readonly (string | number)[]): Uint8Array {
  return concat(new Uint8Array(0), ...names.map((name) => Uint8Array.from(createHash('sha256').update(String(name)).digest())));
}

/** What the wire shows without opening anything: per direction, labels and sizes in order. */
export function shapeOf(wire: readonly Sent[]): string[] {
  return wire.map(({ from, to, label, message }) => `${from}>${to} ${label} ${message.length}`).sort();
}

/**
 * Pearson's statistic of counts that should all be equal, beside the value that it exceeds once in 10^9 (Wilson and Hilferty's approximation).
 */
export function evenness(counts: readonly number[]): { statistic: number; limit: number } {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const degrees = counts.length - 1;
  return { statistic, limit: degrees * (1 - 2 / (9 * degrees) + 6 * Math.sqrt(2 / (9 * degrees))) ** 3 };
}
