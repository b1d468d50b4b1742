// BLAKE3 (https://github.com/BLAKE3-team/BLAKE3-specs, sections 2.1 to 2.4) of four short inputs at a time, one a lane.

import { rotr7, rotr8, rotr12, rotr16, storeTransposed } from './lanes';

const CHUNK_START: i32 = 1;
const CHUNK_END: i32 = 2;
const ROOT: i32 = 8;

/** The four lanes' message words: word i of all lanes at `message + 16 · i`. */
const message: usize = memory.data(256, 16);
/** The four lanes' chaining values, laid out in the same way. */
const chaining: usize = memory.data(128, 16);
/** The block length of each lane, then the flags of each lane. */
const lengths: usize = memory.data(16, 16);
const flagsOf: usize = memory.data(16, 16);
const activeLanes: usize = memory.data(16, 16);
/** 64 bytes of ones, then 64 bytes of zeros: the 64 bytes from `ones + 64 − n` keep the first n bytes of a block. */
const ones: usize = memory.data<u8>([255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], 16);
/** The order of the message words in each of the seven rounds, as offsets from `message`. */
const schedule: usize = memory.data<u8>([
  0, 16, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240,
  32, 96, 48, 160, 112, 0, 64, 208, 16, 176, 192, 80, 144, 224, 240, 128,
  48, 64, 160, 192, 208, 32, 112, 224, 96, 80, 144, 0, 176, 240, 128, 16,
  160, 112, 192, 144, 224, 48, 208, 240, 64, 0, 176, 32, 80, 128, 16, 96,
  192, 208, 144, 176, 240, 160, 224, 128, 112, 32, 80, 48, 0, 16, 96, 64,
  144, 224, 176, 80, 128, 192, 240, 16, 208, 48, 0, 160, 32, 96, 64, 112,
  176, 240, 80, 0, 16, 144, 128, 96, 224, 160, 32, 192, 48, 64, 112, 208,
], 16);

