import type { Connection } from './connection.js';
import type { RelayLimits } from './limits.js';
import { Gauge } from './pressure.js';
import { encodeGone, encodeJoined, encodePresent, HEADER_BYTES, sendToDeliver } from './wire.js';

/** Who is connected under one room identifier. It knows addresses and counts, and keeps no frame. */
export class Room {
  readonly seats: number;
  /** Bytes on their way to all who are here, or were and still drain. */
  readonly outgoing: Gauge;
  /** Payload bytes forwarded since the room exists. */
  forwardedBytes = 0;
  readonly #members = new Map<string, Connection>();
  readonly #born: number;
  #lastFrame: number;

  constructor(
    seats: number,
    private readonly limits: RelayLimits,
    private readonly now: () => number,
    private readonly onLeave: (room: Room) => void,
  ) {
    this.seats = seats;
    this.outgoing = new Gauge(limits.roomBufferBytes, limits.slowReaderMs, () => {
      this.slowest()?.refuse('roomMemory', 'Too much waits in this room, and most of it for you: read faster, or connect again.');
    });
    this.#born = this.#lastFrame = now();
  }

  get present(): number {
    return this.#members.size;
  }

  get members(): Iterable<Connection> {
    return this.#members.values();
  }

  /** True when this address, or else a new one, can come in. */
  hasSeatFor(address: Uint8Array): boolean {
    return this.#members.has(keyOf(address)) || this.#members.size < this.seats;
  }

  /** @returns the older connection with the same address, if there is one: it is out of the room and has to be ended. */
  join(connection: Connection, address: Uint8Array): Connection | undefined {
    const key = keyOf(address);
    const older = this.#members.get(key);
    connection.enter(this, address);
    this.#members.set(key, connection);
    const others = [...this.#members.values()].filter((member) => member !== connection);
    connection.send(encodeJoined(others.map((member) => member.address)));
    const present = encodePresent(address);
    for (const member of others) member.send(present);
    return older;
  }

  /** Nothing when a newer connection has the address: then nobody left. */
  leave(connection: Connection): void {
    const key = keyOf(connection.address);
    if (this.#members.get(key) !== connection) return;
    this.#members.delete(key);
    const gone = encodeGone(connection.address);
    for (const member of this.#members.values()) member.send(gone);
    if (this.#members.size === 0) this.outgoing.dispose();
    this.onLeave(this);
  }

  /**
   * Passes a SEND on, in its own buffer, to `to`; where that is full, `source` is not read until it drains.
   * An absent destination gets nothing, and nobody is told: parties send again what was not acknowledged.
   *
   * @returns whether somebody was there.
   */
  forward(source: Connection, to: Uint8Array, frame: Uint8Array): boolean {
    this.#lastFrame = this.now();
    const destination = this.#members.get(keyOf(to));
    if (destination === undefined || destination === source) return false;
    this.forwardedBytes += frame.length - HEADER_BYTES;
    const outgoing = standalone(frame);
    sendToDeliver(outgoing, source.address);
    destination.send(outgoing);
    if (destination.outgoing.over) source.waitFor(destination.outgoing);
    if (this.outgoing.over) source.waitFor(this.outgoing);
    return true;
  }

  /** The member with most waiting for it. */
  slowest(): Connection | undefined {
    let slowest: Connection | undefined;
    for (const member of this.#members.values()) {
      if (slowest === undefined || member.outgoing.bytes > slowest.outgoing.bytes) slowest = member;
    }
    return slowest;
  }

  /** Whether it has lived or been silent for too long. */
  get expired(): boolean {
    const now = this.now();
    return now - this.#born > this.limits.roomLifetimeMs || now - this.#lastFrame > this.limits.roomIdleMs;
  }
}

/** A map's key for an address: one character a byte. */
function keyOf(address: Uint8Array): string {
  return Buffer.from(address.buffer, address.byteOffset, address.length).toString('latin1');
}

/**
 * A small frame is a view into a read of up to 64 KiB, and would keep all of it while it waits: it is copied
 * out. Frames of full size come in memory of their own and are not.
 */
function standalone(frame: Uint8Array): Uint8Array {
  return frame.buffer.byteLength <= 2 * frame.length ? frame : new Uint8Array(frame);
}
