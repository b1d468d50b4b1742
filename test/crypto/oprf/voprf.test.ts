import { readFileSync } from 'node:fs';
import { ristretto255_oprf } from '@noble/curves/ed25519.js';
import { afterAll, describe, expect, it } from 'vitest';
import { InvalidElement, type BatchGroup } from '../../../src/crypto/batch/group.js';
import { PlainGroup } from '../../../src/crypto/batch/plain-group.js';
import { invertScalars, randomScalars } from '../../../src/crypto/batch/scalars.js';
import { SodiumGroup } from '../../../src/crypto/batch/sodium-group.js';
import { concat, fromHex, toHex } from '../../../src/crypto/bytes.js';
import { fromLittleEndian, toLittleEndian32 } from '../../../src/crypto/field25519.js';
import { proveCombination, verifyCombination } from '../../../src/crypto/oprf/chaum-pedersen.js';
import { MAX_BATCH, generateProof, verifyProof } from '../../../src/crypto/oprf/dleq.js';
import { blind, blindEvaluate, deriveKeyPair, evaluate, finalize, generateKeyPair } from '../../../src/crypto/oprf/voprf.js';
import { randomBytes } from '../../../src/crypto/random.js';
import { ORDER } from '../../../src/crypto/scalar.js';
import { rfcWeights } from '../../support/rfc9497-composites.js';

interface Suite {
  readonly mode: number;
  readonly seed: string;
  readonly keyInfo: string;
  readonly skSm: string;
  readonly pkSm: string;
  readonly groupDST: string;
  readonly vectors: readonly { readonly Batch: number; readonly Blind: string; readonly BlindedElement: string; readonly EvaluationElement: string; readonly Input: string; readonly Output: string; readonly Proof: { readonly proof: string; readonly r: string } }[];
}

const suites = JSON.parse(readFileSync(new URL('../../../fixtures/vectors/oprf-ristretto255.json', import.meta.url), 'utf8')) as Suite[];
const voprf = suites.find((suite) => suite.mode === 1) as Suite;
const PURPOSE = { label: 'test', sid: randomBytes(32), party: 3 };
/** As the RFC weighs them. */
const rfcPairs = (b: Uint8Array, c: Uint8Array, d: Uint8Array) => ({ c, d, weights: rfcWeights(b, c, d) });
const fast = new SodiumGroup({ threads: 0 });
afterAll(async () => fast.close());
const ENGINES: [string, BatchGroup][] = [
  ['plain', new PlainGroup()],
  ['fast', fast],
];

/** The vectors separate the elements of a batch by commas. */
function batch(text: string): Uint8Array[] {
  return text.split(',').map(fromHex);
}

describe.each(ENGINES)('the vectors of RFC 9497 appendix A.1.2, over the %s group', (_, group) => {
  it('derive the key pair', async () => {
    const { secretKey, publicKey } = await deriveKeyPair(group, fromHex(voprf.seed), fromHex(voprf.keyInfo));
    expect(toHex(secretKey)).toBe(voprf.skSm);
    expect(toHex(publicKey)).toBe(voprf.pkSm);
  });

  it.each(voprf.vectors.map((vector, i) => ({ ...vector, name: `${i + 1}, of batch size ${vector.Batch}` })))('vector $name', async (vector) => {
    const [secretKey, publicKey] = [fromHex(voprf.skSm), fromHex(voprf.pkSm)];
    const inputs = batch(vector.Input);
    const blinds = batch(vector.Blind);
    expect(inputs.length).toBe(vector.Batch);
    const blinded = await Promise.all(inputs.map(async (input, i) => (await blind(group, input, input.length, blinds[i])).blinded));
    expect(blinded.map(toHex).join(',')).toBe(vector.BlindedElement);
    const evaluated = await blindEvaluate(group, secretKey, concat(...blinded));
    expect(toHex(evaluated)).toBe(vector.EvaluationElement.replaceAll(',', ''));
    const proof = await proveCombination(group, secretKey, publicKey, rfcPairs(publicKey, concat(...blinded), evaluated), fromHex(vector.Proof.r));
    expect(toHex(proof)).toBe(vector.Proof.proof);
    expect(await verifyCombination(group, publicKey, rfcPairs(publicKey, concat(...blinded), evaluated), proof)).toBe(true);
    const outputs = await Promise.all(inputs.map(async (input, i) => finalize(group, input, input.length, blinds[i] as Uint8Array, evaluated.subarray(32 * i, 32 * i + 32))));
    expect(outputs.map(toHex).join(',')).toBe(vector.Output);
    for (const [i, input] of inputs.entries()) expect(await evaluate(group, secretKey, input, input.length)).toEqual(outputs[i]);
  });
});

