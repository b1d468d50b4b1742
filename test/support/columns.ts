import { receiveRows, sendRows, type ReceiverRows } from '../../src/crypto/ot/extension.js';
import { randomBytes } from '../../src/crypto/random.js';

/** Bit i of Δ, as the base transfers take it. */
export function bitOf(bytes: Uint8Array, i: number): number {
  return ((bytes[i >> 3] as number) >> (i & 7)) & 1;
}

export interface Columns {
  readonly delta: Uint8Array;
  readonly rows: ReceiverRows;
  readonly columns: Uint8Array;
}

/** Both sides of an extension over base keys that a test just draws; `tamper` may change what the receiver sends. */
export function extended(blocks: number, tamper: (corrections: Uint8Array) => void = () => undefined): Columns {
  const delta = randomBytes(16);
  const [zeros, ones] = [randomBytes(32 * 128), randomBytes(32 * 128)];
  const chosen = Uint8Array.from(zeros);
  for (let i = 0; i < 128; i++) if (bitOf(delta, i) === 1) chosen.set(ones.subarray(32 * i, 32 * (i + 1)), 32 * i);
  const { rows, corrections } = receiveRows({ zeros, ones }, blocks);
  tamper(corrections);
  return { delta, rows, columns: sendRows(delta, chosen, blocks, corrections) };
}
