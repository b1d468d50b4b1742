import { describe, expect, it } from 'vitest';
import { KeyAhead } from '../../../src/crypto/ml-kem/key-ahead.js';
import { nobleMlKem } from '../../../src/crypto/ml-kem/noble.js';
import type { KemKeyPair, MlKem } from '../../../src/crypto/ml-kem/types.js';

/** Noble's, with what it made. */
function counting(): { kem: MlKem; made: (KemKeyPair & { isErased?: boolean })[] } {
  const made: (KemKeyPair & { isErased?: boolean })[] = [];
  return {
    made,
    kem: {
      ...nobleMlKem,
      generate() {
        const pair = nobleMlKem.generate();
        const each: KemKeyPair & { isErased?: boolean } = {
          ...pair,
          erase() {
            each.isErased = true;
            pair.erase();
          },
        };
        made.push(each);
        return each;
      },
    },
  };
}

describe('a key made ahead', () => {
  it('serves once, and the next are fresh: two handshakes with one key would not be two', () => {
    const { kem, made } = counting();
    const ahead = new KeyAhead(kem);
    ahead.prepare();
    ahead.prepare();
    expect(made).toHaveLength(1);
    const [first, second] = [ahead.generate(), ahead.generate()];
    expect(first).toBe(made[0]);
    expect(second.publicKey).not.toEqual(first.publicKey);
    const { ciphertext, secret } = ahead.encapsulate(first.publicKey);
    expect(first.decapsulate(ciphertext)).toEqual(secret);
  });

  it('is erased where nobody needed it, and no other is made', () => {
    const { kem, made } = counting();
    const ahead = new KeyAhead(kem);
    ahead.prepare();
    ahead.erase();
    ahead.prepare();
    expect(made.map(({ isErased }) => isErased)).toEqual([true]);
  });
});
