/** Functions of values by columns. evaluate/functions.ts says what each means. */
import type { Call, Expr } from '../syntax/tree.js';
import { codingOf } from './coding.js';
import { digitsOfDay } from './days.js';
import type { Ask } from './evaluating.js';
import { numbersOf, scalarOf, typeIn, withDecimals, withDecimalsOf } from './numbers.js';

/** Undefined for a function that is not known by columns. */
export function codesOfCall(ask: Ask, call: Call): Float64Array | undefined {
  const [first] = call.args;
  if (first === undefined) return undefined;
  switch (call.name) {
    case 'min':
      return extreme(ask, call, Math.min);
    case 'max':
      return extreme(ask, call, Math.max);
    case 'abs':
      return numbersOf(ask, first)?.codes.map(Math.abs);
    case 'bands':
      return banded(ask, call, first);
    case 'years':
      return years(ask, call);
    case 'year':
      return typeIn(ask, first)?.kind === 'month' ? ofCodes(ask, first, (month) => Math.floor(month / 12)) : ofDays(ask, first, (year) => year);
    case 'month_of':
      return ofDays(ask, first, (year, month) => year * 12 + month - 1);
    case 'quarter':
      return ofDays(ask, first, (_, month) => Math.ceil(month / 3));
    case 'weekday':
      return ofCodes(ask, first, (day) => ((((day + 3) % 7) + 7) % 7) + 1);
    default:
      return undefined;
  }
}

function extreme(ask: Ask, call: Call, better: (a: number, b: number) => number): Float64Array | undefined {
  const type = typeIn(ask, call);
  if (type?.kind !== 'number') return undefined;
  const [start, ...others] = call.args.map((arg) => withDecimalsOf(numbersOf(ask, arg), type.decimals, ask.by.scratch.take));
  return others.reduce((so, each) => each && so?.map((code, i) => better(code, each[i] as number)), start);
}

function banded(ask: Ask, call: Call, arg: Expr): Float64Array | undefined {
  const { cuts, labels } = ask.by.world.checked.bands.get(call) ?? { cuts: [], labels: [] };
  const numbers = numbersOf(ask, arg);
  if (numbers === undefined) return undefined;
  const decimals = Math.max(numbers.type.decimals, ...cuts.map((cut) => cut.decimals));
  const codes = withDecimals(numbers, decimals, ask.by.scratch.take);
  const bounds = cuts.map((cut) => Number(cut.value * 10n ** BigInt(decimals - cut.decimals)));
  const names = labels.map((label) => ask.by.texts.codeOf(label));
  return codes?.map((code) => (Number.isNaN(code) ? NaN : (names[bounds.filter((bound) => code >= bound).length] ?? NaN)));
}

/** Of two days as digits, the difference is below a whole year until the second has come as far in its year as the first. */
function years(ask: Ask, { args: [from, to] }: Call): Float64Array | undefined {
  const born = from && ofCodes(ask, from, digitsOfDay);
  const until = to === undefined ? undefined : scalarOf(ask, to);
  const into = ask.by.scratch.take(ask.turn.rows);
  if (born !== undefined && until !== undefined) {
    const digits = digitsOfDay(until);
    for (let i = 0; i < into.length; i++) into[i] = Math.floor((digits - (born[i] as number)) / 10_000);
    return into;
  }
  const then = to && ofCodes(ask, to, digitsOfDay);
  if (born === undefined || then === undefined) return undefined;
  for (let i = 0; i < into.length; i++) into[i] = Math.floor(((then[i] as number) - (born[i] as number)) / 10_000);
  return into;
}

function ofDays(ask: Ask, expr: Expr, make: (year: number, month: number) => number): Float64Array | undefined {
  return ofCodes(ask, expr, (day) => {
    const digits = digitsOfDay(day);
    return make(Math.floor(digits / 10_000), Math.floor(digits / 100) % 100);
  });
}

function ofCodes(ask: Ask, expr: Expr, make: (code: number) => number): Float64Array | undefined {
  const vector = codingOf(typeIn(ask, expr), ask.by.texts) === undefined ? undefined : ask.of(expr);
  if (!(vector instanceof Float64Array)) return undefined;
  const into = ask.by.scratch.take(ask.turn.rows);
  for (let i = 0; i < into.length; i++) into[i] = make(vector[i] as number);
  return into;
}
