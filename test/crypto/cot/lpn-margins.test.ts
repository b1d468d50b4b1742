import { describe, expect, it } from 'vitest';
import { CODE_WEIGHT, COT_SETS, type CotParameters, cotSizes } from '../../../src/crypto/cot/parameters.js';
import { marginsOf, type Margins, varshamovBias } from '../../support/lpn-attacks.js';

/**
 * The figures of `docs/protocols/transfers.md`, "Parameters". Whoever changes a set, or the weight of the code, sees here what becomes of them.
 */

/** What is asked for where nobody has guessed anything: 128 bits, and 43 for guesses at the noise that a session may survive. */
const LEAST = 171;

/** The two lines that know that the code is local: what a set is accepted or refused by. */
const lowest = ({ peeled, floor }: Margins): number => Math.min(peeled, floor);

const margins = new Map<CotParameters, Margins>();
const used = (set: CotParameters): Margins => margins.get(set) ?? margins.set(set, marginsOf(set, 16)).get(set) as Margins;

describe('what known attacks on the code cost', () => {
  it.each([
    [COT_SETS[0], { gauss: 340, hybrid: 302, share: 0.68, peeled: 213, onTheWay: 239, floorShare: 0.64, floor: 200 }],
    [COT_SETS[1] as CotParameters, { gauss: 338, hybrid: 296, share: 0.65, peeled: 205, onTheWay: 231, floorShare: 0.61, floor: 192 }],
  ])('%j: as documented, and by nothing less than 171 bits', (set, documented) => {
    const margins = used(set);
    // Peeling a code of another size, or breaking ties otherwise, moves its lines by less than that.
    for (const [line, bits] of Object.entries(documented)) expect([line, Math.abs(margins[line as keyof Margins] - bits) <= (bits < 1 ? 0.01 : 1.5)]).toEqual([line, true]);
    expect(Math.min(margins.gauss, margins.hybrid, margins.peeled, margins.onTheWay, margins.floor)).toBeGreaterThanOrEqual(LEAST);
  });

  it.each<[CotParameters, number]>([
    [{ trees: 1700, depth: 9, columns: 2 ** 16 }, 131],
    [{ trees: 2340, depth: 10, columns: 2 ** 17 }, 128],
  ])('refuses %j, which keeps 128 bits only as long as the code is taken for random', (set, documented) => {
    const margins = marginsOf(set, 16);
    expect(Math.min(margins.gauss, margins.hybrid)).toBeGreaterThan(LEAST);
    expect(Math.round(lowest(margins))).toBe(documented);
    expect(lowest(margins)).toBeLessThan(LEAST);
  });

  it('leaves no set in use that a change of its columns, trees or weight would bring below', () => {
    expect(CODE_WEIGHT).toBe(10);
    for (const set of COT_SETS) expect(Math.floor(lowest(used(set)) - 43)).toBeGreaterThanOrEqual(148);
  });

  it('is not that of the measure of linear tests whose words cost nothing to find: no set of this size would pass it', () => {
    expect(varshamovBias(COT_SETS[0])).toBeLessThan(80);
  });

  it('leaves at most 2^14.7 nodes of trees that a search may hit in one chunk', () => {
    for (const { trees, depth } of COT_SETS) expect(Math.log2(trees * (depth + 1))).toBeLessThan(14.7);
  });

  it('delivers more than a chunk uses up', () => {
    expect(COT_SETS.map((set) => cotSizes(set))).toMatchObject([
      { outputs: 870_400, base: 113_732, delivered: 756_668, forestBytes: 530_400 },
      { outputs: 2_396_160, base: 220_136, delivered: 2_176_024, forestBytes: 805_000 - 40 },
    ]);
  });
});
