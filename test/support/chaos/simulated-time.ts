import { SimulatedClock } from '../simulated-link.js';

// eslint-disable-next-line @typescript-eslint/unbound-method -- put back as it was
const real = { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, dateNow: Date.now, performanceNow: performance.now };

/** What a moment of real time is where somebody computes in another thread. */
const MOMENT_MS = 2;

class SimulatedTimer {
  cancel: () => void = () => undefined;
  readonly #time: SimulatedTime;
  readonly #ms: number;
  readonly #run: () => void;

  constructor(time: SimulatedTime, ms: number, run: () => void) {
    this.#time = time;
    this.#ms = ms;
    this.#run = run;
    this.refresh();
  }

  refresh(): this {
    this.cancel();
    this.cancel = this.#time.clock.after(this.#ms, this.#run);
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }
}

/** The timers and the time of day of this process, which jump from one event to the next while a test drives them. */
export class SimulatedTime {
  readonly clock = new SimulatedClock();

  /** From here on, `now` being the time of day. */
  constructor(now: number) {
    const clear = (timer?: unknown) => {
      if (timer instanceof SimulatedTimer) timer.cancel();
      else real.clearTimeout(timer as NodeJS.Timeout | undefined);
    };
    Object.assign(globalThis, {
      setTimeout: (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => new SimulatedTimer(this, Math.max(0, ms), () => run(...args)),
      setInterval: (run: () => void, ms: number) => {
        const timer: SimulatedTimer = new SimulatedTimer(this, ms, () => {
          timer.refresh();
          run();
        });
        return timer;
      },
      clearTimeout: clear,
      clearInterval: clear,
    });
    Date.now = () => now + this.clock.now();
    performance.now = () => this.clock.now();
  }

  /** Gives the process its own time back. */
  end(): void {
    const { dateNow, performanceNow, ...timers } = real;
    Object.assign(globalThis, timers);
    Date.now = dateNow;
    performance.now = performanceNow;
  }

  /**
   * Goes from event to event until the work is done. Throws where it is not done by `limitMs` of simulated time: it hangs.
   * @param isIdle whether nobody has anything to do but what is computed elsewhere, which takes real time.
   */
  async drive<T>(work: Promise<T>, isIdle: () => boolean, limitMs: number): Promise<T> {
    const state = { isDone: false };
    const settled = work.finally(() => (state.isDone = true));
    settled.catch(() => undefined);
    const end = this.clock.now() + limitMs;
    for (;;) {
      for (let i = 0; i < 3; i++) await new Promise((resolve) => real.setImmediate(resolve));
      if (state.isDone) return settled;
      if (this.clock.now() > end) throw new Error(`not done after ${limitMs / 1000} simulated seconds`);
      if (isIdle()) await new Promise((resolve) => real.setTimeout(resolve, MOMENT_MS));
      this.clock.step();
    }
  }
}
