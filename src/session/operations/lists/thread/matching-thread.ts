import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { bug, type MpcError } from '../../../../errors.js';
import { errorOf } from '../../../../plain-error.js';
import type { OprfValues } from '../../../protocol/matching/oprf-values.js';
import type { Direction } from '../../../protocol/matching/direction.js';
import type { PairContext } from '../../../protocol/network.js';
import type { Role } from './ahead.js';
import type { ListMatcher, Comparison, ExchangeOptions, OnStep } from './matcher.js';
import { garbageCollector } from './collect.js';
import { isShared, type FromThread, type Result, type ToThread } from './messages.js';
import { PortNetworkServer } from './port-network.js';

/** Mebibytes for short-lived objects in the thread. It has few of them, apart from memory outside of its heap. */
const YOUNG_MIB = 2;

/** Bytes of messages after which a garbage collection is worthwhile: each message is copied several times on its way. */
const MUCH_TRAFFIC = 2 * 2 ** 20;

interface Watch {
  readonly onProgress?: OnStep | undefined;
  /** Aborted when the session ends early. The thread then ends as well. */
  readonly signal?: AbortSignal | undefined;
}

interface Asked {
  resolve(result: Result): void;
  reject(error: unknown): void;
  readonly onOpening: (() => void) | undefined;
}

/**
 * A matcher in a thread of its own, so that computing never keeps the session from hearing the relay, the other parties and its user. The thread starts before
 * there is a session: it warms up while the file is read and the others are awaited. It sees the part of the session that a protocol sees, and its messages
 * pass through this thread.
 */
export class MatchingThread implements ListMatcher {
  /** Resolves when the thread has done what `expect` asks for. No caller has to wait for it. */
  readonly ready: Promise<void>;
  /** Rejects when the thread can no longer do its work, even if nothing is asked of it. */
  readonly failure: Promise<never>;
  readonly #worker: Worker;
  readonly #ending = new AbortController();
  #self: number | undefined;
  #network: PortNetworkServer | undefined;
  #watch: Watch = {};
  #onReady: () => void = () => undefined;
  readonly #collector = garbageCollector();
  #traffic = 0;
  #asked: Asked | undefined;
  #isClosed = false;

  /** @param worker the thread's program, if it is not the one of the build. */
  constructor(worker: string | URL = createRequire(import.meta.url).resolve('#matching-worker')) {
    // The thread has flags of its own: a computing thread has no use for a loader or a debugger of the process.
    this.#worker = new Worker(worker, { execArgv: [], env: {}, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB } });
    this.#worker.unref();
    this.#worker.on('message', (message: FromThread) => this.#hear(message));
    this.#worker.on('error', (error) => this.#fail(bug(`the thread of a matching broke down: ${error instanceof Error ? error.message : String(error)}`)));
    this.#worker.on('exit', () => this.#fail(bug('the thread of a matching ended')));
    this.failure = new Promise((_, reject) => {
      this.#ending.signal.addEventListener('abort', () => reject(this.#ending.signal.reason as Error), { once: true });
    });
    this.ready = new Promise((resolve) => {
      this.#onReady = resolve;
    });
    // Code that looks only later gets the error as well.
    this.failure.catch(() => undefined);
  }

  /**
   * Lets the thread get ready while the session is awaited: it loads libsodium, computes what its first comparison needs in this role as far as no session is
   * needed for it, and rehearses. It stops rehearsing when there is work.
   */
  expect(role: Role): void {
    this.#post({ kind: 'expect', role });
  }

  /** Gives the thread its session. */
  join({ network, sid, names }: PairContext, watch: Watch = {}): void {
    this.#self = network.self;
    this.#network = new PortNetworkServer(network, (message, transfer) => this.#post(message, transfer), (bytes) => this.#passed(bytes));
    this.#watch = watch;
    if (watch.signal?.aborted === true) this.#onAbort();
    else watch.signal?.addEventListener('abort', this.#onAbort, { once: true });
    this.#post({ kind: 'session', self: network.self, count: network.count, sid, names });
  }

  prepare(direction: Direction): void {
    this.#post({ kind: 'prepare', direction });
  }

  async values(direction: Direction, items: Uint8Array, { withPayloadKeys }: { readonly withPayloadKeys: boolean }): Promise<OprfValues> {
    return (await this.#ask({ kind: 'values', direction, items: shareable(items), withPayloadKeys })) as OprfValues;
  }

  async exchange(direction: Direction, items: Uint8Array, { isLast = false, onOpening }: ExchangeOptions = {}): Promise<Comparison | undefined> {
    await this.#ask({ kind: 'exchange', direction, items: shareable(items), isLast }, onOpening);
    if (direction.receiver !== this.#self) return undefined;
    return async () => (await this.#ask({ kind: 'conclude' })) as Uint8Array;
  }

  /** The session is over, and its signal has no effect here any more. */
  leave(): void {
    this.#watch.signal?.removeEventListener('abort', this.#onAbort);
  }

  /** Ends the thread, even in the middle of its work. This does not count as a failure. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.leave();
    this.#take()?.reject(closed());
    await this.#worker.terminate();
  }

  readonly #onAbort = () => this.#fail(this.#watch.signal?.reason);

  #fail(reason: unknown): void {
    if (this.#isClosed || this.#ending.signal.aborted) return;
    this.#ending.abort(reason);
    this.#take()?.reject(reason);
    void this.#worker.terminate();
  }

  async #ask(task: ToThread, onOpening?: () => void): Promise<Result> {
    this.#ending.signal.throwIfAborted();
    if (this.#isClosed) throw closed();
    if (this.#asked !== undefined) throw bug('two matchings at once in one thread');
    return new Promise((resolve, reject) => {
      this.#asked = { resolve, reject, onOpening };
      this.#worker.ref();
      this.#post(task);
    });
  }

  #take(): Asked | undefined {
    const asked = this.#asked;
    this.#asked = undefined;
    this.#worker.unref();
    return asked;
  }

  #hear(message: FromThread): void {
    if (this.#isClosed) return;
    switch (message.kind) {
      case 'ready':
        this.#onReady();
        break;
      case 'send':
        this.#network?.send(message);
        break;
      case 'receive':
        void this.#network?.receive(message);
        break;
      case 'progress':
        this.#watch.onProgress?.(message.step, message.done, message.total);
        break;
      case 'opening':
        this.#asked?.onOpening?.();
        break;
      case 'done':
        this.#take()?.resolve(message.result);
        break;
      case 'failed':
        this.#fail(errorOf(message.error));
        break;
    }
  }

  #passed(bytes: number): void {
    this.#traffic += bytes;
    if (this.#traffic < MUCH_TRAFFIC) return;
    this.#traffic = 0;
    this.#collector.young();
  }

  #post(message: ToThread, transfer: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}

function closed(): MpcError {
  return bug('the thread of a matching was closed');
}

/** The bytes, copied if sending them to a thread would send more memory than their own. */
function shareable(bytes: Uint8Array): Uint8Array {
  return isShared(bytes) || bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
}
