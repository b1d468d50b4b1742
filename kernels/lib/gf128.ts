// GF(2^128) = F_2[X] / (X^128 + X^7 + X^2 + X + 1). Bit i of the little-endian 128-bit word is the coefficient of X^i.

/** v · X, without branches or tables. */
@inline
export function timesX(v: v128): v128 {
  const carried = i64x2.shr_u(v, 63);
  const crossed = i8x16.shuffle(carried, carried, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
  return v128.xor(i64x2.shl(v, 1), v128.and(i64x2.neg(crossed), i64x2(0x87, 1)));
}

/** Bytes of a constant's table. */
export const TABLE_BYTES: i32 = 32 * 256;

/** For each of the 32 four-bit positions, the products of the constant with all values of these four bits. */
export function fillTable(table: usize, constant: usize): void {
  let base = v128.load(constant);
  for (let at = table; at < table + TABLE_BYTES; at += 256) {
    v128.store(at, i64x2.splat(0));
    for (let bit: usize = 16; bit < 256; bit <<= 1) {
      for (let below: usize = 0; below < bit; below += 16) v128.store(at + bit + below, v128.xor(base, v128.load(at + below)));
      base = timesX(base);
    }
  }
}

@inline
function four(table: usize, word: u64, shift: u64): v128 {
  return v128.load(table + (((<usize>(word >> shift)) & 15) << 4));
}

@inline
function half(table: usize, word: u64): v128 {
  const a = v128.xor(v128.xor(four(table, word, 0), four(table + 256, word, 4)), v128.xor(four(table + 512, word, 8), four(table + 768, word, 12)));
  const b = v128.xor(v128.xor(four(table + 1024, word, 16), four(table + 1280, word, 20)), v128.xor(four(table + 1536, word, 24), four(table + 1792, word, 28)));
  const c = v128.xor(v128.xor(four(table + 2048, word, 32), four(table + 2304, word, 36)), v128.xor(four(table + 2560, word, 40), four(table + 2816, word, 44)));
  const d = v128.xor(v128.xor(four(table + 3072, word, 48), four(table + 3328, word, 52)), v128.xor(four(table + 3584, word, 56), four(table + 3840, word, 60)));
  return v128.xor(v128.xor(a, b), v128.xor(c, d));
}

/** v times the constant of the table. The addresses of the table look-ups depend on v, so the cache may reveal v. */
@inline
export function timesTable(v: v128, table: usize): v128 {
  return v128.xor(half(table, i64x2.extract_lane(v, 0)), half(table + 4096, i64x2.extract_lane(v, 1)));
}
