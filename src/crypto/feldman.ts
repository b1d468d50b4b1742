import { decodePoint, decodePointOrIdentity, encodePoint, evaluateInExponent, linearCombination, timesGenerator, type Point } from './group.js';
import { addScalars, isScalar, multiplyScalars, ORDER, randomScalar } from './scalar.js';
import { checkHolders, checkThreshold, deal, interpolateAt0, lagrangeAt0 } from './shamir.js';

/**
 * Verifiable secret sharing after Feldman, "A practical scheme for non-interactive verifiable secret sharing" (FOCS 1987),
 * over ristretto255: Shamir's scheme modulo ℓ, with the coefficients a_k of the polynomial committed to as A_k = a_k · G.
 * A commitment has exactly one opening, so a dealer and a holder who collude cannot prepare a second share, and anyone
 * can check a share without a word from the dealer.
 *
 * For UNIFORM secrets only. A_0 = secret · G is public and always the same for the same secret: if the secret were a total or a count, anyone could try the
 * likely numbers until one fits. Share a random key with this scheme and mask the value under it (`masked-vector.ts`).
 *
 * Re-sharing is after Wong, Wang and Wing, "Verifiable secret redistribution for archive systems" (SISW 2002), on
 * Desmedt and Jajodia (1997). The renewal of Herzberg et al. (CRYPTO 1995) is the case where holders and threshold stay.
 */
export interface Commitments {
  /** A_0 … A_{t−1}. */
  readonly points: readonly Point[];
  /** The encodings of the points, 32 bytes each. */
  readonly encodings: readonly Uint8Array[];
}

export interface FeldmanDeal {
  /** Public. Their number is the threshold. */
  readonly commitments: Commitments;
  /** By holder. Each share is for that holder only. */
  readonly shares: ReadonlyMap<number, bigint>;
}

export interface HeldShare {
  /** The holder. */
  readonly x: number;
  readonly share: bigint;
}

/**
 * Deals a uniform secret to holders so that t of them open it.
 * @param secret from `randomScalar`. @param holders distinct integers from 1.
 * Throws a RangeError for the secret 0 as well, which every reader of A_0 would recognise.
 */
export function dealFeldman(secret: bigint, t: number, holders: readonly number[]): FeldmanDeal {
  if (secret === 0n) throw new RangeError('the secret is zero');
  return dealCommitted(secret, t, holders);
}

function dealCommitted(secret: bigint, t: number, holders: readonly number[]): FeldmanDeal {
  const { coefficients, shares } = deal(secret, t, holders, ORDER, randomScalar);
  return { commitments: commitmentsOf(coefficients.map(timesGenerator)), shares };
}

function commitmentsOf(points: readonly Point[]): Commitments {
  return { points, encodings: points.map(encodePoint) };
}

/**
 * Reads a dealer's commitments: undefined unless there are exactly t, each the canonical encoding of a point, the first
 * not the identity. Never throws on hostile bytes.
 *
 * An A_0 that is the identity would mean the key 0, a mask that everyone can remove. As a higher commitment the identity stands for a coefficient 0, which
 * honest polynomials may have. Refusing it would gain nothing: a dealer who wants fewer than t holders to suffice can as well publish a coefficient or the
 * secret, which is its own anyway. After a re-sharing a refusal could hit honest holders, whose vector is the sum of what several dealers chose.
 */
export function decodeCommitments(encodings: readonly Uint8Array[], t: number): Commitments | undefined {
  return decode(encodings, t, decodePoint);
}

function decode(encodings: readonly Uint8Array[], t: number, decodeFirst: (bytes: Uint8Array) => Point | undefined): Commitments | undefined {
  if (t < 1 || encodings.length !== t) return undefined;
  const points: Point[] = [];
  for (const [k, encoding] of encodings.entries()) {
    const point = k === 0 ? decodeFirst(encoding) : decodePointOrIdentity(encoding);
    if (point === undefined) return undefined;
    points.push(point);
  }
  return { points, encodings: encodings.map((encoding) => Uint8Array.from(encoding)) };
}

/** s_x · G, the share of holder x in the exponent: Σ x^k · A_k. */
export function commitmentAt(commitments: Commitments, x: number): Point {
  checkHolders([x], ORDER);
  return evaluateInExponent(commitments.points, BigInt(x));
}

/** Whether this is the share of holder x. Exactly one number is. */
export function isShare(commitments: Commitments, x: number, share: bigint): boolean {
  return isScalar(share) && timesGenerator(share).equals(commitmentAt(commitments, x));
}

export interface Opening {
  /** Undefined if fewer than t true shares were given. */
  readonly secret: bigint | undefined;
  /** The holders whose shares are false, in the order given. The evidence names them, not the dealer. */
  readonly falseHolders: readonly number[];
}

