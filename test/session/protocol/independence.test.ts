import { afterEach, describe, expect, it, vi } from 'vitest';
import { lengthPrefixed, toHex, u32be, utf8 } from '../../../src/crypto/bytes.js';
import { elementsOf, fromBytes, vectorOf, type FieldVector } from '../../../src/crypto/field-vector.js';
import { fieldOf } from '../../../src/crypto/field.js';
import { hashParts } from '../../../src/crypto/hash.js';
import { openFeldman } from '../../../src/crypto/feldman.js';
import { unmaskVector } from '../../../src/crypto/masked-vector.js';
import { expandSeed } from '../../../src/crypto/prg.js';
import type * as random from '../../../src/crypto/random.js';
import { pointOf } from '../../../src/session/protocol/dealing.js';
import { sealedSum } from '../../../src/session/protocol/sealed-sum.js';
import { secureSum } from '../../../src/session/protocol/secure-sum.js';
import { memoryNetwork, type MemoryParty, type Sent } from '../../../src/testing/memory-network.js';

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
const SEATS = [0, 1, 2, 3];
const SECRET_KEYS = SEATS.map((i) => hashParts('test key', String(i)));

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

const SEEDS = SEATS.map((dealer) => SEATS.map((holder) => seedsFor(dealer, holder)));

/** Which element each party's seed for each other expands to. */
type Masks = readonly (readonly number[])[];

/** One way to add up the inputs: plays it, and says what the observers see beside seeds. */
type Play = (parties: readonly MemoryParty[], values: readonly FieldVector[], wire: readonly Sent[], observers: readonly number[]) => Promise<string[]>;

const zOf = (message: Uint8Array) => toHex(message.subarray(32));

function summing(recipients: readonly number[]): Play {
  return async (parties, values, wire, observers) => {
    const contributors = parties.map((_, i) => i);
    const ended = await Promise.all(parties.map(async (party, i) => secureSum(party, FIELD, values[i] as FieldVector, { contributors, recipients })));
    const total = values.reduce((sum, value) => sum + (elementsOf(FIELD, value)[0] ?? 0n), 0n) % 5n;
    ended.forEach(({ sum }, i) => expect(sum === undefined ? undefined : elementsOf(FIELD, sum)).toEqual(recipients.includes(i) ? [total] : undefined));
    return wire.filter(({ to, label }) => label === 'sum/open' && observers.includes(to)).map(({ from, to, message }) => `open ${from}→${to} ${zOf(message)}`);
  };
}

/** Seats 0 and 1 hold the result, and open by their two shares all that was sealed. */
const sealing: Play = async (parties, values) => {
  const contributors = parties.map((_, i) => i);
  const sums = await Promise.all(parties.map(async (party, i) => sealedSum(party, FIELD, values[i] as FieldVector, contributors, { needed: 2, holders: [0, 1] }, {})));
  return (sums[0]?.dealings ?? []).map(({ dealer, sealed, commitments }, i) => {
    const { secret } = openFeldman(commitments, [0, 1].map((seat) => ({ x: pointOf(seat), share: sums[seat]?.shares?.[i] ?? 0n })));
    const vector = fromBytes(FIELD, 1, sealed);
    if (secret === undefined || vector === undefined) throw new Error('two shares do not open it');
    return `z ${dealer} ${elementsOf(FIELD, unmaskVector(FIELD, vector, secret, SID, dealer)).join()}`;
  });
};

