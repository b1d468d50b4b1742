import { describe, expect, it } from 'vitest';
import { concat, toHex, u32be } from '../../../src/crypto/bytes.js';
import { openFeldman } from '../../../src/crypto/feldman.js';
import { addInto, elementsOf, fromBytes, vectorOf, zeroVector } from '../../../src/crypto/field-vector.js';
import { FIELDS, type Field } from '../../../src/crypto/field.js';
import { addScalars, decodeScalar, encodeScalar, ORDER } from '../../../src/crypto/scalar.js';
import { unmaskVector } from '../../../src/crypto/masked-vector.js';
import { pointOf, type Dealt, type Holding } from '../../../src/session/protocol/dealing.js';
import { sealedSum } from '../../../src/session/protocol/sealed-sum.js';
import { memoryNetwork, type Sent, type MemoryParty } from '../../../src/testing/memory-network.js';
import { cheatAsDealer, signedBroadcast, Stopped, type DealerTricks, type SealStep } from '../../support/sealed-sessions.js';
import { subsetsOf } from '../../support/subsets.js';
import { deviationOf, failureOf, outcomes } from './outcomes.js';

const [FIELD, ...OTHERS] = FIELDS as [Field, ...Field[]];
const CHEATER = 1;
const EVERYONE = [0, 1, 2];
const TWO_OF_THREE: Holding = { needed: 2, holders: EVERYONE };
const OPENING_BYTES = 32 + 2 * 8 + 2 * 32;

const flipped = (bytes: Uint8Array, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));

/** What the holders at these seats open together; undefined where they are too few. */
function opened(field: Field, length: number, sid: Uint8Array, sums: readonly Dealt[], seats: readonly number[]): bigint[] | undefined {
  const total = zeroVector(field, length);
  for (const [i, { dealer, sealed, commitments }] of (sums[0]?.dealings ?? []).entries()) {
    const { secret, falseHolders } = openFeldman(commitments, seats.map((seat) => ({ x: pointOf(seat), share: sums[seat]?.shares?.[i] ?? -1n })));
    expect(falseHolders).toEqual([]);
    const vector = fromBytes(field, length, sealed);
    if (secret === undefined || vector === undefined) return undefined;
    addInto(field, total, unmaskVector(field, vector, secret, sid, dealer));
  }
  return elementsOf(field, total);
}

interface Ran {
  readonly sums: Dealt[];
  readonly sid: Uint8Array;
  readonly wire: readonly Sent[];
  readonly parties: readonly MemoryParty[];
}

async function run(count: number, contributors: readonly number[], holding: Holding, field = FIELD): Promise<Ran> {
  const { parties, wire } = memoryNetwork(count);
  const sums = await Promise.all(parties.map(async (party, i) => sealedSum(party, field, vectorOf(field, [BigInt(i + 1), 10n ** BigInt(i)]), contributors, holding, {})));
  return { sums, sid: parties[0]?.sid ?? new Uint8Array(0), wire, parties };
}

describe('a sealed sum among honest parties', () => {
  it.each([
    ['2 of 3', 3, EVERYONE, TWO_OF_THREE],
    ['3 of 3', 3, EVERYONE, { needed: 3, holders: EVERYONE }],
    ['3 of 5', 5, [0, 1, 2, 3, 4], { needed: 3, holders: [0, 1, 2, 3, 4] }],
    ['2 of the 3 that hold, of 5', 5, [0, 1, 2, 3, 4], { needed: 2, holders: [0, 2, 4] }],
    ['holders that put nothing in, and contributors that hold nothing', 5, [0, 1, 2], { needed: 2, holders: [2, 3, 4] }],
  ] as const)('%s: any t shares open to the exact sum, and t − 1 give nothing', async (_, count, contributors, holding) => {
    const { sums, sid } = await run(count, contributors, holding);
    const sum = [contributors.reduce<bigint>((total, i) => total + BigInt(i + 1), 0n), contributors.reduce<bigint>((total, i) => total + 10n ** BigInt(i), 0n)];
    for (const seats of subsetsOf(holding.holders, holding.needed)) expect(opened(FIELD, 2, sid, sums, seats)).toEqual(sum);
    expect(opened(FIELD, 2, sid, sums, holding.holders)).toEqual(sum);
    for (const seats of subsetsOf(holding.holders, holding.needed - 1)) expect(opened(FIELD, 2, sid, sums, seats)).toBeUndefined();
    sums.forEach(({ shares, commitments, dealings }, i) => {
      expect(shares?.length).toBe((holding.holders as readonly number[]).includes(i) ? contributors.length : undefined);
      expect(commitments).toEqual(sums[0]?.commitments);
      expect(commitments.map((each) => each.length)).toEqual(Array.from({ length: count }, (__, seat) => ((contributors as readonly number[]).includes(seat) ? 32 : 0)));
      expect(dealings.map(({ dealer }) => dealer)).toEqual(contributors);
    });
  });

  it('is exact in every field', async () => {
    for (const field of OTHERS) {
      const { sums, sid } = await run(3, EVERYONE, TWO_OF_THREE, field);
      expect(opened(field, 2, sid, sums, [0, 2])).toEqual([6n, 111n]);
    }
  });

  it('gives all the same transcript, and nobody but its holder sees a share', async () => {
    const { parties, wire, sums } = await run(3, EVERYONE, TWO_OF_THREE);
    expect(new Set(parties.map((party) => toHex(party.transcript.hash))).size).toBe(1);
    for (const [holder, { shares }] of sums.entries()) {
      for (const [i, share] of (shares ?? []).entries()) {
        const seen = wire.filter(({ message }) => toHex(message).includes(toHex(encodeScalar(share))));
        expect(seen.map(({ from, to }) => [from, to])).toEqual(i === holder ? [] : [[i, holder]]);
      }
    }
  });

  it('sends no masked total in the clear: what is opened is sealed', async () => {
    const { wire } = await run(3, EVERYONE, TWO_OF_THREE);
    expect(new Set(wire.map(({ label }) => label))).toEqual(new Set(['sum/seed', 'seal/commit', 'seal/commit/echo', 'seal/open', 'seal/open/echo', 'seal/share', 'seal/done', 'seal/done/echo']));
  });
});