/**
 * Opens a secret. Every share is checked, including those beyond t, and false ones do no harm if t true ones are there. Throws a RangeError if a holder appears
 * twice or is out of range: the caller keeps one share for each.
 */
export function openFeldman(commitments: Commitments, shares: readonly HeldShare[]): Opening {
  if (shares.length > 0) {
    checkHolders(
      shares.map(({ x }) => x),
      ORDER,
    );
  }
  const t = commitments.points.length;
  const falseHolders = shares.filter(({ x, share }) => !isShare(commitments, x, share)).map(({ x }) => x);
  const points = shares.filter(({ x }) => !falseHolders.includes(x)).map(({ x, share }) => ({ x, y: share }));
  return { secret: points.length < t ? undefined : interpolateAt0(points.slice(0, t), ORDER), falseHolders };
}

/**
 * A holder's part in re-sharing: deals its share to the new holders by a fresh polynomial. The share 0 is allowed: a dealer can cause it for any one holder,
 * and this must not keep that holder from re-sharing.
 */
export function reshare(share: bigint, newThreshold: number, newHolders: readonly number[]): FeldmanDeal {
  return dealCommitted(share, newThreshold, newHolders);
}

/** Whether the dealt secret is exactly the share that holder x has under the old commitments. */
export function isReshareOf(old: Commitments, x: number, dealt: Commitments): boolean {
  return dealt.points[0]?.equals(commitmentAt(old, x)) === true;
}

/**
 * Reads old holder x's commitments for re-sharing. Undefined unless there are exactly `newThreshold` of them, all canonical, and they commit to x's share. Use
 * this and not `decodeCommitments`, which refuses the share 0.
 */
export function decodeReshare(old: Commitments, x: number, encodings: readonly Uint8Array[], newThreshold: number): Commitments | undefined {
  const dealt = decode(encodings, newThreshold, decodePointOrIdentity);
  return dealt !== undefined && isReshareOf(old, x, dealt) ? dealt : undefined;
}

/** What one old holder dealt. */
export interface Reshare {
  readonly x: number;
  readonly commitments: Commitments;
}

/** A re-share together with the share that this new holder received. */
export interface ReceivedReshare extends Reshare {
  readonly share: bigint;
}

/**
 * The commitments to the new shares. Every new holder must combine the same dealers, agreed beforehand: another set of dealers gives another polynomial, and
 * shares of two polynomials do not fit together.
 *
 * @param reshares of at least as many old holders as the old threshold; more do no harm. Throws a RangeError if there are too few, or duplicates, or different
 * thresholds, or if some are not re-shares: check each with `decodeReshare` first, which tells whose fault it is.
 */
export function combineCommitments(old: Commitments, reshares: readonly Reshare[]): Commitments {
  const factors = factorsOf(old, reshares);
  const t = reshares[0]?.commitments.points.length ?? 0;
  if (!reshares.every(({ commitments }) => commitments.points.length === t)) throw new RangeError('re-shares of unlike thresholds');
  if (!reshares.every(({ x, commitments }) => isReshareOf(old, x, commitments))) throw new RangeError('a dealer dealt something else than its share');
  const points = Array.from({ length: t }, (_, k) =>
    linearCombination(
      reshares.map(({ commitments }) => commitments.points[k] as Point),
      factors,
    ),
  );
  // This follows from the checks above, but the secret depends on it: the old shares may be erased once this function has returned.
  if (points[0]?.equals(old.points[0] as Point) !== true) throw new Error('re-sharing changed the secret');
  return commitmentsOf(points);
}

function factorsOf(old: Commitments, reshares: readonly Reshare[]): bigint[] {
  checkThreshold(old.points.length, reshares.length);
  return lagrangeAt0(
    reshares.map(({ x }) => x),
    ORDER,
  );
}

/**
 * A new holder's part in re-sharing: its new share, and the commitments to all new shares. The secret stays the same. Throws like `combineCommitments`, and if
 * a share does not fit its dealer's commitments: check each with `isShare` first.
 * @param ownX this holder's number among the new holders.
 */
export function combineReshares(old: Commitments, reshares: readonly ReceivedReshare[], ownX: number): { share: bigint; commitments: Commitments } {
  const commitments = combineCommitments(old, reshares);
  if (!reshares.every((each) => isShare(each.commitments, ownX, each.share))) throw new RangeError('a share does not fit the commitments of its dealer');
  const factors = factorsOf(old, reshares);
  const share = reshares.reduce((sum, each, i) => addScalars(sum, multiplyScalars(factors[i] as bigint, each.share)), 0n);
  return { share, commitments };
}
