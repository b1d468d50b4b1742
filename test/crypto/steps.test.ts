import { describe, expect, it } from 'vitest';
import { atOnce, inTurns, type Steps } from '../../src/crypto/steps.js';

function* counting(steps: number, seen: (step: number) => void): Steps<string> {
  for (let step = 1; step <= steps; step++) {
    seen(step);
    yield;
  }
  return 'done';
}

function* failing(): Steps<never> {
  yield;
  throw new RangeError('in the second step');
}

describe('work in steps', () => {
  it('comes to the same at once and in turns', async () => {
    expect(atOnce(counting(5, () => undefined))).toBe('done');
    expect(await inTurns(counting(5, () => undefined))).toBe('done');
    expect(await inTurns(counting(0, () => undefined))).toBe('done');
  });

  it('lets the event loop have its turn after every step', async () => {
    const order: string[] = [];
    await inTurns(
      counting(3, (step) => {
        order.push(`step ${step}`);
        setImmediate(() => order.push(`turn ${step}`));
      }),
    );
    expect(order).toEqual(['step 1', 'turn 1', 'step 2', 'turn 2', 'step 3', 'turn 3']);
  });

  it('fails as it would at once', async () => {
    expect(() => atOnce(failing())).toThrow(RangeError);
    await expect(inTurns(failing())).rejects.toThrow(RangeError);
  });
});
