import { Duplex } from 'node:stream';
import { FrameScanner } from './frame-scanner.js';
import type { Budget } from './budget.js';
import type { Tally } from './pressure.js';
import type { Clock, Turns, Worker } from './turns.js';

/** The most that one turn passes on: a whole read of the system, or this many frames. */
const TURN_BYTES = 64 * 1024;
const TURN_FRAMES = 32;
/** Pieces of an unfinished frame below this size are merged: each piece costs some 270 bytes, however small. */
const CRUMB_BYTES = 4 * 1024;
const MAX_CRUMBS = 16;
/** If this much of a frame is still to come, its beginning is passed on as it is: a copy would cost more than it saves. */
const LARGE_FRAME_BYTES = 4 * 1024;
const PIECE_OVERHEAD_BYTES = 320;
/** A message in many fragments keeps every piece that contained one of them. Honest clients send none. */
const MAX_PINNED_BYTES = 512 * 1024;

export interface IntakeOptions {
  /** The bytes that the HTTP server read beyond the request. */
  readonly head: Buffer;
  readonly turns: Turns;
  readonly budget: Budget;
  readonly clock: Clock;
  /** Bytes of arriving data that this and all other connections hold. */
  readonly arriving: Tally;
}

/** Decides, frame by frame, whether a connection is read. */
export interface Gate {
  /** Whether nothing may be passed on now. `Intake.resume` says when it may again. */
  readonly isShut: boolean;
  /** The most frames to pass on before asking the gate again. */
  readonly maxFrames: number;
  /** The longest message to accept. A message that announces more is not read. */
  readonly maxMessageBytes: number;
  tooLong(): void;
}

/**
 * Sits between a socket and its WebSocket parser, and passes on what the connection's budget and turn allow. The rest stays unread, so that TCP holds the
 * sender back. No frame is dropped. It and the parser hold at most one read and one unfinished message of a connection, and these are counted.
 */
export class Intake extends Duplex implements Worker {
  readonly #scanner = new FrameScanner();
  readonly #unread: Buffer[] = [];
  readonly #crumbs: Buffer[] = [];
  #crumbBytes = 0;
  #pinned = 0;
  #counted = 0;
  #isWanted = false;
  #rawHasEnded = false;
  #gate: Gate | undefined;
  #delay: { cancel(): void } | undefined;
  /** Whether the connection has used up its budget and is therefore not read. */
  isDelayed = false;

