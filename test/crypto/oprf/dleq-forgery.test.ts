import { afterAll, describe, expect, it } from 'vitest';
import { SodiumGroup } from '../../../src/crypto/batch/sodium-group.js';
import { randomScalars } from '../../../src/crypto/batch/scalars.js';
import { concat } from '../../../src/crypto/bytes.js';
import { fromLittleEndian, toLittleEndian32 } from '../../../src/crypto/field25519.js';
import { proveCombination, verifyCombination } from '../../../src/crypto/oprf/chaum-pedersen.js';
import { batchWeights, generateProof, verifyProof } from '../../../src/crypto/oprf/dleq.js';
import { randomBytes } from '../../../src/crypto/random.js';
import { ORDER } from '../../../src/crypto/scalar.js';
import { rfcWeights } from '../../support/rfc9497-composites.js';

/**
 * A prover that answers D_i = k·C_i + e_i·G in the place of k·C_i needs Σ w_i·e_i = 0. Under RFC 9497's weights each term is its own to choose, so it looks
 * for terms that cancel by a generalised birthday search. Kept small by cutting weights to 24 bits; with whole ones it takes tens of thousands of
 * pairs, and minutes.
 */
const WEIGHT_BITS = 24;
const TRIES = 1024;
const PAIRS = 4;

const group = new SodiumGroup({ threads: 0 });
afterAll(async () => group.close());

type Rule = (b: Uint8Array, c: Uint8Array, d: Uint8Array) => Uint8Array;
const PURPOSE = { label: 'test', sid: randomBytes(32), party: 0 };
const ours: Rule = (b, c, d) => batchWeights(PURPOSE, b, c, d);

function shortened(rule: Rule): Rule {
  return (b, c, d) => rule(b, c, d).map((byte, i) => (i % 32 < WEIGHT_BITS / 8 ? byte : 0));
}

async function statement() {
  const k = randomScalars(1);
  const c = await group.scaleBase(randomScalars(PAIRS));
  return { k, b: await group.scaleBase(k), c, honest: await group.scale(k, c) };
}

type Statement = Awaited<ReturnType<typeof statement>>;

/** Four errors, none 0, whose weighted sum vanishes where each weight depends on its own pair alone; with the points that they make. */
async function forge({ b, c, honest }: Statement, rule: Rule): Promise<Uint8Array> {
  const lists = await Promise.all(
    Array.from({ length: PAIRS }, async (_, i) => {
      // The errors of two lists are negative, so that sums cancel.
      const sign = i < 2 ? 1n : -1n;
      const errors = Array.from({ length: TRIES }, (__, t) => sign * BigInt(t + 1));
      const offsets = await group.scaleBase(concat(...errors.map((e) => toLittleEndian32((e + ORDER) % ORDER))));
      const own = honest.subarray(32 * i, 32 * i + 32);
      const points = await group.add(offsets, concat(...errors.map(() => own)));
      return errors.map((e, t) => {
        const point = points.subarray(32 * t, 32 * t + 32);
        const answers = Uint8Array.from(honest);
        answers.set(point, 32 * i);
        return { point, term: Number(e * fromLittleEndian(rule(b, c, answers).subarray(32 * i, 32 * i + 32))) };
      });
    }),
  );
  const [first = [], second = [], third = [], fourth = []] = lists;
  const sums = new Map<number, readonly Uint8Array[]>();
  for (const one of first) for (const two of second) sums.set(one.term + two.term, [one.point, two.point]);
  for (const three of third) {
    for (const four of fourth) {
      const found = sums.get(-three.term - four.term);
      if (found !== undefined) return concat(...found, three.point, four.point);
    }
  }
  throw new Error('nothing found: with these sizes some forty are expected');
}

/** Whether a batch of only wrong answers passes with the best proof that there can be. */
async function passes(made: Statement, answers: Uint8Array, rule: Rule): Promise<boolean> {
  const pairs = { c: made.c, d: answers, weights: rule(made.b, made.c, answers) };
  return verifyCombination(group, made.b, pairs, await proveCombination(group, made.k, made.b, pairs));
}

describe('a batch of answers that are all wrong', () => {
  it('passes where the weight of a pair hashes that pair alone, as in RFC 9497', async () => {
    const made = await statement();
    const rule = shortened(rfcWeights);
    const answers = await forge(made, rule);
    for (let i = 0; i < PAIRS; i++) expect(answers.subarray(32 * i, 32 * i + 32)).not.toEqual(made.honest.subarray(32 * i, 32 * i + 32));
    expect(await passes(made, answers, rule)).toBe(true);
  });

  it('does not pass where each weight hashes all pairs, although the weights are as short', async () => {
    const made = await statement();
    const rule = shortened(ours);
    expect(await passes(made, made.honest, rule)).toBe(true);
    // The forger takes the terms as they are while all other answers are true, which is as good as any guess.
    expect(await passes(made, await forge(made, rule), rule)).toBe(false);
  });

  it('is refused by the verifier that is used, whichever weights it was forged against', async () => {
    const made = await statement();
    for (const rule of [shortened(rfcWeights), shortened(ours)]) {
      const answers = await forge(made, rule);
      expect(await verifyProof(group, PURPOSE, made.b, made.c, answers, await generateProof(group, PURPOSE, made.k, made.b, made.c, answers))).toBe(false);
    }
  });
});