/** One compression of all lanes. `chaining` takes the new value where `active` has ones, and keeps the old one where it has zeros. */
function compress(blockLengths: v128, flags: v128, active: v128): void {
  let v0 = v128.load(chaining, 0);
  let v1 = v128.load(chaining, 16);
  let v2 = v128.load(chaining, 32);
  let v3 = v128.load(chaining, 48);
  let v4 = v128.load(chaining, 64);
  let v5 = v128.load(chaining, 80);
  let v6 = v128.load(chaining, 96);
  let v7 = v128.load(chaining, 112);
  let v8 = i32x4.splat(0x6a09e667);
  let v9 = i32x4.splat(0xbb67ae85);
  let v10 = i32x4.splat(0x3c6ef372);
  let v11 = i32x4.splat(0xa54ff53a);
  // The counter is zero, because every input here fits into the first chunk.
  let v12 = i32x4.splat(0);
  let v13 = i32x4.splat(0);
  let v14 = blockLengths;
  let v15 = flags;
  for (let order = schedule; order < schedule + 112; order += 16) {
    v0 = i32x4.add(i32x4.add(v0, v4), v128.load(message + <usize>load<u8>(order, 0)));
    v1 = i32x4.add(i32x4.add(v1, v5), v128.load(message + <usize>load<u8>(order, 2)));
    v2 = i32x4.add(i32x4.add(v2, v6), v128.load(message + <usize>load<u8>(order, 4)));
    v3 = i32x4.add(i32x4.add(v3, v7), v128.load(message + <usize>load<u8>(order, 6)));
    v12 = rotr16(v128.xor(v12, v0));
    v13 = rotr16(v128.xor(v13, v1));
    v14 = rotr16(v128.xor(v14, v2));
    v15 = rotr16(v128.xor(v15, v3));
    v8 = i32x4.add(v8, v12);
    v9 = i32x4.add(v9, v13);
    v10 = i32x4.add(v10, v14);
    v11 = i32x4.add(v11, v15);
    v4 = rotr12(v128.xor(v4, v8));
    v5 = rotr12(v128.xor(v5, v9));
    v6 = rotr12(v128.xor(v6, v10));
    v7 = rotr12(v128.xor(v7, v11));
    v0 = i32x4.add(i32x4.add(v0, v4), v128.load(message + <usize>load<u8>(order, 1)));
    v1 = i32x4.add(i32x4.add(v1, v5), v128.load(message + <usize>load<u8>(order, 3)));
    v2 = i32x4.add(i32x4.add(v2, v6), v128.load(message + <usize>load<u8>(order, 5)));
    v3 = i32x4.add(i32x4.add(v3, v7), v128.load(message + <usize>load<u8>(order, 7)));
    v12 = rotr8(v128.xor(v12, v0));
    v13 = rotr8(v128.xor(v13, v1));
    v14 = rotr8(v128.xor(v14, v2));
    v15 = rotr8(v128.xor(v15, v3));
    v8 = i32x4.add(v8, v12);
    v9 = i32x4.add(v9, v13);
    v10 = i32x4.add(v10, v14);
    v11 = i32x4.add(v11, v15);
    v4 = rotr7(v128.xor(v4, v8));
    v5 = rotr7(v128.xor(v5, v9));
    v6 = rotr7(v128.xor(v6, v10));
    v7 = rotr7(v128.xor(v7, v11));

    v0 = i32x4.add(i32x4.add(v0, v5), v128.load(message + <usize>load<u8>(order, 8)));
    v1 = i32x4.add(i32x4.add(v1, v6), v128.load(message + <usize>load<u8>(order, 10)));
    v2 = i32x4.add(i32x4.add(v2, v7), v128.load(message + <usize>load<u8>(order, 12)));
    v3 = i32x4.add(i32x4.add(v3, v4), v128.load(message + <usize>load<u8>(order, 14)));
    v15 = rotr16(v128.xor(v15, v0));
    v12 = rotr16(v128.xor(v12, v1));
    v13 = rotr16(v128.xor(v13, v2));
    v14 = rotr16(v128.xor(v14, v3));
    v10 = i32x4.add(v10, v15);
    v11 = i32x4.add(v11, v12);
    v8 = i32x4.add(v8, v13);
    v9 = i32x4.add(v9, v14);
    v5 = rotr12(v128.xor(v5, v10));
    v6 = rotr12(v128.xor(v6, v11));
    v7 = rotr12(v128.xor(v7, v8));
    v4 = rotr12(v128.xor(v4, v9));
    v0 = i32x4.add(i32x4.add(v0, v5), v128.load(message + <usize>load<u8>(order, 9)));
    v1 = i32x4.add(i32x4.add(v1, v6), v128.load(message + <usize>load<u8>(order, 11)));
    v2 = i32x4.add(i32x4.add(v2, v7), v128.load(message + <usize>load<u8>(order, 13)));
    v3 = i32x4.add(i32x4.add(v3, v4), v128.load(message + <usize>load<u8>(order, 15)));
    v15 = rotr8(v128.xor(v15, v0));
    v12 = rotr8(v128.xor(v12, v1));
    v13 = rotr8(v128.xor(v13, v2));
    v14 = rotr8(v128.xor(v14, v3));
    v10 = i32x4.add(v10, v15);
    v11 = i32x4.add(v11, v12);
    v8 = i32x4.add(v8, v13);
    v9 = i32x4.add(v9, v14);
    v5 = rotr7(v128.xor(v5, v10));
    v6 = rotr7(v128.xor(v6, v11));
    v7 = rotr7(v128.xor(v7, v8));
    v4 = rotr7(v128.xor(v4, v9));
  }
  v128.store(chaining, v128.bitselect(v128.xor(v0, v8), v128.load(chaining, 0), active), 0);
  v128.store(chaining, v128.bitselect(v128.xor(v1, v9), v128.load(chaining, 16), active), 16);
  v128.store(chaining, v128.bitselect(v128.xor(v2, v10), v128.load(chaining, 32), active), 32);
  v128.store(chaining, v128.bitselect(v128.xor(v3, v11), v128.load(chaining, 48), active), 48);
  v128.store(chaining, v128.bitselect(v128.xor(v4, v12), v128.load(chaining, 64), active), 64);
  v128.store(chaining, v128.bitselect(v128.xor(v5, v13), v128.load(chaining, 80), active), 80);
  v128.store(chaining, v128.bitselect(v128.xor(v6, v14), v128.load(chaining, 96), active), 96);
  v128.store(chaining, v128.bitselect(v128.xor(v7, v15), v128.load(chaining, 112), active), 112);
}

/** Sets the chaining value of all lanes to the eight words at `key`. */
@inline
function start(key: usize): void {
  for (let i: usize = 0; i < 8; i++) v128.store(chaining + 16 * i, v128.load32_splat(key + 4 * i));
}

