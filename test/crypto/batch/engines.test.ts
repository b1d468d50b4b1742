import { fc } from '../../support/property.js';
import { afterAll, describe, expect, it } from 'vitest';
import { concat, fromHex } from '../../../src/crypto/bytes.js';
import { InvalidElement, type BatchGroup } from '../../../src/crypto/batch/group.js';
import { PlainGroup } from '../../../src/crypto/batch/plain-group.js';
import { SodiumGroup } from '../../../src/crypto/batch/sodium-group.js';
import { decodePoint, encodePoint, GENERATOR, IDENTITY } from '../../../src/crypto/group.js';
import { toLittleEndian32 } from '../../../src/crypto/field25519.js';
import { randomBytes } from '../../../src/crypto/random.js';
import { encodeScalar, ORDER, randomScalar } from '../../../src/crypto/scalar.js';

const plain = new PlainGroup();
const fast = new SodiumGroup({ threads: 0 });
afterAll(async () => fast.close());

const P = 2n ** 255n - 19n;
const DST = new TextEncoder().encode('a test of mpc');
const ZERO = new Uint8Array(32);
const scalarArbitrary = fc.oneof(fc.bigInt({ min: 1n, max: ORDER - 1n }), fc.constantFrom(1n, 2n, 8n, ORDER - 1n, ORDER - 2n, 2n ** 252n)).map(encodeScalar);
const pointArbitrary = scalarArbitrary.map((scalar) => encodePoint(GENERATOR.multiply(BigInt(`0x${Buffer.from(scalar).reverse().toString('hex')}`))));
const pairs = fc.array(fc.tuple(scalarArbitrary, pointArbitrary), { minLength: 0, maxLength: 6 });

/** Encodings that stand for no element: of RFC 9496 appendix A.3, and some made from its rules. */
const BAD = {
  'the identity': ZERO,
  'p, which is 0': toLittleEndian32(P),
  'p + 2, an even number above p': toLittleEndian32(P + 2n),
  'all ones below the top bit': toLittleEndian32(2n ** 255n - 1n),
  'the generator with the top bit set': encodePoint(GENERATOR).map((byte, i) => (i === 31 ? byte | 0x80 : byte)),
  'a negative number': toLittleEndian32(1n),
  'a negative number, −2': toLittleEndian32(P - 2n),
  'the negative of the generator’s encoding': toLittleEndian32(P - BigInt(`0x${Buffer.from(encodePoint(GENERATOR)).reverse().toString('hex')}`)),
  'y = 0': toLittleEndian32(P - 1n),
  'a number with no square root': fromHex('26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371'),
} as const;

async function random(count: number): Promise<Uint8Array> {
  return fast.hashToGroup(randomBytes(32 * count), 32, DST);
}

async function refusal(work: Promise<unknown>): Promise<number> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof InvalidElement)) throw new Error(`not refused: ${String(error)}`);
  return error.index;
}

describe('the fast group computes what the plain one does', () => {
  it('hashing to the group, inputs of every length', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.uint8Array({ minLength: 1, maxLength: 255 }), async (input, dst) => {
        expect(await fast.hashToGroup(input, input.length, dst)).toEqual(await plain.hashToGroup(input, input.length, dst));
      }),
      { numRuns: 40 },
    );
    const many = randomBytes(7 * 48);
    expect(await fast.hashToGroup(many, 48, DST)).toEqual(await plain.hashToGroup(many, 48, DST));
  });

  it('scaling, adding, subtracting, combining', async () => {
    await fc.assert(
      fc.asyncProperty(pairs, scalarArbitrary, async (elements, scalar) => {
        const scalars = concat(...elements.map(([each]) => each));
        const points = concat(...elements.map(([, each]) => each));
        const others = await plain.scaleEach(scalars, points);
        expect(await fast.scaleEach(scalars, points)).toEqual(others);
        expect(await fast.scale(scalar, points)).toEqual(await plain.scale(scalar, points));
        expect(await fast.scaleBase(scalars)).toEqual(await plain.scaleBase(scalars));
        expect(await fast.add(points, others)).toEqual(await plain.add(points, others));
        expect(await fast.subtract(points, others)).toEqual(await plain.subtract(points, others));
        expect(await fast.combine(scalars, points)).toEqual(await plain.combine(scalars, points));
      }),
      { numRuns: 15 },
    );
  });
});

