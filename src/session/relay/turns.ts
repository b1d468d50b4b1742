/** A worker that does one bounded portion of its work at a time. */
export interface Worker {
  /** Does one portion. A worker with more to do asks for another turn. */
  takeTurn(): void;
}

/** The relay's source of time and of later calls. Tests bring their own. */
export interface Clock {
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Calls back after the work that is waiting now; `later` does so after a time. */
  soon(callback: () => void): void;
  later(ms: number, callback: () => void): { cancel(): void };
}

export const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  soon: (callback) => void setImmediate(callback),
  later: (ms, callback) => {
    // Only open sockets keep the process.
    const timer = setTimeout(callback, ms).unref();
    return { cancel: () => clearTimeout(timer) };
  },
};

export async function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.later(ms, resolve);
  });
}

/** How long turns are given in one go before new connections, timers and writes are served. */
const ROUND_MS = 4;

/**
 * Lets workers take turns, one portion each, in the order in which they asked. However many ask, and however much each has to do, every worker waits for at
 * most one portion of every other.
 */
export class Turns {
  readonly #queue = new Set<Worker>();
  #isRunning = false;
  #freeUntil: number | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly roundMs = ROUND_MS,
  ) {}

  /** Asks for a turn; asking twice is asking once. */
  ask(worker: Worker): void {
    this.#queue.add(worker);
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.clock.soon(() => this.#round());
  }

  /**
   * Whether a worker may take its turn at once, out of order: if nobody waits, and until that has used up the time of a round. A connection that has the relay
   * to itself is then as fast as its socket.
   */
  get isFree(): boolean {
    if (this.#isRunning) return false;
    const now = this.clock.now();
    if (this.#freeUntil === undefined) {
      this.#freeUntil = now + this.roundMs;
      this.clock.soon(() => (this.#freeUntil = undefined));
    }
    return now < this.#freeUntil;
  }

  forget(worker: Worker): void {
    this.#queue.delete(worker);
  }

  get waiting(): number {
    return this.#queue.size;
  }

  #round(): void {
    const end = this.clock.now() + this.roundMs;
    // A worker that asks during the round comes after all that asked before. The set grows while it is iterated.
    for (const worker of this.#queue) {
      this.#queue.delete(worker);
      worker.takeTurn();
      if (this.clock.now() >= end) break;
    }
    this.#isRunning = this.#queue.size > 0;
    if (this.#isRunning) this.clock.soon(() => this.#round());
  }
}
