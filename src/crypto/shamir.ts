import { invertModulo, reduce } from './modular.js';

/**
 * Secret sharing after Shamir, "How to share a secret" (CACM 1979), over the integers modulo a prime: the secret is
 * f(0) of a random polynomial f of degree t − 1, the share of holder x is f(x). Any t shares give the secret; of any
 * t − 1 every combination is equally likely, whatever the secret. The modulus is an argument so that tests can go through
 * every polynomial of a small field.
 */
export interface Deal {
  /** The t coefficients of f, the constant term (the secret) first. They are as secret as the secret itself. */
  readonly coefficients: readonly bigint[];
  /** f(x) by holder x. */
  readonly shares: ReadonlyMap<number, bigint>;
}

export interface SharePoint {
  readonly x: number;
  readonly y: bigint;
}

/**
 * @param t the number of shares that open the secret.
 * @param xs the holders: distinct, from 1, below the modulus. Never 0, which would receive the secret itself.
 * @param randomCoefficient uniform in [0, modulus). Zero must be as likely as any other value, even for the leading coefficient: otherwise t − 1 shares would
 * rule out one secret.
 * Throws a RangeError if an argument is out of its range.
 */
export function deal(secret: bigint, t: number, xs: readonly number[], modulus: bigint, randomCoefficient: () => bigint): Deal {
  checkHolders(xs, modulus);
  checkThreshold(t, xs.length);
  const coefficients = [secret, ...Array.from({ length: t - 1 }, randomCoefficient)];
  if (!coefficients.every((each) => each >= 0n && each < modulus)) throw new RangeError('the secret or a coefficient is outside the field');
  return { coefficients, shares: new Map(xs.map((x) => [x, evaluate(coefficients, x, modulus)])) };
}

/** Σ coefficients[k] · x^k. */
export function evaluate(coefficients: readonly bigint[], x: number, modulus: bigint): bigint {
  return coefficients.reduceRight((sum, coefficient) => reduce(sum * BigInt(x) + coefficient, modulus), 0n);
}

/** The numbers λ with f(0) = Σ λ[i] · f(xs[i]) for every polynomial f of a degree below the number of `xs`. */
export function lagrangeAt0(xs: readonly number[], modulus: bigint): bigint[] {
  checkHolders(xs, modulus);
  return xs.map((x) => {
    let numerator = 1n;
    let denominator = 1n;
    for (const other of xs) {
      if (other === x) continue;
      numerator = (numerator * BigInt(other)) % modulus;
      denominator = reduce(denominator * BigInt(other - x), modulus);
    }
    return (numerator * invertModulo(denominator, modulus)) % modulus;
  });
}

/** f(0) of the polynomial of least degree through the points. It does not check that they lie on one of degree t − 1. */
export function interpolateAt0(points: readonly SharePoint[], modulus: bigint): bigint {
  const factors = lagrangeAt0(
    points.map(({ x }) => x),
    modulus,
  );
  return points.reduce((sum, { y }, i) => reduce(sum + (factors[i] as bigint) * y, modulus), 0n);
}

/** Throws a RangeError unless there is at least one holder, and all are distinct integers in [1, modulus). */
export function checkHolders(xs: readonly number[], modulus: bigint): void {
  if (xs.length === 0) throw new RangeError('no holders');
  for (const x of xs) {
    if (!Number.isSafeInteger(x) || x < 1 || BigInt(x) >= modulus) throw new RangeError('a holder is not an integer from 1 to the modulus less 1');
  }
  if (new Set(xs).size !== xs.length) throw new RangeError('one holder twice');
}

/** Throws a RangeError unless t is an integer from 1 to the number of holders. */
export function checkThreshold(t: number, holders: number): void {
  if (!Number.isInteger(t) || t < 1 || t > holders) throw new RangeError('the threshold is not an integer from 1 to the number of holders');
}
