import { keyOf, type Key } from './backplane.js';
import type { Connection } from './connection.js';
import type { RelayLimits } from './limits.js';
import { Gauge, type Brake } from './pressure.js';
import { encodeGone, encodeJoined, encodePresent, HEADER_BYTES } from './wire.js';

const NOTHING: readonly Brake[] = [];

/** The members of one room who are connected here, and the number of members anywhere. It keeps no frame. */
export class Room {
  /** Bytes on their way to all who are here, or who left and still drain. */
  readonly outgoing: Gauge;
  /** Payload bytes delivered to members here since the room began to exist. */
  forwardedBytes = 0;
  /** Whether a member here proved that it is expected. Such a room may wait long for its second member. */
  isVouchedFor = false;
  readonly #members = new Map<Key, Connection>();
  /** Addresses of all members, here and elsewhere. */
  readonly #present = new Set<Key>();
  readonly #born: number;
  #lastFrame: number;
  #aloneSince: number;

  constructor(
    readonly id: Key,
    readonly seats: number,
    private readonly limits: RelayLimits,
    private readonly now: () => number,
  ) {
    this.outgoing = new Gauge(limits.roomBufferBytes, limits.slowReaderMs, () => {
      this.slowest()?.refuse('roomMemory', 'Too much waits in this room, and most of it for you: read faster, or connect again.');
    });
    this.#born = this.#lastFrame = this.#aloneSince = now();
  }

  /** The number of members, wherever they are connected. */
  get present(): number {
    return this.#present.size;
  }

  get members(): Iterable<Connection> {
    return this.#members.values();
  }

  /** Whether nobody is connected here any more. */
  get isEmpty(): boolean {
    return this.#members.size === 0;
  }

  memberAt(address: Key): Connection | undefined {
    return this.#members.get(address);
  }

  /** Seats a connection that the backplane admitted, and tells it who else is there. */
  seat(connection: Connection, present: readonly Uint8Array[]): void {
    const key = keyOf(connection.address);
    this.#members.set(key, connection);
    this.#present.add(key);
    for (const other of present) this.#present.add(keyOf(other));
    connection.send(encodeJoined(present));
  }

  /** A member arrived or came back, here or elsewhere. */
  arrived(address: Uint8Array): void {
    const key = keyOf(address);
    this.#present.add(key);
    const frame = encodePresent(address);
    for (const [other, member] of this.#members) if (other !== key) member.send(frame);
  }

  left(address: Uint8Array): void {
    if (!this.#present.delete(keyOf(address))) return;
    if (this.#present.size === 1) this.#aloneSince = this.now();
    const frame = encodeGone(address);
    for (const member of this.#members.values()) member.send(frame);
  }

  /** No effect if a newer connection has the address. */
  unseat(connection: Connection): void {
    const key = keyOf(connection.address);
    if (this.#members.get(key) === connection) this.#members.delete(key);
  }

  /** Passes a DELIVER to the member at `to`, and gives the brakes for its sender. Undefined if nobody is at that address. */
  deliver(to: Key, frame: Uint8Array): readonly Brake[] | undefined {
    this.touched();
    const destination = this.#members.get(to);
    if (destination === undefined) return undefined;
    this.forwardedBytes += frame.length - HEADER_BYTES;
    destination.send(standalone(frame));
    if (!destination.outgoing.over && !this.outgoing.over) return NOTHING;
    return [destination.outgoing, this.outgoing].filter((gauge) => gauge.over);
  }

  /** A message was sent in the room. */
  touched(): void {
    this.#lastFrame = this.now();
  }

  /** The member with the most data waiting for it. */
  slowest(): Connection | undefined {
    let slowest: Connection | undefined;
    for (const member of this.#members.values()) {
      if (slowest === undefined || member.outgoing.bytes > slowest.outgoing.bytes) slowest = member;
    }
    return slowest;
  }

  /** Whether the room has existed or been silent for too long, or a member waited in it alone for too long. */
  get expired(): boolean {
    const now = this.now();
    const { roomLifetimeMs, roomIdleMs, loneRoomMs } = this.limits;
    const isLone = this.#present.size === 1 && !this.isVouchedFor;
    return now - this.#born > roomLifetimeMs || now - this.#lastFrame > roomIdleMs || (isLone && now - this.#aloneSince > loneRoomMs);
  }
}

/**
 * A small frame is a view into a read of up to 64 KiB, and would keep all of it while it waits, so it is copied. Frames of full size have memory of their own
 * and are not copied.
 */
function standalone(frame: Uint8Array): Uint8Array {
  return frame.buffer.byteLength <= 2 * frame.length ? frame : new Uint8Array(frame);
}
