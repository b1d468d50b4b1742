import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { untilSettled } from '../../../src/session/channel/waiting.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** The other end, and what it tells of itself. */
class OtherEnd {
  arrived = 0;
  isSettled = false;
  tell = (): void => undefined;

  onProgress(callback: () => void): void {
    this.tell = callback;
  }
}

it.each([true, false])('patience lasts as long as something new arrives, and not as long as packets come: %s', async (isPatient) => {
  const channel = new OtherEnd();
  let isOver = false;
  const waiting = untilSettled([{ channel }], 1_000, isPatient).then(() => (isOver = true));
  for (let i = 0; i < 3; i += 1) {
    await vi.advanceTimersByTimeAsync(900);
    channel.arrived += 1;
    channel.tell();
  }
  expect(isOver).toBe(!isPatient);
  // Packets that acknowledge nothing: forged ones, and repeated ones.
  for (let i = 0; i < 11; i += 1) {
    await vi.advanceTimersByTimeAsync(100);
    channel.tell();
  }
  expect(isOver).toBe(true);
  await waiting;
});

it('it ends at once when all has arrived', async () => {
  const channel = new OtherEnd();
  const waiting = untilSettled([{ channel }], 1_000, true);
  channel.isSettled = true;
  channel.tell();
  await waiting;
});
