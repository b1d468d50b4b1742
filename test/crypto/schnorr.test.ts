import { ristretto255_hasher } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import { InvalidElement } from '../../src/crypto/batch/group.js';
import { SodiumGroup } from '../../src/crypto/batch/sodium-group.js';
import { invertScalars } from '../../src/crypto/batch/scalars.js';
import { concat, u32be, utf8 } from '../../src/crypto/bytes.js';
import { fromLittleEndian } from '../../src/crypto/field25519.js';
import { decodePoint, encodePoint, GENERATOR, linearCombination, timesGenerator } from '../../src/crypto/group.js';
import { hashParts } from '../../src/crypto/hash.js';
import { randomBytes } from '../../src/crypto/random.js';
import { addScalars, encodeScalar, ORDER, randomScalar } from '../../src/crypto/scalar.js';
import { PROOF_LENGTH, proveLogarithm, proveLogarithms, provesLogarithm, provesLogarithms, type ProofPurpose } from '../../src/crypto/schnorr.js';

const group = new SodiumGroup({ threads: 0 });
const purpose: ProofPurpose = { label: 'a test', sid: randomBytes(32), party: 1 };
const others: readonly (readonly [string, ProofPurpose])[] = [
  ['another label', { ...purpose, label: 'a tess' }],
  ['another session', { ...purpose, sid: randomBytes(32) }],
  ['another party', { ...purpose, party: 2 }],
];
const pointOf = (secret: bigint) => encodePoint(timesGenerator(secret));
const flipped = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
/** The same scalar in a second spelling, which a verifier must refuse. */
const unreduced = (proof: Uint8Array) => {
  const wide = fromLittleEndian(proof.subarray(32)) + ORDER;
  return concat(proof.subarray(0, 32), Uint8Array.from({ length: 32 }, (_, i) => Number((wide >> BigInt(8 * i)) & 255n)));
};

describe('a proof of a discrete logarithm', () => {
  const secret = randomScalar();
  const point = pointOf(secret);
  const proof = proveLogarithm(purpose, secret, point);

  it('holds for what it was made for, and is another each time', () => {
    expect(proof).toHaveLength(PROOF_LENGTH);
    expect(provesLogarithm(purpose, point, proof)).toBe(true);
    expect(proveLogarithm(purpose, secret, point)).not.toEqual(proof);
  });

  it.each(others)('does not hold for %s', (_, other) => {
    expect(provesLogarithm(other, point, proof)).toBe(false);
  });

  it('does not hold for another point, the identity, or bytes that are no point', () => {
    expect(provesLogarithm(purpose, pointOf(addScalars(secret, 1n)), proof)).toBe(false);
    for (const bad of [new Uint8Array(32), new Uint8Array(32).fill(255), new Uint8Array(31), randomBytes(33)]) expect(provesLogarithm(purpose, bad, proof)).toBe(false);
    // Of the identity everybody knows the logarithm: such a proof is true, and worth nothing.
    expect(provesLogarithm(purpose, new Uint8Array(32), proveLogarithm(purpose, 0n, new Uint8Array(32)))).toBe(false);
  });

  it('does not hold where a byte is another, a part is missing, or the scalar is not reduced', () => {
    for (const at of [0, 31, 32, 63]) expect(provesLogarithm(purpose, point, flipped(proof, at))).toBe(false);
    for (const length of [0, 32, 63]) expect(provesLogarithm(purpose, point, proof.subarray(0, length))).toBe(false);
    expect(provesLogarithm(purpose, point, concat(proof, new Uint8Array(1)))).toBe(false);
    expect(provesLogarithm(purpose, point, unreduced(proof))).toBe(false);
  });
});

