import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { countingKey, JoinLimiter, requestAddress } from '../../../src/session/relay/admission.js';
import { DEFAULT_LIMITS } from '../../../src/session/relay/limits.js';

describe('joins per minute', () => {
  it('admits the limit and no more, until the minute is over', () => {
    let now = 1_000;
    const limiter = new JoinLimiter(3, () => now);
    expect([1, 2, 3, 4, 5].map(() => limiter.admit('10.0.0.1'))).toEqual([true, true, true, false, false]);
    now += 59_999;
    expect(limiter.admit('10.0.0.1')).toBe(false);
    now += 1;
    expect(limiter.admit('10.0.0.1')).toBe(true);
  });

  it('counts addresses apart, and IPv6 by network', () => {
    const limiter = new JoinLimiter(1, () => 0);
    expect(limiter.admit('10.0.0.1')).toBe(true);
    expect(limiter.admit('10.0.0.2')).toBe(true);
    expect(limiter.admit('::ffff:10.0.0.2')).toBe(false);
    expect(limiter.admit('2001:db8:1:2::1')).toBe(true);
    expect(limiter.admit('2001:db8:1:2:ffff::2')).toBe(false);
    expect(limiter.admit('2001:db8:1:3::1')).toBe(true);
  });

  it('forgets who came when the minute is over', () => {
    let now = 0;
    const limiter = new JoinLimiter(5, () => now);
    limiter.admit('10.0.0.1');
    now = 30_000;
    limiter.admit('10.0.0.2');
    now = 60_000;
    limiter.sweep();
    expect(limiter.tracked).toBe(1);
  });

  it('keeps a bounded table', () => {
    const limiter = new JoinLimiter(5, () => 0);
    for (let index = 0; index < 70_000; index += 1) limiter.admit(`10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`);
    expect(limiter.tracked).toBe(65_536);
  });

  it('leaves an office behind one address enough by default', () => {
    expect(DEFAULT_LIMITS.joinsPerMinute).toBeGreaterThanOrEqual(120);
  });
});

describe('the key of an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:c000:207', '192.0.2.7'],
    ['2001:DB8::1', '2001:db8:0:0::/64'],
    ['2001:db8:0:0:1:2:3:4', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['1:2:3:4:5:6:7::', '1:2:3:4::/64'],
    ['', ''],
  ])('%s → %s', (ip, key) => {
    expect(countingKey(ip)).toBe(key);
  });
});

describe('the address of a request', () => {
  const request = (forwarded?: string): IncomingMessage =>
    ({ socket: { remoteAddress: '10.0.0.9' }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

  it('is the socket’s, whatever a header says', () => {
    expect(requestAddress(request('192.0.2.1'), false)).toBe('10.0.0.9');
  });

  it('is what a trusted proxy wrote, not what the client wrote before it', () => {
    expect(requestAddress(request('203.0.113.5, 192.0.2.1'), true)).toBe('192.0.2.1');
    expect(requestAddress(request('nonsense'), true)).toBe('10.0.0.9');
    expect(requestAddress(request(), true)).toBe('10.0.0.9');
  });
});