type Ended = Error | Dealt;

/** North and Harbour are honest, South cheats; it leaves once it is done, so that nobody waits for more. */
async function against(tricksOf: (cheater: MemoryParty) => DealerTricks, holding = TWO_OF_THREE, session = memoryNetwork(3)): Promise<Ended[]> {
  const { parties } = session;
  const cheater = parties[CHEATER] as MemoryParty;
  const value = vectorOf(FIELD, [1n, 2n]);
  const honest = outcomes(
    parties
      .filter((party) => party !== cheater)
      // Who found something leaves, as a real party ends its channels.
      .map(async (party) => sealedSum(party, FIELD, value, EVERYONE, holding, {}).finally(() => party.network.leave())),
  );
  const cheating = cheatAsDealer(cheater, FIELD, value, EVERYONE, holding, tricksOf(cheater)).finally(() => cheater.network.leave());
  const [ended] = await Promise.all([honest, outcomes([cheating])]);
  return ended;
}

function expectBothName(ended: readonly Ended[], words: string): void {
  expect(ended.map(deviationOf)).toEqual([0, 1].map(() => ({ party: 'South', message: expect.stringContaining(words) as string })));
}

/** One finds it, and ends; the other may find the same, or only that the first has left. */
function expectOneNames(ended: readonly Ended[], seat: 0 | 1, words: string): void {
  expect(deviationOf(ended[seat])).toEqual({ party: 'South', message: expect.stringContaining(words) as string });
  expect(ended[1 - seat]).toBeInstanceOf(Error);
}

const IDENTITY = new Uint8Array(32);
const OFF_CURVE = new Uint8Array(32).fill(0xff);
const P = (1n << 61n) - 1n;
const pBytes = () => Uint8Array.from(Buffer.from(P.toString(16).padStart(16, '0'), 'hex').reverse());

