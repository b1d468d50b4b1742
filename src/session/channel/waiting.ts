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

/**
 * Resolves when each other end has everything that was sent to it, or has ended itself, or when `waitMs` have passed; with `isPatient`, when nothing has newly
 * arrived there for that long. Mere packets do not count: whoever is between the parties can send as many as he likes. So it lasts at most `waitMs` for each frame
 * that was on its way.
 */
export async function untilSettled(parties: readonly { readonly channel: Pick<Channel, 'arrived' | 'isSettled' | 'onProgress'> }[], waitMs: number, isPatient: boolean): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, waitMs);
    const arrived = (): number => parties.reduce((sum, { channel }) => sum + channel.arrived, 0);
    let before = arrived();
    const check = () => {
      const now = arrived();
      if (isPatient && now > before) timer.refresh();
      before = now;
      if (!parties.every(({ channel }) => channel.isSettled)) return;
      clearTimeout(timer);
      resolve();
    };
    for (const { channel } of parties) channel.onProgress(check);
    check();
  });
}
