import type { RawData, WebSocket } from 'ws';
import { JoinLimiter } from './admission.js';
import { Connection } from './connection.js';
import type { RelayLimits } from './limits.js';
import { Tally } from './pressure.js';
import { Room } from './room.js';
import { addressOf, CLOSE, decodeFromClient, WIRE_VERSION, type ClientMessage, type Refusal } from './wire.js';

/** For a log line. Counts only: whoever reads the log must not learn who met whom. */
export interface RelayEvent {
  /** `return` is a join by a client whose older connection was still open. */
  readonly kind: 'join' | 'return' | 'leave' | 'refuse';
  /** With `refuse`. */
  readonly reason?: Refusal;
  /** With the others: how many are now in that room, of how many. */
  readonly present?: number;
  readonly seats?: number;
  readonly rooms: number;
  readonly connections: number;
}

export interface RelayStats {
  readonly rooms: number;
  readonly connections: number;
  /** Connections not read at the moment, since what they send cannot go on. */
  readonly paused: number;
  /** What waits to be sent, with an overhead of 512 bytes a frame. */
  readonly bufferedBytes: number;
  readonly forwardedFrames: number;
  readonly forwardedBytes: number;
  /** Frames to addresses where nobody was. */
  readonly droppedFrames: number;
  /** Payload bytes forwarded in each room there is now, in no particular order of meaning. */
  readonly roomBytes: readonly number[];
}

