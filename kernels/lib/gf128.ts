// GF(2^128) = F_2[X] / (X^128 + X^7 + X^2 + X + 1). Bit i of the little-endian 128-bit word is the coefficient of X^i.

/** v · X, without branches or tables. */
@inline
export function timesX(v: v128): v128 {
  const carried = i64x2.shr_u(v, 63);
  const crossed = i8x16.shuffle(carried, carried, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
  return v128.xor(i64x2.shl(v, 1), v128.and(i64x2.neg(crossed), i64x2(0x87, 1)));
}

/** Bytes of the table of a constant. */
export const TABLE_BYTES: i32 = 16 * 4096;

/** For each of the 16 places of a byte, the products of the constant with all that can stand there. */
export function fillTable(table: usize, constant: usize): void {
  let base = v128.load(constant);
  for (let at = table; at < table + TABLE_BYTES; at += 4096) {
    v128.store(at, i64x2.splat(0));
    for (let bit: usize = 16; bit < 4096; bit <<= 1) {
      for (let below: usize = 0; below < bit; below += 16) v128.store(at + bit + below, v128.xor(base, v128.load(at + below)));
      base = timesX(base);
    }
  }
}

@inline
function entry(value: usize, table: usize, place: usize): v128 {
  return v128.load(table + 4096 * place + (<usize>load<u8>(value + place) << 4));
}

/** The element at an address times the constant of the table. Looks up the table at places that depend on it: the cache may tell. */
@inline
export function timesTable(value: usize, table: usize): v128 {
  const a = v128.xor(v128.xor(entry(value, table, 0), entry(value, table, 1)), v128.xor(entry(value, table, 2), entry(value, table, 3)));
  const b = v128.xor(v128.xor(entry(value, table, 4), entry(value, table, 5)), v128.xor(entry(value, table, 6), entry(value, table, 7)));
  const c = v128.xor(v128.xor(entry(value, table, 8), entry(value, table, 9)), v128.xor(entry(value, table, 10), entry(value, table, 11)));
  const d = v128.xor(v128.xor(entry(value, table, 12), entry(value, table, 13)), v128.xor(entry(value, table, 14), entry(value, table, 15)));
  return v128.xor(v128.xor(a, b), v128.xor(c, d));
}
