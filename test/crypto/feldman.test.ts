import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import {
  combineCommitments,
  combineReshares,
  commitmentAt,
  dealFeldman,
  decodeCommitments,
  decodeReshare,
  isReshareOf,
  isShare,
  openFeldman,
  reshare,
  type Commitments,
  type FeldmanDeal,
  type HeldShare,
  type ReceivedReshare,
} from '../../src/crypto/feldman.js';
import { encodePoint, GENERATOR, IDENTITY, timesGenerator } from '../../src/crypto/group.js';
import { addScalars, ORDER, randomScalar } from '../../src/crypto/scalar.js';
import { interpolateAt0 } from '../../src/crypto/shamir.js';
import { subsetsOf } from '../support/subsets.js';

const seats = (n: number) => Array.from({ length: n }, (_, i) => i + 1);
const shareOf = ({ shares }: Pick<FeldmanDeal, 'shares'>, x: number) => shares.get(x) as bigint;
const held = (of: Pick<FeldmanDeal, 'shares'>, xs: readonly number[]): HeldShare[] => xs.map((x) => ({ x, share: shareOf(of, x) }));
const sizes = fc.integer({ min: 1, max: 5 }).chain((n) => fc.record({ n: fc.constant(n), t: fc.integer({ min: 1, max: n }) }));
const nonZero = fc.bigInt({ min: 1n, max: ORDER - 1n });

/** Everyone's part in a re-sharing, as the session has it: `dealers` of the old deal to new holders. */
function redistribute(old: FeldmanDeal, dealers: readonly number[], t: number, n: number): FeldmanDeal {
  const dealt = dealers.map((x) => ({ x, deal: reshare(shareOf(old, x), t, seats(n)) }));
  const results = seats(n).map((newX) => {
    const received = dealt.map(({ x, deal }): ReceivedReshare => {
      const commitments = decodeReshare(old.commitments, x, deal.commitments.encodings, t);
      if (commitments === undefined) throw new Error('an honest dealer was refused');
      return { x, commitments, share: shareOf(deal, newX) };
    });
    return { newX, ...combineReshares(old.commitments, received, newX) };
  });
  const [first] = results;
  if (first === undefined) throw new Error('no new holders');
  for (const { commitments } of results) expect(commitments.encodings).toEqual(first.commitments.encodings);
  return { commitments: first.commitments, shares: new Map(results.map(({ newX, share }) => [newX, share])) };
}

