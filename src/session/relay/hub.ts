import type { RawData, WebSocket } from 'ws';
import { keyOf, type Backplane, type Entered, type Key } from './backplane.js';
import { Budget } from './budget.js';
import { ByAddress, goesFirst, type First } from './by-address.js';
import { Connection } from './connection.js';
import { Counts } from './counts.js';
import { FAREWELLS } from './farewell.js';
import type { Intake } from './intake.js';
import { refusalDelayOf, type RelayLimits } from './limits.js';
import { Tally, type Brake } from './pressure.js';
import type { RelayEvent, RelayStats } from './reports.js';
import { Room } from './room.js';
import { pause, Turns, type Clock } from './turns.js';
import { addressOf, decodeFromClient, WIRE_VERSION, type ClientMessage, type Refusal } from './wire.js';

export interface HubOptions {
  readonly limits: RelayLimits;
  readonly clock: Clock;
  readonly backplane: Backplane;
  readonly onEvent: (event: RelayEvent) => void;
  /** Whether events name clients' network addresses. */
  readonly withOrigins: boolean;
}

/** All connections of one relay process, and what happens on each message. It knows WebSockets and no HTTP. */
export class Hub {
  /** The memory of arriving data, shared by the intakes of all connections. */
  readonly arriving = new Tally();
  readonly turns: Turns;
  readonly #rooms = new Map<Key, Room>();
  /** The room of each connection, even after it left: its frames and farewells still count there. */
  readonly #roomOf = new WeakMap<Connection, Room>();
  /** Oldest first. */
  readonly #connections = new Set<Connection>();
  readonly #unjoined: ByAddress<Connection>;
  /** Connections that were told goodbye and whose sockets are still open. Oldest first. */
  readonly #leaving = new Set<Connection>();
  readonly #byAddress = new Counts();
  readonly #waiting = new Tally();
  readonly #limits: RelayLimits;
  readonly #clock: Clock;
  readonly #backplane: Backplane;
  readonly #onEvent: (event: RelayEvent) => void;
  readonly #withOrigins: boolean;
  #forwardedFrames = 0;
  #forwardedBytes = 0;
  #droppedFrames = 0;
  #isDraining = false;

