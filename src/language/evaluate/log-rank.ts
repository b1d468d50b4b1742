/** The log-rank test of two groups or more, from how many are at risk and how many have the event at each time: N. Mantel (1966), D. R. Cox (1972). */
import { power10, rational, roundedDivide } from '../numbers/rational.js';
import { solveExactly } from '../numbers/exact-matrix.js';
import { isNumber, type Value } from './value.js';

/** Digits behind the point of what is added up over the times. */
const DIGITS = 60;

interface Group {
  readonly atRisk: bigint;
  readonly events: bigint;
}

/**
 * Chi-squared with one degree of freedom fewer than groups: uᵀV⁻¹u for all groups but the last, with u the events less those expected and V their covariance,
 * by the hypergeometric distribution. Empty if a number is missing or no number of rows, or if no events compare the groups.
 *
 * @param times for each time, the numbers of each group: at risk, events, at risk, …
 */
export function logRank(times: readonly (readonly Value[])[]): Value {
  const read = times.map(groupsOf);
  const size = read[0]?.length ?? 0;
  const unit = power10(DIGITS);
  const away = Array.from({ length: size }, () => 0n);
  const covariance = Array.from({ length: size }, () => Array.from({ length: size }, () => 0n));
  const compared = Array.from({ length: size }, (_, i) => new Set([i]));
  for (const groups of read) {
    if (groups === undefined) return null;
    const n = groups.reduce((sum, each) => sum + each.atRisk, 0n);
    const d = groups.reduce((sum, each) => sum + each.events, 0n);
    if (n === 0n) continue;
    groups.forEach((each, i) => (away[i] = (away[i] ?? 0n) + roundedDivide((each.events * n - each.atRisk * d) * unit, n)));
    // Where all have the event, or none has, nothing is left to chance.
    const chance = d * (n - d);
    if (chance === 0n) continue;
    groups.forEach((a, i) => {
      groups.forEach((b, j) => {
        (covariance[i] as bigint[])[j] = (covariance[i]?.[j] ?? 0n) + roundedDivide(a.atRisk * ((i === j ? n : 0n) - b.atRisk) * chance * unit, n * n * (n - 1n));
        if (a.atRisk > 0n && b.atRisk > 0n) join(compared, i, j);
      });
    });
  }
  if (size < 2 || compared[0]?.size !== size) return null;
  const last = size - 1;
  const solved = solveExactly(covariance.slice(0, last).map((line) => line.slice(0, last)), away.slice(0, last).map((each) => [each]));
  if (solved.kind !== 'solved') return null;
  const square = away.slice(0, last).reduce((sum, each, i) => sum + each * (solved.numerators[0]?.[i] ?? 0n), 0n);
  return rational(square, solved.denominator * unit);
}

/** Groups that some events compare, one with another, are one set. */
function join(sets: Set<number>[], i: number, j: number): void {
  const [a, b] = [sets[i], sets[j]];
  if (a === undefined || b === undefined || a === b) return;
  for (const each of b) {
    a.add(each);
    sets[each] = a;
  }
}

function groupsOf(values: readonly Value[]): Group[] | undefined {
  const whole = values.map((value) => (isNumber(value) && value.d === 1n && value.n >= 0n ? value.n : undefined));
  if (whole.includes(undefined)) return undefined;
  const groups = values.flatMap((_, i) => (i % 2 === 0 ? [{ atRisk: whole[i] ?? 0n, events: whole[i + 1] ?? 0n }] : []));
  return groups.every(({ atRisk, events }) => events <= atRisk) ? groups : undefined;
}