/** All that the observers see together and that is not a hash or signature of it: seeds they gave and got, and what was opened to one of them. */
async function viewOf(observers: readonly number[], inputs: readonly number[], masks: Masks, play: Play): Promise<string> {
  const seats = inputs.map((_, i) => i);
  scripted.queue.length = 0;
  for (const dealer of seats) {
    for (const holder of seats) {
      const seed = SEEDS[dealer]?.[holder]?.[masks[dealer]?.[holder] ?? 0];
      if (dealer !== holder && seed !== undefined) scripted.queue.push(Uint8Array.from(seed));
    }
  }
  const { parties, wire } = memoryNetwork(inputs.length, { sid: SID, secretKeys: SECRET_KEYS.slice(0, inputs.length) });
  const seen = await play(parties, inputs.map((input) => vectorOf(FIELD, [BigInt(input)])), wire, observers);
  expect(scripted.queue.length).toBe(0);
  const seeds = wire
    .filter(({ from, to, label }) => label === 'sum/seed' && (observers.includes(from) || observers.includes(to)))
    .map(({ from, to, message }) => `seed ${from}→${to} ${toHex(message)}`);
  return [...seeds, ...seen].sort().join('\n');
}

/** How often each view comes up over all that these two seeds can be, which the observers do not choose. */
async function distribution(observers: readonly number[], inputs: readonly number[], [forthSeed, backSeed]: readonly [readonly [number, number], readonly [number, number]], play: Play): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const is = ([dealer, holder]: readonly [number, number], from: number, to: number) => dealer === from && holder === to;
  for (const forth of ELEMENTS) {
    for (const back of ELEMENTS) {
      const masks = inputs.map((_, dealer) => inputs.map((__, holder) => (is(forthSeed, dealer, holder) ? forth : is(backSeed, dealer, holder) ? back : (1 + dealer + 2 * holder) % 5)));
      const view = await viewOf(observers, inputs, masks, play);
      counts.set(view, (counts.get(view) ?? 0) + 1);
    }
  }
  return counts;
}

/** Two honest parties whose inputs differ from play to play. */
async function expectOnlyTotal(observers: readonly number[], count: number, play: Play, others: readonly (readonly [number, number])[] = [[4, 0], [2, 2], [3, 1]]): Promise<void> {
  const [first = 0, second = 0] = SEATS.slice(0, count).filter((party) => !observers.includes(party));
  const inputs = (one: number, other: number) => SEATS.slice(0, count).map((party) => (party === first ? one : party === second ? other : 3));
  const between = [[first, second], [second, first]] as const;
  const reference = await distribution(observers, inputs(0, 4), between, play);
  // Five equally likely views: what the two opened is uniform but for its total.
  expect([...reference.values()]).toEqual([5, 5, 5, 5, 5]);
  for (const [one, other] of others) {
    expect(await distribution(observers, inputs(one, other), between, play)).toEqual(reference);
  }
  // Another total is another distribution: this comparison can fail.
  const another = await distribution(observers, inputs(1, 4), between, play);
  expect([...another.keys()].some((view) => reference.has(view))).toBe(false);
}

describe('what parties see of a sum', () => {
  it.each([0, 1, 2])('is distributed exactly alike for all honest inputs with one total: over all masks in the field of 5, for party %i', async (observer) => {
    await expectOnlyTotal([observer], 3, summing([0, 1, 2]));
  });

  it('two of four who put together what they see learn the total of the others and no more', async () => {
    await expectOnlyTotal([0, 1], 4, summing(SEATS));
    await expectOnlyTotal([1, 3], 4, summing([1]));
  });

  it('all but one, none of whom learns the result, see alike for every input of the last', async () => {
    const distributions = [];
    for (const input of ELEMENTS) distributions.push(await distribution([1, 2], [input, 3, 3], [[0, 1], [0, 2]], summing([0])));
    for (const each of distributions) expect(each).toEqual(distributions[0]);
    expect(distributions[0]?.size).toBe(25);
    // Where one of them learns it, they know the last one's input, as everybody says beforehand.
    const [one, other] = [await distribution([1, 2], [1, 3, 3], [[0, 1], [0, 2]], summing([1])), await distribution([1, 2], [2, 3, 3], [[0, 1], [0, 2]], summing([1]))];
    expect([...one.keys()].some((view) => other.has(view))).toBe(false);
  });

  it('enough holders of a sealed sum who put their shares together learn the total of the others and no more', async () => {
    await expectOnlyTotal([0, 1], 4, sealing, [[3, 1]]);
  });
});
