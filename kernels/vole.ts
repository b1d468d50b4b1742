import { timesX } from './lib/gf128';

export { feedForward } from './lib/forest';
export { heapBase } from './lib/memory';
export { hashPiece, multiply, multiplyWhere, preparePoint } from './lib/polynomial-hash';

// All ones if the bit of the tap is set. Bit `tap − 1` of the word belongs to the tap.
@inline
function chosen(word: v128, tap: i32): v128 {
  return i32x4.shr_s(i32x4.shl(word, 32 - tap), 31);
}

@inline
function tapped(word: v128, at: usize, step: isize, tap: i32): v128 {
  return v128.and(chosen(word, tap), v128.load(at - <usize>(step * tap)));
}

// The sum of the elements, up to 24 steps before `at`, that the word chooses.
@inline
function earlier(bits: u32, at: usize, step: isize): v128 {
  const word = i32x4.splat(bits);
  let a = v128.xor(tapped(word, at, step, 1), tapped(word, at, step, 2));
  let b = v128.xor(tapped(word, at, step, 3), tapped(word, at, step, 4));
  a = v128.xor(a, v128.xor(tapped(word, at, step, 5), tapped(word, at, step, 6)));
  b = v128.xor(b, v128.xor(tapped(word, at, step, 7), tapped(word, at, step, 8)));
  a = v128.xor(a, v128.xor(tapped(word, at, step, 9), tapped(word, at, step, 10)));
  b = v128.xor(b, v128.xor(tapped(word, at, step, 11), tapped(word, at, step, 12)));
  a = v128.xor(a, v128.xor(tapped(word, at, step, 13), tapped(word, at, step, 14)));
  b = v128.xor(b, v128.xor(tapped(word, at, step, 15), tapped(word, at, step, 16)));
  a = v128.xor(a, v128.xor(tapped(word, at, step, 17), tapped(word, at, step, 18)));
  b = v128.xor(b, v128.xor(tapped(word, at, step, 19), tapped(word, at, step, 20)));
  a = v128.xor(a, v128.xor(tapped(word, at, step, 21), tapped(word, at, step, 22)));
  b = v128.xor(b, v128.xor(tapped(word, at, step, 23), tapped(word, at, step, 24)));
  return v128.xor(a, b);
}

@inline
function convolveOne(at: usize, bits: u32, step: isize): void {
  v128.store(at, timesX(v128.xor(v128.load(at), earlier(bits, at, step))));
}

// Word j chooses which of the 24 elements before element j are taken: always the nearest, and none before the beginning.
@inline
function tapsOf(taps: usize, i: usize, from: i32): u32 {
  const bits = load<u32>(taps + 4 * i) | 1;
  const j = from + <i32>i;
  return j < 24 ? bits & ((1 << j) - 1) : bits;
}

/**
 * Convolution in place, upwards: x_j ← X · (x_j + x_(j−1) + Σ x_(j−k)) over the k from 2 to 24 for which word j of `taps` has bit k − 1. `count` elements
 * change; the lowest is element `from` of its vector and lies at address `first`. The 24 elements before it must be readable.
 */
export function convolveUp(first: usize, count: i32, taps: usize, from: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) convolveOne(first + 16 * i, tapsOf(taps, i, from), 16);
}

/** The same downwards: element `from`, at `first`, is the highest, and x_j takes the elements above it. */
export function convolveDown(first: usize, count: i32, taps: usize, from: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) convolveOne(first - 16 * i, tapsOf(taps, i, from), -16);
}

// Uniform below `length` up to a fraction length / 2^32.
@inline
function indexOf(random: usize, length: u32): usize {
  return <usize>((<u64>load<u32>(random) * <u64>length) >> 32);
}

/** target_i += segment[r_i] for `count` random words r_i. */
export function expand(target: usize, count: i32, segment: usize, length: u32, random: usize): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const at = target + 16 * i;
    v128.store(at, v128.xor(v128.load(at), v128.load(segment + 16 * indexOf(random + 4 * i, length))));
  }
}
