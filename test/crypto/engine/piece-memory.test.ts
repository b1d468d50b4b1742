import { describe, expect, it } from 'vitest';
import { addBits, randomBits } from '../../../src/crypto/engine/bit-vector.js';
import { addPair, hashPair, offerHalves, offerU, ownProducts, takeHalves } from '../../../src/crypto/engine/leaky-and.js';
import { pieceBytes, PieceMemory } from '../../../src/crypto/engine/piece-memory.js';
import { addBoth, addKeyWhere, addRows, addWhere, macRows, macRowsFrom, type MacRows } from '../../../src/crypto/engine/rows.js';
import { hashOfRows } from '../../../src/crypto/ot/rows.js';
import { randomBytes } from '../../../src/crypto/random.js';
import { atOnce } from '../../../src/crypto/steps.js';

/** Odd, and one; a whole call of the cipher, and more; more than fits into one. */
const COUNTS = [1, 7, 2048, 2049, 5001];
const rows = (count: number): MacRows => macRowsFrom(randomBytes(8 * count));
const memoryFor = (count: number) => new PieceMemory(4 * pieceBytes(1, 3 * count, count));
const copyIn = (memory: PieceMemory, source: MacRows) => memory.rowsFrom(new Uint8Array(source.buffer, source.byteOffset, source.byteLength));

describe('the memory of a piece', () => {
  it.each(COUNTS)('adds keys and rows as `rows.ts` does: %i', (count) => {
    const memory = memoryFor(count);
    const [start, a, b, bits, key, hashes, hashKey] = [rows(count), rows(count), rows(count), randomBits(count), rows(1), randomBytes(16 * count), randomBytes(16)];
    const own = copyIn(memory, start);
    const ownHashes = memory.hashes(count);
    ownHashes.set(hashes);
    memory.addWhere(own, bits, key);
    memory.addBoth(own, a, b);
    memory.addKeyWhere(ownHashes, bits, hashKey);
    addWhere(start, bits, key);
    addBoth(start, a, b);
    addKeyWhere(hashes, bits, hashKey);
    expect(own).toEqual(start);
    expect(Buffer.compare(ownHashes, hashes)).toBe(0);
  });

  it.each(COUNTS)('hashes as `hashOfRows` does, with and without a key: %i', (count) => {
    const memory = memoryFor(count);
    const [binding, hashes, delta] = [randomBytes(32), randomBytes(16 * count), randomBytes(16)];
    expect(Buffer.compare(atOnce(memory.hash(binding, hashes)), hashOfRows(binding, hashes))).toBe(0);
    expect(Buffer.compare(atOnce(memory.hash(binding, hashes, delta)), hashOfRows(binding, hashes, 0, delta))).toBe(0);
  });

  it.each(COUNTS)('makes U and sums as `leaky-and.ts` does: %i', (count) => {
    const memory = memoryFor(count);
    const [outward, inward, delta] = [randomBytes(32), randomBytes(32), randomBytes(16)];
    const pair = hashPair(outward, inward, randomBytes(16 * count), delta, randomBytes(16 * count));
    const [phi, theirs, x, d, z, y, key] = [rows(count), rows(count), randomBits(count), randomBits(count), rows(count), rows(count), rows(1)];
    expect(memory.offerU(pair.zero, pair.one, phi)).toEqual(offerU(pair, phi));

    const own = copyIn(memory, z);
    const sum = memory.rows(count);
    memory.startSums(sum, own, x, y, d, key);
    memory.addPair(sum, pair.zero, pair.own, x, theirs);
    addWhere(z, d, key);
    const expected = macRows(count);
    addWhere(expected, x, y);
    addRows(expected, z);
    addPair(expected, pair, x, theirs);
    expect(own).toEqual(z);
    expect(sum).toEqual(expected);
  });

  it.each(COUNTS)('makes and takes half products as `leaky-and.ts` does: %i', (count) => {
    const memory = memoryFor(count);
    const pair = hashPair(randomBytes(32), randomBytes(32), randomBytes(16 * count), randomBytes(16), randomBytes(16 * count));
    const [x, y, masks, start] = [randomBits(count), randomBits(count), randomBits(count), randomBits(count)];
    const offered = offerHalves(pair, y, masks);
    const { zeros, ones } = memory.offerHalves(pair.zero, pair.one, y, masks);
    expect([Uint8Array.from(zeros), Uint8Array.from(ones)]).toEqual([offered.zeros, offered.ones]);
    const shares = memory.bitsFrom(start);
    memory.takeHalves(shares, pair.own, x, offered.zeros, offered.ones);
    memory.addProducts(shares, x, y);
    for (const part of [takeHalves(pair, x, offered.zeros, offered.ones), ownProducts(x, y)]) addBits(start, part);
    expect(Uint8Array.from(shares)).toEqual(start);
  });

  it('refuses lengths that do not fit, targets elsewhere, and more than it holds', () => {
    const memory = memoryFor(4);
    const four = memory.rows(4);
    expect(() => { memory.addWhere(four, randomBits(5), rows(1)); }).toThrow(/lengths/);
    expect(() => { memory.addWhere(four, randomBits(4), rows(2)); }).toThrow(/lengths/);
    expect(() => { memory.addBoth(four, rows(4), rows(3)); }).toThrow(/lengths/);
    expect(() => { memory.addKeyWhere(memory.hashes(4), randomBits(4), randomBytes(8)); }).toThrow(/lengths/);
    expect(() => memory.offerU(randomBytes(64), randomBytes(48), four)).toThrow(/lengths/);
    expect(() => { memory.addPair(four, randomBytes(64), randomBytes(64), randomBits(4), rows(5)); }).toThrow(/lengths/);
    expect(() => { memory.startSums(four, four, randomBits(4), rows(4), randomBits(3), rows(1)); }).toThrow(/lengths/);
    const shares = { bits: memory.bits(4), macs: four };
    const shorter = { bits: randomBits(3), macs: four };
    expect(() => { memory.addBothShares(shares, shares, shorter); }).toThrow(/lengths/);
    expect(() => { memory.combine(shares, shares, shares, shorter, randomBits(4)); }).toThrow(/lengths/);
    expect(() => memory.keep(2 ** 20)).toThrow(/no room/);
    expect(() => memory.offerHalves(randomBytes(64), randomBytes(48), randomBits(4), randomBits(4))).toThrow(/lengths/);
    expect(() => { memory.takeHalves(memory.bits(4), randomBytes(64), randomBits(4), randomBits(3), randomBits(4)); }).toThrow(/lengths/);
    expect(() => { memory.addProducts(memory.bits(4), randomBits(4), randomBits(3)); }).toThrow(/lengths/);
    expect(() => { memory.addBoth(rows(4), rows(4), rows(4)); }).toThrow(/outside/);
    expect(() => memory.rows(2 ** 20)).toThrow(/larger/);
  });

  it('is overwritten when it is cleared, and then given anew', () => {
    const memory = memoryFor(50);
    const first = copyIn(memory, rows(50));
    const hashed = atOnce(memory.hash(randomBytes(32), randomBytes(16 * 50), randomBytes(16)));
    const inBetween = new Uint8Array(first.buffer);
    memory.clear();
    expect([...first, ...hashed].every((each) => each === 0)).toBe(true);
    // No secret stays in what the kernel used in between either.
    expect(inBetween.subarray(first.byteOffset - 2 * 16 * 2048).every((each) => each === 0)).toBe(true);
    expect(memory.rows(50).byteOffset).toBe(first.byteOffset);
  });
});
