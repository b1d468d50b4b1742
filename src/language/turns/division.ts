/** Rounding of quotients, row by row. */
import type { Expr } from '../syntax/tree.js';
import { boundOf, MOST } from './coding.js';
import type { Ask } from './evaluating.js';
import type { Numbers } from './numbers.js';

/** `over / under rounded to step`, or `over` alone, in units of the step's last decimal. Undefined if a double does not hold what is in between. */
export function roundedQuotient({ by, turn }: Ask, over: Numbers, under: Numbers | undefined, { step, direction }: Extract<Expr, { kind: 'rounded' }>): Float64Array | undefined {
  // over/10^a : (under/10^b · value/10^c) = over·10^(b+c) : under·value·10^a
  const [up, down] = [(under?.type.decimals ?? 0) + step.decimals, over.type.decimals];
  const common = Math.min(up, down);
  const [timesOver, timesUnder] = [10 ** (up - common), Number(step.value) * 10 ** (down - common)];
  if (boundOf(over.type) * timesOver + (under === undefined ? 1 : boundOf(under.type)) * timesUnder > MOST) return undefined;
  const value = Number(step.value);
  const into = by.scratch.take(turn.rows);
  for (let i = 0; i < into.length; i++) {
    const code = over.codes[i] as number;
    const divisor = (under === undefined ? 1 : (under.codes[i] as number)) * timesUnder;
    into[i] = divisor === 0 ? NaN : value * stepsIn(divisor < 0 ? -code * timesOver : code * timesOver, Math.abs(divisor), direction);
  }
  return into;
}

/** a / b to a whole number, as `roundedDivide` has it; b > 0, and |a| + b is below 2^53. NaN of NaN. */
function stepsIn(a: number, b: number, direction: 'even' | 'up' | 'down'): number {
  let floor = Math.floor(a / b);
  let rest = a - floor * b;
  // The quotient is rounded to a double, which can be the next whole number.
  if (rest < 0) {
    floor--;
    rest += b;
  } else if (rest >= b) {
    floor++;
    rest -= b;
  }
  if (rest === 0 || direction === 'down') return floor;
  if (direction === 'up') return floor + 1;
  const twice = 2 * rest;
  return twice > b || (twice === b && floor % 2 !== 0) ? floor + 1 : floor;
}
