import { setImmediate } from 'node:timers/promises';

/** One turn of the event loop: messages come and go, and an interrupt is heard. */
export async function nextTurn(): Promise<void> {
  await setImmediate();
}
