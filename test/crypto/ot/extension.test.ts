import { describe, expect, it } from 'vitest';
import { concat, toHex } from '../../../src/crypto/bytes.js';
import { elementAt, multiplyElements } from '../../../src/crypto/ot/element.js';
import { checkColumns, COLUMNS, proveColumns, sendRows } from '../../../src/crypto/ot/extension.js';
import { hashOfRows, packBlocks, padsOf, transposeBlocks } from '../../../src/crypto/ot/rows.js';
import { randomBytes } from '../../../src/crypto/random.js';
import { bitOf, extended } from '../../support/columns.js';

const BLOCKS = 5;

describe('extended transfers', () => {
  it('are correlated: q_j = t_j + x_j · Δ in every row', () => {
    const { delta, rows, columns } = extended(BLOCKS);
    const [q, t] = [transposeBlocks(columns, 0, BLOCKS), transposeBlocks(rows.columns, 0, BLOCKS)];
    const difference = elementAt(delta, 0);
    let ones = 0;
    for (let row = 0; row < 128 * BLOCKS; row++) {
      const choice = bitOf(rows.choices, row);
      ones += choice;
      expect(elementAt(q, row) ^ elementAt(t, row)).toBe(choice === 1 ? difference : 0n);
    }
    // 640 fair coins: outside of this once in 10^9 runs.
    expect(Math.abs(ones - 320)).toBeLessThan(80);
  });

  it('transpose to rows whose bit i is that of column i', () => {
    const columns = randomBytes(COLUMNS * 16 * 3);
    const rows = transposeBlocks(columns, 1, 2);
    for (let row = 0; row < 256; row++) for (let i = 0; i < COLUMNS; i++) expect(bitOf(rows, 128 * row + i)).toBe(bitOf(columns, 8 * 48 * i + 128 + row));
  });

  it('pack into full multiplications: Q = T + x · Δ for blocks of 128 choices', () => {
    const { delta, rows, columns } = extended(BLOCKS);
    const [q, t] = [packBlocks(columns, 1, BLOCKS - 1), packBlocks(rows.columns, 1, BLOCKS - 1)];
    for (let block = 0; block < BLOCKS - 1; block++) {
      expect(elementAt(q, block)).toBe(elementAt(t, block) ^ multiplyElements(elementAt(rows.choices, block + 1), elementAt(delta, 0)));
      // The definition by rows.
      let sum = 0n;
      const ofBlock = transposeBlocks(columns, block + 1, 1);
      for (let row = 127; row >= 0; row--) sum = multiplyElements(sum, 2n) ^ elementAt(ofBlock, row);
      expect(elementAt(q, block)).toBe(sum);
    }
  });

  it('give the receiver the pad of its choice, and another one in every row, session and choice', () => {
    const binding = randomBytes(32);
    const { delta, rows, columns } = extended(BLOCKS);
    const [zeros, ones, own] = [padsOf(binding, columns, 1, BLOCKS - 1), padsOf(binding, columns, 1, BLOCKS - 1, delta), padsOf(binding, rows.columns, 1, BLOCKS - 1)];
    const seen = new Set<bigint>();
    for (let row = 0; row < 128 * (BLOCKS - 1); row++) {
      expect(elementAt(own, row)).toBe(elementAt(bitOf(rows.choices, 128 + row) === 1 ? ones : zeros, row));
      seen.add(elementAt(zeros, row)).add(elementAt(ones, row));
    }
    const [elsewhere, equalRows] = [padsOf(randomBytes(32), columns, 1, 1), padsOf(binding, new Uint8Array(COLUMNS * 16 * BLOCKS), 1, 1)];
    for (let row = 0; row < 4; row++) seen.add(elementAt(elsewhere, row)).add(elementAt(equalRows, row));
    expect(seen.size).toBe(2 * 128 * (BLOCKS - 1) + 8);
  });

  it('tweak each pad by the number of its row in the whole matrix, so that no call begins anew', () => {
    const binding = randomBytes(32);
    const columns = randomBytes(COLUMNS * 16 * BLOCKS);
    const whole = padsOf(binding, columns, 0, BLOCKS);
    for (let block = 0; block < BLOCKS; block++) expect(padsOf(binding, columns, block, 1)).toEqual(whole.subarray(2048 * block, 2048 * (block + 1)));
    // All rows are equal: with a tweak that restarts, blocks would have equal pads.
    const zeros = new Uint8Array(COLUMNS * 16 * BLOCKS);
    const pads = new Set<bigint>();
    for (let block = 0; block < BLOCKS; block++) for (let row = 0; row < 128; row++) pads.add(elementAt(padsOf(binding, zeros, block, 1), row));
    expect(pads.size).toBe(128 * BLOCKS);
  });

  it('tweak by 64 bits of that number: a matrix of more than 2^32 rows has no tweak twice', () => {
    const binding = randomBytes(32);
    const row = randomBytes(16);
    const pads = [5, 5 + 2 ** 32, 5 + 2 ** 40, 2 ** 32, 0].map((number) => toHex(hashOfRows(binding, row, number)));
    expect(new Set(pads).size).toBe(pads.length);
    // Across the border, too, the number counts on.
    const both = hashOfRows(binding, concat(row, row), 2 ** 32 - 1);
    expect([both.subarray(0, 16), both.subarray(16)]).toEqual([hashOfRows(binding, row, 2 ** 32 - 1), hashOfRows(binding, row, 2 ** 32)]);
  });
});