describe('Feldman', () => {
  it('every subset of t or more of 5 opens the secret, and fewer open nothing', () => {
    for (const t of [1, 3, 5]) {
      const secret = randomScalar();
      const deal = dealFeldman(secret, t, seats(5));
      expect(deal.commitments.points).toHaveLength(t);
      for (let size = 0; size <= 5; size++) {
        for (const xs of subsetsOf(seats(5), size)) {
          expect(openFeldman(deal.commitments, held(deal, xs))).toEqual({ secret: size >= t ? secret : undefined, falseHolders: [] });
        }
      }
    }
  });

  it('commitments travel, and give every share in the exponent', () => {
    const deal = dealFeldman(randomScalar(), 3, [2, 5, 9, 200]);
    const read = decodeCommitments(deal.commitments.encodings, 3) as Commitments;
    expect(read.encodings).toEqual(deal.commitments.encodings);
    for (const x of [2, 5, 9, 200]) {
      expect(commitmentAt(read, x).equals(timesGenerator(shareOf(deal, x)))).toBe(true);
      expect(isShare(read, x, shareOf(deal, x))).toBe(true);
    }
  });

  it('exactly the altered shares are named, and the others open the secret if they are enough', () => {
    fc.assert(
      fc.property(sizes, nonZero, fc.array(fc.tuple(fc.boolean(), nonZero), { minLength: 5, maxLength: 5 }), ({ n, t }, secret, changes) => {
        const deal = dealFeldman(secret, t, seats(n));
        const given = held(deal, seats(n)).map(({ x, share }) => {
          const [alter, by] = changes[x - 1] as [boolean, bigint];
          return alter ? { x, share: addScalars(share, by) } : { x, share };
        });
        const altered = seats(n).filter((x) => changes[x - 1]?.[0]);
        expect(openFeldman(deal.commitments, given)).toEqual({ secret: n - altered.length >= t ? secret : undefined, falseHolders: altered });
      }),
      { numRuns: 30 },
    );
  });

  it("another holder's share, the negative, and numbers outside the field are false", () => {
    const deal = dealFeldman(randomScalar(), 2, seats(3));
    const own = shareOf(deal, 1);
    for (const share of [shareOf(deal, 2), ORDER - own, own + ORDER, own - ORDER, 0n, -1n]) expect(isShare(deal.commitments, 1, share)).toBe(false);
  });

  it('altered commitments make shares false, in whatever place', () => {
    const deal = dealFeldman(randomScalar(), 3, seats(3));
    for (const position of [0, 1, 2]) {
      const encodings = deal.commitments.points.map((point, k) => encodePoint(k === position ? point.add(GENERATOR) : point));
      const altered = decodeCommitments(encodings, 3) as Commitments;
      for (const x of seats(3)) expect(isShare(altered, x, shareOf(deal, x))).toBe(false);
      expect(openFeldman(altered, held(deal, seats(3)))).toEqual({ secret: undefined, falseHolders: [1, 2, 3] });
    }
  });

  it("one dealer's shares are false under another's commitments to the same secret", () => {
    const secret = randomScalar();
    const [a, b] = [dealFeldman(secret, 2, seats(3)), dealFeldman(secret, 2, seats(3))];
    expect(openFeldman(a.commitments, [...held(a, [1]), ...held(b, [2, 3])])).toEqual({ secret: undefined, falseHolders: [2, 3] });
  });

  it('refuses commitments that are not exactly t', () => {
    const { encodings } = dealFeldman(randomScalar(), 3, seats(3)).commitments;
    for (const t of [0, 1, 2, 4]) expect(decodeCommitments(encodings, t)).toBeUndefined();
    for (const t of [0, 1]) expect(decodeCommitments([], t)).toBeUndefined();
    expect(decodeCommitments(encodings, 3)).toBeDefined();
  });

  it('refuses commitments that are not canonical points', () => {
    const { encodings } = dealFeldman(randomScalar(), 3, seats(3)).commitments;
    for (const position of [0, 1, 2]) {
      for (const bad of [new Uint8Array(0), new Uint8Array(31), new Uint8Array(33), new Uint8Array(32).fill(0xff), Uint8Array.of(1, ...new Uint8Array(31))]) {
        expect(decodeCommitments(encodings.with(position, bad), 3)).toBeUndefined();
      }
    }
  });

  it('refuses the identity for the secret and takes it for higher coefficients', () => {
    const { encodings } = dealFeldman(randomScalar(), 3, seats(3)).commitments;
    const identity = encodePoint(IDENTITY);
    expect(decodeCommitments(encodings.with(0, identity), 3)).toBeUndefined();
    const secret = randomScalar();
    const constant = decodeCommitments([encodePoint(timesGenerator(secret)), identity, identity], 3) as Commitments;
    expect(openFeldman(constant, seats(3).map((x) => ({ x, share: secret })))).toEqual({ secret, falseHolders: [] });
  });

  it('keeps what it read when the bytes it was given change', () => {
    const { encodings } = dealFeldman(randomScalar(), 2, seats(3)).commitments;
    const wire = encodings.map((each) => Uint8Array.from(each));
    const read = decodeCommitments(wire, 2);
    wire.forEach((each) => each.fill(0));
    expect(read?.encodings).toEqual(encodings);
  });

  it('refuses secrets and holders out of range, and a holder that appears twice', () => {
    for (const secret of [0n, -1n, ORDER]) expect(() => dealFeldman(secret, 1, [1])).toThrow(RangeError);
    for (const holders of [[0, 1], [1, 1], []]) expect(() => dealFeldman(1n, 1, holders)).toThrow(RangeError);
    const deal = dealFeldman(randomScalar(), 2, seats(3));
    expect(() => openFeldman(deal.commitments, held(deal, [1, 1]))).toThrow(RangeError);
    expect(() => commitmentAt(deal.commitments, 0)).toThrow(RangeError);
    expect(() => isShare(deal.commitments, 0, 1n)).toThrow(RangeError);
  });
});

