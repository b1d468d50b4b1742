import { describe, expect, it } from 'vitest';
import { RefusedOrigins } from '../../../src/session/relay/redis/refused-origins.js';

describe('addresses whose joins of this minute are used up', () => {
  it('are known until the time is over that Redis named', () => {
    let now = 0;
    const refused = new RefusedOrigins(() => now);
    refused.add('10.0.0.1', 5_000);
    refused.add('10.0.0.2', 9_000);
    expect(['10.0.0.1', '10.0.0.2', '10.0.0.3'].map((origin) => refused.has(origin))).toEqual([true, true, false]);
    now = 5_000;
    expect([refused.has('10.0.0.1'), refused.has('10.0.0.2')]).toEqual([false, true]);
    refused.sweep();
    expect(refused.known).toBe(1);
  });

  it('are at most 65 536', () => {
    const refused = new RefusedOrigins(() => 0);
    for (let i = 0; i < 65_600; i += 1) refused.add(`origin ${i}`, 1_000);
    expect(refused.known).toBe(65_536);
    expect([refused.has('origin 0'), refused.has('origin 65599')]).toEqual([false, true]);
  });
});
