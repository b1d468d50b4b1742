import { JoinLimiter } from './admission.js';
import { bytesOf, keyOf, type Backplane, type BackplaneEvents, type BackplaneHealth, type Entered, type Entry, type Key, type Refused } from './backplane.js';
import { Counts } from './counts.js';
import type { RelayLimits } from './limits.js';
import { LoneRooms } from './lone-rooms.js';
import type { Brake } from './pressure.js';
import { sendToDeliver } from './wire.js';

interface MemoryRoom {
  readonly seats: number;
  /** The network address that opened it. The room counts towards this address's limit. */
  readonly opener: string;
  /** Tickets by address. */
  readonly members: Map<Key, string>;
}

/** Rooms of one process, in its memory. */
export class MemoryBackplane implements Backplane {
  readonly #rooms = new Map<Key, MemoryRoom>();
  readonly #openedBy = new Counts();
  readonly #lone: LoneRooms;
  readonly #joins: JoinLimiter;
  #events: BackplaneEvents | undefined;
  #tickets = 0;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(
    private readonly limits: RelayLimits,
    now: () => number,
  ) {
    this.#joins = new JoinLimiter(limits.joinsPerMinute, now);
    this.#lone = new LoneRooms(now);
  }

  subscribe(events: BackplaneEvents): void {
    this.#events = events;
  }

  admit(origin: string): Promise<boolean> {
    return Promise.resolve(this.#joins.admit(origin));
  }

  enter(entry: Entry, seat: (entered: Entered) => void): Promise<Entered | Refused> {
    return Promise.resolve(this.#enter(entry, seat));
  }

  leave(id: Key, address: Uint8Array, ticket: string): void {
    const room = this.#rooms.get(id);
    const key = keyOf(address);
    if (room === undefined || room.members.get(key) !== ticket) return;
    room.members.delete(key);
    if (room.members.size === 0) this.#close(id, room);
    else if (room.members.size === 1) this.#lone.add(room.opener, id);
    this.#events?.gone(id, address);
  }

  publish(id: Key, from: Uint8Array, to: Key, frame: Uint8Array): readonly Brake[] | undefined {
    if (this.#rooms.get(id)?.members.has(to) !== true) return undefined;
    sendToDeliver(frame, from);
    return this.#events?.deliver(id, to, frame);
  }

  sweep(): void {
    this.#joins.sweep();
  }

  health(): BackplaneHealth {
    return { isReady: true, what: 'memory' };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #enter({ room: id, address, seats, origin }: Entry, seat: (entered: Entered) => void): Entered | Refused {
    const room = this.#rooms.get(id) ?? this.#open(id, seats, origin);
    if ('kind' in room) return room;
    if (room.seats !== seats) return refused('malformed', 'This room was opened with another number of seats.', 0);
    const key = keyOf(address);
    const older = room.members.get(key);
    if (older === undefined && room.members.size >= room.seats) return refused('roomFull', 'All seats of this room are taken.', 0);
    this.#tickets += 1;
    const ticket = String(this.#tickets);
    const present = [...room.members.keys()].filter((other) => other !== key).map(bytesOf);
    room.members.set(key, ticket);
    if (room.members.size === 1) this.#lone.add(room.opener, id);
    else this.#lone.delete(id);
    if (older !== undefined) this.#events?.replaced(id, address, older);
    const entered: Entered = { kind: 'entered', ticket, present, returned: older !== undefined };
    seat(entered);
    this.#events?.present(id, address);
    return entered;
  }

  #open(id: Key, seats: number, opener: string): MemoryRoom | Refused {
    if (this.#openedBy.of(opener) >= this.limits.maxRoomsPerAddress) {
      return refused('tooManyRooms', `Your network address has as many rooms as this relay gives to one (${this.limits.maxRoomsPerAddress}).`, 30);
    }
    if (this.#rooms.size >= this.limits.maxRooms) this.#makeWay();
    if (this.#rooms.size >= this.limits.maxRooms) return refused('tooManyRooms', 'This relay has as many rooms as it takes. Try again later.', 30);
    const room: MemoryRoom = { seats, opener, members: new Map() };
    this.#rooms.set(id, room);
    this.#openedBy.add(opener);
    return room;
  }

  /** When all rooms are taken, evicts one in which a member waits alone. */
  #makeWay(): void {
    const id = this.#lone.toEvict();
    if (id !== undefined) this.#events?.evicted(id, 'All rooms of this relay are taken, and in this one somebody waits alone. Connect again.');
  }

  #close(id: Key, room: MemoryRoom): void {
    this.#rooms.delete(id);
    this.#lone.delete(id);
    this.#openedBy.take(room.opener);
  }
}

function refused(reason: Refused['reason'], text: string, retryAfterS: number): Refused {
  return { kind: 'refused', reason, text, retryAfterS };
}
