import type { MessagePort } from 'node:worker_threads';
import type { MpcError } from '../../../../errors.js';
import { plainError } from '../../../../plain-error.js';
import { checkSending, type Network } from '../../../protocol/network.js';
import { isShared, transferable, type FromThread, type ToThread } from './messages.js';

/** The network of a session as its thread sees it. The channels themselves are in the main thread. */
export class PortNetwork implements Network {
  readonly self: number;
  readonly count: number;
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, { resolve(message: Uint8Array): void; reject(error: MpcError): void }>();
  #next = 0;

  constructor(port: MessagePort, { self, count }: { readonly self: number; readonly count: number }) {
    this.#port = port;
    this.self = self;
    this.count = count;
  }

  send(to: number, label: string, message: Uint8Array): void {
    checkSending(this, to, label);
    // Shared memory needs no copy. Otherwise the message is copied: a view would send all the memory behind it, and transferred memory is gone here.
    const own = isShared(message) ? message : message.slice();
    this.#post({ kind: 'send', to, label, message: own }, transferable(own));
  }

  async receive(from: number, label: string, maxBytes: number): Promise<Uint8Array> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post({ kind: 'receive', id, from, label, maxBytes });
    });
  }

  /** Settles a `receive`. */
  settle(id: number, message: Uint8Array | MpcError): void {
    const waiter = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (message instanceof Uint8Array) waiter?.resolve(message);
    else waiter?.reject(message);
  }

  #post(message: FromThread, transfer: readonly ArrayBuffer[] = []): void {
    this.#port.postMessage(message, transfer);
  }
}

/** The other end, in the thread that has the channels. It carries out the requests of a `PortNetwork`. */
export class PortNetworkServer {
  readonly #network: Network;
  readonly #post: (message: ToThread, transfer: readonly ArrayBuffer[]) => void;
  readonly #passed: (bytes: number) => void;

  /** @param passed called with the bytes of each message that went through. */
  constructor(network: Network, post: (message: ToThread, transfer: readonly ArrayBuffer[]) => void, passed: (bytes: number) => void = () => undefined) {
    this.#network = network;
    this.#post = post;
    this.#passed = passed;
  }

  send({ to, label, message }: Extract<FromThread, { kind: 'send' }>): void {
    this.#network.send(to, label, message);
    this.#passed(message.length);
  }

  async receive({ id, from, label, maxBytes }: Extract<FromThread, { kind: 'receive' }>): Promise<void> {
    try {
      const message = await this.#network.receive(from, label, maxBytes);
      this.#passed(message.length);
      this.#post({ kind: 'received', id, message }, transferable(message));
    } catch (error) {
      this.#post({ kind: 'lost', id, error: plainError(error) }, []);
    }
  }
}
