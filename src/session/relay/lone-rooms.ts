import type { Key } from './backplane.js';
import { ByAddress } from './by-address.js';

/** A party that has just come may not be sent away at once: the party that it waits for may be on the way. */
export const YOUNG_MS = 60_000;

/** Rooms in which one member waits alone, by the network address that opened them. They are the first to go when all rooms are taken. */
export class LoneRooms {
  readonly #rooms: ByAddress<Key>;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(private readonly now: () => number) {
    this.#rooms = new ByAddress(now);
  }

  /** A room whose member comes back keeps its age: otherwise whoever reconnects often enough would keep it for ever. */
  add(opener: string, room: Key): void {
    this.#rooms.add(opener, room);
  }

  delete(room: Key): void {
    this.#rooms.delete(room);
  }

  /**
   * The room to evict: the oldest of the address that has most lone rooms, where that is more than a few. Otherwise the oldest of all, once it has waited for a
   * minute.
   */
  toEvict(): Key | undefined {
    const { first } = this.#rooms;
    return first !== undefined && (first.excess > 0 || this.now() - first.since >= YOUNG_MS) ? first.item : undefined;
  }
}