describe('a proof of many discrete logarithms', () => {
  const secrets = Array.from({ length: 5 }, randomScalar);
  const packed = concat(...secrets.map(encodeScalar));
  const points = concat(...secrets.map(pointOf));
  const prove = async () => proveLogarithms(group, purpose, packed, points, 'beside');

  it('holds for what it was made for, one point or many or none', async () => {
    expect(await provesLogarithms(group, purpose, points, await prove(), 'beside')).toBe(true);
    for (const count of [0, 1, 2]) {
      const proof = await proveLogarithms(group, purpose, packed.subarray(0, 32 * count), points.subarray(0, 32 * count));
      expect(await provesLogarithms(group, purpose, points.subarray(0, 32 * count), proof)).toBe(true);
    }
  });

  it.each(others)('does not hold for %s', async (_, other) => {
    expect(await provesLogarithms(group, other, points, await prove(), 'beside')).toBe(false);
  });

  it('does not hold for other points, fewer, in another order, or with something else beside them', async () => {
    const proof = await prove();
    const [first, second] = [points.slice(0, 32), points.slice(32, 64)];
    expect(await provesLogarithms(group, purpose, points, proof, 'besidf')).toBe(false);
    expect(await provesLogarithms(group, purpose, points.subarray(32), proof, 'beside')).toBe(false);
    expect(await provesLogarithms(group, purpose, concat(second, first, points.subarray(64)), proof, 'beside')).toBe(false);
    for (let i = 0; i < 5; i++) {
      const other = Uint8Array.from(points);
      other.set(pointOf(randomScalar()), 32 * i);
      expect(await provesLogarithms(group, purpose, other, proof, 'beside')).toBe(false);
    }
  });

  it('cannot be made by who lacks one of the logarithms, though it knows those of all others and of the sum', async () => {
    const foreign = randomScalar();
    // As whoever copies another's point: it has the point, and can only guess at its logarithm.
    const mixed = concat(points.subarray(0, 64), pointOf(foreign), points.subarray(96));
    for (const guess of [1n, 2n, randomScalar()]) {
      const proof = await proveLogarithms(group, purpose, concat(packed.subarray(0, 64), encodeScalar(guess), packed.subarray(96)), mixed, 'beside');
      expect(await provesLogarithms(group, purpose, mixed, proof, 'beside')).toBe(false);
    }
    // Two errors that cancel in the sum do not cancel in a polynomial of the challenge.
    const [a, b] = [addScalars(secrets[0] ?? 0n, 1n), addScalars(secrets[1] ?? 0n, ORDER - 1n)];
    const shifted = await proveLogarithms(group, purpose, concat(encodeScalar(a), encodeScalar(b), packed.subarray(64)), points, 'beside');
    expect(await provesLogarithms(group, purpose, points, shifted, 'beside')).toBe(false);
  });

  it('does not hold where a byte is another or the scalar is not reduced, and names a point that is none', async () => {
    const proof = await prove();
    for (const at of [0, 31, 32, 63]) expect(await provesLogarithms(group, purpose, points, flipped(proof, at), 'beside')).toBe(false);
    for (const bad of [proof.subarray(0, 63), new Uint8Array(0), concat(proof, new Uint8Array(1)), unreduced(proof), concat(new Uint8Array(32), proof.subarray(32))]) {
      expect(await provesLogarithms(group, purpose, points, bad, 'beside')).toBe(false);
    }
    for (const bad of [new Uint8Array(32), new Uint8Array(32).fill(255)]) {
      await expect(provesLogarithms(group, purpose, concat(points.subarray(0, 96), bad, points.subarray(128)), proof, 'beside')).rejects.toEqual(new InvalidElement(3));
    }
  });

  it('tells a proof for one point from a proof of the single kind', async () => {
    const single = proveLogarithm(purpose, secrets[0] ?? 0n, points.subarray(0, 32));
    expect(await provesLogarithms(group, purpose, points.subarray(0, 32), single)).toBe(false);
  });
});

/**
 * A challenge that does not hash the points is known before them, and points can be made to fit it. Of these here nobody knows the logarithms: they hang on one that came from a
 * hash. Each forgery is right under the weaker rule, and no proof under the one that is used.
 */
describe('points that were chosen after the challenge', () => {
  const weakChallenge = (kind: string, ...parts: Uint8Array[]) =>
    ristretto255_hasher.hashToScalar(hashParts(kind, purpose.label, purpose.sid, u32be(purpose.party), encodePoint(GENERATOR), ...parts), { DST: utf8('mpc schnorr challenge v1') });
  const unknown = async () => decodePoint(await group.hashToGroup(randomBytes(32), 32, utf8('of unknown logarithm'))) ?? GENERATOR;
  const inverse = (scalar: bigint) => fromLittleEndian(invertScalars(encodeScalar(scalar)));

  it('would pass as one where its challenge hashed V alone, and does not', async () => {
    const [V, r] = [await unknown(), randomScalar()];
    const c = weakChallenge('mpc schnorr v1', encodePoint(V));
    const A = linearCombination([V, GENERATOR], [1n, ORDER - r]).multiply(inverse(c));
    expect(linearCombination([GENERATOR, A], [r, c]).equals(V)).toBe(true);
    expect(provesLogarithm(purpose, encodePoint(A), concat(encodePoint(V), encodeScalar(r)))).toBe(false);
  });

  it('would pass as many where it hashed their number and T, and do not', async () => {
    const [T, second, z] = [await unknown(), await unknown(), randomScalar()];
    const e = weakChallenge('mpc schnorr batch v1', u32be(2), encodePoint(T));
    const squared = (e * e) % ORDER;
    const first = linearCombination([GENERATOR, T, second], [z, ORDER - 1n, ORDER - squared]).multiply(inverse(e));
    expect(linearCombination([T, first, second], [1n, e, squared]).equals(timesGenerator(z))).toBe(true);
    expect(await provesLogarithms(group, purpose, concat(encodePoint(first), encodePoint(second)), concat(encodePoint(T), encodeScalar(z)))).toBe(false);
  });
});
