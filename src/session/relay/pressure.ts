/** A sender that can be held back. */
export interface Source {
  released(brake: Brake): void;
}

/** Holds sources back while too much data waits behind it. */
export interface Brake {
  readonly over: boolean;
  /** Calls `released` of this source once, when it may continue. */
  hold(source: Source): void;
  forget(source: Source): void;
}

/** Bytes that wait to leave the relay. */
export class Tally {
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  add(bytes: number): void {
    this.#bytes += bytes;
  }

  take(bytes: number): void {
    this.#bytes -= bytes;
  }
}

/**
 * Bytes that wait to leave the relay, for one connection or for one room. Above its mark, a source that adds to them waits until half of the mark is left; this
 * distance keeps sources from stopping and starting at every frame. A gauge that stays above its mark for `patienceMs` is reported, repeatedly while this
 * lasts.
 */
export class Gauge extends Tally implements Brake {
  #over = false;
  #timer: NodeJS.Timeout | undefined;
  readonly #waiting = new Set<Source>();

  constructor(
    readonly markBytes: number,
    readonly patienceMs: number,
    readonly onOutOfPatience: () => void,
  ) {
    super();
  }

  get over(): boolean {
    return this.#over;
  }

  override add(bytes: number): void {
    super.add(bytes);
    if (this.#over || this.bytes <= this.markBytes) return;
    this.#over = true;
    this.#watch();
  }

  override take(bytes: number): void {
    super.take(bytes);
    if (!this.#over || this.bytes > this.markBytes / 2) return;
    this.#over = false;
    clearTimeout(this.#timer);
    this.release();
  }

  hold(source: Source): void {
    this.#waiting.add(source);
  }

  forget(source: Source): void {
    this.#waiting.delete(source);
  }

  /** Lets every source continue, whatever the level. */
  release(): void {
    const sources = [...this.#waiting];
    this.#waiting.clear();
    for (const source of sources) source.released(this);
  }

  /** Ends the measurement: stops the timer and releases every source. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.release();
  }

  #watch(): void {
    this.#timer = setTimeout(() => {
      // First, so that the report may dispose of this gauge and also of the new timer.
      this.#watch();
      this.onOutOfPatience();
    }, this.patienceMs);
  }
}
