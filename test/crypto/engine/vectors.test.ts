import { randomBytes } from 'node:crypto';
import { fc } from '../../support/property.js';
import { describe, expect, it } from 'vitest';
import { addBits, bitsIn, packBits, packedBytes, randomBits, unpackBits } from '../../../src/crypto/engine/bit-vector.js';
import { addBoth, addKeyWhere, addWhere, countOf, macBytes, macRows, macRowsFrom, packRows, pickRows, rowsOfBits, times, weighPlainly } from '../../../src/crypto/engine/rows.js';
import { weigh, weighSums } from '../../../src/crypto/engine/weigh.js';
import { encodeElement } from '../../../src/crypto/ot/element.js';

const bits = fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 200 }).map((each) => Uint8Array.from(each));

describe('bits', () => {
  it('travel eight a byte and come back', () => {
    fc.assert(fc.property(bits, (vector) => {
      const packed = packBits(vector);
      expect(packed.length).toBe(packedBytes(vector.length));
      expect(unpackBits(packed, vector.length)).toEqual(vector);
    }));
  });

  it('are packed and unpacked as defined, wherever in memory they lie', () => {
    for (const [skip, count] of [[0, 64], [1, 64], [4, 77], [3, 5]] as const) {
      const vector = randomBits(skip + count).subarray(skip);
      const packed = packBits(vector);
      const bitAt = (i: number) => ((packed[i >> 3] as number) >> (i & 7)) & 1;
      expect(Array.from(vector)).toEqual(Array.from({ length: count }, (_, i) => bitAt(i)));
      expect(bitsIn(packed, count)).toEqual(Uint8Array.from(vector));
    }
  });

  it('are refused with another length, or with a bit behind the last', () => {
    expect(unpackBits(Uint8Array.of(1, 0), 8)).toBeUndefined();
    expect(unpackBits(Uint8Array.of(), 1)).toBeUndefined();
    expect(unpackBits(Uint8Array.of(0b1000), 3)).toBeUndefined();
    expect(unpackBits(Uint8Array.of(0b0100), 3)).toEqual(Uint8Array.of(0, 0, 1));
  });

  it('add up wherever in memory they lie', () => {
    for (const [skip, other] of [[0, 0], [1, 0], [4, 8], [3, 3], [1, 1], [2, 6]] as const) {
      const [a, b] = [randomBits(41 + skip).subarray(skip), randomBits(41 + other).subarray(other)];
      const sum = a.slice();
      const target = new Uint8Array(50 + skip).subarray(skip, skip + 41);
      target.set(a);
      addBits(target, b);
      expect(target).toEqual(sum.map((bit, i) => bit ^ (b[i] as number)));
    }
    expect(new Set(randomBits(200))).toEqual(new Set([0, 1]));
  });

  it('of different lengths do not add up', () => {
    expect(() => { addBits(new Uint8Array(2), new Uint8Array(3)); }).toThrow(RangeError);
    expect(() => { addWhere(macRows(2), new Uint8Array(3), macRows(3)); }).toThrow(RangeError);
    expect(() => { addBoth(macRows(2), macRows(2), macRows(3)); }).toThrow(RangeError);
    expect(() => { addKeyWhere(new Uint8Array(16), new Uint8Array(2), new Uint8Array(16)); }).toThrow(RangeError);
  });
});

describe('rows', () => {
  it('are weighed as the definition says', () => {
    for (const count of [0, 1, 2, 7, 130]) {
      const rows = macRowsFrom(randomBytes(8 * count));
      const point = Uint8Array.from(randomBytes(16));
      expect(countOf(rows)).toBe(count);
      expect(weigh(point, rows)).toEqual(weighPlainly(point, rows));
    }
  });

  it('are weighed in several vectors, and with bits times a key, as one vector of sums', () => {
    const point = Uint8Array.from(randomBytes(16));
    const key = macRowsFrom(randomBytes(8));
    for (const counts of [[0], [0, 3, 0], [1, 1, 130], [4095, 2, 0, 4100]]) {
      const parts = counts.map((count) => ({ rows: macRowsFrom(randomBytes(8 * count)), bits: randomBits(count) }));
      const sums = parts.map(({ rows, bits }) => {
        const each = rows.slice();
        addWhere(each, bits, key);
        return each;
      });
      expect(weighSums(point, parts, key)).toEqual(weigh(point, macRowsFrom(Buffer.concat(sums.map((each) => macBytes(each))))));
    }
    expect(() => weighSums(point, [{ rows: macRows(2), bits: new Uint8Array(3) }], key)).toThrow(RangeError);
  });

  it('are weighed each by a weight of its own: equal errors at two places do not cancel', () => {
    const point = Uint8Array.from(randomBytes(16));
    const rows = macRows(300);
    for (const position of [4, 4 + 128]) rows[2 * position] = 1;
    expect(weigh(point, rows)).not.toEqual(new Uint8Array(16));
  });

  it('are added where a bit is 1, one row standing for all where there is one', () => {
    const one = macRowsFrom(randomBytes(8));
    const target = macRows(3);
    addWhere(target, Uint8Array.of(1, 0, 1), one);
    expect(pickRows(target, [0, 2])).toEqual(Int32Array.of(...one, ...one));
    expect([target[2], target[3]]).toEqual([0, 0]);
    const key = Uint8Array.from(randomBytes(16));
    const hashes = new Uint8Array(32);
    addKeyWhere(hashes, Uint8Array.of(0, 1), key);
    expect(hashes).toEqual(Uint8Array.of(...new Uint8Array(16), ...key));
  });

  it('keep their bytes, and pack by powers of X', () => {
    const bytes = Uint8Array.from(randomBytes(40));
    expect(macBytes(macRowsFrom(bytes))).toEqual(bytes);
    expect(packRows(rowsOfBits(Uint8Array.of(1, 0, 1, 1)))).toEqual(encodeElement(0b1101n));
    expect(times(encodeElement(2n), Uint8Array.of(4, 0, 0, 0, 0, 0, 0, 0))).toEqual(encodeElement(8n));
  });
});
