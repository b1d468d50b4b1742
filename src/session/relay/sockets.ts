import type { Socket } from 'node:net';
import { countingKey } from './admission.js';
import { ByAddress, type First } from './by-address.js';
import { Counts } from './counts.js';

export interface SocketLimits {
  readonly most: number;
  /** The most connections of one network address. If a proxy is in front of the relay, all come from its address, and `most` is given. */
  readonly mostPerAddress: number;
  /**
   * Called when all slots are taken: ends at once a WebSocket that is closing, or one that has not joined, unless `other` goes before it. False if there is
   * none.
   */
  readonly makeWay: (other: First<Socket> | undefined) => boolean;
}

/**
 * The TCP connections of a relay, bounded in all and for each network address. Those that are not a WebSocket yet, and perhaps never will be, make way: a
 * silent connection must not keep out one that speaks.
 */
export class Sockets {
  /** With their network addresses: a socket that is closed does not know its own any more. */
  readonly #open = new Map<Socket, string>();
  /** Not upgraded yet. */
  readonly #waiting: ByAddress<Socket>;
  readonly #byAddress = new Counts();
  /** By the client's address and port, because with TLS an upgrade comes with another object than the connection. */
  readonly #byPeer = new Map<string, Socket>();

  /** @param now milliseconds of a clock that never goes back. */
  constructor(
    private readonly limits: SocketLimits,
    now: () => number,
  ) {
    this.#waiting = new ByAddress(now);
  }

  get all(): Iterable<Socket> {
    return this.#open.keys();
  }

  get size(): number {
    return this.#open.size;
  }

  /** Accepts a new connection, or ends it without reading. */
  take(socket: Socket): void {
    const address = countingKey(socket.remoteAddress ?? '');
    const peer = peerOf(socket);
    const { most, mostPerAddress } = this.limits;
    // Behind a proxy all connections come from its address, and the limit for an address is that for all.
    const isWithin = mostPerAddress >= most || this.#byAddress.of(address) < mostPerAddress || this.#end(this.#waiting.oldestOf(address));
    const mayCome = isWithin && (this.#open.size < most || this.#makeWay());
    if (!mayCome) {
      socket.destroy();
      return;
    }
    this.#open.set(socket, address);
    this.#byAddress.add(address);
    this.#byPeer.set(peer, socket);
    this.#waiting.add(address, socket);
    socket.once('close', () => {
      this.#forget(socket);
      if (this.#byPeer.get(peer) === socket) this.#byPeer.delete(peer);
    });
  }

  /** The connection is now a WebSocket: from now on the limits of WebSocket connections apply. */
  upgraded(socket: Socket): void {
    const raw = this.#byPeer.get(peerOf(socket)) ?? socket;
    this.#waiting.delete(raw);
  }

  #makeWay(): boolean {
    const { first } = this.#waiting;
    return this.limits.makeWay(first) || this.#end(first?.item);
  }

  #end(socket: Socket | undefined): boolean {
    if (socket === undefined) return false;
    this.#forget(socket);
    socket.destroy();
    return true;
  }

  #forget(socket: Socket): void {
    const address = this.#open.get(socket);
    if (address === undefined) return;
    this.#open.delete(socket);
    this.#byAddress.take(address);
    this.#waiting.delete(socket);
  }
}

function peerOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
