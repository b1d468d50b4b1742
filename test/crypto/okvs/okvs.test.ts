import { describe, expect, it } from 'vitest';
import { decode, encode, encodeUnderSomeSeed } from '../../../src/crypto/okvs/okvs.js';
import { fullestBin, okvsParameters, type OkvsParameters } from '../../../src/crypto/okvs/parameters.js';
import { decodeReference, encodeReference, rowOf } from '../../../src/crypto/okvs/reference.js';
import { concat, equalBytes } from '../../../src/crypto/bytes.js';
import { randomBytes } from '../../../src/crypto/random.js';
import { atOnce } from '../../../src/crypto/steps.js';

const seed = Uint8Array.from({ length: 32 }, (_, i) => 11 * i + 3);

/** Sizes of our own choice, smaller or tighter than `okvsParameters` would give. */
function sizes(items: number, bins: number, capacity: number, columns: number): OkvsParameters {
  return { items, bins, capacity, columns, dense: 64, size: bins * (columns + 64) };
}

function pairs(count: number): [Uint8Array, Uint8Array] {
  return [randomBytes(32 * count), randomBytes(16 * count)];
}

describe('a store', () => {
  it.each([0, 1, 2, 3, 100, 128, 129, 1000])('made for %i items gives every key its value', (count) => {
    const parameters = okvsParameters(count);
    const [keys, values] = pairs(count);
    const store = encode(parameters, seed, keys, values) as Uint8Array;
    expect(store.length).toBe(16 * parameters.size);
    expect(equalBytes(decode(parameters, seed, store, keys), values)).toBe(true);
    expect(equalBytes(decodeReference(parameters, seed, store, keys), values)).toBe(true);
  });

  it('gives every key its value when it stands in several bins', () => {
    const parameters = okvsParameters(40_000);
    expect(parameters.bins).toBe(3);
    const [keys, values] = pairs(40_000);
    const store = encode(parameters, seed, keys, values) as Uint8Array;
    expect(equalBytes(decode(parameters, seed, store, keys), values)).toBe(true);
  });

  it.each([0, 1, 17])('made for 200 items takes %i', (count) => {
    const parameters = okvsParameters(200);
    const [keys, values] = pairs(count);
    expect(decode(parameters, seed, encode(parameters, seed, keys, values) as Uint8Array, keys)).toEqual(values);
  });

  it.each([1, 2, 5])('of %i bins is decoded as the plain reference decodes it, for keys that are in it and keys that are not', (bins) => {
    const parameters = sizes(300, bins, 300, 700);
    const [keys, values] = pairs(300);
    const store = encode(parameters, seed, keys, values) as Uint8Array;
    const all = concat(keys, randomBytes(32 * 300));
    expect(decode(parameters, seed, store, all)).toEqual(decodeReference(parameters, seed, store, all));
  });

  it('that the plain reference encoded is decoded to its values', () => {
    const parameters = sizes(150, 2, 150, 120);
    const [keys, values] = pairs(150);
    expect(decode(parameters, seed, encodeReference(parameters, seed, keys, values) as Uint8Array, keys)).toEqual(values);
  });

  it('gives every key its first half where no values are given', () => {
    const parameters = okvsParameters(5000);
    const [keys] = pairs(5000);
    const halves = concat(...Array.from({ length: 5000 }, (_, i) => keys.subarray(32 * i, 32 * i + 16)));
    expect(equalBytes(decode(parameters, seed, encode(parameters, seed, keys) as Uint8Array, keys), halves)).toBe(true);
  });

  it('is read under the seed that it was made with', () => {
    const parameters = okvsParameters(100);
    const [keys, values] = pairs(100);
    const store = encode(parameters, seed, keys, values) as Uint8Array;
    expect(decode(parameters, randomBytes(32), store, keys)).not.toEqual(values);
  });

  it.each([0, 0xff])('is read under whatever seed somebody chose: all bytes %i', (byte) => {
    const chosen = new Uint8Array(32).fill(byte);
    const parameters = sizes(200, 3, 200, 400);
    const [keys, values] = pairs(200);
    const store = encode(parameters, chosen, keys, values) as Uint8Array;
    expect(decode(parameters, chosen, store, keys)).toEqual(values);
    expect(decodeReference(parameters, chosen, store, keys)).toEqual(values);
  });

  it('is decoded for keys of which far too many are in one bin', () => {
    const parameters = sizes(300, 4, 300, 500);
    const store = randomBytes(16 * parameters.size);
    const binOf = (key: Uint8Array) => Math.floor((rowOf(parameters, seed, key, 0)[0] as number) / (parameters.columns + 64));
    const crowded = Array.from({ length: 1200 }, () => randomBytes(32)).filter((key) => binOf(key) === 2);
    expect(crowded.length).toBeGreaterThan(fullestBin(crowded.length, 4, 42));
    const keys = concat(...crowded);
    expect(decode(parameters, seed, store, keys)).toEqual(decodeReference(parameters, seed, store, keys));
  });

  it('leaves nothing in the free slots that the last store held, nor zeros', () => {
    const parameters = okvsParameters(100);
    const [keys, values] = pairs(1);
    const stores = [0, 1].map(() => encode(parameters, seed, keys, values) as Uint8Array);
    const elements = stores.flatMap((store) => Array.from({ length: parameters.size }, (_, i) => Buffer.from(store.subarray(16 * i, 16 * i + 16)).toString('hex')));
    expect(new Set(elements).size).toBe(2 * parameters.size);
  });

  it('has elements that are uniform, whichever of them the rows determine', () => {
    const parameters = sizes(3, 1, 3, 5);
    const [keys] = pairs(3);
    const ones = new Array<number>(16 * 8 * parameters.size).fill(0);
    const runs = 2000;
    for (let run = 0; run < runs; run++) {
      const store = encode(parameters, seed, keys, randomBytes(48)) as Uint8Array;
      for (let bit = 0; bit < ones.length; bit++) (ones[bit] as number) += ((store[bit >> 3] as number) >> (bit & 7)) & 1;
    }
    // Nine standard deviations: never by chance.
    for (const count of ones) expect(Math.abs(count - runs / 2)).toBeLessThan(9 * Math.sqrt(runs) / 2);
  });

  it('is refused for keys that stand there twice', () => {
    const parameters = okvsParameters(10);
    const [keys, values] = pairs(5);
    expect(() => encode(parameters, seed, concat(keys, keys.subarray(64, 96)), concat(values, randomBytes(16)))).toThrow(/twice/);
  });

  it('is refused for more keys than it is made for, and for lengths that do not fit', () => {
    const parameters = okvsParameters(2);
    expect(() => encode(parameters, seed, ...pairs(3))).toThrow(RangeError);
    expect(() => encode(parameters, seed, new Uint8Array(32), new Uint8Array(17))).toThrow(RangeError);
    expect(() => encode(parameters, seed, new Uint8Array(33), new Uint8Array(16))).toThrow(RangeError);
    expect(() => encode(parameters, seed.subarray(1), ...pairs(1))).toThrow(RangeError);
    expect(() => decode(parameters, seed, new Uint8Array(16 * parameters.size - 16), new Uint8Array(32))).toThrow(RangeError);
    expect(() => decode(parameters, seed, new Uint8Array(16 * parameters.size), new Uint8Array(31))).toThrow(RangeError);
  });
});