  constructor({ limits, clock, backplane, onEvent, withOrigins }: HubOptions) {
    this.#limits = limits;
    this.#clock = clock;
    this.#backplane = backplane;
    this.#onEvent = onEvent;
    this.#withOrigins = withOrigins;
    this.turns = new Turns(clock);
    this.#unjoined = new ByAddress(() => clock.now());
    backplane.subscribe({
      present: (room, address) => this.#rooms.get(room)?.arrived(address),
      gone: (room, address) => this.#rooms.get(room)?.left(address),
      deliver: (room, to, frame) => this.#deliver(room, to, frame),
      replaced: (room, address, ticket) => {
        const older = this.#rooms.get(room)?.memberAt(keyOf(address));
        if (older?.ticket === ticket) older.end(FAREWELLS.replaced);
      },
      evicted: (room, text) => this.#dismiss(this.#rooms.get(room), 'expired', text),
      interrupted: (text) => {
        for (const room of [...this.#rooms.values()]) this.#dismiss(room, 'interrupted', text);
      },
      problem: (what) => this.#onEvent({ kind: 'problem', what, rooms: this.#rooms.size, connections: this.#connections.size }),
    });
  }

  /** A budget for a new connection. */
  budget(): Budget {
    return new Budget(this.#limits, () => this.#clock.now());
  }

  accept(socket: WebSocket, intake: Intake, { origin, isVouchedFor }: { origin: string; isVouchedFor: boolean }): void {
    const connection = new Connection({
      socket,
      intake,
      origin,
      isVouchedFor,
      limits: this.#limits,
      outgoing: this.#waiting,
      onSlow: () => this.#refuse(connection, 'slowReader', 'You read too slowly for what others send you. Connect again to go on.'),
      onEnd: () => {
        this.#unjoined.delete(connection);
        this.#leaving.add(connection);
      },
      onLeave: (_, isLoss) => this.#leave(connection, isLoss),
    });
    socket.on('message', (data, isBinary) => this.#receive(connection, data, isBinary));
    socket.on('ping', (data) => connection.answerPing(data));
    socket.on('pong', () => connection.heard());
    // A malformed or too large WebSocket frame: ws has sent its close code, so the farewell begins.
    socket.on('error', () => connection.end(FAREWELLS.malformedFrame));
    socket.on('close', () => {
      if (this.#connections.delete(connection)) this.#byAddress.take(origin);
      connection.settle();
      this.#leaving.delete(connection);
    });
    if (this.#byAddress.of(origin) >= this.#limits.maxConnectionsPerAddress) {
      this.#refuse(connection, 'tooManyConnections', `Your network address has as many connections as this relay gives to one (${this.#limits.maxConnectionsPerAddress}).`);
      return;
    }
    if (this.#connections.size >= this.#limits.maxConnections) this.#endUnjoined();
    if (this.#connections.size >= this.#limits.maxConnections) {
      this.#refuse(connection, 'tooManyConnections', 'This relay has as many connections as it takes. Try again later.');
      return;
    }
    this.#connections.add(connection);
    this.#byAddress.add(origin);
    this.#unjoined.add(origin, connection);
  }

  /** Call it every `pingMs`: pings all connections and ends rooms whose time is over. */
  sweep(): void {
    for (const connection of this.#connections) connection.ping();
    for (const room of [...this.#rooms.values()]) if (room.expired) this.#dismiss(room, 'expired', 'This room was silent or open for too long.');
    this.#backplane.sweep();
  }

  /** Opens no new rooms from now on. Members of existing rooms may still come back. */
  drain(): void {
    this.#isDraining = true;
  }

  get isReady(): boolean {
    return !this.#isDraining && this.#backplane.health().isReady;
  }

  shutDown(): void {
    for (const connection of this.#connections) this.#refuse(connection, 'shuttingDown', 'This relay is shutting down.');
  }

  /** For health requests, of which anybody may send many. */
  get counts(): { readonly rooms: number; readonly connections: number } {
    return { rooms: this.#rooms.size, connections: this.#connections.size };
  }

  stats(): RelayStats {
    return {
      ...this.counts,
      unjoined: this.#unjoined.size,
      paused: [...this.#connections].filter((connection) => connection.waits).length,
      isDraining: this.#isDraining,
      bufferedBytes: this.#waiting.bytes,
      arrivingBytes: this.arriving.bytes,
      forwardedFrames: this.#forwardedFrames,
      forwardedBytes: this.#forwardedBytes,
      droppedFrames: this.#droppedFrames,
      roomBytes: [...this.#rooms.values()].map((room) => room.forwardedBytes),
    };
  }

  #receive(connection: Connection, data: RawData, isBinary: boolean): void {
    if (connection.ended) return;
    connection.heard();
    if (!isBinary || !Buffer.isBuffer(data)) {
      connection.end(FAREWELLS.notBinary);
      return;
    }
    const message = decodeFromClient(data);
    switch (message.kind) {
      case 'send':
        this.#forward(connection, message, data);
        break;
      case 'join':
        void this.#join(connection, message);
        break;
      case 'version':
        this.#refuse(connection, 'version', `This relay speaks version ${WIRE_VERSION} of the relay protocol, not ${message.version}${message.version > WIRE_VERSION ? ', which a newer mpc speaks' : ''}.`);
        break;
      case 'malformed':
        this.#refuse(connection, 'malformed', `Not a message of this protocol: ${message.why}.`);
        break;
    }
    this.#shed();
  }

  #forward(source: Connection, { to, payload }: ClientMessage & { kind: 'send' }, frame: Buffer): void {
    const room = this.#roomOf.get(source);
    if (room === undefined) {
      this.#refuse(source, 'malformed', 'A SEND came before JOIN.');
      return;
    }
    room.touched();
    const key = keyOf(to);
    const brakes = key === source.addressKey ? undefined : this.#backplane.publish(room.id, source.address, key, frame);
    if (brakes === undefined) {
      this.#droppedFrames += 1;
      return;
    }
    this.#forwardedFrames += 1;
    this.#forwardedBytes += payload.length;
    for (const brake of brakes) source.waitFor(brake);
  }

  /** Delivers a frame to a client that is connected here, wherever it was sent. */
  #deliver(id: Key, to: Key, frame: Uint8Array): readonly Brake[] | undefined {
    const brakes = this.#rooms.get(id)?.deliver(to, frame);
    this.#shed();
    return brakes;
  }

  async #join(connection: Connection, join: ClientMessage & { kind: 'join' }): Promise<void> {
    if (!connection.beginJoin()) {
      this.#refuse(connection, 'malformed', 'A connection joins once.');
      return;
    }
    // Copies, because the message's own bytes are a view into a read.
    const [id, address] = [keyOf(join.room), addressOf(join.token)];
    const { seats } = join;
    if (!(await this.#backplane.admit(connection.origin))) {
      await pause(this.#clock, refusalDelayOf(this.#limits));
      this.#refuse(connection, 'tooManyJoins', 'Too many joins from this network address. Try again in a minute.');
      return;
    }
    if (this.#isDraining && !this.#rooms.has(id)) {
      this.#refuse(connection, 'shuttingDown', 'This relay is about to shut down, and opens no new rooms.', 5);
      return;
    }
    if (seats > this.#limits.maxSeats) {
      this.#refuse(connection, 'roomFull', `This relay takes at most ${this.#limits.maxSeats} seats a room.`);
      return;
    }
    const outcome = await this.#backplane.enter({ room: id, address, seats, origin: connection.origin }, (entered) => {
      if (!connection.ended) this.#seat(connection, { id, address, seats }, entered);
    });
    if (outcome.kind === 'refused') this.#refuse(connection, outcome.reason, outcome.text, outcome.retryAfterS);
    // It left while it was being admitted.
    else if (!this.#roomOf.has(connection)) this.#backplane.leave(id, address, outcome.ticket);
  }

  #seat(connection: Connection, { id, address, seats }: { id: Key; address: Uint8Array; seats: number }, entered: Entered): void {
    const room = this.#rooms.get(id) ?? new Room(id, seats, this.#limits, () => this.#clock.now());
    this.#rooms.set(id, room);
    room.isVouchedFor ||= connection.isVouchedFor;
    this.#unjoined.delete(connection);
    this.#roomOf.set(connection, room);
    connection.enter(room, address, keyOf(address), entered.ticket);
    room.seat(connection, entered.present);
    this.#report(entered.returned ? 'return' : 'join', room, connection.origin);
  }

  #leave(connection: Connection, isLoss: boolean): void {
    const { address, ticket } = connection;
    const room = this.#roomOf.get(connection);
    if (room === undefined) return;
    room.unseat(connection);
    this.#backplane.leave(room.id, address, ticket);
    if (room.isEmpty && this.#rooms.get(room.id) === room) {
      this.#rooms.delete(room.id);
      room.outgoing.dispose();
    }
    if (isLoss) this.#report('leave', room, connection.origin);
  }

  #dismiss(room: Room | undefined, reason: Refusal, text: string): void {
    for (const member of [...(room?.members ?? [])]) this.#refuse(member, reason, text);
  }

  /** Makes room for a new client's socket: cuts off one that is closing, or one that has not joined, unless `other` goes before it. */
  makeWay(other: First<unknown> | undefined): boolean {
    const [leaving] = this.#leaving;
    const { first } = this.#unjoined;
    const gone = leaving ?? (first !== undefined && goesFirst(first, other) === first ? this.#endUnjoined() : undefined);
    if (gone === undefined) return false;
    this.#leaving.delete(gone);
    gone.cut();
    return true;
  }

  /** When all slots are taken, ends a connection that has not joined. */
  #endUnjoined(): Connection | undefined {
    const gone = this.#unjoined.first?.item;
    if (gone === undefined) return undefined;
    if (this.#connections.delete(gone)) this.#byAddress.take(gone.origin);
    gone.end(FAREWELLS.makeWay);
    return gone;
  }

  /**
   * Keeps the memory of the whole relay bounded. Pausing everybody would let one room stop all others, so the member with the most waiting data, in the room
   * with the most, is ended at once: its memory is needed.
   */
  #shed(): void {
    const limit = this.#limits.totalBufferBytes;
    const held = (): number => this.#waiting.bytes + this.arriving.bytes;
    if (held() <= limit) return;
    // First the queues of connections that are closing anyway, and then the connections that never joined.
    for (const connection of this.#leaving) connection.cut();
    for (const connection of this.#unjoined) if (held() > limit) connection.cut();
    while (held() > limit) {
      const hoarder = this.#hoarder();
      if (hoarder === undefined) return;
      this.#refuse(hoarder, 'roomMemory', 'This relay is out of memory for what waits for you. Connect again later.');
      hoarder.cut();
    }
  }

  /** The member with the most held data, in the room with the most. */
  #hoarder(): Connection | undefined {
    const heldBy = (members: Iterable<Connection>): number => [...members].reduce((sum, member) => sum + member.heldBytes, 0);
    let fullest: { room: Room; bytes: number } | undefined;
    for (const room of this.#rooms.values()) {
      const bytes = heldBy(room.members);
      if (fullest === undefined || bytes > fullest.bytes) fullest = { room, bytes };
    }
    return [...(fullest?.room.members ?? [])].sort((a, b) => b.heldBytes - a.heldBytes)[0];
  }

  #refuse(connection: Connection, reason: Refusal, text: string, retryAfterS?: number): void {
    if (connection.ended) return;
    connection.refuse(reason, text, retryAfterS);
    this.#onEvent({ kind: 'refuse', reason, ...this.#originOf(connection.origin), rooms: this.#rooms.size, connections: this.#connections.size });
  }

  #originOf(origin: string): { origin?: string } {
    return this.#withOrigins ? { origin } : {};
  }

  #report(kind: 'join' | 'return' | 'leave', room: Room, origin: string): void {
    this.#onEvent({ kind, ...this.#originOf(origin), present: room.present, seats: room.seats, rooms: this.#rooms.size, connections: this.#connections.size });
  }
}