/** All rooms and connections of one relay, and what happens on each message. It knows WebSockets and no HTTP. */
export class Hub {
  readonly #rooms = new Map<string, Room>();
  readonly #connections = new Set<Connection>();
  readonly #waiting = new Tally();
  readonly #limiter: JoinLimiter;
  #forwardedFrames = 0;
  #forwardedBytes = 0;
  #droppedFrames = 0;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(
    private readonly limits: RelayLimits,
    private readonly now: () => number,
    private readonly onEvent: (event: RelayEvent) => void,
  ) {
    this.#limiter = new JoinLimiter(limits.joinsPerMinute, now);
  }

  accept(socket: WebSocket, ip: string): void {
    const connection = new Connection(socket, ip, this.limits, this.#waiting, () => {
      this.#refuse(connection, 'slowReader', 'You read too slowly for what others send you. Connect again to go on.');
    });
    socket.on('message', (data, isBinary) => {
      this.#receive(connection, data, isBinary);
    });
    socket.on('pong', () => {
      connection.heard();
    });
    // A malformed or too large WebSocket frame: ws has sent its close code, which here begins the farewell.
    socket.on('error', () => {
      connection.end(CLOSE.refused);
    });
    socket.on('close', () => {
      this.#connections.delete(connection);
      connection.settle();
    });
    const full = this.#connections.size >= this.limits.maxConnections;
    if (full) this.#refuse(connection, 'tooManyConnections', 'This relay has as many connections as it takes. Try again later.');
    else this.#connections.add(connection);
  }

  /** To be called every `pingMs`: pings everybody and ends rooms whose time is over. */
  sweep(): void {
    for (const connection of this.#connections) connection.ping();
    for (const room of this.#rooms.values()) {
      if (!room.expired) continue;
      for (const member of room.members) this.#refuse(member, 'expired', 'This room was silent or open for too long.');
    }
    this.#limiter.sweep();
  }

  shutDown(): void {
    for (const connection of this.#connections) this.#refuse(connection, 'shuttingDown', 'This relay is shutting down.');
  }

  stats(): RelayStats {
    return {
      rooms: this.#rooms.size,
      connections: this.#connections.size,
      paused: [...this.#connections].filter((connection) => connection.waits).length,
      bufferedBytes: this.#waiting.bytes,
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
      connection.end(CLOSE.notBinary);
      return;
    }
    const message = decodeFromClient(data);
    switch (message.kind) {
      case 'send':
        this.#forward(connection, message, data);
        break;
      case 'join':
        this.#join(connection, message);
        break;
      case 'version':
        this.#refuse(connection, 'version', `This relay speaks version ${WIRE_VERSION} of the relay protocol, not ${message.version}.`);
        break;
      case 'malformed':
        this.#refuse(connection, 'malformed', `Not a message of this protocol: ${message.why}.`);
        break;
    }
    this.#shed();
  }

  #forward(source: Connection, { to, payload }: ClientMessage & { kind: 'send' }, frame: Buffer): void {
    const { room } = source;
    if (room === undefined) {
      this.#refuse(source, 'malformed', 'A SEND came before JOIN.');
    } else if (room.forward(source, to, frame)) {
      this.#forwardedFrames += 1;
      this.#forwardedBytes += payload.length;
    } else {
      this.#droppedFrames += 1;
    }
  }

  #join(connection: Connection, join: ClientMessage & { kind: 'join' }): void {
    if (connection.room !== undefined) {
      this.#refuse(connection, 'malformed', 'A connection joins once.');
      return;
    }
    if (!this.#limiter.admit(connection.ip)) {
      this.#refuse(connection, 'tooManyJoins', 'Too many joins from this network address. Try again in a minute.');
      return;
    }
    if (join.seats > this.limits.maxSeats) {
      this.#refuse(connection, 'roomFull', `This relay takes at most ${this.limits.maxSeats} seats a room.`);
      return;
    }
    const address = addressOf(join.token);
    const room = this.#rooms.get(idOf(join.room)) ?? this.#open(join.room, join.seats);
    if (room === undefined) {
      this.#refuse(connection, 'tooManyRooms', 'This relay has as many rooms as it takes. Try again later.');
    } else if (room.seats !== join.seats) {
      this.#refuse(connection, 'malformed', 'This room was opened with another number of seats.');
    } else if (!room.hasSeatFor(address)) {
      this.#refuse(connection, 'roomFull', 'All seats of this room are taken.');
    } else {
      const older = room.join(connection, address);
      older?.end(CLOSE.replaced);
      this.#report(older === undefined ? 'join' : 'return', room);
    }
  }

  #open(id: Uint8Array, seats: number): Room | undefined {
    if (this.#rooms.size >= this.limits.maxRooms) return undefined;
    const key = idOf(id);
    const room = new Room(seats, this.limits, this.now, (left) => {
      if (left.present === 0) this.#rooms.delete(key);
      this.#report('leave', left);
    });
    this.#rooms.set(key, room);
    return room;
  }

  /**
   * Keeps the memory of the whole relay bounded. Pausing everybody would let one room stop all others, so
   * the reader that hoards most goes, in the room that hoards most, and at once: its memory is needed.
   */
  #shed(): void {
    if (this.#waiting.bytes <= this.limits.totalBufferBytes) return;
    // First what nobody misses: the queues of connections that are closing anyway.
    for (const connection of this.#connections) if (connection.ended) connection.cut();
    while (this.#waiting.bytes > this.limits.totalBufferBytes) {
      let fullest: Room | undefined;
      for (const room of this.#rooms.values()) {
        if (fullest === undefined || room.outgoing.bytes > fullest.outgoing.bytes) fullest = room;
      }
      const slowest = fullest?.slowest();
      if (slowest === undefined) return;
      this.#refuse(slowest, 'roomMemory', 'This relay is out of memory for what waits for you. Connect again later.');
      slowest.cut();
    }
  }

  #refuse(connection: Connection, reason: Refusal, text: string): void {
    if (connection.ended) return;
    connection.refuse(reason, text);
    this.onEvent({ kind: 'refuse', reason, rooms: this.#rooms.size, connections: this.#connections.size });
  }

  #report(kind: 'join' | 'return' | 'leave', room: Room): void {
    this.onEvent({ kind, present: room.present, seats: room.seats, rooms: this.#rooms.size, connections: this.#connections.size });
  }
}

/** A map's key for a room: one character a byte. */
function idOf(room: Uint8Array): string {
  return Buffer.from(room.buffer, room.byteOffset, room.length).toString('latin1');
}
