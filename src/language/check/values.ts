/** Functions of values, section 8. */
import { Fault, type At } from '../fault.js';
import { completedYears, monthOfDay, partsOfDay } from '../numbers/calendar.js';
import { compare, greatest, least, ONE, rational, scaled, toNumber, ZERO, type Rational } from '../numbers/rational.js';
import type { Call, Expr, NumberLiteral } from '../syntax/tree.js';
import type { Context, Scope } from './context.js';
import { exactNumber, numeric, plainNumber, present, sameUnit } from './demands.js';
import { CLEAR_FUNCTIONS, HOME_FUNCTIONS } from './functions.js';
import { bandLabels, categoryOf } from './program.js';
import { aligned, fitting, largerMagnitude, numberType, productRange, valueBounds, WITHOUT_END } from './ranges.js';
import { madeOf, typeName, type CalendarType, type Info, type RealType } from './types.js';

type Rule = (use: Use) => Info;

interface Use {
  readonly context: Context;
  readonly call: Call;
  readonly scope: Scope;
  readonly args: readonly Info[];
  readonly at: At;
}

const FUNCTIONS: Readonly<Record<string, Rule>> = {
  min: extreme,
  max: extreme,
  abs: (use) => {
    const x = plainNumber(only(use), use.at);
    return madeOf({ ...x.type, low: x.type.low >= 0n ? x.type.low : 0n, high: largerMagnitude(x.type) }, [x]);
  },
  sqrt: (use) => {
    const x = numeric(only(use), use.at);
    const [low, high] = valueBounds(x.type);
    if (low.n < 0n) throw new Fault('E066', use.at, 'This can be negative, and then it has no root.', 'Write sqrt(max(…, 0)).');
    if (x.type.kind === 'real' && !isClear(use)) exactNumber(x, use.at);
    return madeOf(real(ZERO, rootAbove(high)), [x]);
  },
  bands: inferBands,
  ln: (use) => {
    const x = numeric(only(use), use.at);
    const [low, high] = valueBounds(x.type);
    if (low.n <= 0n) throw new Fault('E066', use.at, 'This can be 0 or less, and then it has no logarithm.', 'Write ln(x + 1), or ln(max(x, 0.01)).');
    return clear(real(approximately(Math.log(toNumber(low)), -1), approximately(Math.log(toNumber(high)), 1)), use);
  },
  exp: (use) => {
    const x = numeric(only(use), use.at);
    const high = toNumber(valueBounds(x.type)[1]);
    if (high > 40) throw new Fault('E066', use.at, 'This can become too large.', 'Write exp(min(x, 20)).');
    return clear(real(ZERO, approximately(Math.exp(high), 1)), use);
  },
  power: (use) => {
    const [x, exponent] = [plainNumber(arity(use, 2)[0] as Info, use.at), use.call.args[1]];
    if (exponent?.kind !== 'number' || exponent.decimals !== 0 || exponent.value > 10n) throw new Fault('E067', exponent?.at ?? use.at, 'The exponent is a whole number from 0 to 10, written out.', 'Write power(x, 2), say.');
    let type = numberType(1n, 1n);
    for (let i = 0n; i < exponent.value; i++) type = fitting(productRange(type, x.type), use.at);
    return clear(type, use);
  },
  wilson_low: wilson,
  wilson_high: wilson,
  p_chi_squared: (use) => {
    const [x, freedom] = arity(use, 2) as [Info, Info];
    numeric(x, use.at);
    const { type } = plainNumber(freedom, use.at);
    if (type.decimals !== 0 || type.low < 1n || type.high > 1000n) throw new Fault('E067', use.call.args[1]?.at ?? use.at, 'The degrees of freedom are a whole number from 1 to 1000.', 'Write p_chi_squared(x, 1), say.');
    return clear(real(ZERO, ONE), use);
  },
  p_t: (use) => tail(use, 2),
  p_f: (use) => tail(use, 3),
  t_quantile: (use) => {
    const [level, freedom] = arity(use, 2) as [Info, Info];
    numeric(freedom, use.at);
    const share = use.call.args[0];
    const [smallest] = valueBounds(plainNumber(level, use.at).type);
    if (share?.kind !== 'number' || compare(smallest, HALF) < 0 || compare(smallest, ALMOST_ALL) > 0) throw new Fault('E067', share?.at ?? use.at, 'The share is written out, from 50% to 99.95%.', 'For both ends of a 95% interval write t_quantile(97.5%, n - 1).');
    return { ...clear(real(ZERO, LARGEST_T), use), empty: true };
  },
  running_sum: (use) => {
    const size = lastKeySize(use);
    const x = plainNumber(only(use), use.at);
    const { low, high } = x.type;
    return madeOf(fitting({ ...x.type, low: low < 0n ? low * size : low, high: high > 0n ? high * size : high }, use.at), [x]);
  },
  running_product: (use) => {
    lastKeySize(use);
    const x = exactNumber(only(use), use.at);
    const [low, high] = valueBounds(x.type);
    const isShare = low.n >= 0n && compare(high, ONE) <= 0;
    return clear(isShare ? real(ZERO, ONE) : real({ n: -WITHOUT_END.n, d: 1n }, WITHOUT_END), use);
  },
  years: (use) => {
    const [from, to] = arity(use, 2).map((each, i) => ofKind(use, each, i, ['day'], 'two days'));
    if (!from || !to) throw new Fault('E063', use.at, 'years takes two days.');
    return madeOf(numberType(completedYears(from.high, to.low) - 1n, completedYears(from.low, to.high)), use.args);
  },
  year: (use) => {
    const type = ofKind(use, only(use), 0, ['day', 'month'], 'a day or a month');
    const year = (value: bigint) => (type.kind === 'month' ? value / 12n : BigInt(partsOfDay(value).year));
    return madeOf(numberType(year(type.low), year(type.high)), use.args);
  },
  month_of: (use) => {
    const { low, high } = ofKind(use, only(use), 0, ['day'], 'a day');
    return madeOf({ kind: 'month', low: monthOfDay(low), high: monthOfDay(high) }, use.args);
  },
  quarter: (use) => {
    ofKind(use, only(use), 0, ['day'], 'a day');
    return madeOf(numberType(1n, 4n), use.args);
  },
  weekday: (use) => {
    ofKind(use, only(use), 0, ['day'], 'a day');
    return madeOf(numberType(1n, 7n), use.args);
  },
  key: (use) => {
    const parts = arity(use, 1, 10).map(({ type }) => {
      if (type.kind === 'label') return type.label;
      if (type.kind === 'day') return 'date';
      throw new Fault('E069', use.at, 'A key is made of fields of the types code, text, name or date.', `This one is ${typeName(type)}.`);
    });
    return madeOf({ kind: 'key', parts: parts.join(', ') }, use.args, false);
  },
};

