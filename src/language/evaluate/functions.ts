/** Functions of values. */
import { completedYears, dayText, monthOfDay, partsOfDay, weekday } from '../numbers/calendar.js';
import { fisherTail, studentQuantile, studentTail } from '../numbers/distributions.js';
import { add, compare, divide, greatest, least, multiply, negate, ONE, rational, scaled, subtract, ZERO, type Rational } from '../numbers/rational.js';
import type { Call } from '../syntax/tree.js';
import { chiSquaredTail, exponential, logarithm, squareRoot, trimmed } from './reals.js';
import { isNumber, type Value } from './value.js';
import { evaluate, type KeyPart, type Environment, type World } from './world.js';

/** Two-sided quantiles of the normal distribution, as the specification has them. */
const LEVELS: Readonly<Record<string, Rational>> = { 90: rational(16448536269514722n, 10n ** 16n), 95: rational(1959963984540054n, 10n ** 15n), 99: rational(25758293035489004n, 10n ** 16n) };

export function valueOfCall(world: World, call: Call, env: Environment): Value {
  if (call.name === 'running_sum' || call.name === 'running_product') return runningTotal(world, call, env);
  const args = call.args.map((arg) => evaluate(world, arg, env));
  if (call.name === 'key') return keyOf(world, call, args);
  if (args.some((arg) => arg === null)) return null;
  const [a, b] = args;
  if (typeof a === 'bigint') return ofCalendar(call.name, a, b, kindOf(world, call) === 'month');
  const numbers = args.filter(isNumber);
  const [x = ZERO, y = ZERO, z = ZERO] = numbers;
  switch (call.name) {
    case 'min':
      return least(numbers);
    case 'max':
      return greatest(numbers);
    case 'abs':
      return x.n < 0n ? negate(x) : x;
    case 'sqrt':
      return squareRoot(x);
    case 'ln':
      return logarithm(x);
    case 'exp':
      return exponential(x);
    case 'power':
      return Array.from({ length: Number(y.n) }).reduce<Rational>((so) => multiply(so, x), ONE);
    case 'bands': {
      const { cuts, labels } = world.checked.bands.get(call) ?? { cuts: [], labels: [] };
      return labels[cuts.filter((cut) => compare(x, scaled(cut.value, cut.decimals)) >= 0).length] ?? null;
    }
    case 'wilson_low':
    case 'wilson_high':
      return wilson(call, x, y);
    case 'p_t':
      return y.n <= 0n ? null : studentTail(x, y);
    case 'p_f':
      return y.n <= 0n || z.n <= 0n ? null : fisherTail(x, y, z);
    case 't_quantile':
      return compare(y, ONE) < 0 ? null : studentQuantile(x, y);
    case 'p_chi_squared':
      return chiSquaredTail(x, Number(y.n));
    default:
      return null;
  }
}

function kindOf(world: World, { args: [first] }: Call): string | undefined {
  return first === undefined ? undefined : world.checked.infos.get(first)?.type.kind;
}

function ofCalendar(name: string, a: bigint, b: Value | undefined, isMonth: boolean): Value {
  switch (name) {
    case 'years':
      return typeof b === 'bigint' ? rational(completedYears(a, b)) : null;
    case 'month_of':
      return monthOfDay(a);
    case 'year':
      return rational(isMonth ? a / 12n : BigInt(partsOfDay(a).year));
    case 'quarter':
      return rational(BigInt(Math.ceil(partsOfDay(a).month / 3)));
    case 'weekday':
      return rational(weekday(a));
    default:
      return null;
  }
}

function keyOf(world: World, { args }: Call, values: readonly Value[]): Value {
  const parts: KeyPart[] = [];
  for (const [i, value] of values.entries()) {
    const arg = args[i];
    const type = arg === undefined ? undefined : world.checked.infos.get(arg)?.type;
    if (typeof value === 'bigint') parts.push({ kind: 'date', text: dayText(value) });
    else if (typeof value === 'string' && type?.kind === 'label') parts.push({ kind: type.label, text: value });
    else return null;
  }
  return world.makeKey(parts) ?? null;
}

/** Wilson's interval for k of n. */
function wilson({ name, args }: Call, k: Rational, n: Rational): Value {
  const level = args[2];
  const z = level?.kind === 'number' ? LEVELS[String(level.value)] : undefined;
  if (n.n <= 0n || z === undefined) return null;
  const square = multiply(z, z);
  const share = divide(k, n);
  const middle = add(share, divide(square, multiply(rational(2n), n)));
  const inside = add(divide(multiply(share, subtract(ONE, share)), n), divide(square, multiply(rational(4n), multiply(n, n))));
  if (inside.n < 0n) return null;
  const half = multiply(z, squareRoot(inside));
  const end = divide(name === 'wilson_low' ? subtract(middle, half) : add(middle, half), add(ONE, divide(square, n)));
  return trimmed(greatest([ZERO, least([ONE, end])]));
}

/** Over this and all earlier cells of the last key, with the other keys the same; once empty, it stays empty. */
function runningTotal(world: World, call: Call, { cell, table, ...rest }: Environment): Value {
  const arg = call.args[0];
  if (cell === undefined || table === undefined || arg === undefined) return null;
  const done = world.running.get(call) ?? [];
  world.running.set(call, done);
  const cells = world.cells.get(table.name) ?? [];
  // The last key runs through all its values before another changes.
  const last = table.keys.at(-1)?.size ?? 1;
  for (let i = done.length; i <= cell.index; i++) {
    const value = evaluate(world, arg, { ...rest, cell: cells[i] as typeof cell, table });
    const before = i % last === 0 ? undefined : done[i - 1];
    if (before === undefined) done.push(value);
    else if (!isNumber(before) || !isNumber(value)) done.push(null);
    else done.push(call.name === 'running_sum' ? add(before, value) : trimmed(multiply(before, value)));
  }
  return done[cell.index] ?? null;
}
