import { MpcError } from '../../errors.js';
import type { Network } from './network.js';

interface Waiting {
  resolve(message: Uint8Array): void;
  reject(error: MpcError): void;
}

/** One direction of a link within a process. Messages wait for each other only where they have one label. */
class Direction {
  readonly #messages = new Map<string, Uint8Array[]>();
  readonly #waiting = new Map<string, Waiting>();
  #closed = false;

  put(label: string, message: Uint8Array): void {
    const waiting = this.#waiting.get(label);
    this.#waiting.delete(label);
    if (waiting !== undefined) waiting.resolve(message);
    else this.#messages.set(label, [...(this.#messages.get(label) ?? []), message]);
  }

  async take(label: string): Promise<Uint8Array> {
    const message = this.#messages.get(label)?.shift();
    if (message !== undefined) return message;
    return new Promise((resolve, reject) => {
      if (this.#closed) reject(closed());
      else this.#waiting.set(label, { resolve, reject });
    });
  }

  close(): void {
    this.#closed = true;
    for (const waiting of this.#waiting.values()) waiting.reject(closed());
    this.#waiting.clear();
  }
}

class LoopbackNetwork implements Network {
  readonly self: number;
  readonly count = 2;
  readonly #incoming: Direction;
  readonly #outgoing: Direction;

  constructor(self: number, incoming: Direction, outgoing: Direction) {
    this.self = self;
    this.#incoming = incoming;
    this.#outgoing = outgoing;
  }

  send(_: number, label: string, message: Uint8Array): void {
    this.#outgoing.put(label, message.slice());
  }

  async receive(_: number, label: string): Promise<Uint8Array> {
    return this.#incoming.take(label);
  }

  /** This end hears nothing any more: whoever waits, and will, does so in vain. */
  close(): void {
    this.#incoming.close();
  }
}

function closed(): MpcError {
  return new MpcError('PEER_LEFT', 'The link was closed.', 'Start again.');
}

/** Two parties that are one process: for a protocol with oneself. */
export function loopback(): [LoopbackNetwork, LoopbackNetwork] {
  const [to, fro] = [new Direction(), new Direction()];
  return [new LoopbackNetwork(0, fro, to), new LoopbackNetwork(1, to, fro)];
}
