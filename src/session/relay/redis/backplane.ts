import { createHash } from 'node:crypto';
import { toHex } from '../../../crypto/bytes.js';
import { randomBytes } from '../../../crypto/random.js';
import { bytesOf, keyOf, type Backplane, type BackplaneEvents, type BackplaneHealth, type Entered, type Entry, type Key, type Refused } from '../backplane.js';
import type { RelayLimits } from '../limits.js';
import { FEW } from '../by-address.js';
import { YOUNG_MS } from '../lone-rooms.js';
import type { Brake } from '../pressure.js';
import { ADDRESS_BYTES, sendToDeliver } from '../wire.js';
import { InFlight, Taken } from './flow.js';
import { decodeMessage, encodeDeliver, encodeTaken, hexOf, keyOfHex, PROCESS_BYTES, type Message } from './messages.js';
import { RefusedOrigins } from './refused-origins.js';
import { ADMIT, ENTER, LEAVE, REAP, REFRESH } from './scripts.js';
import { Store, type StoreAddress } from './store.js';

const PREFIX = 'mpc-relay:';
/** Entries that nobody refreshes expire after this time. Every sweep refreshes them, and comes several times as often. */
const LIFE_MS = 90_000;
/** A process without a sign of life for this long has ended: its members leave their rooms. */
const ALIVE_MS = 10_000;
const ALIVE_EVERY_MS = 3_000;
/** The most rooms in one request. */
const MOST_ROOMS_AT_ONCE = 200;
const CLOSE_MS = 1_000;
const AWAY = 'This relay has lost sight of those that it shares its rooms with, and opens none now. Try again.';

interface Member {
  readonly process: string;
  /** For a member that is connected here. */
  readonly ticket: string | undefined;
}

/** A room with a member who is connected here, as this process knows it. */
interface SharedRoom {
  readonly members: Map<Key, Member>;
  /** How many are entering now. Events that arrive meanwhile wait, because they follow what these members will have been told. */
  entering: number;
  readonly waiting: Message[];
}

export interface RedisOptions extends StoreAddress {
  readonly limits: RelayLimits;
}

/**
 * Rooms that several relay processes share through Redis: the members of each, and the frames between members who are connected to different processes. Redis
 * is trusted no more than a relay. While it is away, members of rooms that are wholly here go on. When it is back, everybody connects again, because events in
 * between are lost.
 */
export class RedisBackplane implements Backplane {
  readonly #process = toHex(randomBytes(PROCESS_BYTES));
  readonly #limits: RelayLimits;
  readonly #rooms = new Map<Key, SharedRoom>();
  readonly #inFlight: InFlight;
  readonly #taken: Taken;
  readonly #refused = new RefusedOrigins(() => performance.now());
  /** Departures that Redis has not been told of. */
  readonly #owedLeaves: (readonly [room: string, address: string, ticket: string])[] = [];
  readonly #leaving = new Set<Promise<unknown>>();
  #store: Store | undefined;
  #events: BackplaneEvents | undefined;
  #tickets = 0;
  #aliveTimer: NodeJS.Timeout | undefined;

  private constructor(limits: RelayLimits) {
    this.#limits = limits;
    this.#inFlight = new InFlight(limits.connectionBufferBytes, limits.slowReaderMs);
    this.#taken = new Taken((process, room, address, bytes) => this.#store?.publish(channelOf(process), encodeTaken(room, address, bytes)));
  }

