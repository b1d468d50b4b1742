import { concat } from '../../crypto/bytes.js';
import { MpcError } from '../../errors.js';
import { headOf, Lane, readHead } from './lane.js';
import { FRAME, MAX_BODY_BYTES, type Frame, type EncryptedStream } from './stream.js';
import { decodeAbort, encodeAbort, isLasting, type Abort } from './abort.js';

const ABORT_PATIENCE_MS = 1_000;

/**
 * The authenticated encrypted link to one party. It delivers labelled messages in order, whole, and once. Error messages call the party `name`; a party that
 * proves its identity gets its own name.
 */
export class Channel {
  name: string;
  readonly #stream: EncryptedStream;
  /** The main lane comes first. */
  readonly #lanes: [Lane, ...Lane[]] = [new Lane('')];
  /** The lane of the message under way. Its frames follow each other. */
  #incoming: Lane = this.#lanes[0];
  /** Bytes that the message under way still lacks, by its stated length. */
  #missing = 0;
  #failure: MpcError | undefined;
  #onFailure: ((error: MpcError) => void) | undefined;
  #onProgress: (() => void) | undefined;
  #isRefused = false;
  #hasEnded = false;
  #abort: MpcError | undefined;
  #abortTimer: NodeJS.Timeout | undefined;
  #ended = false;
  #messages = 0;

  constructor(name: string, stream: EncryptedStream) {
    this.name = name;
    this.#stream = stream;
  }

