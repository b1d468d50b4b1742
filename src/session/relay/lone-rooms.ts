import type { Key } from './backplane.js';

/** A party that has just come may not be sent away at once: the party that it waits for may be on the way. */
export const YOUNG_MS = 60_000;

/** Rooms in which one member waits alone, by the network address that opened them. They are the first to go when all rooms are taken. */
export class LoneRooms {
  readonly #byOpener = new Map<string, Map<Key, number>>();

  /** @param now milliseconds of a clock that never goes back. */
  constructor(private readonly now: () => number) {}

  add(opener: string, room: Key): void {
    const rooms = this.#byOpener.get(opener) ?? new Map<Key, number>();
    this.#byOpener.set(opener, rooms);
    rooms.set(room, this.now());
  }

  delete(opener: string, room: Key): void {
    const rooms = this.#byOpener.get(opener);
    if (rooms?.delete(room) === true && rooms.size === 0) this.#byOpener.delete(opener);
  }

  /**
   * The room to evict: the oldest of the address that has the most lone rooms. If no address has more than one, the oldest of all, once it has waited for a
   * minute.
   */
  toEvict(): Key | undefined {
    let most: Map<Key, number> | undefined;
    let oldest: [Key, number] | undefined;
    for (const rooms of this.#byOpener.values()) {
      if (most === undefined || rooms.size > most.size) most = rooms;
      const [first] = rooms;
      if (first !== undefined && (oldest === undefined || first[1] < oldest[1])) oldest = first;
    }
    if (most !== undefined && most.size > 1) return [...most.keys()][0];
    return oldest !== undefined && this.now() - oldest[1] >= YOUNG_MS ? oldest[0] : undefined;
  }
}
