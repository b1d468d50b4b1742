import { deviation } from '../deviation.js';
import type { ProtocolContext } from '../network.js';

export interface Piece {
  readonly index: number;
  readonly from: number;
  readonly to: number;
}

/** 0 … count − 1 in pieces of `size`, the last one shorter. */
export function piecesOf(count: number, size: number): Piece[] {
  return Array.from({ length: Math.ceil(count / size) }, (_, index) => ({ index, from: index * size, to: Math.min(count, (index + 1) * size) }));
}

/** A message that has exactly this many bytes. `what` completes "sent … of the wrong length". */
export async function receiveExactly(context: ProtocolContext, from: number, label: string, bytes: number, what: string): Promise<Uint8Array> {
  const message = await context.network.receive(from, label, bytes);
  if (message.length !== bytes) throw deviation(context, from, `sent ${what} of the wrong length`);
  return message;
}

/**
 * Parts of a protocol that go on side by side. When one fails, all of it fails, at once; the others stop at their next `go`, which
 * each calls whenever it begins another piece.
 */
export async function sideBySide(...parts: readonly ((go: () => void) => Promise<void>)[]): Promise<void> {
  const stop = new AbortController();
  const go = () => stop.signal.throwIfAborted();
  await Promise.all(
    parts.map(async (part) => {
      try {
        await part(go);
      } catch (error) {
        stop.abort(error);
        throw error;
      }
    }),
  );
}
