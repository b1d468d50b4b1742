import { createCipheriv } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { cipherInto, collectOutputWith } from '../../src/crypto/cipher-into.js';
import { randomBytes } from '../../src/crypto/random.js';

const MUCH = 4 * 2 ** 20;
const key = randomBytes(16);
const cipher = () => createCipheriv('aes-128-ecb', key, null);

afterEach(() => {
  collectOutputWith(() => undefined);
});

it('gives at its place what the cipher gives, and nothing beside it', () => {
  const input = randomBytes(16 * 300);
  const expected = cipher().update(input);
  const target = new Uint8Array(16 * 310);
  const one = cipher();
  for (const [from, to] of [[0, 16], [16, 16 * 100], [16 * 100, 16 * 300]] as const) cipherInto(one, input.subarray(from, to), target, 16 * 5 + from);
  expect(target.subarray(16 * 5, 16 * 305)).toEqual(Uint8Array.from(expected));
  expect([...target.subarray(0, 16 * 5), ...target.subarray(16 * 305)].every((byte) => byte === 0)).toBe(true);
});

it('has output collected each time that much has come, and not before', () => {
  const piece = new Uint8Array(MUCH / 4);
  const target = new Uint8Array(piece.length);
  const calls: number[] = [];
  let made = 0;
  const fill = (pieces: number) => {
    for (let i = 0; i < pieces; i++) {
      made++;
      cipherInto(cipher(), piece, target, 0);
    }
  };
  // Whatever came before: up to the next time that it is done.
  const first: number[] = [];
  collectOutputWith(() => first.push(made));
  for (let bytes = 0; first.length === 0 && bytes <= MUCH; bytes += 16) cipherInto(cipher(), piece.subarray(0, 16), target, 0);
  expect(first).toEqual([0]);
  collectOutputWith(() => calls.push(made));
  fill(10);
  expect(calls).toEqual([4, 8]);
});
