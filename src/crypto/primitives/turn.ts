import { setImmediate } from 'node:timers/promises';

/** One turn of the event loop, in which messages come and go and an interrupt takes effect. */
export async function nextTurn(): Promise<void> {
  await setImmediate();
}
