import { concat, readU32be, u32be, utf8 } from '../../crypto/bytes.js';
import { MpcError } from '../../errors.js';
import { cleaned } from '../clean.js';
import { FRAME, MAX_BODY_BYTES, type Frame, type SealedStream } from './stream.js';
import { decodeAbort, encodeAbort, type Abort } from './abort.js';

const MAX_LABEL_BYTES = 64;
const ABORT_PATIENCE_MS = 1_000;

interface Waiter {
  readonly label: string;
  readonly maxBytes: number;
  resolve(message: Uint8Array): void;
  reject(error: MpcError): void;
}

interface Partial {
  readonly bytes: Uint8Array;
  filled: number;
}

/**
 * The authenticated encrypted link to one party: labelled messages in order, whole, once.
 * `name` is what error messages call the party: whoever proves its identity gets its own.
 */
export class Channel {
  name: string;
  readonly #stream: SealedStream;
  readonly #frames: Frame[] = [];
  #waiter: Waiter | undefined;
  #partial: Partial | undefined;
  #failure: MpcError | undefined;
  #onFailure: ((error: MpcError) => void) | undefined;
  #onProgress: (() => void) | undefined;
  #hasEnded = false;
  #abort: MpcError | undefined;
  #abortTimer: NodeJS.Timeout | undefined;
  #ended = false;
  #messages = 0;

  constructor(name: string, stream: SealedStream) {
    this.name = name;
    this.#stream = stream;
  }