/** Reads a lane's block: `kept` bytes from `from`, then zeros. Always reads 64 bytes, whatever `kept` is. */
@inline
function block(from: usize, kept: usize, quarter: usize): v128 {
  return v128.and(v128.load(from + quarter), v128.load(ones + 64 - kept + quarter));
}

/**
 * Hashes inputs 0 … 3, whose bounds are at `offsets` (five words, relative to `data`), and writes 32 bytes for each to `out`. Each input has at most 1024
 * bytes. 64 bytes behind `data` must be readable.
 */
export function hashFour(data: usize, offsets: usize, out: usize, key: usize, mode: i32): void {
  start(key);
  let most: i32 = 1;
  for (let lane: usize = 0; lane < 4; lane++) {
    const length = load<i32>(offsets + 4 * lane, 4) - load<i32>(offsets + 4 * lane);
    const blocks = (length + 63) >> 6;
    if (blocks > most) most = blocks;
  }
  for (let index: i32 = 0; index < most; index++) {
    for (let lane: usize = 0; lane < 4; lane++) {
      const left = load<i32>(offsets + 4 * lane, 4) - load<i32>(offsets + 4 * lane) - (index << 6);
      const here = left > 64 ? 64 : left < 0 ? 0 : left;
      store<i32>(lengths + 4 * lane, here);
      store<i32>(flagsOf + 4 * lane, mode | (index == 0 ? CHUNK_START : 0) | (left <= 64 ? CHUNK_END | ROOT : 0));
      store<i32>(activeLanes + 4 * lane, left > 0 || index == 0 ? -1 : 0);
    }
    const at0 = data + <usize>(load<i32>(lengths, 0) == 0 ? 0 : load<i32>(offsets, 0) + (index << 6));
    const at1 = data + <usize>(load<i32>(lengths, 4) == 0 ? 0 : load<i32>(offsets, 4) + (index << 6));
    const at2 = data + <usize>(load<i32>(lengths, 8) == 0 ? 0 : load<i32>(offsets, 8) + (index << 6));
    const at3 = data + <usize>(load<i32>(lengths, 12) == 0 ? 0 : load<i32>(offsets, 12) + (index << 6));
    for (let quarter: usize = 0; quarter < 64; quarter += 16) {
      storeTransposed(
        message + 4 * quarter, 16,
        block(at0, load<u32>(lengths, 0), quarter), block(at1, load<u32>(lengths, 4), quarter),
        block(at2, load<u32>(lengths, 8), quarter), block(at3, load<u32>(lengths, 12), quarter),
      );
    }
    compress(v128.load(lengths), v128.load(flagsOf), v128.load(activeLanes));
  }
  storeTransposed(out, 32, v128.load(chaining, 0), v128.load(chaining, 16), v128.load(chaining, 32), v128.load(chaining, 48));
  storeTransposed(out + 16, 32, v128.load(chaining, 64), v128.load(chaining, 80), v128.load(chaining, 96), v128.load(chaining, 112));
}

/**
 * Hashes four rows of 48 bytes and writes the first 16 bytes of each hash to `out`. Row i is the 16 bytes at `left + 16 · i`, xored with those at `mask`, and
 * then the 32 bytes at `right + 32 · i`.
 */
export function hashFourRows(left: usize, mask: usize, right: usize, out: usize, key: usize, mode: i32): void {
  start(key);
  const m = v128.load(mask);
  storeTransposed(message, 16, v128.xor(m, v128.load(left, 0)), v128.xor(m, v128.load(left, 16)), v128.xor(m, v128.load(left, 32)), v128.xor(m, v128.load(left, 48)));
  storeTransposed(message + 64, 16, v128.load(right, 0), v128.load(right, 32), v128.load(right, 64), v128.load(right, 96));
  storeTransposed(message + 128, 16, v128.load(right, 16), v128.load(right, 48), v128.load(right, 80), v128.load(right, 112));
  for (let i: usize = 192; i < 256; i += 16) v128.store(message + i, i32x4.splat(0));
  compress(i32x4.splat(48), i32x4.splat(mode | CHUNK_START | CHUNK_END | ROOT), i32x4.splat(-1));
  storeTransposed(out, 16, v128.load(chaining, 0), v128.load(chaining, 16), v128.load(chaining, 32), v128.load(chaining, 48));
}
