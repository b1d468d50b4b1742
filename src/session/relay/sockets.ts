import type { Socket } from 'node:net';
import { countingKey } from './admission.js';

export interface SocketLimits {
  readonly most: number;
  /** Connections of one network address. Where a proxy stands before the relay, all come from its address, and `most` is given. */
  readonly mostPerAddress: number;
}

/**
 * The TCP connections of a relay, bounded in all and for each network address. Those that are no WebSocket yet, and perhaps
 * never will be, make way: one that says nothing must not keep out who does.
 */
export class Sockets {
  readonly #open = new Set<Socket>();
  /** Not upgraded yet, by network address; oldest first. */
  readonly #waiting = new Map<string, Set<Socket>>();
  readonly #byAddress = new Map<string, Set<Socket>>();
  /** By the client's address and port, since with TLS an upgrade comes with another object than the connection. */
  readonly #byPeer = new Map<string, Socket>();

  constructor(private readonly limits: SocketLimits) {}

  get all(): Iterable<Socket> {
    return this.#open;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Takes a new connection, or ends it unheard. */
  take(socket: Socket): void {
    const address = countingKey(socket.remoteAddress ?? '');
    const peer = peerOf(socket);
    const own = this.#byAddress.get(address) ?? new Set<Socket>();
    if (own.size >= this.limits.mostPerAddress) this.#makeWayOf(address);
    if (own.size < this.limits.mostPerAddress && this.#open.size >= this.limits.most) this.#makeWay();
    if (own.size >= this.limits.mostPerAddress || this.#open.size >= this.limits.most) {
      socket.destroy();
      return;
    }
    this.#open.add(socket);
    this.#byPeer.set(peer, socket);
    put(this.#byAddress, address, socket);
    put(this.#waiting, address, socket);
    socket.once('close', () => {
      this.#forget(socket, address);
      if (this.#byPeer.get(peer) === socket) this.#byPeer.delete(peer);
    });
  }

  /** It speaks WebSocket: from now on the limits of WebSocket connections hold. */
  upgraded(socket: Socket): void {
    const raw = this.#byPeer.get(peerOf(socket)) ?? socket;
    drop(this.#waiting, countingKey(socket.remoteAddress ?? ''), raw);
  }

  /** The oldest goes of the address that has most. */
  #makeWay(): void {
    let most: string | undefined;
    for (const [address, sockets] of this.#waiting) if (sockets.size > (most === undefined ? 0 : (this.#waiting.get(most)?.size ?? 0))) most = address;
    if (most !== undefined) this.#makeWayOf(most);
  }

  #makeWayOf(address: string): void {
    const [oldest] = this.#waiting.get(address) ?? [];
    if (oldest === undefined) return;
    this.#forget(oldest, address);
    oldest.destroy();
  }

  #forget(socket: Socket, address: string): void {
    this.#open.delete(socket);
    drop(this.#byAddress, address, socket);
    drop(this.#waiting, address, socket);
  }
}

function peerOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

function put(map: Map<string, Set<Socket>>, address: string, socket: Socket): void {
  const sockets = map.get(address) ?? new Set<Socket>();
  sockets.add(socket);
  map.set(address, sockets);
}

function drop(map: Map<string, Set<Socket>>, address: string, socket: Socket): void {
  const sockets = map.get(address);
  sockets?.delete(socket);
  if (sockets?.size === 0) map.delete(address);
}