  /** Queues a message. Labels are short and name its place in the protocol. */
  send(label: string, message: Uint8Array): void {
    if (this.#failure !== undefined || this.#ended) return;
    const name = utf8(label);
    const head = concat(Uint8Array.of(name.length), name, u32be(message.length));
    const room = MAX_BODY_BYTES - head.length;
    this.#stream.write(FRAME.FIRST, concat(head, message.subarray(0, room)));
    for (let at = room; at < message.length; at += MAX_BODY_BYTES) {
      this.#stream.write(FRAME.MORE, message.subarray(at, at + MAX_BODY_BYTES));
    }
  }

  /**
   * The next message, which must have this label and at most this many bytes: what does not is a deviation of
   * that party. One `receive` at a time. Rejects with what ended the channel, where something did.
   */
  receive(label: string, maxBytes: number): Promise<Uint8Array> {
    if (this.#waiter !== undefined) throw new Error(`two receives at once from ${this.name}`);
    return new Promise((resolve, reject) => {
      this.#waiter = { label, maxBytes, resolve, reject };
      this.#pump();
    });
  }

  /** The same, with the message handed over at once, before anything else that came with it is looked at. */
  expect(label: string, maxBytes: number, take: (message: Uint8Array) => void): void {
    this.#waiter = { label, maxBytes, resolve: take, reject: () => undefined };
    this.#pump();
  }

  /** Whether somebody waits for a message of this party. */
  get isAwaited(): boolean {
    return this.#waiter !== undefined;
  }

  /** Tells the party why this side stops. */
  abort(abort: Abort): void {
    if (this.#hasEnded || this.#ended) return;
    this.#stream.write(FRAME.ABORT, encodeAbort(abort));
  }

  /** Says that nothing more follows. */
  end(): void {
    if (this.#ended || this.#failure !== undefined) return;
    this.#ended = true;
    this.#stream.write(FRAME.END, new Uint8Array(0));
  }

  /** Whether the party sent more than its proof of identity: for it, the session has begun. */
  get hasBegun(): boolean {
    return this.#messages > 1;
  }

  /** Whether the party said that nothing more follows. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Whether the party has all that was sent, or needs nothing any more. */
  get isSettled(): boolean {
    return this.#failure !== undefined || this.#hasEnded || this.#stream.isDelivered;
  }

  /** Called whenever `isSettled` may have become true. */
  onProgress(callback: () => void): void {
    this.#onProgress = callback;
  }

  /** The stream took a packet: something may have been acknowledged. */
  progressed(): void {
    this.#onProgress?.();
  }

  /** Called once, when the channel ends other than well. */
  onFailure(callback: (error: MpcError) => void): void {
    this.#onFailure = callback;
    if (this.#failure !== undefined) callback(this.#failure);
  }

  /** Ends the channel from this side; whoever waits learns why. */
  fail(error: MpcError): void {
    if (this.#failure !== undefined) return;
    this.#failure = error;
    clearTimeout(this.#abortTimer);
    const waiter = this.#waiter;
    this.#waiter = undefined;
    waiter?.reject(error);
    this.#onFailure?.(error);
    this.#onProgress?.();
  }

  /** Takes a frame that the stream opened. */
  accept(frame: Frame): void {
    if (this.#hasEnded || this.#abort !== undefined) {
      this.#stream.consumed(frame.body.length);
      return;
    }
    switch (frame.kind) {
      case FRAME.ABORT:
        this.#stream.consumed(frame.body.length);
        this.#aborted(decodeAbort(this.name, frame.body));
        return;
      case FRAME.END:
        this.#stream.consumed(frame.body.length);
        this.#hasEnded = true;
        break;
      default:
        if (frame.kind === FRAME.FIRST) this.#messages += 1;
        this.#frames.push(frame);
    }
    this.#pump();
  }

  /** What came whole before an abort is still good: it is given a moment to be taken. */
  #aborted(error: MpcError): void {
    this.#abort = error;
    if (this.#frames.length === 0) {
      this.fail(error);
      return;
    }
    this.#abortTimer = setTimeout(() => this.fail(error), ABORT_PATIENCE_MS);
    this.#pump();
  }

  #pump(): void {
    while (this.#waiter !== undefined) {
      if (this.#failure !== undefined) {
        this.#take().reject(this.#failure);
        return;
      }
      const frame = this.#frames.shift();
      if (frame === undefined && this.#abort !== undefined) {
        this.fail(this.#abort);
        return;
      }
      if (frame === undefined && this.#hasEnded) {
        this.#take().reject(new MpcError('PEER_LEFT', `${this.name} left before the session was done.`, 'Ask that party what happened, then start again.', { party: this.name }));
        return;
      }
      if (frame === undefined) return;
      const problem = this.#assemble(frame, this.#waiter);
      this.#stream.consumed(frame.body.length);
      if (problem !== undefined) {
        this.fail(new MpcError('DEVIATION', `${this.name} did not follow the protocol: ${problem}.`, 'Ask that party which program it runs.', { party: this.name }));
        return;
      }
    }
  }

  #take(): Waiter {
    const waiter = this.#waiter as Waiter;
    this.#waiter = undefined;
    return waiter;
  }

  /** Adds a frame to the message under way; returns what is wrong with it, if anything. */
  #assemble(frame: Frame, waiter: Waiter): string | undefined {
    const { body } = frame;
    let chunk = body;
    if (frame.kind === FRAME.FIRST) {
      if (this.#partial !== undefined) return 'a message began before the last one was whole';
      const labelLength = body[0] ?? MAX_LABEL_BYTES + 1;
      const headLength = 1 + labelLength + 4;
      if (labelLength > MAX_LABEL_BYTES || body.length < headLength) return 'a message without a proper head';
      const label = Buffer.from(body.subarray(1, 1 + labelLength)).toString('latin1');
      const length = readU32be(body, 1 + labelLength);
      if (label !== waiter.label) return `it sent "${cleaned(label, MAX_LABEL_BYTES)}" where "${waiter.label}" was due`;
      if (length > waiter.maxBytes) return `its "${label}" has ${length} bytes, and at most ${waiter.maxBytes} are allowed`;
      this.#partial = { bytes: new Uint8Array(length), filled: 0 };
      chunk = body.subarray(headLength);
    }
    const partial = this.#partial;
    if (partial === undefined) return 'a piece of no message';
    if (chunk.length > partial.bytes.length - partial.filled) return 'a message longer than it said';
    partial.bytes.set(chunk, partial.filled);
    partial.filled += chunk.length;
    if (partial.filled === partial.bytes.length) {
      this.#partial = undefined;
      this.#take().resolve(partial.bytes);
    } else if (chunk.length === 0) {
      return 'an empty piece of a message';
    }
    return undefined;
  }
}
