/** The time-out before anything was measured, and its bounds afterwards. */
const FIRST_TIMEOUT_MS = 1_000;
const MIN_TIMEOUT_MS = 300;
const MAX_TIMEOUT_MS = 4_000;

/**
 * How long the acknowledgement of a frame may take before the frame counts as lost: RFC 6298, smoothed time plus four deviations. Only frames that were sent
 * once may be measured (Karn's algorithm).
 */
export class RoundTrip {
  #smoothed: number | undefined;
  #deviation = 0;

  sample(ms: number): void {
    if (this.#smoothed === undefined) {
      this.#smoothed = ms;
      this.#deviation = ms / 2;
      return;
    }
    this.#deviation += (Math.abs(this.#smoothed - ms) - this.#deviation) / 4;
    this.#smoothed += (ms - this.#smoothed) / 8;
  }

  get timeoutMs(): number {
    if (this.#smoothed === undefined) return FIRST_TIMEOUT_MS;
    return Math.min(Math.max(this.#smoothed + 4 * this.#deviation, MIN_TIMEOUT_MS), MAX_TIMEOUT_MS);
  }
}
