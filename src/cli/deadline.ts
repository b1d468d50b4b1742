import { MpcError } from '../library/errors.js';
import { ownSignals } from './signals.js';

/** SIGBREAK is Ctrl-Break, and SIGHUP a console that was closed, on Windows. No system but Windows has the first, and Windows never sends SIGTERM. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;

/**
 * What can end a session from outside: its time, Ctrl-C, or a signal of the system. The first interruption ends it cleanly,
 * so that the others learn of it; the second ends the process at once.
 */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #message: MpcError;
  #timer: NodeJS.Timeout | undefined;
  #left: number;
  #since = 0;
  readonly #disown: () => void;

  constructor(timeoutMs: number, timeoutText: string) {
    this.#message = new MpcError('TIMEOUT', `The session was not done within ${timeoutText}.`, 'Check that every party runs `mpc join` at the same time, and give --timeout more if that is needed.');
    this.#left = timeoutMs;
    this.resume();
    this.#disown = ownSignals(SIGNALS, (signal) => {
      const reason = interruption(signal);
      if (this.#controller.signal.aborted) process.exit(reason.exit);
      this.#controller.abort(reason);
    });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** While people read, the time is stopped. */
  pause(): void {
    if (this.#timer === undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#left -= Date.now() - this.#since;
  }

  resume(): void {
    if (this.#timer !== undefined) return;
    this.#since = Date.now();
    this.#timer = setTimeout(() => this.#controller.abort(this.#message), Math.max(0, this.#left));
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#disown();
  }
}

/** The error with which a signal ends it. */
export function interruption(signal: NodeJS.Signals): MpcError {
  return signal === 'SIGTERM' ? new MpcError('TERMINATED', 'Ended by SIGTERM.', '') : new MpcError('INTERRUPTED', 'Interrupted.', '');
}