  constructor(
    private readonly raw: Duplex,
    private readonly options: IntakeOptions,
  ) {
    super({ allowHalfOpen: true, highWaterMark: TURN_BYTES });
    if (options.head.length > 0) this.#unread.push(options.head);
    raw.on('data', (piece: Buffer) => {
      this.#unread.push(piece);
      if (this.#mayPass && this.options.turns.isFree) this.takeTurn();
      // The rest waits here, and later data wait in the network.
      if (this.#unread.length === 0) return;
      raw.pause();
      this.#askForTurn();
    });
    raw.on('end', () => {
      this.#rawHasEnded = true;
      this.#askForTurn();
    });
    raw.on('error', (error) => this.destroy(error));
    raw.on('close', () => this.destroy());
    raw.pause();
  }

  /** Nothing is passed on until there is a gate. */
  open(gate: Gate): void {
    this.#gate = gate;
    this.resumeReading();
  }

  /** The gate is open again. */
  resumeReading(): void {
    this.#askForTurn();
  }

  override _read(): void {
    this.#isWanted = true;
    this.#askForTurn();
  }

  // Written data pass straight through: only reading is portioned. The parser corks, writes a header and a payload, and uncorks.
  override write(chunk: Buffer, ...rest: [] | [callback?: (error?: Error | null) => void]): boolean;
  override write(chunk: Buffer, encoding: BufferEncoding, callback?: (error?: Error | null) => void): boolean;
  override write(chunk: Buffer, ...rest: unknown[]): boolean {
    return this.raw.write(chunk, ...(rest as []));
  }

  // Reached through `end`: the parser uses it to answer a request that it refuses, before there is a connection.
  override _write(chunk: Buffer, encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.raw.write(chunk, encoding, done);
  }

  override cork(): void {
    this.raw.cork();
  }

  override uncork(): void {
    this.raw.uncork();
  }

  override _final(done: () => void): void {
    this.raw.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.options.turns.forget(this);
    this.#delay?.cancel();
    this.#unread.length = this.#crumbs.length = 0;
    this.#count(0);
    this.raw.destroy();
    done(error);
  }

  takeTurn(): void {
    const gate = this.#gate;
    if (gate === undefined || !this.#mayPass) return;
    const piece = this.#unread.shift();
    if (piece === undefined) {
      if (this.#rawHasEnded) this.push(null);
      else this.raw.resume();
      return;
    }
    const { bytes, wholeBytes, endsMessage, frames } = this.#scanner.scan(piece, TURN_BYTES, Math.min(TURN_FRAMES, gate.maxFrames));
    if (bytes < piece.length) this.#unread.unshift(piece.subarray(bytes));
    this.#charge(frames, bytes);
    if (bytes >= CRUMB_BYTES && this.#scanner.announcedBytes >= LARGE_FRAME_BYTES) {
      this.#pass(bytes === piece.length ? piece : piece.subarray(0, bytes), endsMessage);
    } else {
      if (wholeBytes > 0) this.#pass(piece.subarray(0, wholeBytes), endsMessage);
      if (bytes > wholeBytes) this.#passPart(piece.subarray(wholeBytes, bytes));
    }
    this.#recount();
    const announced = this.#scanner.messageBytes + this.#scanner.announcedBytes;
    if (announced > gate.maxMessageBytes || this.#pinned > MAX_PINNED_BYTES) gate.tooLong();
    this.#askForTurn();
  }

  #askForTurn(): void {
    if (this.#mayPass && (this.#unread.length > 0 || this.#rawHasEnded || this.raw.isPaused())) this.options.turns.ask(this);
  }

  get #mayPass(): boolean {
    return !this.destroyed && !this.isDelayed && this.#isWanted && this.#gate?.isShut === false;
  }

  #charge(frames: number, bytes: number): void {
    const { budget, clock } = this.options;
    budget.charge(frames, bytes);
    const { waitMs } = budget;
    if (waitMs <= 0) return;
    this.isDelayed = true;
    this.#delay = clock.later(waitMs, () => {
      this.isDelayed = false;
      this.#askForTurn();
    });
  }

  /** Takes more of a frame, and merges pieces that are too small. Copies, because a view would keep the whole read. */
  #passPart(part: Buffer): void {
    if (part.length + this.#crumbBytes >= CRUMB_BYTES) {
      this.#pass(part.length < TURN_BYTES / 2 ? Buffer.from(part) : part, false);
      return;
    }
    this.#crumbs.push(Buffer.from(part));
    this.#crumbBytes += part.length;
    if (this.#crumbs.length === MAX_CRUMBS) this.#crumbs.splice(0, MAX_CRUMBS, Buffer.concat(this.#crumbs));
  }

  #pass(part: Buffer, endsMessage: boolean): void {
    const piece = this.#crumbs.length === 0 ? part : Buffer.concat([...this.#crumbs, part]);
    this.#crumbs.length = 0;
    this.#crumbBytes = 0;
    this.#isWanted = false;
    // The parser keeps views of the pieces of an unfinished message, and each view keeps its whole piece.
    const isBetween = endsMessage && !this.#scanner.isInFrame;
    this.#pinned = isBetween ? 0 : (endsMessage ? 0 : this.#pinned) + piece.length + PIECE_OVERHEAD_BYTES;
    this.push(piece);
  }

  #recount(): void {
    const unread = this.#unread.reduce((sum, piece) => sum + piece.buffer.byteLength, 0);
    this.#count(this.#pinned + this.#crumbBytes + unread + PIECE_OVERHEAD_BYTES * (this.#crumbs.length + this.#unread.length));
  }

  /** Bytes of arriving data that this connection holds, including their overhead. */
  get heldBytes(): number {
    return this.#counted;
  }

  #count(bytes: number): void {
    this.options.arriving.add(bytes - this.#counted);
    this.#counted = bytes;
  }
}
