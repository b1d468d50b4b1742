import type { WebSocket } from 'ws';
import type { Key } from './backplane.js';
import type { Gate, Intake } from './intake.js';
import type { RelayLimits } from './limits.js';
import { Gauge, type Brake, type Source, type Tally } from './pressure.js';
import { FAREWELLS, refusalFarewell, type Farewell } from './farewell.js';
import { encodeRefused, type Refusal } from './wire.js';

/** Time for a farewell to arrive and be answered. Then the socket is cut. */
export const FAREWELL_MS = 1_000;
/** The cost of a waiting frame in addition to its bytes. Without it, a million empty payloads would count as 17 MB. */
const FRAME_OVERHEAD_BYTES = 512;
/** Two missing answers to pings, not one: a link that drains a full buffer answers late. */
const MAX_UNANSWERED_PINGS = 2;
const OPTIONS = { binary: true, compress: false } as const;
/** A client that has not joined sends only a JOIN. */
const MAX_BYTES_BEFORE_JOIN = 1_024;
const TURN_FRAMES = 32;

export interface ConnectionOptions {
  readonly socket: WebSocket;
  readonly intake: Intake;
  /** The key under which the network address is counted. */
  readonly origin: string;
  /** Whether the client showed an admission token that this relay requires. */
  readonly isVouchedFor: boolean;
  readonly limits: RelayLimits;
  /** Bytes on their way to all clients. */
  readonly outgoing: Tally;
  /** Called when the client stays above its mark. The callee is expected to end this connection. */
  readonly onSlow: (connection: Connection) => void;
  /** Called once, when the relay is done with this client, though its socket may take a second to close. */
  readonly onEnd: (connection: Connection) => void;
  /** Called once, when the relay is done with a client that has a seat. `isLoss` unless a newer connection of the same client took the seat. */
  readonly onLeave: (connection: Connection, isLoss: boolean) => void;
}

type State = 'new' | 'joining' | 'joined';

/** The part of a room that a connection needs. */
interface JoinedRoom {
  /** Bytes on their way to all members. */
  readonly outgoing: Gauge;
}

/** One client: its socket, the data waiting to be sent to it, and the brakes that it waits for. */
export class Connection implements Source, Gate {
  /** Bytes on their way to this client. */
  readonly outgoing: Gauge;
  /** Set once by a successful JOIN, as are `address` and `ticket`. It stays set after the client has left the room. */
  room: JoinedRoom | undefined;
  address: Uint8Array = new Uint8Array(0);
  addressKey: Key = '';
  ticket = '';
  readonly #waitsFor = new Set<Brake>();
  #state: State = 'new';
  #unansweredPings = 0;
  #owesPong = false;
  #ended = false;
  #settled = false;
  #timer: NodeJS.Timeout;

  constructor(private readonly options: ConnectionOptions) {
    const { limits } = options;
    this.outgoing = new Gauge(limits.connectionBufferBytes, limits.slowReaderMs, () => options.onSlow(this));
    this.#timer = setTimeout(() => this.end(FAREWELLS.joinTimeout), limits.joinTimeoutMs);
    options.intake.open(this);
  }

  get origin(): string {
    return this.options.origin;
  }

  get isVouchedFor(): boolean {
    return this.options.isVouchedFor;
  }

  /** True as soon as the relay is done with this client, though its socket may take a second to close. */
  get ended(): boolean {
    return this.#ended;
  }

  get hasJoined(): boolean {
    return this.#state === 'joined';
  }

  /** True while the relay does not read from this client. */
  get waits(): boolean {
    return this.#waitsFor.size > 0 || this.options.intake.isDelayed;
  }

  /** Bytes held of messages arriving from this client and on their way to it. */
  get heldBytes(): number {
    return this.outgoing.bytes + this.options.intake.heldBytes;
  }

  // The gate of its intake. A client that is being told goodbye is still read, so that its answer is received.
  get isShut(): boolean {
    return !this.#ended && (this.#waitsFor.size > 0 || this.#state === 'joining');
  }

  get maxFrames(): number {
    return this.#state === 'joined' ? TURN_FRAMES : 1;
  }