  /** Queues a message. Labels are short and name the step of the protocol. */
  send(label: string, message: Uint8Array): void {
    if (this.#failure !== undefined || this.#ended) return;
    const head = headOf(label, message.length);
    const room = MAX_BODY_BYTES - head.length;
    this.#stream.write(FRAME.FIRST, concat(head, message.subarray(0, room)));
    for (let at = room; at < message.length; at += MAX_BODY_BYTES) {
      this.#stream.write(FRAME.MORE, message.subarray(at, at + MAX_BODY_BYTES));
    }
  }

  /**
   * From now on, messages whose labels begin with `prefix` are in order only among themselves, and can be awaited in parallel with the others. What the party
   * may send there before anybody takes it must be small compared with what a channel holds (8 MiB), or it blocks all other messages.
   */
  openLane(prefix: string): void {
    if (!this.#lanes.some((lane) => lane.prefix === prefix)) this.#lanes.push(new Lane(prefix));
  }

  /**
   * The next message, which must have this label and at most this many bytes: anything else is a deviation of that party. Only one `receive` at a time in each
   * lane. Rejects with the error that ended the channel, if it has ended.
   */
  receive(label: string, maxBytes: number): Promise<Uint8Array> {
    const lane = this.#laneOf(label);
    if (lane.isAwaited) throw new Error(`two receives at once from ${this.name}`);
    return new Promise((resolve, reject) => {
      lane.wait({ label, maxBytes, resolve, reject });
      this.#pump(lane);
    });
  }

  /** The same, but hands the message over at once, before anything else that came with it is processed. */
  expect(label: string, maxBytes: number, take: (message: Uint8Array) => void): void {
    const lane = this.#laneOf(label);
    lane.wait({ label, maxBytes, resolve: take, reject: () => undefined });
    this.#pump(lane);
  }

  /** Whether a `receive` waits for a message of this party. */
  get isAwaited(): boolean {
    return this.#lanes.some((lane) => lane.isAwaited);
  }

  /** Tells the party why this side stops. */
  abort(abort: Abort): void {
    if (this.#hasEnded || this.#ended) return;
    this.#stream.write(FRAME.ABORT, encodeAbort(abort));
  }

  /** Says that no more messages follow. */
  end(): void {
    if (this.#ended || this.#failure !== undefined) return;
    this.#ended = true;
    this.#stream.write(FRAME.END, new Uint8Array(0));
  }

  /** Whether the party sent more than its proof of identity: the session has begun for it. */
  get hasBegun(): boolean {
    return this.#messages > 1;
  }

  /** Whether the party stopped for a lasting reason: it will not come back. */
  get isRefused(): boolean {
    return this.#isRefused;
  }

  /** Whether the party said that no more messages follow. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Whether the party has everything that was sent, or needs nothing any more. */
  get isSettled(): boolean {
    return this.#failure !== undefined || this.#hasEnded || this.#stream.isDelivered;
  }

  /** The number of frames of messages that the party has acknowledged, ever. */
  get arrived(): number {
    return this.#stream.arrived;
  }

  /** Called whenever `isSettled` may have become true. */
  onProgress(callback: () => void): void {
    this.#onProgress = callback;
  }

  /** The stream accepted a packet, which may have acknowledged frames. */
  progressed(): void {
    this.#onProgress?.();
  }

  /** Calls back once, if the channel fails. */
  onFailure(callback: (error: MpcError) => void): void {
    this.#onFailure = callback;
    if (this.#failure !== undefined) callback(this.#failure);
  }

  /** Ends the channel from this side. Pending `receive` calls reject with the error. */
  fail(error: MpcError): void {
    if (this.#failure !== undefined) return;
    this.#failure = error;
    clearTimeout(this.#abortTimer);
    for (const lane of this.#lanes) lane.giveUp(error);
    this.#onFailure?.(error);
    this.#onProgress?.();
  }

  /** Accepts a frame that the stream decrypted. */
  accept(frame: Frame): void {
    if (this.#hasEnded || this.#abort !== undefined) {
      this.#stream.consumed(frame.body.length);
      return;
    }
    switch (frame.kind) {
      case FRAME.ABORT:
        this.#stream.consumed(frame.body.length);
        this.#isRefused = isLasting(frame.body);
        this.#aborted(decodeAbort(this.name, frame.body));
        return;
      case FRAME.END:
        this.#stream.consumed(frame.body.length);
        this.#hasEnded = true;
        break;
      default:
        if (frame.kind === FRAME.FIRST) {
          this.#messages += 1;
          const head = readHead(frame.body);
          // A message that cuts another short stays in that one's lane, where the deviation is detected.
          if (this.#missing <= 0) this.#incoming = this.#laneOf(head?.label ?? '');
          this.#missing = (head?.bytes ?? 0) + (head?.length ?? 0);
        }
        this.#missing -= frame.body.length;
        this.#incoming.push(frame);
        this.#pump(this.#incoming);
        return;
    }
    for (const lane of this.#lanes) this.#pump(lane);
  }

  /** Messages that arrived whole before an abort are still valid: they can be taken for a moment. */
  #aborted(error: MpcError): void {
    this.#abort = error;
    if (this.#isEmpty) {
      this.fail(error);
      return;
    }
    this.#abortTimer = setTimeout(() => this.fail(error), ABORT_PATIENCE_MS);
    for (const lane of this.#lanes) this.#pump(lane);
  }

  get #isEmpty(): boolean {
    return this.#lanes.every((lane) => lane.isEmpty);
  }

  /** The lane whose prefix the label begins with; otherwise the main lane. */
  #laneOf(label: string): Lane {
    const [main, ...others] = this.#lanes;
    return others.find(({ prefix }) => label.startsWith(prefix)) ?? main;
  }

  #pump(lane: Lane): void {
    while (lane.isAwaited) {
      if (this.#failure !== undefined) {
        lane.giveUp(this.#failure);
        return;
      }
      const step = lane.step();
      if (step === undefined) {
        if (this.#hasEnded) lane.giveUp(new MpcError('PEER_LEFT', `${this.name} left before the session was done.`, 'Ask that party what happened, then start again.', { party: this.name }));
        else if (this.#abort !== undefined && this.#isEmpty) this.fail(this.#abort);
        return;
      }
      this.#stream.consumed(step.bytes);
      if (step.problem !== undefined) {
        this.fail(new MpcError('DEVIATION', `${this.name} did not follow the protocol: ${step.problem}.`, 'Ask that party which program it runs.', { party: this.name }));
        return;
      }
    }
  }
}
