/** Somebody whose sending can be held back. */
export interface Source {
  released(brake: Brake): void;
}

/** What holds sources back while too much waits behind it. */
export interface Brake {
  readonly over: boolean;
  /** Calls `released` of this source once, when it may go on. */
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
 * Bytes that wait to leave the relay: for one connection, or for one room. Above its mark, whoever adds to
 * them waits until half of the mark is left; the distance keeps sources from stopping and starting at every
 * frame. Someone who stays above for `patienceMs` is reported, again and again while it lasts.
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

  /** Lets every source go on, whatever the level. */
  release(): void {
    const sources = [...this.#waiting];
    this.#waiting.clear();
    for (const source of sources) source.released(this);
  }

  /** For the end of what is measured: no timer stays, no source waits for it. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.release();
  }

  #watch(): void {
    this.#timer = setTimeout(() => {
      // First, so that the report may dispose of this gauge and with it of the new timer.
      this.#watch();
      this.onOutOfPatience();
    }, this.patienceMs);
  }
}
