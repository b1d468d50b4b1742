import type { Clock } from '../../src/session/channel/clock.js';

/** A clock that jumps from one event to the next. */
export class SimulatedClock implements Clock {
  #now = 0;
  #count = 0;
  readonly #events: { readonly at: number; readonly order: number; readonly run: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const event = { at: this.#now + ms, order: this.#count++, run };
    // By time, and among equals in the order in which they were asked for.
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#events[middle];
      if (other !== undefined && (other.at < event.at || (other.at === event.at && other.order < event.order))) low = middle + 1;
      else high = middle;
    }
    this.#events.splice(low, 0, event);
    return () => {
      const at = this.#events.indexOf(event);
      if (at !== -1) this.#events.splice(at, 1);
    };
  }

  /** Goes on to the next event, and runs it; false where nothing is left to happen. */
  step(): boolean {
    const event = this.#events.shift();
    if (event === undefined) return false;
    this.#now = event.at;
    event.run();
    return true;
  }

  /** Runs until `isDone`; throws where nothing is left to happen, or `limitMs` are over. */
  runUntil(isDone: () => boolean, limitMs: number): void {
    while (!isDone()) {
      const event = this.#events.shift();
      if (event === undefined) throw new Error('nothing is left to happen');
      if (event.at > limitMs) throw new Error(`not done after ${limitMs} simulated milliseconds`);
      this.#now = event.at;
      event.run();
    }
  }
}

/** Numbers in [0, 1), the same for the same seed (mulberry32): for tests to be replayed, never for secrets. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface LinkOptions {
  /** Each packet is delayed by 0 to this many milliseconds. */
  readonly delayMs: number;
  /** Whether a packet may overtake another. */
  readonly reorders: boolean;
  /** Of packets, from 0 to 1. */
  readonly loss: number;
}

/** One direction of a link: calls `deliver` for what arrives. */
export function simulatedLink(clock: Clock, random: () => number, { delayMs, reorders, loss }: LinkOptions, deliver: (packet: Uint8Array) => void): (packet: Uint8Array) => void {
  let last = 0;
  return (packet) => {
    const delay = random() * delayMs;
    if (random() < loss) return;
    const at = reorders ? clock.now() + delay : Math.max(last, clock.now() + delay);
    last = at;
    clock.after(at - clock.now(), () => deliver(packet));
  };
}
