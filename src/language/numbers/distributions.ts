/**
 * Student's t and Fisher's F from stdlib. Its functions use only the four operations and roots of IEEE doubles, so they give the same digits on every machine,
 * some 14 of them right. Upper tails are computed as lower tails of the mirrored variable, so that small probabilities keep their digits.
 */
import fisherCdf from '@stdlib/stats-base-dists-f-cdf';
import studentCdf from '@stdlib/stats-base-dists-t-cdf';
import studentInverse from '@stdlib/stats-base-dists-t-quantile';
import { chiSquaredTail } from '../evaluate/reals.js';
import { fromDouble, multiply, ONE, power10, rational, toNumber, type Rational } from './rational.js';

/** Probability of a t this far from 0 or further, to either side, with `freedom` > 0 degrees. */
export function studentTail(t: Rational, freedom: Rational): Rational {
  return fromDouble(2 * studentCdf(-Math.abs(toNumber(t)), toNumber(freedom)));
}

/** The bound that a t with `freedom` > 0 degrees does not exceed with this probability, above 0 and below 1. */
export function studentQuantile(probability: Rational, freedom: Rational): Rational {
  return fromDouble(studentInverse(toNumber(probability), toNumber(freedom)));
}

/** Probability of an F ≥ 0 of this or more with these degrees, above 0. */
export function fisherTail(f: Rational, above: Rational, below: Rational): Rational {
  return f.n <= 0n ? ONE : fromDouble(fisherCdf(1 / toNumber(f), toNumber(below), toNumber(above)));
}

/** Probability of a standard normal variable this far from 0 or further, to either side. */
export function normalTail(z: Rational): Rational {
  return chiSquaredTail(multiply(z, z), 1);
}

/** 95% of a normal distribution lie within this many standard deviations. */
export const NORMAL_95: Rational = rational(1_959_963_984_540_054n, power10(15));