describe('re-sharing', () => {
  it('keeps the secret, from and to any threshold and number of holders', () => {
    fc.assert(
      fc.property(sizes, sizes, nonZero, fc.nat(), (from, to, secret, pick) => {
        const old = dealFeldman(secret, from.t, seats(from.n));
        const dealers = subsetsOf(seats(from.n), from.t);
        const fresh = redistribute(old, dealers[pick % dealers.length] as number[], to.t, to.n);
        expect(fresh.commitments.points).toHaveLength(to.t);
        expect(fresh.commitments.encodings[0]).toEqual(old.commitments.encodings[0]);
        expect(openFeldman(fresh.commitments, held(fresh, seats(to.n).slice(-to.t)))).toEqual({ secret, falseHolders: [] });
        expect(openFeldman(fresh.commitments, held(fresh, seats(to.t - 1))).secret).toBeUndefined();
      }),
      { numRuns: 20 },
    );
  });

  it('again and again, with every subset of dealers, leaves shares that open the secret', () => {
    const secret = randomScalar();
    let current = dealFeldman(secret, 2, seats(4));
    for (const dealers of subsetsOf(seats(4), 2)) current = redistribute(current, dealers, 2, 4);
    for (const xs of subsetsOf(seats(4), 2)) expect(openFeldman(current.commitments, held(current, xs))).toEqual({ secret, falseHolders: [] });
  });

  it('takes more dealers than the old threshold', () => {
    const secret = randomScalar();
    const fresh = redistribute(dealFeldman(secret, 2, seats(4)), [1, 2, 3, 4], 3, 3);
    expect(openFeldman(fresh.commitments, held(fresh, seats(3))).secret).toBe(secret);
  });

  it('old and new shares do not fit together, and old ones are false under the new commitments', () => {
    const secret = randomScalar();
    const old = dealFeldman(secret, 2, seats(3));
    const fresh = redistribute(old, [1, 3], 2, 3);
    for (const [x, y] of [[1, 2], [2, 1], [1, 3], [3, 2]] as const) {
      const mixed = [...held(old, [x]), ...held(fresh, [y])];
      expect(openFeldman(fresh.commitments, mixed)).toEqual({ secret: undefined, falseHolders: [x] });
      expect(openFeldman(old.commitments, mixed)).toEqual({ secret: undefined, falseHolders: [y] });
      expect(interpolateAt0(mixed.map((each) => ({ x: each.x, y: each.share })), ORDER)).not.toBe(secret);
    }
  });

  it('t old shares still open the secret after a renewal', () => {
    const secret = randomScalar();
    const old = dealFeldman(secret, 2, seats(3));
    redistribute(old, [1, 2], 2, 3);
    expect(openFeldman(old.commitments, held(old, [2, 3])).secret).toBe(secret);
  });

  it('shares made from unlike sets of dealers do not fit together', () => {
    const secret = randomScalar();
    const old = dealFeldman(secret, 2, seats(3));
    const dealt = seats(3).map((x) => ({ x, deal: reshare(shareOf(old, x), 2, seats(3)) }));
    const received = (dealers: readonly number[], newX: number) =>
      dealt.filter(({ x }) => dealers.includes(x)).map(({ x, deal }): ReceivedReshare => ({ x, commitments: deal.commitments, share: shareOf(deal, newX) }));
    const first = combineReshares(old.commitments, received([1, 2], 1), 1);
    const second = combineReshares(old.commitments, received([1, 3], 2), 2);
    expect(openFeldman(first.commitments, [{ x: 1, share: first.share }, { x: 2, share: second.share }])).toEqual({ secret: undefined, falseHolders: [2] });
  });

  it('who holds no share computes the same commitments', () => {
    const old = dealFeldman(randomScalar(), 2, seats(3));
    const dealt = [1, 3].map((x) => ({ x, deal: reshare(shareOf(old, x), 3, seats(4)) }));
    const outside = combineCommitments(old.commitments, dealt.map(({ x, deal }) => ({ x, commitments: deal.commitments })));
    const inside = combineReshares(old.commitments, dealt.map(({ x, deal }) => ({ x, commitments: deal.commitments, share: shareOf(deal, 4) })), 4);
    expect(outside.encodings).toEqual(inside.commitments.encodings);
  });

  it('a dealer that deals another value than its share is detected', () => {
    const old = dealFeldman(randomScalar(), 2, seats(3));
    for (const value of [addScalars(shareOf(old, 1), 1n), shareOf(old, 2), randomScalar(), 0n]) {
      const wrong = reshare(value, 2, seats(3));
      expect(isReshareOf(old.commitments, 1, wrong.commitments)).toBe(false);
      expect(decodeReshare(old.commitments, 1, wrong.commitments.encodings, 2)).toBeUndefined();
      const received = [{ x: 1, deal: wrong }, { x: 2, deal: reshare(shareOf(old, 2), 2, seats(3)) }].map(({ x, deal }) => ({ x, commitments: deal.commitments, share: shareOf(deal, 1) }));
      expect(() => combineReshares(old.commitments, received, 1)).toThrow(RangeError);
    }
  });

  it('a re-share is read strictly: number, encodings, dealer', () => {
    const old = dealFeldman(randomScalar(), 2, seats(3));
    const { encodings } = reshare(shareOf(old, 1), 3, seats(4)).commitments;
    expect(decodeReshare(old.commitments, 1, encodings, 3)).toBeDefined();
    expect(decodeReshare(old.commitments, 2, encodings, 3)).toBeUndefined();
    for (const t of [0, 2, 4]) expect(decodeReshare(old.commitments, 1, encodings, t)).toBeUndefined();
    expect(decodeReshare(old.commitments, 1, [], 0)).toBeUndefined();
    for (const position of [0, 1, 2]) expect(decodeReshare(old.commitments, 1, encodings.with(position, new Uint8Array(32).fill(0xff)), 3)).toBeUndefined();
    expect(decodeReshare(old.commitments, 1, encodings.with(0, encodePoint(IDENTITY)), 3)).toBeUndefined();
  });

  it('a holder whose share a dealer made 0 can re-share it', () => {
    // f(x) = secret − secret · x is 0 at 1.
    const secret = randomScalar();
    const encodings = [encodePoint(timesGenerator(secret)), encodePoint(timesGenerator(ORDER - secret))];
    const commitments = decodeCommitments(encodings, 2) as Commitments;
    const old: FeldmanDeal = { commitments, shares: new Map(seats(3).map((x) => [x, addScalars(secret, (ORDER - secret) * BigInt(x))])) };
    expect(shareOf(old, 1)).toBe(0n);
    expect(isShare(commitments, 1, 0n)).toBe(true);
    const fresh = redistribute(old, [1, 2], 2, 3);
    expect(openFeldman(fresh.commitments, held(fresh, [2, 3])).secret).toBe(secret);
  });

  it('refuses to combine too few dealers, one twice, unlike thresholds, or a share that does not fit', () => {
    const old = dealFeldman(randomScalar(), 2, seats(3));
    const from = (x: number, t = 2): ReceivedReshare => {
      const deal = reshare(shareOf(old, x), t, seats(3));
      return { x, commitments: deal.commitments, share: shareOf(deal, 1) };
    };
    const [first, second] = [from(1), from(2)];
    for (const received of [[], [first], [first, first], [first, from(2, 3)], [first, { ...second, share: addScalars(second.share, 1n) }], [first, { ...second, x: 3 }], [first, { ...second, x: 0 }]]) {
      expect(() => combineReshares(old.commitments, received, 1)).toThrow(RangeError);
    }
    expect(() => combineReshares(old.commitments, [first, second], 2)).toThrow(RangeError);
    expect(isShare(combineCommitments(old.commitments, [first, second]), 1, combineReshares(old.commitments, [first, second], 1).share)).toBe(true);
  });
});
