import { MpcError } from '../errors.js';

/**
 * What can end a session from outside: its time, Ctrl-C, or a signal of the system. The first interruption ends it cleanly,
 * so that the others learn of it; the second ends the process at once.
 */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #onSignal: () => void;

  constructor(timeoutMs: number, timeoutText: string) {
    this.#timer = setTimeout(() => {
      this.#controller.abort(new MpcError('TIMEOUT', `The session was not done within ${timeoutText}.`, 'Check that every party runs `mpc join` at the same time, and give --timeout more if that is needed.'));
    }, timeoutMs);
    this.#onSignal = () => {
      if (this.#controller.signal.aborted) process.exit(130);
      this.#controller.abort(new MpcError('INTERRUPTED', 'Interrupted.', ''));
    };
    process.on('SIGINT', this.#onSignal);
    process.on('SIGTERM', this.#onSignal);
    process.on('SIGHUP', this.#onSignal);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  clear(): void {
    clearTimeout(this.#timer);
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(name, this.#onSignal);
  }
}
