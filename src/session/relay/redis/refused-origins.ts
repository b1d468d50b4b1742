/** Bounds the table when refusals come to very many networks. An address that is not in it is asked for again. */
const MOST = 65_536;

/** Network addresses whose joins of this minute are used up, so that Redis is not asked for each further one. */
export class RefusedOrigins {
  readonly #now: () => number;
  readonly #until = new Map<string, number>();

  /** @param now milliseconds of a clock that never goes back. */
  constructor(now: () => number) {
    this.#now = now;
  }

  add(origin: string, ms: number): void {
    const [first] = this.#until.keys();
    if (this.#until.size >= MOST && first !== undefined) this.#until.delete(first);
    this.#until.set(origin, this.#now() + ms);
  }

  has(origin: string): boolean {
    const until = this.#until.get(origin);
    return until !== undefined && this.#now() < until;
  }

  get known(): number {
    return this.#until.size;
  }

  /** Drops what is over: the relay keeps no history of its clients. */
  sweep(): void {
    const now = this.#now();
    for (const [origin, until] of this.#until) if (until <= now) this.#until.delete(origin);
  }
}
