import { createCipheriv } from 'node:crypto';
import { expect, it } from 'vitest';
import { cipherInto } from '../../src/crypto/cipher-into.js';
import { release } from '../../src/crypto/primitives/release.js';
import { nextTurn } from '../../src/crypto/primitives/turn.js';
import { randomBytes } from '../../src/crypto/random.js';

const key = randomBytes(16);
const cipher = () => createCipheriv('aes-128-ecb', key, null);

it('gives at its place what the cipher gives, and nothing beside it', () => {
  const input = randomBytes(16 * 300);
  const expected = cipher().update(input);
  const target = new Uint8Array(16 * 310);
  const one = cipher();
  for (const [from, to] of [[0, 16], [16, 16 * 100], [16 * 100, 16 * 300]] as const) cipherInto(one, input.subarray(from, to), target, 16 * 5 + from);
  expect(target.subarray(16 * 5, 16 * 305)).toEqual(Uint8Array.from(expected));
  expect([...target.subarray(0, 16 * 5), ...target.subarray(16 * 305)].every((byte) => byte === 0)).toBe(true);
});

it('gives back the memory that the cipher gave, and changes nothing that somebody else holds', async () => {
  await nextTurn();
  const outputs: Uint8Array[] = [];
  const target = new Uint8Array(64);
  const watched = { update: (piece: Uint8Array) => { const output = piece.slice().fill(7); outputs.push(output); return output; } };
  const input = randomBytes(32);
  cipherInto(watched, input, target, 16);
  expect(outputs[0]?.byteLength).toBe(0);
  expect(input.byteLength).toBe(32);
  expect([...target.subarray(16, 48)]).toEqual(new Array(32).fill(7));
  // An array that has a part of its memory alone is left as it is.
  const part = new Uint8Array(10).subarray(2);
  release(part);
  expect(part.length).toBe(8);
});