describe('against the implementation of noble', () => {
  const count = 4;
  const inputs = randomBytes(count * 40);
  const each = Array.from({ length: count }, (_, i) => inputs.subarray(40 * i, 40 * i + 40));
  const pieces = (packed: Uint8Array) => Array.from({ length: count }, (_, i) => packed.subarray(32 * i, 32 * i + 32));

  const itemsOf = (blinds: Uint8Array, blinded: Uint8Array, evaluated: Uint8Array) =>
    each.map((input, i) => ({ input, blind: pieces(blinds)[i] as Uint8Array, blinded: pieces(blinded)[i] as Uint8Array, evaluated: pieces(evaluated)[i] as Uint8Array }));

  it('noble accepts our proofs, and comes to our values', async () => {
    const { secretKey, publicKey } = await generateKeyPair(fast);
    const { blinds, blinded } = await blind(fast, inputs, 40);
    const evaluated = await blindEvaluate(fast, secretKey, blinded);
    const proof = await proveCombination(fast, secretKey, publicKey, rfcPairs(publicKey, blinded, evaluated));
    const theirs = ristretto255_oprf.voprf.finalizeBatch(itemsOf(blinds, blinded, evaluated), publicKey, proof);
    expect(await finalize(fast, inputs, 40, blinds, evaluated)).toEqual(concat(...theirs));
    expect(await evaluate(fast, secretKey, inputs, 40)).toEqual(concat(...theirs));
  });

  it('we accept noble’s proofs, and come to its values', async () => {
    const { secretKey, publicKey } = ristretto255_oprf.voprf.generateKeyPair();
    const { blinds, blinded } = await blind(fast, inputs, 40);
    const { evaluated, proof } = ristretto255_oprf.voprf.blindEvaluateBatch(secretKey, publicKey, pieces(blinded));
    expect(await verifyCombination(fast, publicKey, rfcPairs(publicKey, blinded, concat(...evaluated)), proof)).toBe(true);
    expect(await finalize(fast, inputs, 40, blinds, concat(...evaluated))).toEqual(concat(...ristretto255_oprf.voprf.finalizeBatch(itemsOf(blinds, blinded, concat(...evaluated)), publicKey, proof)));
  });
});