  /** Throws USAGE if Redis cannot be reached. */
  static async connect({ limits, ...address }: RedisOptions): Promise<RedisBackplane> {
    const backplane = new RedisBackplane(limits);
    backplane.#store = await Store.connect(address, channelOf(backplane.#process), {
      message: (bytes) => backplane.#receive(bytes),
      lost: (why) => backplane.#lost(why),
      back: () => void backplane.#back(),
    });
    await backplane.#alive();
    backplane.#aliveTimer = setInterval(() => void backplane.#look(), ALIVE_EVERY_MS);
    return backplane;
  }

  subscribe(events: BackplaneEvents): void {
    this.#events = events;
  }

  async admit(origin: string): Promise<boolean> {
    if (this.#refused.has(origin)) return false;
    try {
      const waitMs = Number(await this.#run(ADMIT, originOf(origin), String(this.#limits.joinsPerMinute)));
      if (waitMs > 0) this.#refused.add(origin, waitMs);
      return waitMs === 0;
    } catch {
      // It is refused at the next step, and told why.
      return true;
    }
  }

  async enter(entry: Entry, seat: (entered: Entered) => void): Promise<Entered | Refused> {
    const room = this.#rooms.get(entry.room) ?? { members: new Map<Key, Member>(), entering: 0, waiting: [] };
    this.#rooms.set(entry.room, room);
    room.entering += 1;
    try {
      return await this.#enter(entry, room, seat);
    } catch {
      return refused('unavailable', AWAY, 5);
    } finally {
      this.#entered(entry.room, room);
    }
  }

  async #enter({ room: id, address, seats, origin }: Entry, room: SharedRoom, seat: (entered: Entered) => void): Promise<Entered | Refused> {
    const { maxRooms, maxRoomsPerAddress, maxConnectionsPerAddress } = this.#limits;
    this.#tickets += 1;
    const ticket = String(this.#tickets);
    const key = keyOf(address);
    const numbers = [maxRooms, maxRoomsPerAddress, maxConnectionsPerAddress, LIFE_MS, YOUNG_MS, FEW].map(String);
    const reply = (await this.#run(ENTER, hexOf(id), hexOf(key), String(seats), originOf(origin), this.#process, ticket, ...numbers)) as string[];
    const [outcome = '', olderProcess = '', olderTicket = '', ...others] = reply;
    if (outcome !== 'entered') return refusedAs(outcome, olderProcess, this.#limits);
    const present: Uint8Array[] = [];
    for (let i = 0; i < others.length; i += 2) {
      const other = keyOfHex(others[i], ADDRESS_BYTES);
      const process = others[i + 1] ?? '';
      // A member of this process that the process does not know has just left, and Redis is about to be told.
      if (other === undefined || (process === this.#process && !room.members.has(other))) continue;
      present.push(bytesOf(other));
      if (process !== this.#process) room.members.set(other, { process, ticket: undefined });
    }
    room.members.set(key, { process: this.#process, ticket });
    this.#inFlight.forget(id, key);
    if (olderProcess === this.#process) this.#events?.replaced(id, address, olderTicket);
    const entered: Entered = { kind: 'entered', ticket, present, returned: olderProcess !== '' };
    seat(entered);
    this.#events?.present(id, address);
    return entered;
  }

  #entered(id: Key, room: SharedRoom): void {
    room.entering -= 1;
    if (room.entering > 0) return;
    for (const message of room.waiting.splice(0)) this.#hear(message);
    this.#forgetIfEmpty(id, room);
  }

  leave(id: Key, address: Uint8Array, ticket: string): void {
    const room = this.#rooms.get(id);
    const key = keyOf(address);
    if (room?.members.get(key)?.ticket !== ticket) return;
    room.members.delete(key);
    this.#forgetIfEmpty(id, room);
    this.#tellLeave([hexOf(id), hexOf(key), ticket]);
    this.#events?.gone(id, address);
  }

  publish(id: Key, from: Uint8Array, to: Key, frame: Uint8Array): readonly Brake[] | undefined {
    const member = this.#rooms.get(id)?.members.get(to);
    if (member === undefined) return undefined;
    sendToDeliver(frame, from);
    if (member.process === this.#process) return this.#events?.deliver(id, to, frame);
    if (this.#store?.isUp !== true) return undefined;
    this.#store.publish(channelOf(member.process), encodeDeliver(id, to, this.#process, frame));
    return this.#inFlight.sent(id, to, frame.length);
  }

  sweep(): void {
    this.#refused.sweep();
    const rooms = [...this.#rooms.keys()].map(hexOf);
    for (let i = 0; i < rooms.length; i += MOST_ROOMS_AT_ONCE) {
      const some = rooms.slice(i, i + MOST_ROOMS_AT_ONCE);
      this.#run(REFRESH, this.#process, String(LIFE_MS), ...some).then(
        (all) => {
          // Redis has lost existing rooms: it was emptied, and nobody gets any more events.
          if (all === 0 && some.some((room) => this.#hasMembers(keyOfHex(room, room.length / 2)))) this.#events?.interrupted('The relays have lost what they know of this room. Connect again.');
        },
        () => undefined,
      );
    }
  }

  health(): BackplaneHealth {
    return { isReady: this.#store?.isUp === true, what: 'redis' };
  }

  async close(): Promise<void> {
    clearInterval(this.#aliveTimer);
    await Promise.race([Promise.allSettled([...this.#leaving]), new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())]);
    this.#inFlight.clear();
    this.#taken.clear();
    this.#store?.close();
  }

  async #run(script: string, ...args: readonly string[]): Promise<unknown> {
    if (this.#store === undefined) throw new Error('not connected');
    return this.#store.run(script, PREFIX, ...args);
  }

  #receive(bytes: Buffer): void {
    const message = decodeMessage(bytes);
    if (message === undefined) return;
    const room = this.#rooms.get(message.room);
    if (room !== undefined && room.entering > 0) room.waiting.push(message);
    else this.#hear(message);
  }

  #hear(message: Message): void {
    const room = this.#rooms.get(message.room);
    if (room === undefined) return;
    switch (message.kind) {
      case 'present':
        if (message.process === this.#process) return;
        room.members.set(message.address, { process: message.process, ticket: undefined });
        this.#inFlight.forget(message.room, message.address);
        this.#events?.present(message.room, bytesOf(message.address));
        return;
      case 'gone':
        room.members.delete(message.address);
        this.#inFlight.forget(message.room, message.address);
        this.#events?.gone(message.room, bytesOf(message.address));
        this.#forgetIfEmpty(message.room, room);
        return;
      case 'replaced':
        // The next message says where the member is now; it does not belong to this process any more.
        if (room.members.get(message.address)?.ticket === message.ticket) room.members.set(message.address, { process: '', ticket: undefined });
        this.#events?.replaced(message.room, bytesOf(message.address), message.ticket);
        return;
      case 'evicted':
        this.#events?.evicted(message.room, 'All rooms of this relay are taken, and in this one somebody waits alone. Connect again.');
        return;
      case 'taken':
        this.#inFlight.taken(message.room, message.address, message.bytes);
        return;
      case 'deliver': {
        const brakes = this.#events?.deliver(message.room, message.address, message.frame);
        this.#taken.came(message.process, message.room, message.address, message.frame.length, brakes ?? []);
        return;
      }
    }
  }

  #lost(why: string): void {
    this.#inFlight.clear();
    this.#taken.clear();
    this.#events?.problem(`Redis is out of reach (${why}): no rooms are opened, and nothing passes to members who are connected to other relays`);
  }

  async #back(): Promise<void> {
    await this.#alive();
    for (const leave of this.#owedLeaves.splice(0)) this.#tellLeave(leave);
    this.#events?.problem('Redis is back; members are asked to connect again');
    this.#events?.interrupted('The relays lost sight of each other for a while. Connect again.');
  }

  #tellLeave(leave: readonly [room: string, address: string, ticket: string]): void {
    const told = this.#run(LEAVE, ...leave, this.#process).catch(() => this.#owedLeaves.push(leave));
    this.#leaving.add(told);
    void told.finally(() => this.#leaving.delete(told));
  }

  async #alive(): Promise<void> {
    await this.#store?.keepAlive(`${PREFIX}alive:${this.#process}`, ALIVE_MS).catch(() => undefined);
  }

  /** Reports that this process is alive, and removes members of processes that are not. */
  async #look(): Promise<void> {
    await this.#alive();
    const others = new Set<string>();
    const rooms: string[] = [];
    for (const [id, { members }] of this.#rooms) {
      const elsewhere = [...members.values()].filter(({ process }) => process !== this.#process && process !== '');
      for (const { process } of elsewhere) others.add(process);
      if (elsewhere.length > 0) rooms.push(hexOf(id));
    }
    for (let i = 0; i < rooms.length; i += MOST_ROOMS_AT_ONCE) await this.#run(REAP, ...others, '', ...rooms.slice(i, i + MOST_ROOMS_AT_ONCE)).catch(() => undefined);
  }

  #hasMembers(id: Key | undefined): boolean {
    return id !== undefined && [...(this.#rooms.get(id)?.members.values() ?? [])].some(({ process }) => process === this.#process);
  }

  /** A room without members who are connected here need not be known. */
  #forgetIfEmpty(id: Key, room: SharedRoom): void {
    if (room.entering > 0 || this.#hasMembers(id)) return;
    for (const address of room.members.keys()) this.#inFlight.forget(id, address);
    this.#rooms.delete(id);
  }
}

function channelOf(process: string): string {
  return `${PREFIX}to:${process}`;
}

/** Redis counts network addresses, and need not reveal them to its readers. */
function originOf(origin: string): string {
  return createHash('sha256').update(`mpc relay origin v1 ${origin}`).digest('hex').slice(0, 32);
}

function refusedAs(outcome: string, of: string, { maxRoomsPerAddress, maxConnectionsPerAddress }: RelayLimits): Refused {
  switch (outcome) {
    case 'malformed':
      return refused('malformed', 'This room was opened with another number of seats.', 0);
    case 'roomFull':
      return refused('roomFull', 'All seats of this room are taken.', 0);
    case 'tooManyConnections':
      return refused('tooManyConnections', `Your network address has as many connections as these relays give to one (${maxConnectionsPerAddress}).`, 30);
    case 'tooManyRooms':
      return of === 'address' ? refused('tooManyRooms', `Your network address has as many rooms as these relays give to one (${maxRoomsPerAddress}).`, 30) : refused('tooManyRooms', 'These relays have as many rooms as they take. Try again later.', 30);
    default:
      return refused('unavailable', AWAY, 5);
  }
}

function refused(reason: Refused['reason'], text: string, retryAfterS: number): Refused {
  return { kind: 'refused', reason, text, retryAfterS };
}
