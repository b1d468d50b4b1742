import type { PlainError } from '../../../../plain-error.js';
import type { OprfValues } from '../../../protocol/matching/oprf-values.js';
import type { Direction } from '../../../protocol/matching/direction.js';
import type { Role } from './ahead.js';

/** The messages to the thread of a session. */
export type ToThread =
  | { readonly kind: 'expect'; readonly role: Role }
  | { readonly kind: 'session'; readonly self: number; readonly count: number; readonly sid: Uint8Array; readonly names: readonly string[] }
  | { readonly kind: 'prepare'; readonly direction: Direction }
  | { readonly kind: 'values'; readonly direction: Direction; readonly items: Uint8Array; readonly withPayloadKeys: boolean }
  | { readonly kind: 'exchange'; readonly direction: Direction; readonly items: Uint8Array; readonly isLast: boolean }
  | { readonly kind: 'conclude' }
  | { readonly kind: 'received'; readonly id: number; readonly message: Uint8Array }
  | { readonly kind: 'lost'; readonly id: number; readonly error: PlainError };

/** The result of a task. */
export type Result = OprfValues | Uint8Array | undefined;

/** The messages from the thread. `send` and `receive` are the requests of its protocol to the network. */
export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'send'; readonly to: number; readonly label: string; readonly message: Uint8Array }
  | { readonly kind: 'receive'; readonly id: number; readonly from: number; readonly label: string; readonly maxBytes: number }
  | { readonly kind: 'progress'; readonly step: string; readonly done: number; readonly total: number }
  | { readonly kind: 'opening' }
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly error: PlainError };

/** The memory of these bytes, if it can be transferred. A view of more memory cannot be, and neither can shared memory. */
export function transferable({ buffer, byteLength }: Uint8Array): ArrayBuffer[] {
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}

export function isShared({ buffer }: Uint8Array): boolean {
  return buffer instanceof SharedArrayBuffer;
}
