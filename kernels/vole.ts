import { timesX } from './lib/gf128';

export { feedForward } from './lib/forest';
export { heapBase } from './lib/memory';
export { combinePiece, hashPiece, multiply, multiplyWhere, preparePoint } from './lib/polynomial-hash';

// All ones if the bit of the tap is set. Bit `tap − 1` of the word belongs to the tap.
@inline
function chosen(word: v128, tap: i32): v128 {
  return i32x4.shr_s(i32x4.shl(word, 32 - tap), 31);
}

@inline
function before(at: usize, step: isize, tap: i32): v128 {
  return v128.load(at - <usize>(step * tap));
}

// Word j chooses which of the elements 2 to 24 steps before element j are taken: none before the beginning.
@inline
function tapsOf(taps: usize, i: usize, from: i32): v128 {
  const bits = load<u32>(taps + 4 * i);
  const j = from + <i32>i;
  return i32x4.splat(j < 24 ? bits & ((1 << j) - 1) : bits);
}

// One vector, or two of which the masks are made once. The nearest element is kept in a register and added last: each step waits only for it.
@inline
function convolve(first: usize, second: usize, count: i32, taps: usize, from: i32, step: isize, isPair: bool): void {
  let a = from == 0 ? i32x4.splat(0) : before(first, step, 1);
  let b = isPair && from != 0 ? before(second, step, 1) : i32x4.splat(0);
  for (let i: usize = 0; i < <usize>count; i++) {
    const word = tapsOf(taps, i, from);
    const p = first + <usize>step * i;
    const q = second + <usize>step * i;
    let mask = chosen(word, 24);
    let a0 = v128.xor(v128.load(p), v128.and(mask, before(p, step, 24)));
    let b0 = isPair ? v128.xor(v128.load(q), v128.and(mask, before(q, step, 24))) : a0;
    mask = chosen(word, 23);
    let a1 = v128.and(mask, before(p, step, 23));
    let b1 = isPair ? v128.and(mask, before(q, step, 23)) : a1;
    mask = chosen(word, 22);
    a0 = v128.xor(a0, v128.and(mask, before(p, step, 22)));
    if (isPair) b0 = v128.xor(b0, v128.and(mask, before(q, step, 22)));
    mask = chosen(word, 21);
    a1 = v128.xor(a1, v128.and(mask, before(p, step, 21)));
    if (isPair) b1 = v128.xor(b1, v128.and(mask, before(q, step, 21)));
    mask = chosen(word, 20);
    a0 = v128.xor(a0, v128.and(mask, before(p, step, 20)));
    if (isPair) b0 = v128.xor(b0, v128.and(mask, before(q, step, 20)));
    mask = chosen(word, 19);
    a1 = v128.xor(a1, v128.and(mask, before(p, step, 19)));
    if (isPair) b1 = v128.xor(b1, v128.and(mask, before(q, step, 19)));
    mask = chosen(word, 18);
    a0 = v128.xor(a0, v128.and(mask, before(p, step, 18)));
    if (isPair) b0 = v128.xor(b0, v128.and(mask, before(q, step, 18)));
    mask = chosen(word, 17);
    a1 = v128.xor(a1, v128.and(mask, before(p, step, 17)));
    if (isPair) b1 = v128.xor(b1, v128.and(mask, before(q, step, 17)));
    mask = chosen(word, 16);
    a0 = v128.xor(a0, v128.and(mask, before(p, step, 16)));
    if (isPair) b0 = v128.xor(b0, v128.and(mask, before(q, step, 16)));
    mask = chosen(word, 15);
    a1 = v128.xor(a1, v128.and(mask, before(p, step, 15)));
    if (isPair) b1 = v128.xor(b1, v128.and(mask, before(q, step, 15)));
    mask = chosen(word, 14);
    a0 = v128.xor(a0, v128.and(mask, before(p, step, 14)));
    if (isPair) b0 = v128.xor(b0, v128.and(mask, before(q, step, 14)));
    mask = chosen(word, 13);
    a1 = v128.xor(a1, v128.and(mask, before(p, step, 13)));
    if (isPair) b1 = v128.xor(b1, v128.and(mask, before(q, step, 13)));
    mask = chosen(word, 12);
    a0 = v128.xor(a0, v128.and(mask, before(p, step, 12)));
    if (isPair) b0 = v128.xor(b0, v128.and(mask, before(q, step, 12)));
    mask = chosen(word, 11);
    a1 = v128.xor(a1, v128.and(mask, before(p, step, 11)));
    if (isPair) b1 = v128.xor(b1, v128.and(mask, before(q, step, 11)));
    mask = chosen(word, 10);
    a0 = v128.xor(a0, v128.and(mask, before(p, step, 10)));
    if (isPair) b0 = v128.xor(b0, v128.and(mask, before(q, step, 10)));
    mask = chosen(word, 9);
    a1 = v128.xor(a1, v128.and(mask, before(p, step, 9)));
    if (isPair) b1 = v128.xor(b1, v128.and(mask, before(q, step, 9)));
    mask = chosen(word, 8);
    a0 = v128.xor(a0, v128.and(mask, before(p, step, 8)));
    if (isPair) b0 = v128.xor(b0, v128.and(mask, before(q, step, 8)));
    mask = chosen(word, 7);
    a1 = v128.xor(a1, v128.and(mask, before(p, step, 7)));
    if (isPair) b1 = v128.xor(b1, v128.and(mask, before(q, step, 7)));
    mask = chosen(word, 6);
    a0 = v128.xor(a0, v128.and(mask, before(p, step, 6)));
    if (isPair) b0 = v128.xor(b0, v128.and(mask, before(q, step, 6)));
    mask = chosen(word, 5);
    a1 = v128.xor(a1, v128.and(mask, before(p, step, 5)));
    if (isPair) b1 = v128.xor(b1, v128.and(mask, before(q, step, 5)));
    mask = chosen(word, 4);
    a0 = v128.xor(a0, v128.and(mask, before(p, step, 4)));
    if (isPair) b0 = v128.xor(b0, v128.and(mask, before(q, step, 4)));
    mask = chosen(word, 3);
    a1 = v128.xor(a1, v128.and(mask, before(p, step, 3)));
    if (isPair) b1 = v128.xor(b1, v128.and(mask, before(q, step, 3)));
    mask = chosen(word, 2);
    a0 = v128.xor(a0, v128.and(mask, before(p, step, 2)));
    if (isPair) b0 = v128.xor(b0, v128.and(mask, before(q, step, 2)));
    a = timesX(v128.xor(v128.xor(a0, a1), a));
    v128.store(p, a);
    if (isPair) {
      b = timesX(v128.xor(v128.xor(b0, b1), b));
      v128.store(q, b);
    }
  }
}

