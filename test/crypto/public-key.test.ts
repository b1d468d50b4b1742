import { bech32 } from '@scure/base';
import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { generateSecretKey, publicKeyOf } from '../../src/crypto/ed25519.js';
import { decodePublicKey, encodePublicKey } from '../../src/crypto/public-key.js';
import { MpcError } from '../../src/errors.js';

function refusal(text: string): MpcError {
  try {
    decodePublicKey(text);
  } catch (error) {
    if (error instanceof MpcError) return error;
  }
  throw new Error('not refused');
}

describe('public keys as text', () => {
  const key = publicKeyOf(generateSecretKey());
  const text = encodePublicKey(key);

  it('goes there and back', () => {
    expect(text).toMatch(/^mpc1[02-9ac-hj-np-z]{58}$/);
    expect(decodePublicKey(text)).toEqual(key);
  });

  it('has one spelling: upper case, which bech32 allows, is refused', () => {
    expect(refusal(text.toUpperCase()).code).toBe('KEY_INVALID');
  });

  it('refuses every single wrong character', () => {
    for (let i = 0; i < text.length; i++) {
      for (const other of 'qzp1 ') {
        if (text[i] !== other) expect(refusal(text.slice(0, i) + other + text.slice(i + 1)).code).toBe('KEY_INVALID');
      }
    }
  });

  it('refuses other lengths, prefixes and mixed case', () => {
    const other = bech32.encode('age', bech32.toWords(key));
    const mixed = text.slice(0, 20) + text.slice(20).toUpperCase();
    for (const bad of ['', 'mpc1', text.slice(1), `${text}q`, ` ${text}`, other, mixed, bech32.encode('mpc', bech32.toWords(key.subarray(1)))]) {
      expect(refusal(bad).code).toBe('KEY_INVALID');
    }
    expect(() => encodePublicKey(key.subarray(1))).toThrow(RangeError);
  });

  it('refuses keys of small order and off the curve', () => {
    expect(refusal(encodePublicKey(new Uint8Array(32))).code).toBe('KEY_INVALID');
    const off = new Uint8Array(32);
    off[0] = 2;
    expect(refusal(encodePublicKey(off)).code).toBe('KEY_INVALID');
  });

  it('shows at most twelve clean characters of what it refuses', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (bad) => {
        const { message } = refusal(bad);
        expect(message).toMatch(/^"[\x21-\x7e]{0,12}…?" is not a public key: [ -~]*$/);
      }),
    );
  });
});
