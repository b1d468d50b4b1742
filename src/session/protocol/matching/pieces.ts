import { InvalidElement } from '../../../crypto/batch/group.js';
import { concat } from '../../../crypto/bytes.js';
import { deviation } from '../deviation.js';
import type { Network, PairContext, ProtocolContext } from '../network.js';

export interface Piece {
  readonly index: number;
  readonly from: number;
  readonly to: number;
}

/** 0 … count − 1 in pieces of `size`. The last one may be shorter. */
export function piecesOf(count: number, size: number): Piece[] {
  return Array.from({ length: Math.ceil(count / size) }, (_, index) => ({ index, from: index * size, to: Math.min(count, (index + 1) * size) }));
}

/** Receives a message of exactly this many bytes. `what` completes "sent … of the wrong length". */
export async function receiveExactly(context: PairContext, from: number, label: string, bytes: number, what: string): Promise<Uint8Array> {
  const message = await context.network.receive(from, label, bytes);
  if (message.length !== bytes) throw deviation(context, from, `sent ${what} of the wrong length`);
  return message;
}

/** Bytes of one message out of many. */
const MESSAGE_BYTES = 2 ** 17;

/** Sends bytes whose number the other party knows, in messages of a size that suits the relay. */
export function sendPieces(network: Network, to: number, label: string, bytes: Uint8Array): void {
  for (const { from, to: end } of piecesOf(bytes.length, MESSAGE_BYTES)) network.send(to, label, bytes.subarray(from, end));
}

/** Receives exactly `length` bytes from `sendPieces`. Throws DEVIATION. */
export async function receivePieces(context: ProtocolContext, from: number, label: string, length: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for (const piece of piecesOf(length, MESSAGE_BYTES)) pieces.push(await receiveExactly(context, from, label, piece.to - piece.from, 'a piece'));
  return concat(...pieces);
}

/**
 * For the `catch` of a computation on another party's points: throws DEVIATION with that party's name if a point is invalid, in the words of `what`. `party`
 * may depend on the point's position.
 */
export function refusing(context: Pick<ProtocolContext, 'names'>, party: number | ((index: number) => number), what: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof InvalidElement)) throw error;
    throw deviation(context, typeof party === 'number' ? party : party(error.index), what);
  };
}

/** Runs parts of a protocol side by side. When one fails, the whole fails at once; the others stop at their next `go`, which each calls before every piece. */
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