/**
 * Convolution in place, upwards: x_j ← X · (x_j + x_(j−1) + Σ x_(j−k)) over the k from 2 to 24 for which word j of `taps` has bit k − 1. `count` elements
 * change; the lowest is element `from` of its vector and lies at address `first`. The 24 elements before it must be readable.
 */
export function convolveUp(first: usize, count: i32, taps: usize, from: i32): void {
  convolve(first, first, count, taps, from, 16, false);
}

/** The same for two vectors at once. */
export function convolveUpBoth(first: usize, second: usize, count: i32, taps: usize, from: i32): void {
  convolve(first, second, count, taps, from, 16, true);
}

/** The same downwards: element `from`, at `first`, is the highest, and x_j takes the elements above it. */
export function convolveDown(first: usize, count: i32, taps: usize, from: i32): void {
  convolve(first, first, count, taps, from, -16, false);
}

export function convolveDownBoth(first: usize, second: usize, count: i32, taps: usize, from: i32): void {
  convolve(first, second, count, taps, from, -16, true);
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

/** The same for two vectors at once, whose segments begin `apart` bytes apart, and whose targets do, too. */
export function expandBoth(target: usize, count: i32, segment: usize, length: u32, random: usize, apart: usize): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const at = target + 16 * i;
    const from = segment + 16 * indexOf(random + 4 * i, length);
    v128.store(at, v128.xor(v128.load(at), v128.load(from)));
    v128.store(at + apart, v128.xor(v128.load(at + apart), v128.load(from + apart)));
  }
}