describe('a seed', () => {
  // Bins that are so tight that one of the two often overflows.
  const parameters = sizes(80, 2, 42, 500);
  const [keys] = pairs(80);
  const some = (isGood: boolean): Uint8Array => {
    for (;;) {
      const each = randomBytes(32);
      if ((encode(parameters, each, keys) !== undefined) === isGood) return each;
    }
  };

  it('that has no store gives way to the next, until one has', () => {
    const good = some(true);
    const drawn = [some(false), some(false), some(false), good, some(true)];
    const encoded = atOnce(encodeUnderSomeSeed(parameters, keys, () => drawn.shift() ?? good));
    expect(encoded?.seed).toBe(good);
    expect(drawn).toHaveLength(1);
    expect(decode(parameters, good, encoded?.store ?? new Uint8Array(0), keys)).toEqual(concat(...Array.from({ length: 80 }, (_, i) => keys.subarray(32 * i, 32 * i + 16))));
  });

  it('is not looked for for ever', () => {
    let draws = 0;
    const draw = () => {
      draws++;
      return randomBytes(32);
    };
    expect(atOnce(encodeUnderSomeSeed(sizes(80, 1, 80, 10), pairs(80)[0], draw))).toBeUndefined();
    expect(draws).toBe(4);
  });

  it('is a fresh one each time', () => {
    const seeds = [0, 1].map(() => atOnce(encodeUnderSomeSeed(okvsParameters(80), keys))?.seed);
    expect(seeds[0]).toHaveLength(32);
    expect(seeds[0]).not.toEqual(seeds[1]);
  });
});

describe('the solver', () => {
  it('closes gaps with the dense columns, where the sparse ones have too few', () => {
    // Rows as many as sparse columns: peeling never gets through.
    const parameters = sizes(60, 1, 60, 60);
    let solved = 0;
    for (let run = 0; run < 20; run++) {
      const [keys, values] = pairs(60);
      const store = encode(parameters, seed, keys, values);
      if (store === undefined) continue;
      solved++;
      expect(decodeReference(parameters, seed, store, keys)).toEqual(values);
    }
    expect(solved).toBeGreaterThan(15);
  });

  it('solves two rows with the same three columns', () => {
    const parameters = sizes(200, 1, 200, 4);
    const [keys, values] = pairs(20);
    const sparseRows = Array.from({ length: 20 }, (_, i) => rowOf(parameters, seed, keys, 32 * i).filter((column) => column < 4).sort().join());
    expect(new Set(sparseRows).size).toBeLessThan(20);
    expect(decodeReference(parameters, seed, encode(parameters, seed, keys, values) as Uint8Array, keys)).toEqual(values);
  });

  it('says that it has no solution where there is none: more rows than columns, or a full bin', () => {
    expect(encode(sizes(80, 1, 80, 10), seed, ...pairs(80))).toBeUndefined();
    expect(encode(sizes(80, 2, 30, 500), seed, ...pairs(80))).toBeUndefined();
  });
});
