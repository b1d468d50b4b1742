import { bug, MpcError, type ErrorCode } from '../../../errors.js';
import type { OprfValues } from '../../protocol/matching/oprf-values.js';
import type { Run } from '../../protocol/matching/run.js';

/** What the thread of a session is told. */
export type ToThread =
  | { readonly kind: 'session'; readonly self: number; readonly count: number; readonly sid: Uint8Array; readonly names: readonly string[] }
  | { readonly kind: 'prepare'; readonly run: Run }
  | { readonly kind: 'values'; readonly run: Run; readonly items: Uint8Array; readonly withPayloadKeys: boolean }
  | { readonly kind: 'exchange'; readonly run: Run; readonly items: Uint8Array }
  | { readonly kind: 'received'; readonly id: number; readonly message: Uint8Array }
  | { readonly kind: 'lost'; readonly id: number; readonly error: PlainError };

/** What it says. `send` and `receive` are what its protocol wants of the network. */
export type FromThread =
  | { readonly kind: 'send'; readonly to: number; readonly label: string; readonly message: Uint8Array }
  | { readonly kind: 'receive'; readonly id: number; readonly from: number; readonly label: string; readonly maxBytes: number }
  | { readonly kind: 'progress'; readonly step: string; readonly done: number; readonly total: number }
  | { readonly kind: 'opening' }
  | { readonly kind: 'done'; readonly result: OprfValues | Uint8Array | undefined }
  | { readonly kind: 'failed'; readonly error: PlainError };

/** An MpcError as it goes from thread to thread. */
export interface PlainError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly next: string;
  readonly party: string | undefined;
}

export function plainError(error: unknown): PlainError {
  const { code, message, next, party } = error instanceof MpcError ? error : bug(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return { code, message, next, party };
}

export function errorOf({ code, message, next, party }: PlainError): MpcError {
  return new MpcError(code, message, next, party === undefined ? {} : { party });
}

/** The memory of these bytes, where it can change hands; a view of more than them, and what threads share, cannot. */
export function transferable({ buffer, byteLength }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}
