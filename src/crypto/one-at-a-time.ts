/** Work that shares state across pauses and so must not overlap with itself. */
export class OneAtATime {
  readonly #what: string;
  #isBusy = false;

  /** `what` completes "… are in use". */
  constructor(what: string) {
    this.#what = what;
  }

  /** Runs the work, or rejects at once if other work is under way. The other work is not disturbed. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    this.mustBeIdle();
    this.#isBusy = true;
    try {
      return await work();
    } finally {
      this.#isBusy = false;
    }
  }

  /** Throws an Error if work is under way. */
  mustBeIdle(): void {
    if (this.#isBusy) throw new Error(`${this.#what} are in use`);
  }
}
