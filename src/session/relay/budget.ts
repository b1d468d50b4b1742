/** The rate at which tokens come, and how many can be saved up. */
export interface Rate {
  readonly perSecond: number;
  readonly most: number;
}

/** A token bucket that may go into debt: tokens are taken at once, and the source waits until the debt is paid. */
export class TokenBucket {
  #tokens: number;
  #since: number;

  /** @param now milliseconds of a clock that never goes back. */
  constructor(
    private readonly rate: Rate,
    private readonly now: () => number,
    first: number = rate.most,
  ) {
    this.#tokens = Math.min(first, rate.most);
    this.#since = now();
  }

  get tokens(): number {
    this.#refill();
    return this.#tokens;
  }

  take(tokens: number): void {
    this.#refill();
    this.#tokens -= tokens;
  }

  /** Milliseconds until the debt is paid; 0 if there is none. */
  get waitMs(): number {
    const owed = -this.tokens;
    return owed <= 0 ? 0 : Math.ceil((owed / this.rate.perSecond) * 1000);
  }

  #refill(): void {
    const now = this.now();
    this.#tokens = Math.min(this.rate.most, this.#tokens + ((now - this.#since) / 1000) * this.rate.perSecond);
    this.#since = now;
  }
}

/** From this size on, a frame pays only for its bytes. An empty one costs a whole frame. */
const FULL_FRAME_BYTES = 16 * 1024;

export interface BudgetRates {
  readonly framesPerSecond: number;
  readonly bytesPerSecond: number;
}

/**
 * What one connection may send: small frames and bytes, each at its rate, with two seconds' worth to save up. A frame costs the relay the same work whatever
 * its size, so small frames are counted, and large ones are bounded by their bytes.
 */
export class Budget {
  readonly #frames: TokenBucket;
  readonly #bytes: TokenBucket;

  /** @param now milliseconds of a clock that never goes back. */
  constructor({ framesPerSecond, bytesPerSecond }: BudgetRates, now: () => number) {
    // It starts with a quarter: otherwise each new connection would allow a whole burst.
    this.#frames = new TokenBucket({ perSecond: framesPerSecond, most: 2 * framesPerSecond }, now, framesPerSecond / 2);
    this.#bytes = new TokenBucket({ perSecond: bytesPerSecond, most: 2 * bytesPerSecond }, now, bytesPerSecond / 2);
  }

  charge(frames: number, bytes: number): void {
    this.#frames.take(Math.max(0, frames - bytes / FULL_FRAME_BYTES));
    this.#bytes.take(bytes);
  }

  get waitMs(): number {
    return Math.max(this.#frames.waitMs, this.#bytes.waitMs);
  }
}
