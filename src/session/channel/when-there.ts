/** A value that takes a moment to load, and the work to be done with it, in order. */
export class WhenThere<T> {
  #value: T | undefined;
  #waiting: ((value: T) => void)[] = [];

  constructor(loading: Promise<T>, failed: (error: unknown) => void) {
    loading.then((value) => {
      this.#value = value;
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const work of waiting) work(value);
    }, failed);
  }

  /** Runs the work, at once if the value is loaded. */
  do(work: (value: T) => void): void {
    if (this.#value === undefined) this.#waiting.push(work);
    else work(this.#value);
  }

  /** Discards the waiting work. */
  drop(): void {
    this.#waiting = [];
  }
}
