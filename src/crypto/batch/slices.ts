import { nextTurn } from '../primitives/turn.js';

/**
 * Works through 0 … count − 1 in slices of at most `perSlice`, with a turn of the event loop after each, so that connections stay alive and an abort takes
 * effect. Rejects with the signal's reason.
 */
export async function inSlices(count: number, perSlice: number, signal: AbortSignal | undefined, work: (from: number, to: number) => void): Promise<void> {
  signal?.throwIfAborted();
  for (let from = 0; from < count; from += perSlice) {
    if (from > 0) await nextTurn();
    signal?.throwIfAborted();
    work(from, Math.min(count, from + perSlice));
  }
}
