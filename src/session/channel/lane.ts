import { concat, readU32be, u32be, utf8 } from '../../crypto/bytes.js';
import type { MpcError } from '../../errors.js';
import { cleaned } from '../clean.js';
import { FRAME, type Frame } from './stream.js';

const MAX_LABEL_BYTES = 64;
/** Bytes of a message's length in its head. */
const LENGTH_BYTES = 4;

/** The first bytes of a message: label length(1) ‖ label ‖ message length(4). */
export function headOf(label: string, length: number): Uint8Array {
  const name = utf8(label);
  return concat(Uint8Array.of(name.length), name, u32be(length));
}

/** The label and length that a message's first frame states, and the `bytes` bytes of its head. Undefined if the frame has no valid head. */
export function readHead(body: Uint8Array): { readonly label: string; readonly length: number; readonly bytes: number } | undefined {
  const labelBytes = body[0] ?? MAX_LABEL_BYTES + 1;
  const bytes = 1 + labelBytes + LENGTH_BYTES;
  if (labelBytes > MAX_LABEL_BYTES || body.length < bytes) return undefined;
  return { label: Buffer.from(body.subarray(1, 1 + labelBytes)).toString('latin1'), length: readU32be(body, 1 + labelBytes), bytes };
}

/** A pending `receive` for a message. */
export interface Waiter {
  readonly label: string;
  readonly maxBytes: number;
  resolve(message: Uint8Array): void;
  reject(error: MpcError): void;
}

/** The messages of a channel that are in order among themselves, and the pending `receive` for them. The beginning of a message's label determines its lane. */
export class Lane {
  readonly prefix: string;
  readonly #frames: Frame[] = [];
  #waiter: Waiter | undefined;
  #partial: { readonly bytes: Uint8Array; filled: number } | undefined;

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  get isAwaited(): boolean {
    return this.#waiter !== undefined;
  }

  /** Whether all messages that came have been taken. */
  get isEmpty(): boolean {
    return this.#frames.length === 0;
  }

  push(frame: Frame): void {
    this.#frames.push(frame);
  }

  wait(waiter: Waiter): void {
    this.#waiter = waiter;
  }

  /** Rejects the pending `receive` with this error. */
  giveUp(error: MpcError): void {
    const waiter = this.#waiter;
    this.#waiter = undefined;
    waiter?.reject(error);
  }

  /** Processes one frame towards the awaited message. Gives its number of bytes, and its problem if it has one. Undefined if nobody waits, or no frame came. */
  step(): { readonly bytes: number; readonly problem: string | undefined } | undefined {
    if (this.#waiter === undefined) return undefined;
    const frame = this.#frames.shift();
    return frame && { bytes: frame.body.length, problem: this.#assemble(frame, this.#waiter) };
  }

  /** Appends a frame to the message under way. */
  #assemble({ kind, body }: Frame, waiter: Waiter): string | undefined {
    let chunk = body;
    if (kind === FRAME.FIRST) {
      if (this.#partial !== undefined) return 'a message began before the last one was whole';
      const head = readHead(body);
      if (head === undefined) return 'a message without a proper head';
      const { label, length } = head;
      if (label !== waiter.label) return `it sent "${cleaned(label, MAX_LABEL_BYTES)}" where "${waiter.label}" was due`;
      if (length > waiter.maxBytes) return `its "${label}" has ${length} bytes, and at most ${waiter.maxBytes} are allowed`;
      this.#partial = { bytes: new Uint8Array(length), filled: 0 };
      chunk = body.subarray(head.bytes);
    }
    const partial = this.#partial;
    if (partial === undefined) return 'a piece of no message';
    if (chunk.length > partial.bytes.length - partial.filled) return 'a message longer than it said';
    partial.bytes.set(chunk, partial.filled);
    partial.filled += chunk.length;
    if (partial.filled === partial.bytes.length) {
      this.#partial = undefined;
      this.#waiter = undefined;
      waiter.resolve(partial.bytes);
    } else if (chunk.length === 0) {
      return 'an empty piece of a message';
    }
    return undefined;
  }
}
