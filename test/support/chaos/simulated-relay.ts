import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { ADDRESS_BYTES, addressOf, decodeFromClient, encodeGone, encodeJoined, encodePresent, encodeRefused, MESSAGE } from '../../../src/session/relay/wire.js';
import type { Dice, Mishap, Weather } from './weather.js';

/** In whose name a socket is opened: the seat of a party. */
export const acting = new AsyncLocalStorage<number>();

const PING_MS = 20_000;
/** As the relay has it: two pings without an answer. */
const GIVEN_UP_MS = 45_000;

/** What the relay's client takes for the class of its WebSockets, in a process whose time is simulated. */
export class SimulatedSocket extends EventEmitter {
  static readonly OPEN = 1;
  static world: SimulatedRelay;
  binaryType = '';
  readonly bufferedAmount = 0;
  /** As WebSockets have it: connecting, open, closing, closed. */
  readyState = 0;
  seat = acting.getStore();
  room = '';
  address = '';
  lastUp = 0;
  lastDown = 0;
  readonly #world = SimulatedSocket.world;

  constructor() {
    super();
    this.#world.opens(this);
  }

  send(message: Uint8Array): void {
    if (this.readyState === 1) this.#world.fromClient(this, Buffer.from(message));
  }

  close(): void {
    this.readyState = 2;
    this.#world.leaves(this);
  }

  terminate(): void {
    this.close();
  }
}

/** A relay in memory with the network before it. Its time is that of the timers of the process, which a test drives. */
export class SimulatedRelay {
  packets = 0;
  readonly #dice: Dice;
  readonly #weather: Weather;
  readonly #sockets = new Set<SimulatedSocket>();
  readonly #rooms = new Map<string, Map<string, SimulatedSocket>>();
  readonly #placeOfToken = new Map<string, number>();
  readonly #stoppedUntil = new Map<number, number>();
  readonly #killed = new Set<number>();
  readonly #old: { from: string; to: string; payload: Buffer }[] = [];
  #events: readonly Mishap[];
  #downUntil = 0;
  /** Packets on their way. */
  flying = 0;

  constructor(weather: Weather, dice: Dice) {
    this.#weather = weather;
    this.#dice = dice;
    this.#events = weather.events;
  }

  get killed(): ReadonlySet<number> {
    return this.#killed;
  }

