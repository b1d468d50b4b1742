import type { WebSocket } from 'ws';
import { Gauge, type Source, type Tally } from './pressure.js';
import type { RelayLimits } from './limits.js';
import { CLOSE, encodeRefused, type Refusal } from './wire.js';

/** For a farewell to arrive and be answered; then the socket is cut. */
export const FAREWELL_MS = 1_000;
/**
 * What a waiting frame costs the process beside its bytes: without it, a million empty payloads would pass
 * for 17 MB.
 */
const FRAME_OVERHEAD_BYTES = 512;
/** The answer to two pings missing, not to one: a link that drains a full buffer answers late. */
const MAX_UNANSWERED_PINGS = 2;
const OPTIONS = { binary: true, compress: false } as const;

/** A room, as far as who sits in it needs to know. */
interface JoinedRoom {
  /** Bytes on their way to all who are there. */
  readonly outgoing: Gauge;
  leave(connection: Connection): void;
  forward(source: Connection, to: Uint8Array, frame: Uint8Array): boolean;
}

/** One client: its socket, what waits to be sent to it, and whom it waits for itself. */
export class Connection implements Source {
  /** Bytes on their way to this client. */
  readonly outgoing: Gauge;
  /** Set once, with `address`, by a successful JOIN; stays when the client has left the room. */
  room: JoinedRoom | undefined;
  address: Uint8Array = new Uint8Array(0);
  readonly #waitsFor = new Set<Gauge>();
  #unansweredPings = 0;
  #ended = false;
  #settled = false;
  #timer: NodeJS.Timeout;

  /** @param onSlow called when the client stays above its mark; it is expected to end this connection. */
  constructor(
    readonly socket: WebSocket,
    readonly ip: string,
    limits: RelayLimits,
    private readonly total: Tally,
    onSlow: (connection: Connection) => void,
  ) {
    this.outgoing = new Gauge(limits.connectionBufferBytes, limits.slowReaderMs, () => {
      onSlow(this);
    });
    this.#timer = setTimeout(() => {
      this.end(CLOSE.refused);
    }, limits.joinTimeoutMs);
  }

  /** True from the moment the relay is done with this client, though its socket may take a second to close. */
  get ended(): boolean {
    return this.#ended;
  }

  /** True while the relay does not read from this client. */
  get waits(): boolean {
    return this.#waitsFor.size > 0;
  }

  enter(room: JoinedRoom, address: Uint8Array): void {
    clearTimeout(this.#timer);
    this.room = room;
    this.address = address;
  }

  /** Queues a frame, which must not be changed afterwards. */
  send(frame: Uint8Array): void {
    if (this.#settled) return;
    const cost = frame.length + FRAME_OVERHEAD_BYTES;
    this.outgoing.add(cost);
    this.room?.outgoing.add(cost);
    this.total.add(cost);
    this.socket.send(frame, OPTIONS, () => {
      if (this.#settled) return;
      this.outgoing.take(cost);
      this.room?.outgoing.take(cost);
      this.total.take(cost);
    });
  }

  /** Reads nothing more from this client until the gauge lets go. */
  waitFor(gauge: Gauge): void {
    if (this.#ended || this.#waitsFor.has(gauge)) return;
    this.#waitsFor.add(gauge);
    gauge.hold(this);
    this.socket.pause();
  }

  released(gauge: Gauge): void {
    this.#waitsFor.delete(gauge);
    if (!this.waits) this.socket.resume();
  }

  heard(): void {
    this.#unansweredPings = 0;
  }

  /** Asks whether the client is still there, and cuts it off when it did not answer before. */
  ping(): void {
    if (this.#ended) return;
    // Whoever the relay does not read cannot be heard.
    if (this.waits) this.heard();
    if (this.#unansweredPings >= MAX_UNANSWERED_PINGS) {
      this.cut();
      return;
    }
    this.#unansweredPings += 1;
    this.socket.ping();
  }

  refuse(reason: Refusal, text: string): void {
    if (this.#ended) return;
    this.send(encodeRefused(reason, text));
    this.end(reason === 'shuttingDown' ? CLOSE.shuttingDown : CLOSE.refused);
  }

  /** Closes in good order, and by force when the client does not play along. */
  end(code: number): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const gauge of this.#waitsFor) gauge.forget(this);
    this.#waitsFor.clear();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.cut();
    }, FAREWELL_MS);
    this.socket.close(code);
    // Its answer to the closing cannot be read while paused.
    this.socket.resume();
    this.room?.leave(this);
    // Last: those who waited for this client may now send, and must no longer find it in the room.
    this.outgoing.dispose();
  }

  /** Ends now; what waited for this client is thrown away. */
  cut(): void {
    this.end(CLOSE.refused);
    this.socket.terminate();
    this.settle();
  }

  /** For when the socket is closed, whoever closed it: gives back what was still counted. */
  settle(): void {
    if (this.#settled) return;
    this.end(CLOSE.refused);
    this.#settled = true;
    clearTimeout(this.#timer);
    const { bytes } = this.outgoing;
    this.outgoing.take(bytes);
    this.room?.outgoing.take(bytes);
    this.total.take(bytes);
  }
}