const HALF = rational(1n, 2n);
const ALMOST_ALL = rational(9995n, 10_000n);
/** With one degree of freedom, 99.95% are below 637. */
const LARGEST_T = rational(1000n);

/** For a statistic and its degrees of freedom, which are above 0 or leave it empty. */
function tail(use: Use, number: number): Info {
  for (const [i, arg] of arity(use, number).entries()) numeric(arg, use.call.args[i]?.at ?? use.at);
  return { ...clear(real(ZERO, ONE), use), empty: true };
}

export function inferValue(context: Context, call: Call, scope: Scope): Info {
  const { name, at } = call;
  if (call.of || call.where) throw new Fault('E062', at, `${name} is not over rows.`, 'Take "of" and "where" out.');
  const args = call.args.map((arg) => context.type(arg, scope));
  const use: Use = { context, call, scope, args, at };
  if (CLEAR_FUNCTIONS.has(name) && !isClear(use)) {
    throw new Fault('E064', at, `${name} can be computed at home, or of values that are revealed, but not of values that nobody sees.`, 'Reveal what it is computed from to the same parties, on a line above.');
  }
  if (HOME_FUNCTIONS.has(name) && scope.home === undefined && args.some((arg) => arg.place !== 'public')) {
    throw new Fault('E065', at, `${name} is computed at home: in a from block.`, 'Give it a name there.');
  }
  const rule = FUNCTIONS[name];
  if (!rule) throw new Fault('E061', at, `There is no function "${name}" of values.`, 'docs/language.md lists the functions.');
  return rule(use);
}

function isClear({ args, scope }: Use): boolean {
  return scope.open === true || args.every(({ place }) => place !== 'together');
}

/** What is computed at home stays an ordinary value there. What follows from revealed values exists only in the open. */
function clear(type: Info['type'], use: Use): Info {
  const info = madeOf(type, use.args);
  return use.scope.home === undefined && info.place !== 'public' ? { ...info, openOnly: true } : info;
}

function real(low: Rational, high: Rational): RealType {
  return { kind: 'real', value: [low, high], unit: undefined };
}

function arity({ call, args, at }: Use, least: number, most = least): readonly Info[] {
  if (args.length >= least && args.length <= most) return args;
  throw new Fault('E063', at, `${call.name} takes ${least === most ? least : `${least} to ${most}`} value${most === 1 ? '' : 's'}, and here ${args.length === 1 ? 'is 1' : `are ${args.length}`}.`, 'Put them between the parentheses, with commas.');
}