describe.each<[string, BatchGroup]>([
  ['plain', plain],
  ['fast', fast],
])('the %s group', (_, group) => {
  it('gives the identity for sums that vanish', async () => {
    const points = await random(3);
    const minusOne = encodeScalar(ORDER - 1n);
    const negative = await group.scale(minusOne, points);
    expect(await group.add(points, negative)).toEqual(new Uint8Array(96));
    expect(await group.subtract(points, points)).toEqual(new Uint8Array(96));
    expect(await group.combine(concat(encodeScalar(1n), minusOne), concat(points.subarray(0, 32), points.subarray(0, 32)))).toEqual(ZERO);
    expect(await group.combine(ZERO, points.subarray(0, 32))).toEqual(ZERO);
    expect(await group.combine(new Uint8Array(0), new Uint8Array(0))).toEqual(encodePoint(IDENTITY));
  });

  it('combines where some of the scalars are zero', async () => {
    const points = await random(3);
    const one = encodeScalar(1n);
    expect(await group.combine(concat(ZERO, one, ZERO), points)).toEqual(points.subarray(32, 64));
  });

  it.each(Object.entries(BAD))('refuses %s, wherever it stands, with its place', async (_name, bad) => {
    expect(decodePoint(bad)).toBeUndefined();
    const good = await random(5);
    const scalars = concat(...Array.from({ length: 5 }, () => encodeScalar(randomScalar())));
    for (const at of [0, 3, 4]) {
      const points = Uint8Array.from(good);
      points.set(bad, at * 32);
      expect(await refusal(group.scale(encodeScalar(5n), points))).toBe(at);
      expect(await refusal(group.scaleEach(scalars, points))).toBe(at);
      expect(await refusal(group.add(good, points))).toBe(at);
      expect(await refusal(group.add(points, good))).toBe(at);
      expect(await refusal(group.subtract(good, points))).toBe(at);
      expect(await refusal(group.subtract(points, good))).toBe(at);
      expect(await refusal(group.combine(scalars, points))).toBe(at);
      expect(await refusal(group.combine(new Uint8Array(160), points))).toBe(at);
    }
  });

  it('names the first of several that are none', async () => {
    const points = await random(6);
    points.set(BAD['a negative number'], 2 * 32);
    points.set(ZERO, 4 * 32);
    expect(await refusal(group.scale(encodeScalar(7n), points))).toBe(2);
  });

  it('refuses scalars that are zero or not below the order', async () => {
    const point = await random(1);
    for (const scalar of [ZERO, toLittleEndian32(ORDER), toLittleEndian32(ORDER + 1n), toLittleEndian32(2n ** 255n + 5n), new Uint8Array(32).fill(255)]) {
      await expect(group.scale(scalar, point)).rejects.toThrow(RangeError);
      await expect(group.scaleEach(scalar, point)).rejects.toThrow(RangeError);
      await expect(group.scaleBase(scalar)).rejects.toThrow(RangeError);
      if (scalar !== ZERO) await expect(group.combine(scalar, point)).rejects.toThrow(RangeError);
    }
    expect(await group.scaleBase(encodeScalar(ORDER - 1n))).toEqual(encodePoint(GENERATOR.negate()));
  });

  it('refuses lists of different or broken lengths', async () => {
    const points = await random(2);
    const one = encodeScalar(1n);
    await expect(group.scale(one.subarray(1), points)).rejects.toThrow(RangeError);
    await expect(group.scale(one, points.subarray(1))).rejects.toThrow(RangeError);
    await expect(group.scaleEach(one, points)).rejects.toThrow(RangeError);
    await expect(group.combine(one, points)).rejects.toThrow(RangeError);
    await expect(group.add(points, points.subarray(32))).rejects.toThrow(RangeError);
    await expect(group.subtract(points, points.subarray(32))).rejects.toThrow(RangeError);
    await expect(group.scaleBase(points.subarray(7))).rejects.toThrow(RangeError);
    await expect(group.hashToGroup(points, 0, DST)).rejects.toThrow(RangeError);
    await expect(group.hashToGroup(points, 5, DST)).rejects.toThrow(RangeError);
    await expect(group.hashToGroup(points, 32, new Uint8Array(0))).rejects.toThrow(RangeError);
    await expect(group.hashToGroup(points, 32, new Uint8Array(256))).rejects.toThrow(RangeError);
  });

  it('tells how far a combination is', async () => {
    const scalars = concat(...Array.from({ length: 150 }, () => encodeScalar(randomScalar())));
    const seen: number[] = [];
    await group.combine(scalars, await group.scaleBase(scalars), (done) => seen.push(done));
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect([seen.at(-1), seen.length > 1]).toEqual([150, true]);
  });

  it('does nothing with nothing', async () => {
    const nothing = new Uint8Array(0);
    for (const done of [group.hashToGroup(nothing, 32, DST), group.scale(encodeScalar(1n), nothing), group.scaleEach(nothing, nothing), group.scaleBase(nothing), group.add(nothing, nothing)]) expect(await done).toEqual(nothing);
  });

  it('leaves what it was given as it was', async () => {
    const points = await random(3);
    const scalars = concat(...Array.from({ length: 3 }, () => encodeScalar(randomScalar())));
    const before = [Uint8Array.from(points), Uint8Array.from(scalars)];
    await group.scaleEach(scalars, points);
    await group.combine(scalars, points);
    expect([points, scalars]).toEqual(before);
  });
});

it('both groups refuse the same of random strings', async () => {
  let refused = 0;
  for (let i = 0; i < 200; i++) {
    const bytes = randomBytes(32);
    const [low = 0, high = 0] = [bytes[0], bytes[31]];
    // Half of what is left is a square: without this, most would fall to the first two checks.
    bytes[0] = low & 0xfe;
    bytes[31] = high & 0x7f;
    const isPoint = decodePoint(bytes) !== undefined;
    if (!isPoint) refused += 1;
    expect(await fast.scale(encodeScalar(3n), bytes).then(() => true, () => false)).toBe(isPoint);
  }
  expect(refused).toBeGreaterThan(50);
  expect(refused).toBeLessThan(190);
});
