// Loops over the strings of leaky ANDs. Rows of MACs have 8 bytes, rows of hashes have 16, and bits have a byte each. No branch and no address depends on a
// bit or a row.
export { heapBase } from './lib/memory';
export { combinePiece, hashPiece, multiply, multiplyWhere, preparePoint } from './lib/polynomial-hash';

@inline
function where(bits: usize, i: usize, word: u64): u64 {
  return word & (0 - <u64>load<u8>(bits + i));
}

/** row_i ← row_i + bit_i · key, for MAC rows. */
export function addWhere(rows: usize, bits: usize, key: usize, count: i32): void {
  const word = load<u64>(key);
  for (let i: usize = 0; i < <usize>count; i++) store<u64>(rows + 8 * i, load<u64>(rows + 8 * i) ^ where(bits, i, word));
}

/** The same for hash rows. */
export function addKeyWhere(rows: usize, bits: usize, key: usize, count: i32): void {
  const word = v128.load(key);
  for (let i: usize = 0; i < <usize>count; i++) {
    const mask = i64x2.splat(0 - <i64>load<u8>(bits + i));
    v128.store(rows + 16 * i, v128.xor(v128.load(rows + 16 * i), v128.and(word, mask)));
  }
}

/** row_i ← row_i + a_i + b_i, for MAC rows. */
export function addBoth(rows: usize, a: usize, b: usize, count: i32): void {
  const bytes: usize = 8 * <usize>count;
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(rows + at, v128.xor(v128.load(rows + at), v128.xor(v128.load(a + at), v128.load(b + at))));
  if (at < bytes) store<u64>(rows + at, load<u64>(rows + at) ^ load<u64>(a + at) ^ load<u64>(b + at));
}

/** target_i ← a_i + b_i, for bytes. */
export function sum(target: usize, a: usize, b: usize, count: i32): void {
  let i: usize = 0;
  for (; i + 16 <= <usize>count; i += 16) v128.store(target + i, v128.xor(v128.load(a + i), v128.load(b + i)));
  for (; i < <usize>count; i++) store<u8>(target + i, load<u8>(a + i) ^ load<u8>(b + i));
}

/** x_i ← x_i + x'_i, and z_i ← z_i + z'_i + d_i · x'_i, for MAC rows. */
export function combine(x: usize, z: usize, otherX: usize, otherZ: usize, d: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const other = load<u64>(otherX + 8 * i);
    store<u64>(x + 8 * i, load<u64>(x + 8 * i) ^ other);
    store<u64>(z + 8 * i, load<u64>(z + 8 * i) ^ load<u64>(otherZ + 8 * i) ^ where(d, i, other));
  }
}

/** The same for bits. */
export function combineBits(x: usize, z: usize, otherX: usize, otherZ: usize, d: usize, count: i32): void {
  let i: usize = 0;
  for (; i + 16 <= <usize>count; i += 16) {
    const other = v128.load(otherX + i);
    v128.store(x + i, v128.xor(v128.load(x + i), other));
    v128.store(z + i, v128.xor(v128.xor(v128.load(z + i), v128.load(otherZ + i)), v128.and(v128.load(d + i), other)));
  }
  for (; i < <usize>count; i++) {
    const other = load<u8>(otherX + i);
    store<u8>(x + i, load<u8>(x + i) ^ other);
    store<u8>(z + i, load<u8>(z + i) ^ load<u8>(otherZ + i) ^ (load<u8>(d + i) & other));
  }
}

/** target_i ← row_i + key, for hash rows. */
export function withKey(target: usize, rows: usize, key: usize, count: i32): void {
  const word = v128.load(key);
  for (let at: usize = 0; at < 16 * <usize>count; at += 16) v128.store(target + at, v128.xor(v128.load(rows + at), word));
}

/** target_i ← row_i + (first + i), for hash rows. The tweak has 64 bits, big-endian, in the lower half of the row's bytes, and is below 2^32. */
export function tweak(target: usize, rows: usize, first: u32, count: i32): void {
  for (let i: u32 = 0; i < <u32>count; i++) {
    const at: usize = 16 * <usize>i;
    v128.store(target + at, v128.xor(v128.load(rows + at), i64x2(<u64>bswap<u32>(first + i) << 32, 0)));
  }
}

/** row_i ← row_i + other_i, for hash rows. */
export function add(rows: usize, others: usize, count: i32): void {
  for (let at: usize = 0; at < 16 * <usize>count; at += 16) v128.store(rows + at, v128.xor(v128.load(rows + at), v128.load(others + at)));
}

/** u_i ← φ_i + zero_i + one_i, cut to 64 bits. */
export function offerU(u: usize, phi: usize, zero: usize, one: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) store<u64>(u + 8 * i, load<u64>(phi + 8 * i) ^ load<u64>(zero + 16 * i) ^ load<u64>(one + 16 * i));
}

/** sum_i ← sum_i + zero_i + own_i + x_i · u_i, with hashes cut to 64 bits. */
export function addPair(sum: usize, zero: usize, own: usize, x: usize, u: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    store<u64>(sum + 8 * i, load<u64>(sum + 8 * i) ^ load<u64>(zero + 16 * i) ^ load<u64>(own + 16 * i) ^ where(x, i, load<u64>(u + 8 * i)));
  }
}

/** z_i ← z_i + d_i · key, and sum_i ← x_i · y_i + z_i. */
export function startSums(sum: usize, z: usize, x: usize, y: usize, d: usize, key: usize, count: i32): void {
  const word = load<u64>(key);
  for (let i: usize = 0; i < <usize>count; i++) {
    const mac = load<u64>(z + 8 * i) ^ where(d, i, word);
    store<u64>(z + 8 * i, mac);
    store<u64>(sum + 8 * i, where(x, i, load<u64>(y + 8 * i)) ^ mac);
  }
}

/** row_i + bit_i · key, as elements whose upper half is 0. */
export function widen(target: usize, rows: usize, bits: usize, key: usize, count: i32): void {
  const word = load<u64>(key);
  for (let i: usize = 0; i < <usize>count; i++) v128.store(target + 16 * i, i64x2(load<u64>(rows + 8 * i) ^ where(bits, i, word), 0));
}

/** The bit of a hash that masks a half product. */
@inline
function halfBit(hashes: usize, i: usize): u8 {
  return load<u8>(hashes + 16 * i + 8) & 1;
}

/** zeros_i ← mask_i + the half bit of zero_i; ones_i ← mask_i + y_i + the half bit of one_i. */
export function offerHalves(zeros: usize, ones: usize, zero: usize, one: usize, y: usize, masks: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const mask = load<u8>(masks + i);
    store<u8>(zeros + i, mask ^ halfBit(zero, i));
    store<u8>(ones + i, mask ^ halfBit(one, i) ^ load<u8>(y + i));
  }
}

/** share_i ← share_i + the half bit of own_i + zeros_i where x_i is 0, and ones_i where it is 1. */
export function takeHalves(shares: usize, own: usize, x: usize, zeros: usize, ones: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) {
    const zero = load<u8>(zeros + i);
    store<u8>(shares + i, load<u8>(shares + i) ^ halfBit(own, i) ^ zero ^ (load<u8>(x + i) & (zero ^ load<u8>(ones + i))));
  }
}

/** share_i ← share_i + x_i · y_i. */
export function addProducts(shares: usize, x: usize, y: usize, count: i32): void {
  for (let i: usize = 0; i < <usize>count; i++) store<u8>(shares + i, load<u8>(shares + i) ^ (load<u8>(x + i) & load<u8>(y + i)));
}