function only(use: Use): Info {
  return arity(use, 1)[0] as Info;
}

function ofKind(use: Use, info: Info, i: number, kinds: readonly string[], what: string): CalendarType {
  const { type } = info;
  if ((type.kind === 'day' || type.kind === 'month') && kinds.includes(type.kind)) return type;
  throw new Fault('E049', use.call.args[i]?.at ?? use.at, `${use.call.name} takes ${what}, and this is ${typeName(type)}.`, 'Declare the field as date 2000-01-01..2029-12-31, say.');
}

function extreme(use: Use): Info {
  // What is computed in the open need not be rounded first.
  if (isClear(use) && use.args.some(({ type }) => type.kind === 'fraction' || type.kind === 'real')) return extremeOfReals(use);
  const args = arity(use, 2, 20).map((arg, i) => plainNumber(arg, use.call.args[i]?.at ?? use.at));
  const larger = use.call.name === 'max';
  const pick = (a: bigint, b: bigint) => (a > b === larger ? a : b);
  const type = args.slice(1).reduce((so, { type: next }) => {
    const unit = sameUnit(so, next, use.at, 'put side by side');
    const [x, y, decimals] = aligned(so, next);
    return numberType(pick(x.low, y.low), pick(x.high, y.high), decimals, unit, so.percent && next.percent);
  }, (args[0] as (typeof args)[number]).type);
  return madeOf(type, args);
}

function extremeOfReals(use: Use): Info {
  const args = arity(use, 2, 20).map((arg, i) => numeric(arg, use.call.args[i]?.at ?? use.at));
  const pick = use.call.name === 'max' ? greatest : least;
  const bounds = args.map(({ type }) => valueBounds(type));
  return madeOf(real(pick(bounds.map(([low]) => low)), pick(bounds.map(([, high]) => high))), args);
}

function inferBands(use: Use): Info {
  arity(use, 2, 50);
  const x = plainNumber(present(use.args[0] as Info, use.at), use.at);
  const cuts = use.call.args.slice(1).map(writtenOut);
  cuts.forEach((cut, i) => {
    const before = cuts[i - 1];
    if (before && compare(scaled(cut.value, cut.decimals), scaled(before.value, before.decimals)) <= 0) throw new Fault('E067', cut.at, 'The bounds of bands rise.', 'Put them in order, each once.');
  });
  const labels = bandLabels(cuts, x.type);
  use.context.bands.set(use.call, { cuts, labels });
  return madeOf(categoryOf(labels), [x]);
}

function writtenOut(expr: Expr): NumberLiteral {
  if (expr.kind === 'number') return expr;
  if (expr.kind === 'negate' && expr.operand.kind === 'number') return { ...expr.operand, at: expr.at, value: -expr.operand.value, source: `-${expr.operand.source}` };
  throw new Fault('E067', expr.at, 'The bounds of bands are written out as numbers.', 'Write bands(age, 30, 45, 60), say.');
}

function wilson(use: Use): Info {
  const [k, n] = arity(use, 3) as [Info, Info, Info];
  plainNumber(k, use.at);
  plainNumber(n, use.at);
  const level = use.call.args[2];
  if (level?.kind !== 'number' || ![90n, 95n, 99n].includes(level.value) || level.decimals !== 2) throw new Fault('E067', level?.at ?? use.at, 'The level of an interval is 90%, 95% or 99%.', 'Write it out.');
  return { ...clear(real(ZERO, ONE), use), empty: true };
}

function lastKeySize({ call, scope, at }: Use): bigint {
  const last = scope.cell?.keys.at(-1);
  if (!last) throw new Fault('E068', at, `${call.name} is a column of a table.`, 'Write it in a table.');
  if (last.kind !== 'counter' && last.info.type.kind !== 'number' && last.info.type.kind !== 'month') {
    throw new Fault('E068', at, `${call.name} needs a last key with an order: a number, a month, or a counter.`, 'Put such a key last.');
  }
  return BigInt(last.size);
}

/** At least √x, a whole number. */
function rootAbove({ n, d }: Rational): Rational {
  let root = 1n;
  while (root * root * d < n) root *= 2n;
  return rational(root);
}

/** A double with a margin to one side. */
function approximately(value: number, side: -1 | 1): Rational {
  const margin = Math.max(Math.abs(value), 1) * 1e-9;
  return rational(BigInt(side < 0 ? Math.floor((value - margin) * 1e6) : Math.ceil((value + margin) * 1e6)), 1_000_000n);
}

