import { describe, expect, it } from 'vitest';
import { toHex, utf8 } from '../../src/crypto/bytes.js';
import { commit, opens } from '../../src/crypto/commitment.js';
import { randomBytes } from '../../src/crypto/random.js';

describe('commitment', () => {
  const sid = randomBytes(32);
  const value = utf8('value');
  const { commitment, nonce } = commit('sum v1', sid, 1, value);

  it('opens to what was committed', () => {
    expect(opens(commitment, 'sum v1', sid, 1, value, nonce)).toBe(true);
    const byKey = commit('sum v1', sid, sid, value);
    expect(opens(byKey.commitment, 'sum v1', sid, sid, value, byKey.nonce)).toBe(true);
  });

  it('does not open to anything else', () => {
    expect(opens(commitment, 'sum v2', sid, 1, value, nonce)).toBe(false);
    expect(opens(commitment, 'sum v1', randomBytes(32), 1, value, nonce)).toBe(false);
    expect(opens(commitment, 'sum v1', sid, 2, value, nonce)).toBe(false);
    expect(opens(commitment, 'sum v1', sid, Uint8Array.of(0, 0, 0, 1), value, nonce)).toBe(false);
    expect(opens(commitment, 'sum v1', sid, 1, utf8('other'), nonce)).toBe(false);
    expect(opens(commitment, 'sum v1', sid, 1, value, randomBytes(32))).toBe(false);
  });

  it('refuses wrong lengths without throwing', () => {
    for (const length of [0, 31, 33]) {
      expect(opens(commitment, 'sum v1', sid, 1, value, new Uint8Array(length))).toBe(false);
      expect(opens(new Uint8Array(length), 'sum v1', sid, 1, value, nonce)).toBe(false);
    }
  });

  it('hides: two commitments to one value differ', () => {
    expect(toHex(commit('sum v1', sid, 1, value).commitment)).not.toBe(toHex(commitment));
  });
});