  opens(socket: SimulatedSocket): void {
    setTimeout(() => {
      if (socket.readyState !== 0 || this.#isKilled(socket)) return;
      if (Date.now() < this.#downUntil) {
        socket.emit('error', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
        this.#closes(socket, 1006, '');
        return;
      }
      this.#sockets.add(socket);
      socket.readyState = 1;
      socket.emit('open');
      this.#pings(socket);
    }, this.#delay());
  }

  /** The client closes. */
  leaves(socket: SimulatedSocket): void {
    const wasOpen = this.#sockets.has(socket);
    setTimeout(() => {
      if (wasOpen) this.#forget(socket);
      this.#closes(socket, 1000, '');
    }, this.#delay());
  }

  fromClient(socket: SimulatedSocket, message: Buffer): void {
    // What was sent before a stop is on its way; a process that is stopped sends when it goes on.
    const at = Math.max(Date.now() + this.#delay(), socket.lastUp, this.#stoppedOf(socket));
    socket.lastUp = at;
    this.flying += 1;
    setTimeout(() => {
      this.flying -= 1;
      if (this.#sockets.has(socket)) this.#received(socket, message);
    }, at - Date.now());
  }

  #received(socket: SimulatedSocket, message: Buffer): void {
    const read = decodeFromClient(message);
    if (read.kind === 'join') this.#join(socket, Buffer.from(read.room).toString('hex'), Buffer.from(read.token), read.seats);
    else if (read.kind === 'send') this.#pass(socket, Buffer.from(read.to).toString('hex'), Buffer.from(read.payload));
  }

  #join(socket: SimulatedSocket, room: string, token: Buffer, seats: number): void {
    const known = token.toString('hex');
    if (socket.seat === undefined) socket.seat = this.#placeOfToken.get(known);
    else this.#placeOfToken.set(known, socket.seat);
    if (this.#isKilled(socket)) return;
    const address = Buffer.from(addressOf(token));
    const members = this.#rooms.get(room) ?? new Map<string, SimulatedSocket>();
    this.#rooms.set(room, members);
    const older = members.get(address.toString('hex'));
    if (older === undefined && members.size >= seats) {
      this.#toClient(socket, encodeRefused('roomFull', 'All seats are taken.'));
      return;
    }
    socket.room = room;
    socket.address = address.toString('hex');
    members.set(socket.address, socket);
    if (older !== undefined) this.#breaks(older, 4000);
    const others = [...members].filter(([other]) => other !== socket.address);
    this.#toClient(socket, encodeJoined(others.map(([other]) => Buffer.from(other, 'hex'))));
    for (const [, other] of others) this.#toClient(other, encodePresent(address));
  }

  #pass(socket: SimulatedSocket, to: string, payload: Buffer): void {
    this.packets += 1;
    const due = this.#events.filter(({ at }) => at <= this.packets);
    this.#events = this.#events.filter(({ at }) => at > this.packets);
    for (const event of due) this.#happens(event);
    if (!this.#sockets.has(socket) || this.#dice.chance(this.#weather.loss)) return;
    const passing = { from: socket.address, to, payload };
    if (this.#weather.mischief.length > 0 && this.#dice.chance(this.#weather.mischiefRate)) this.#playsTricks(socket, passing);
    else this.#deliver(socket.room, passing);
    this.#old.push(passing);
    if (this.#old.length > 200) this.#old.shift();
  }

  #happens(event: Mishap): void {
    switch (event.kind) {
      case 'cut':
        for (const socket of this.#socketsOf(event.seat)) this.#breaks(socket, 1006);
        break;
      case 'kill':
        this.#killed.add(event.seat);
        for (const socket of this.#socketsOf(event.seat)) this.#forget(socket);
        break;
      case 'stop':
        this.#stoppedUntil.set(event.seat, Date.now() + event.ms);
        if (event.ms > GIVEN_UP_MS) setTimeout(() => { for (const socket of this.#socketsOf(event.seat)) this.#breaks(socket, 1006); }, GIVEN_UP_MS);
        break;
      case 'restart':
        this.#downUntil = Date.now() + event.ms;
        for (const socket of [...this.#sockets]) this.#breaks(socket, 1006);
        break;
    }
  }

  #playsTricks(socket: SimulatedSocket, passing: { from: string; to: string; payload: Buffer }): void {
    const dice = this.#dice;
    const { room } = socket;
    const { from, to, payload } = passing;
    const anybody = () => dice.oneOf([...(this.#rooms.get(room)?.keys() ?? [from])]);
    const deliver = (changed: Partial<typeof passing> = {}) => this.#deliver(room, { ...passing, ...changed });
    switch (dice.oneOf(this.#weather.mischief)) {
      case 'drop':
        return;
      case 'repeat':
        for (let i = dice.whole(2, 5); i > 0; i--) deliver();
        return;
      case 'flip': {
        const flipped = Buffer.from(payload);
        if (flipped.length > 0) {
          const at = dice.whole(0, flipped.length - 1);
          flipped[at] = (flipped[at] as number) ^ (1 << dice.whole(0, 7));
        }
        deliver({ payload: flipped });
        return;
      }
      case 'cut short':
        deliver({ payload: payload.subarray(0, dice.whole(0, Math.max(0, payload.length - 1))) });
        return;
      case 'lengthen':
        deliver({ payload: Buffer.concat([payload, Buffer.alloc(dice.whole(1, 60), 7)]) });
        return;
      case 'delay':
        setTimeout(() => deliver(), dice.whole(1_000, 20_000));
        return;
      case 'replay':
        deliver();
        if (this.#old.length > 0) this.#deliver(room, dice.oneOf(this.#old));
        return;
      case 'send from another':
        deliver({ from: anybody() });
        return;
      case 'send to another':
        deliver({ to: anybody() });
        return;
      case 'forge':
        deliver();
        deliver({ payload: Buffer.from(dice.times(dice.whole(1, 100), (): number => dice.whole(0, 255))) });
        return;
      case 'say gone':
        deliver();
        this.#tell(room, to, encodeGone(Buffer.from(from, 'hex')));
        setTimeout(() => this.#tell(room, to, encodePresent(Buffer.from(from, 'hex'))), dice.spread(10, 30_000));
        return;
      case 'say here':
        deliver();
        this.#tell(room, to, encodePresent(Buffer.from(dice.times(ADDRESS_BYTES, (): number => dice.whole(0, 255)))));
        return;
      case 'refuse':
        this.#tell(room, to, encodeRefused('roomMemory', 'Nonsense.'));
        this.#breaks(socket, 1008);
        return;
      case 'talk nonsense':
        deliver();
        this.#tell(room, to, Buffer.from(dice.times(dice.whole(0, 40), (): number => dice.whole(0, 255))));
        return;
    }
  }

  #deliver(room: string, { from, to, payload }: { from: string; to: string; payload: Buffer }): void {
    const member = this.#rooms.get(room)?.get(to);
    if (member !== undefined) this.#toClient(member, Buffer.concat([Uint8Array.of(MESSAGE.DELIVER), Buffer.from(from, 'hex'), payload]), this.#weather.reorders);
  }

  #tell(room: string, to: string, message: Uint8Array): void {
    const member = this.#rooms.get(room)?.get(to);
    if (member !== undefined) this.#toClient(member, message);
  }

  #toClient(socket: SimulatedSocket, message: Uint8Array, mayOvertake = false): void {
    const soonest = Date.now() + this.#delay();
    const at = mayOvertake ? soonest : Math.max(soonest, socket.lastDown);
    if (!mayOvertake) socket.lastDown = at;
    this.flying += 1;
    this.#whenAwake(socket, at, () => {
      this.flying -= 1;
      if (socket.readyState === 1 && this.#sockets.has(socket)) socket.emit('message', Buffer.from(message), true);
    });
  }

  /** Nothing reaches a process that is stopped; it finds all of it when it goes on. */
  #whenAwake(socket: SimulatedSocket, at: number, run: () => void): void {
    setTimeout(() => {
      const until = this.#stoppedOf(socket);
      if (until > Date.now()) this.#whenAwake(socket, until, run);
      else run();
    }, at - Date.now());
  }

  #pings(socket: SimulatedSocket): void {
    setTimeout(() => {
      if (!this.#sockets.has(socket)) return;
      this.#whenAwake(socket, Date.now(), () => socket.emit('ping'));
      this.#pings(socket);
    }, PING_MS);
  }

  /** The connection ends for both sides, and all that is on its way with it. */
  #breaks(socket: SimulatedSocket, code: number): void {
    this.#forget(socket);
    this.#whenAwake(socket, Date.now() + this.#delay(), () => this.#closes(socket, code, ''));
  }

  #closes(socket: SimulatedSocket, code: number, reason: string): void {
    if (socket.readyState === 3 || this.#isKilled(socket)) return;
    socket.readyState = 3;
    socket.emit('close', code, Buffer.from(reason));
  }

  #forget(socket: SimulatedSocket): void {
    this.#sockets.delete(socket);
    const members = this.#rooms.get(socket.room);
    if (members?.get(socket.address) !== socket) return;
    members.delete(socket.address);
    for (const other of members.values()) this.#toClient(other, encodeGone(Buffer.from(socket.address, 'hex')));
  }

  #socketsOf(seat: number): SimulatedSocket[] {
    return [...this.#sockets].filter((socket) => socket.seat === seat);
  }

  #stoppedOf(socket: SimulatedSocket): number {
    return socket.seat === undefined ? 0 : (this.#stoppedUntil.get(socket.seat) ?? 0);
  }

  #isKilled(socket: SimulatedSocket): boolean {
    return socket.seat !== undefined && this.#killed.has(socket.seat);
  }

  #delay(): number {
    // Whole milliseconds, so that what is sent in one moment arrives in its order.
    return Math.round(this.#dice.next() * this.#weather.delayMs);
  }
}
