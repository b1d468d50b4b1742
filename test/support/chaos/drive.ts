import { vi } from 'vitest';

const later = setTimeout;
/** With nothing on its way, somebody may be computing outside the event loop: a moment of real time for each simulated one. */
const MOMENT_MS = 0.5;

/** All timers, and the time of day, are the test's own from here on. */
export function simulateTime(now: number): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'], now });
}

/** Jumps from timer to timer until the work is done. Throws where it is not done by `limitMs` of simulated time: it hangs. */
export async function drive<T>(work: Promise<T>, isIdle: () => boolean, limitMs: number): Promise<T> {
  let isDone = false;
  const settled = work.finally(() => (isDone = true));
  settled.catch(() => undefined);
  const end = Date.now() + limitMs;
  for (;;) {
    for (let i = 0; i < 3; i++) await new Promise((resolve) => setImmediate(resolve));
    if (isDone) return settled;
    if (Date.now() > end) throw new Error(`not done after ${limitMs / 1000} simulated seconds`);
    if (isIdle()) await new Promise((resolve) => later(resolve, MOMENT_MS));
    if (vi.getTimerCount() === 0) await new Promise((resolve) => later(resolve, MOMENT_MS));
    else vi.advanceTimersToNextTimer();
  }
}
