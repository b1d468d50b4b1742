import { afterEach, describe, expect, it, vi } from 'vitest';
import { lengthPrefixed, toHex, u32be, utf8 } from '../../../src/crypto/bytes.js';
import { elementsOf, vectorOf } from '../../../src/crypto/field-vector.js';
import { fieldOf } from '../../../src/crypto/field.js';
import { hashParts } from '../../../src/crypto/hash.js';
import { expandSeed } from '../../../src/crypto/prg.js';
import type * as random from '../../../src/crypto/random.js';
import { secureSum } from '../../../src/session/protocol/secure-sum.js';
import { memoryNetwork } from '../../../src/testing/memory-network.js';

const scripted = vi.hoisted(() => ({ queue: [] as Uint8Array[] }));
vi.mock('../../../src/crypto/random.js', async (original) => {
  const real = await original<typeof random>();
  return { randomBytes: (n: number) => scripted.queue.shift() ?? real.randomBytes(n) };
});

afterEach(() => {
  scripted.queue.length = 0;
});

const FIELD = fieldOf('5', 5n);
const ELEMENTS = [0, 1, 2, 3, 4];
const SID = hashParts('test session');
const SECRET_KEYS = [0, 1, 2].map((i) => hashParts('test key', String(i)));

/** For each element of the field a seed that a pair of parties expands to it: all of them stand for all seeds there are. */
function seedsFor(dealer: number, holder: number): Uint8Array[] {
  const info = lengthPrefixed(utf8('mpc sum share v1'), utf8(FIELD.name), u32be(dealer), u32be(holder));
  return ELEMENTS.map((wanted) => {
    for (let i = 0; ; i++) {
      const seed = hashParts('test seed', u32be(i));
      if (elementsOf(FIELD, expandSeed(FIELD, seed, SID, info, 1))[0] === BigInt(wanted)) return seed;
    }
  });
}

const SEEDS = [0, 1, 2].map((dealer) => [0, 1, 2].map((holder) => seedsFor(dealer, holder)));

/** Which element each party's seed for each other expands to. */
type Masks = readonly (readonly number[])[];

/** All that `observer` sees that is not a hash or signature of it: seeds it gave and got, and the openings. */
async function viewOf(observer: number, inputs: readonly number[], masks: Masks): Promise<string> {
  scripted.queue.length = 0;
  for (const dealer of [0, 1, 2]) {
    for (const holder of [0, 1, 2]) {
      const seed = SEEDS[dealer]?.[holder]?.[masks[dealer]?.[holder] ?? 0];
      if (dealer !== holder && seed !== undefined) scripted.queue.push(Uint8Array.from(seed));
    }
  }
  const { parties, wire } = memoryNetwork(3, { sid: SID, secretKeys: SECRET_KEYS });
  const ended = await Promise.all(parties.map((party, i) => secureSum(party, FIELD, vectorOf(FIELD, [BigInt(inputs[i] ?? 0)]), { contributors: [0, 1, 2], recipients: [0, 1, 2] })));
  expect(scripted.queue.length).toBe(0);
  const total = BigInt(inputs.reduce((sum, input) => sum + input, 0) % 5);
  for (const { sum } of ended) expect(sum === undefined ? undefined : elementsOf(FIELD, sum)).toEqual([total]);
  return wire
    .filter(({ from, to, label }) => (label === 'sum/seed' && (from === observer || to === observer)) || (label === 'sum/open' && to === observer))
    .map(({ from, to, label, message }) => `${label} ${from}→${to} ${toHex(label === 'sum/open' ? message.subarray(32) : message)}`)
    .sort()
    .join('\n');
}

/** How often each view comes up over everything that the two honest parties keep from the observer. */
async function distribution(observer: number, inputs: readonly number[], shared: number): Promise<Map<string, number>> {
  const [first = 0, second = 0] = [0, 1, 2].filter((party) => party !== observer);
  const counts = new Map<string, number>();
  for (const forth of ELEMENTS) {
    for (const back of ELEMENTS) {
      const masks = [0, 1, 2].map((dealer) => [0, 1, 2].map((holder) => (dealer === first && holder === second ? forth : dealer === second && holder === first ? back : (shared + dealer + 2 * holder) % 5)));
      const view = await viewOf(observer, inputs, masks);
      counts.set(view, (counts.get(view) ?? 0) + 1);
    }
  }
  return counts;
}

describe('what a party sees of a sum', () => {
  it.each([0, 1, 2])('is distributed exactly alike for all honest inputs with one total: over all masks in the field of 5, for party %i', async (observer) => {
    const inputs = (first: number, second: number) => {
      const values = [first, second];
      return [0, 1, 2].map((party) => (party === observer ? 3 : (values.shift() ?? 0)));
    };
    const reference = await distribution(observer, inputs(0, 4), observer);
    // Five equally likely views: the two openings are uniform but for their total.
    expect([...reference.values()]).toEqual([5, 5, 5, 5, 5]);
    for (const [first, second] of [[4, 0], [2, 2], [3, 1]] as const) {
      expect(await distribution(observer, inputs(first, second), observer)).toEqual(reference);
    }
    // Another total is another distribution: this comparison can fail.
    const other = await distribution(observer, inputs(1, 4), observer);
    expect([...other.keys()].some((view) => reference.has(view))).toBe(false);
  });
});