describe('the check of the columns', () => {
  const challenge = randomBytes(16);

  it('passes where the receiver used the same choices in every column', () => {
    const { delta, rows, columns } = extended(BLOCKS);
    expect(checkColumns(delta, columns, challenge, proveColumns(rows, challenge))).toBe(true);
  });

  it('does not show the choices: the hash of the same ones is another with every first block', () => {
    const { rows } = extended(BLOCKS);
    const other = Uint8Array.from(rows.choices);
    other.set(randomBytes(16));
    expect(proveColumns({ ...rows, choices: other }, challenge).subarray(0, 16)).not.toEqual(proveColumns(rows, challenge).subarray(0, 16));
  });

  it('catches one bit that differs in one column exactly when Δ has that bit: a guess, which is what it costs', () => {
    for (let run = 0; run < 24; run++) {
      const [column, bit] = [(run * 37) % 128, (run * 101) % (128 * BLOCKS)];
      const flip = 16 * BLOCKS * column + (bit >> 3);
      const { delta, rows, columns } = extended(BLOCKS, (corrections) => (corrections[flip] = (corrections[flip] as number) ^ (1 << (bit & 7))));
      expect(checkColumns(delta, columns, challenge, proveColumns(rows, challenge))).toBe(bitOf(delta, column) === 0);
    }
  });

  it('catches a receiver that differs in every second column, whatever it says about the choices', () => {
    const { delta, rows, columns } = extended(BLOCKS, (corrections) => {
      for (let column = 0; column < COLUMNS; column += 2) corrections[16 * BLOCKS * column + 40] = (corrections[16 * BLOCKS * column + 40] as number) ^ 1;
    });
    const honest = proveColumns(rows, challenge);
    const changed = Uint8Array.from(rows.choices);
    changed[40] = (changed[40] as number) ^ 1;
    for (const proof of [honest, proveColumns({ ...rows, choices: changed }, challenge)]) expect(checkColumns(delta, columns, challenge, proof)).toBe(false);
  });

  it('catches a wrong answer in every part, and one of another length', () => {
    const { delta, rows, columns } = extended(BLOCKS);
    const proof = proveColumns(rows, challenge);
    // The hash of x first, then those of the columns.
    for (let at = 0; at < proof.length; at += 16) {
      const wrong = Uint8Array.from(proof);
      wrong[at] = (wrong[at] as number) ^ 1;
      expect(checkColumns(delta, columns, challenge, wrong)).toBe(false);
    }
    expect(checkColumns(delta, columns, challenge, proof.subarray(16))).toBe(false);
    expect(checkColumns(delta, columns, randomBytes(16), proof)).toBe(false);
  });

  it('refuses corrections of another length', () => {
    expect(() => sendRows(randomBytes(16), randomBytes(4096), 2, new Uint8Array(16))).toThrow(RangeError);
  });
});
