import type { Channel } from './channel.js';

/** Pending calls that wait for a condition on a changing state. */
export class Waiting {
  readonly #checks = new Set<() => void>();

  /** Checks the conditions of all pending calls again. */
  recheck(): void {
    for (const check of [...this.#checks]) check();
  }

  /** Resolves as soon as `done` gives a value, and rejects with what it throws. */
  async until<T>(done: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = () => {
        try {
          const value = done();
          if (value === undefined) return;
          this.#checks.delete(check);
          resolve(value);
        } catch (error) {
          this.#checks.delete(check);
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      this.#checks.add(check);
      check();
    });
  }
}

/** Resolves when each other end has everything that was sent to it, or has ended itself, or when the timer has expired. `onProgress` may restart the timer. */
export async function untilSettled(parties: readonly { readonly channel: Channel }[], waitMs: number, onProgress: (timer: NodeJS.Timeout) => void): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, waitMs);
    const check = () => {
      onProgress(timer);
      if (!parties.every(({ channel }) => channel.isSettled)) return;
      clearTimeout(timer);
      resolve();
    };
    for (const { channel } of parties) channel.onProgress(check);
    check();
  });
}
