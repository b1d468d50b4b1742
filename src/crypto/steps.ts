import { nextTurn } from './primitives/turn.js';

/** Long work that stops for a moment every few milliseconds. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** All of it at once. */
export function atOnce<T>(steps: Steps<T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** Step by step, and in between whatever else there is to do: messages come and go, and an interrupt is heard. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    await nextTurn();
  }
}