describe('a proof', () => {
  async function proven(count: number) {
    const { secretKey, publicKey } = await generateKeyPair(fast);
    const { blinded } = await blind(fast, randomBytes(32 * count), 32);
    const evaluated = await blindEvaluate(fast, secretKey, blinded);
    return { secretKey, publicKey, blinded, evaluated, proof: await generateProof(fast, PURPOSE, secretKey, publicKey, blinded, evaluated) };
  }

  it('is refused when any bit of it is another', async () => {
    const { publicKey, blinded, evaluated, proof } = await proven(3);
    for (let bit = 0; bit < 512; bit += 13) {
      const altered = proof.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
      expect(await verifyProof(fast, PURPOSE, publicKey, blinded, evaluated, altered)).toBe(false);
    }
  });

  it('is refused when one element was evaluated under another key, or two were swapped', async () => {
    const { secretKey, publicKey, blinded, evaluated, proof } = await proven(5);
    const other = await generateKeyPair(fast);
    const wrong = Uint8Array.from(evaluated);
    wrong.set(await blindEvaluate(fast, other.secretKey, blinded.subarray(64, 96)), 64);
    expect(await verifyProof(fast, PURPOSE, publicKey, blinded, wrong, proof)).toBe(false);
    // Also when the prover does its best for the wrong claim.
    expect(await verifyProof(fast, PURPOSE, publicKey, blinded, wrong, await generateProof(fast, PURPOSE, secretKey, publicKey, blinded, wrong))).toBe(false);
    const swapped = concat(evaluated.subarray(32, 64), evaluated.subarray(0, 32), evaluated.subarray(64));
    expect(await verifyProof(fast, PURPOSE, publicKey, blinded, swapped, await generateProof(fast, PURPOSE, secretKey, publicKey, blinded, swapped))).toBe(false);
    expect(await verifyProof(fast, PURPOSE, other.publicKey, blinded, evaluated, proof)).toBe(false);
  });

  it('is refused when two errors cancel in the plain sum of all elements', async () => {
    const { secretKey, publicKey, blinded, evaluated } = await proven(2);
    const error = await fast.scaleBase(randomScalars(1));
    const [first, second] = [await fast.add(evaluated.subarray(0, 32), error), await fast.subtract(evaluated.subarray(32), error)];
    const wrong = concat(first, second);
    expect(await verifyProof(fast, PURPOSE, publicKey, blinded, wrong, await generateProof(fast, PURPOSE, secretKey, publicKey, blinded, wrong))).toBe(false);
  });

  it('is refused in other lengths, and with numbers that are not reduced', async () => {
    const { publicKey, blinded, evaluated, proof } = await proven(1);
    expect(await verifyProof(fast, PURPOSE, publicKey, blinded, evaluated, proof)).toBe(true);
    for (const bad of [proof.subarray(1), concat(proof, Uint8Array.of(0)), new Uint8Array(0), new Uint8Array(64)]) expect(await verifyProof(fast, PURPOSE, publicKey, blinded, evaluated, bad)).toBe(false);
    for (const at of [0, 32]) {
      const unreduced = Uint8Array.from(proof);
      unreduced.set(toLittleEndian32(fromLittleEndian(proof.subarray(at, at + 32)) + ORDER), at);
      expect(await verifyProof(fast, PURPOSE, publicKey, blinded, evaluated, unreduced)).toBe(false);
    }
  });

  it('is refused for another purpose, session, party, key, or whatever else it was bound to', async () => {
    const { secretKey, publicKey, blinded, evaluated } = await proven(3);
    const bound = [randomBytes(4), randomBytes(4)] as const;
    const proof = await generateProof(fast, PURPOSE, secretKey, publicKey, blinded, evaluated, ...bound);
    expect(await verifyProof(fast, PURPOSE, publicKey, blinded, evaluated, proof, ...bound)).toBe(true);
    for (const purpose of [{ ...PURPOSE, label: 'other' }, { ...PURPOSE, sid: randomBytes(32) }, { ...PURPOSE, party: 4 }]) {
      expect(await verifyProof(fast, purpose, publicKey, blinded, evaluated, proof, ...bound)).toBe(false);
    }
    expect(await verifyProof(fast, PURPOSE, publicKey, blinded, evaluated, proof)).toBe(false);
    expect(await verifyProof(fast, PURPOSE, publicKey, blinded, evaluated, proof, bound[1], bound[0])).toBe(false);
    expect(await verifyProof(fast, PURPOSE, publicKey, blinded, evaluated, proof, concat(...bound))).toBe(false);
  });

  it('names the element that is none', async () => {
    const { publicKey, blinded, evaluated, proof } = await proven(3);
    const wrong = Uint8Array.from(evaluated).fill(0, 32, 64);
    await expect(verifyProof(fast, PURPOSE, publicKey, blinded, wrong, proof)).rejects.toThrow(new InvalidElement(1));
  });

  it('speaks of no more elements than MAX_BATCH', async () => {
    const one = (await fast.scaleBase(randomScalars(1)));
    const many = new Uint8Array(32 * (MAX_BATCH + 1)).fill(1);
    await expect(generateProof(fast, PURPOSE, randomScalars(1), one, many, many)).rejects.toThrow(RangeError);
  });
});

describe('packed scalars', () => {
  it('are inverted as one by one', () => {
    for (const count of [0, 1, 2, 17]) {
      const scalars = randomScalars(count);
      const inverses = invertScalars(scalars);
      for (let i = 0; i < count; i++) expect((fromLittleEndian(scalars.subarray(32 * i, 32 * i + 32)) * fromLittleEndian(inverses.subarray(32 * i, 32 * i + 32))) % ORDER).toBe(1n);
    }
    expect(() => invertScalars(concat(randomScalars(1), new Uint8Array(32)))).toThrow(RangeError);
  });

  it('are drawn from the whole range, and differ', () => {
    const values = Array.from({ length: 2000 }, () => fromLittleEndian(randomScalars(1)));
    expect(new Set(values).size).toBe(2000);
    expect(values.every((value) => value > 0n && value < ORDER)).toBe(true);
    // A fair half lies above the middle: off by more than six standard deviations once in 10^9.
    const above = values.filter((value) => value > ORDER / 2n).length;
    expect(Math.abs(above - 1000)).toBeLessThan(6 * Math.sqrt(500));
  });
});