describe('against a dealer that cheats', () => {
  it('one with a program of its own that plays no trick is an honest one', async () => {
    const ended = await against(() => ({}));
    expect(ended.map((each) => (each instanceof Error ? each.message : each.shares?.length))).toEqual([3, 3]);
  });

  it.each([0, 32, 47, 48, OPENING_BYTES - 33])('who opens something else than it committed to (byte %i) is named by all', async (at) => {
    const ended = await against(() => ({ opening: (opening) => flipped(opening, at) }));
    for (const each of ended) expect(deviationOf(each).message).toMatch(/opened another sealed value|malformed commitments/);
    expect(ended.map((each) => deviationOf(each).party)).toEqual(['South', 'South']);
  });

  it.each<[string, DealerTricks['opening'], string]>([
    ['one byte short', (opening) => opening.slice(0, -1), 'opened a sealed value of the wrong length'],
    ['nothing', () => new Uint8Array(0), 'opened a sealed value of the wrong length'],
    ['one commitment less', (opening) => opening.slice(0, -32), 'opened a sealed value of the wrong length'],
    ['one commitment more', (opening) => concat(opening, opening.slice(-32)), 'at most'],
  ])('who opens %s is named by all', async (_, opening, words) => {
    expectBothName(await against(() => ({ opening: opening as NonNullable<typeof opening> })), words);
  });

  it.each<[string, NonNullable<DealerTricks['content']>]>([
    ['the identity as its first commitment, the key 0', (sealed, [, ...rest]) => concat(sealed, IDENTITY, ...rest)],
    ['bytes that are no point as the first', (sealed, [, ...rest]) => concat(sealed, OFF_CURVE, ...rest)],
    ['bytes that are no point as the last', (sealed, commitments) => concat(sealed, ...commitments.slice(0, -1), OFF_CURVE)],
  ])('who commits to and opens %s is named by all', async (_, content) => {
    expectBothName(await against(() => ({ content })), 'malformed commitments');
  });

  it('who seals an element outside the field is named by all', async () => {
    expectBothName(await against(() => ({ content: (sealed, commitments) => concat(pBytes(), sealed.slice(8), ...commitments) })), 'outside the field');
  });

  it.each([0, 31, 33])('who sends a commitment of %i bytes is named by all', async (length) => {
    const ended = await against(() => ({ commitment: () => new Uint8Array(length) }));
    expectBothName(ended, length > 32 ? 'at most' : 'commitment of the wrong length');
  });

  it.each(['seal/commit', 'seal/open', 'seal/done'] as const)('who broadcasts two things in "%s" is named by all, by the echo', async (step) => {
    const ended = await against((cheater) => ({ send: (to, label, message) => (label === step && to === 0 ? signedBroadcast(cheater, step, flipped(message.slice(64), 3)) : message) }));
    expectBothName(ended, `different messages to different parties in the step "${step}"`);
  });

  it('who confirms other dealings than were opened is named by all', async () => {
    expectBothName(await against(() => ({ done: (hash) => flipped(hash, 0) })), 'confirmed other dealings');
  });

  it.each<[string, NonNullable<DealerTricks['share']>, string]>([
    ['one more than its share', ({ scalar, signed }) => signed(encodeScalar(addScalars(decodeScalar(scalar) ?? 0n, 1n))), 'does not fit its commitments'],
    ['zero', ({ signed }) => signed(new Uint8Array(32)), 'does not fit its commitments'],
    ['its share plus the order, which is no canonical scalar', ({ scalar, signed }) => signed(notCanonical(scalar)), 'does not fit its commitments'],
    ['a share whose signature is of another scalar', ({ scalar, signed }) => concat(signed(scalar).slice(0, 64), flipped(scalar, 0)), 'signature does not verify'],
    ['a share with a broken signature', ({ scalar, signed }) => flipped(signed(scalar), 5), 'signature does not verify'],
    ['a share signed for another holder', ({ scalar, signed, holder }) => signed(scalar, u32be(holder + 1), scalar), 'signature does not verify'],
    ['nothing where a share is due', () => new Uint8Array(0), 'signature does not verify'],
    ['a share with a byte too many', ({ scalar, signed }) => concat(signed(scalar), Uint8Array.of(0)), 'at most'],
    ['a share with a byte less', ({ scalar, signed }) => signed(scalar).slice(0, -1), 'signature does not verify'],
  ])('who deals one holder %s is named by it, before anybody keeps a share', async (_, share, words) => {
    expectOneNames(await against(() => ({ share: (message) => (message.holder === 0 ? share(message) : message.signed(message.scalar)) })), 0, words);
  });

  it.each<SealStep>(['seal/commit', 'seal/open', 'seal/share', 'seal/done'])('who stops before "%s" leaves nobody with a share, and is the one who left', async (step) => {
    const ended = await against(() => ({
      before: (now) => {
        if (now === step) throw new Stopped();
      },
    }));
    // Both see it leave, unless the other's leaving is seen first.
    const names = ended.map((each) => failureOf(each, 'PEER_LEFT').party);
    expect(names).toContain('South');
  });

  it('who deals to one holder and not to the other leaves nobody with a share', async () => {
    const ended = await against(() => ({
      share: ({ holder, scalar, signed }) => (holder === 0 ? undefined : signed(scalar)),
      before: (step) => {
        if (step === 'seal/done') throw new Stopped();
      },
    }));
    expect(failureOf(ended[0], 'PEER_LEFT').party).toBe('South');
    expect(ended[1]).toBeInstanceOf(Error);
  });

  it('one whose opening differs from another’s cannot copy it: the commitment holds the sender', async () => {
    const session = memoryNetwork(3);
    const theirs = (label: string) => session.wire.find((each) => each.from === 0 && each.to === CHEATER && each.label === label)?.message.slice(64);
    const ended = await against(
      () => ({ commitment: (own) => theirs('seal/commit') ?? own, opening: (own) => theirs('seal/open') ?? own }),
      TWO_OF_THREE,
      session,
    );
    // North's messages were there to be copied only if they came first.
    expect(theirs('seal/commit')).toBeDefined();
    expectBothName(ended, 'opened another sealed value than it had committed to');
  });
});

function notCanonical(scalar: Uint8Array): Uint8Array {
  const n = (decodeScalar(scalar) ?? 0n) + ORDER;
  return Uint8Array.from(Buffer.from(n.toString(16).padStart(64, '0'), 'hex').reverse());
}
