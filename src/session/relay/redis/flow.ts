import type { Key } from '../backplane.js';
import { Gauge, type Brake, type Source } from '../pressure.js';

/**
 * The most bytes on their way to members that are connected elsewhere, for all of them together. This also bounds what Redis holds for a process that reads
 * slowly.
 */
const MOST_IN_FLIGHT_BYTES = 8 * 1024 * 1024;
/** Reports are combined: one after this many bytes, or this much time. */
const TAKEN_BYTES = 64 * 1024;
const TAKEN_MS = 20;

/** Bytes sent to members elsewhere and not yet taken there. They hold back their senders. */
export class InFlight {
  readonly #gauges = new Map<string, Gauge>();
  readonly #all: Gauge;

  constructor(
    private readonly markBytes: number,
    private readonly patienceMs: number,
  ) {
    this.#all = new Gauge(MOST_IN_FLIGHT_BYTES, patienceMs, () => undefined);
  }

  /** The brakes for the sender. */
  sent(room: Key, address: Key, bytes: number): readonly Brake[] {
    const gauge = this.#gauges.get(room + address) ?? new Gauge(this.markBytes, this.patienceMs, () => undefined);
    this.#gauges.set(room + address, gauge);
    gauge.add(bytes);
    this.#all.add(bytes);
    return [gauge, this.#all].filter(({ over }) => over);
  }

  taken(room: Key, address: Key, bytes: number): void {
    const gauge = this.#gauges.get(room + address);
    if (gauge === undefined) return;
    const known = Math.min(Math.max(0, bytes), gauge.bytes);
    gauge.take(known);
    this.#all.take(known);
    if (gauge.bytes === 0) this.#gauges.delete(room + address);
  }

  /** That member has gone, or is connected elsewhere now: no more reports come about what was sent to it. */
  forget(room: Key, address: Key): void {
    const gauge = this.#gauges.get(room + address);
    if (gauge === undefined) return;
    this.#gauges.delete(room + address);
    this.#all.take(gauge.bytes);
    gauge.take(gauge.bytes);
    gauge.dispose();
  }

  clear(): void {
    for (const key of [...this.#gauges.keys()]) this.forget(key.slice(0, 32), key.slice(32));
    this.#all.dispose();
  }
}

/** Tells the sender of data from elsewhere how much has gone on to the member it was for. */
export class Taken {
  readonly #owed = new Map<string, { readonly process: string; readonly room: Key; readonly address: Key; bytes: number }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly say: (process: string, room: Key, address: Key, bytes: number) => void) {}

  /** These bytes came for this member, and go on when these brakes are released. */
  came(process: string, room: Key, address: Key, bytes: number, brakes: readonly Brake[]): void {
    if (brakes.length === 0) {
      this.#owe(process, room, address, bytes);
      return;
    }
    const waitsFor = new Set(brakes);
    const source: Source = {
      released: (brake) => {
        waitsFor.delete(brake);
        if (waitsFor.size === 0) this.#owe(process, room, address, bytes);
      },
    };
    for (const brake of brakes) brake.hold(source);
  }

  #owe(process: string, room: Key, address: Key, bytes: number): void {
    const key = process + room + address;
    const owed = this.#owed.get(key) ?? { process, room, address, bytes: 0 };
    owed.bytes += bytes;
    this.#owed.set(key, owed);
    if (owed.bytes >= TAKEN_BYTES) this.#pay(key);
    else this.#timer ??= setTimeout(() => this.#payAll(), TAKEN_MS);
  }

  #pay(key: string): void {
    const owed = this.#owed.get(key);
    this.#owed.delete(key);
    if (owed !== undefined) this.say(owed.process, owed.room, owed.address, owed.bytes);
  }

  #payAll(): void {
    this.#timer = undefined;
    for (const key of [...this.#owed.keys()]) this.#pay(key);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#owed.clear();
  }
}