  get maxMessageBytes(): number {
    return this.#state === 'joined' || this.#ended ? Infinity : MAX_BYTES_BEFORE_JOIN;
  }

  tooLong(): void {
    this.end(FAREWELLS.tooLarge);
  }

  /** Reads nothing more while the backplane is asked for a seat. False if a JOIN came before. */
  beginJoin(): boolean {
    if (this.#state !== 'new') return false;
    this.#state = 'joining';
    return true;
  }

  enter(room: JoinedRoom, address: Uint8Array, addressKey: Key, ticket: string): void {
    clearTimeout(this.#timer);
    this.room = room;
    this.address = address;
    this.addressKey = addressKey;
    this.ticket = ticket;
    this.#state = 'joined';
    this.options.intake.resumeReading();
  }

  /** Queues a frame, which must not be changed afterwards. */
  send(frame: Uint8Array): void {
    if (this.#settled) return;
    const cost = frame.length + FRAME_OVERHEAD_BYTES;
    this.outgoing.add(cost);
    this.room?.outgoing.add(cost);
    this.options.outgoing.add(cost);
    this.options.socket.send(frame, OPTIONS, () => {
      if (this.#settled) return;
      this.outgoing.take(cost);
      this.room?.outgoing.take(cost);
      this.options.outgoing.take(cost);
    });
  }

  /** Reads nothing more from this client until the brake is released. */
  waitFor(brake: Brake): void {
    if (this.#ended || this.#waitsFor.has(brake)) return;
    this.#waitsFor.add(brake);
    brake.hold(this);
  }

  released(brake: Brake): void {
    this.#waitsFor.delete(brake);
    if (this.#waitsFor.size === 0) this.options.intake.resumeReading();
  }

  heard(): void {
    this.#unansweredPings = 0;
  }

  /** Answers a ping, unless the answer to an older one still waits: a client that asks without reading gets one answer. */
  answerPing(data: Uint8Array): void {
    this.heard();
    if (this.#ended || this.#owesPong) return;
    this.#owesPong = true;
    this.options.socket.pong(data, false, () => (this.#owesPong = false));
  }

  /** Pings the client, and cuts it off if it did not answer before. */
  ping(): void {
    if (this.#ended) return;
    // A client that the relay does not read cannot answer.
    if (this.waits) this.heard();
    if (this.#unansweredPings >= MAX_UNANSWERED_PINGS) {
      this.cut();
      return;
    }
    this.#unansweredPings += 1;
    this.options.socket.ping();
  }

  refuse(reason: Refusal, text: string, retryAfterS?: number): void {
    if (this.#ended) return;
    // Both leave in one write: a full relay does little else than refuse.
    this.options.intake.cork();
    this.send(encodeRefused(reason, text));
    this.end(refusalFarewell(reason, text, retryAfterS));
    this.options.intake.uncork();
  }

  /** Closes cleanly, and by force if the client does not cooperate. */
  end(farewell: Farewell): void {
    if (this.#ended) return;
    this.#ended = true;
    this.options.onEnd(this);
    for (const brake of this.#waitsFor) brake.forget(this);
    this.#waitsFor.clear();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.cut(), FAREWELL_MS);
    this.options.socket.close(farewell.code, farewell.reason);
    this.options.intake.resumeReading();
    if (this.#state === 'joined') this.options.onLeave(this, farewell !== FAREWELLS.replaced);
    // Last: sources that waited for this client may now send, and must no longer find it in the room.
    this.outgoing.dispose();
  }

  /** Ends at once and discards what waited for this client. */
  cut(): void {
    this.end(FAREWELLS.cut);
    this.options.socket.terminate();
    this.settle();
  }

  /** For a closed socket, whoever closed it: releases what was still counted. */
  settle(): void {
    if (this.#settled) return;
    this.end(FAREWELLS.cut);
    this.#settled = true;
    clearTimeout(this.#timer);
    const { bytes } = this.outgoing;
    this.outgoing.take(bytes);
    this.room?.outgoing.take(bytes);
    this.options.outgoing.take(bytes);
  }
}
