import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { addressOf, decodeFromClient, encodeGone, encodeJoined, encodePresent, HEADER_BYTES, MESSAGE } from '../../src/session/relay/wire.js';

/** A payload on its way. Addresses are hex. */
export interface Passing {
  readonly from: string;
  readonly to: string;
  readonly payload: Uint8Array;
  /** Which it is of all that passed, from 0. */
  readonly number: number;
}

export interface Seat {
  readonly room: string;
  readonly address: string;
  readonly socket: WebSocket;
  /** Which join it was, from 0: parties that come back are counted again. */
  readonly number: number;
}

export interface Hostility {
  /** What is delivered in place of a payload: nothing, itself, another, or many. A hook that delays keeps it and calls `deliver`. */
  readonly pass?: (passing: Passing, relay: HostileRelay) => readonly Passing[];
  /** After somebody joined and everybody was told. */
  readonly joined?: (seat: Seat, relay: HostileRelay) => void;
  /** Into which room a client really comes. */
  readonly roomOf?: (room: string, joinNumber: number) => string;
}

/** A relay that speaks the wire format and does with everything what a test wants. It keeps what it saw. */
export class HostileRelay {
  readonly url: string;
  /** Every message that clients sent, as it came. */
  readonly seen: Buffer[] = [];
  /** Every payload in the order in which they came. */
  readonly passed: Passing[] = [];
  readonly tokens: Buffer[] = [];
  readonly closeCodes: number[] = [];
  readonly #server: WebSocketServer;
  readonly #seats = new Map<string, Seat>();
  readonly #hostility: Hostility;
  #joins = 0;

  private constructor(server: WebSocketServer, hostility: Hostility) {
    this.#server = server;
    this.#hostility = hostility;
    this.url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('connection', (socket) => this.#connected(socket));
  }

  static async start(hostility: Hostility = {}): Promise<HostileRelay> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
    await once(server, 'listening');
    return new HostileRelay(server, hostility);
  }

  get seats(): Seat[] {
    return [...this.#seats.values()];
  }

  /** Delivers as it is told: `from` need not be true. Nothing where nobody is at that address. */
  deliver({ from, to, payload }: Pick<Passing, 'from' | 'to' | 'payload'>): void {
    this.raw(to, Buffer.concat([Uint8Array.of(MESSAGE.DELIVER), Buffer.from(from, 'hex'), payload]));
  }

  /** Sends one WebSocket message, whatever it holds. */
  raw(to: string, message: Uint8Array): void {
    this.#seats.get(to)?.socket.send(message);
  }

  /** To everybody in the room of a seat but itself. */
  tell(seat: Seat, message: Uint8Array): void {
    for (const other of this.seats) if (other.room === seat.room && other.address !== seat.address) other.socket.send(message);
  }

  async close(): Promise<void> {
    for (const socket of this.#server.clients) socket.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #connected(socket: WebSocket): void {
    let seat: Seat | undefined;
    socket.on('error', () => undefined);
    socket.on('close', (code) => {
      this.closeCodes.push(code);
      if (seat === undefined || this.#seats.get(seat.address) !== seat) return;
      this.#seats.delete(seat.address);
      this.tell(seat, encodeGone(Buffer.from(seat.address, 'hex')));
    });
    socket.on('message', (data: Buffer) => {
      this.seen.push(Buffer.from(data));
      const message = decodeFromClient(data);
      if (message.kind === 'join') {
        this.tokens.push(Buffer.from(message.token));
        seat = this.#join(socket, Buffer.from(message.room).toString('hex'), Buffer.from(addressOf(message.token)));
      } else if (message.kind === 'send' && seat !== undefined) {
        this.#pass(seat, Buffer.from(message.to).toString('hex'), Buffer.from(data.subarray(HEADER_BYTES)));
      }
    });
  }

  #join(socket: WebSocket, asked: string, address: Buffer): Seat {
    const number = this.#joins++;
    const seat = { room: this.#hostility.roomOf?.(asked, number) ?? asked, address: address.toString('hex'), socket, number };
    const others = this.seats.filter((other) => other.room === seat.room && other.address !== seat.address);
    this.#seats.set(seat.address, seat);
    socket.send(encodeJoined(others.map((other) => Buffer.from(other.address, 'hex'))));
    this.tell(seat, encodePresent(address));
    this.#hostility.joined?.(seat, this);
    return seat;
  }

  #pass(seat: Seat, to: string, payload: Buffer): void {
    if (this.#seats.get(to)?.room !== seat.room) return;
    const passing = { from: seat.address, to, payload, number: this.passed.length };
    this.passed.push(passing);
    for (const each of this.#hostility.pass?.(passing, this) ?? [passing]) this.deliver(each);
  }
}
