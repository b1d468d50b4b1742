/** Expressions of numbers, as codes. */
import type { NumberType, Type } from '../check/types.js';
import type { Value } from '../evaluate/value.js';
import type { Expr } from '../syntax/tree.js';
import { boundOf, codingOf, isNarrow, MOST } from './coding.js';
import type { Ask } from './evaluating.js';

/** Codes with their type. */
export interface Numbers {
  readonly codes: Float64Array;
  readonly type: NumberType;
}

/** With so many decimals, at least as many as it has. Undefined if a double does not hold that. */
export function withDecimals({ codes, type }: Numbers, decimals: number): Float64Array | undefined {
  if (decimals === type.decimals) return codes;
  const factor = 10 ** (decimals - type.decimals);
  return boundOf(type) * factor > MOST ? undefined : codes.map((code) => code * factor);
}

export function typeIn({ by }: Ask, expr: Expr): Type | undefined {
  return by.world.checked.infos.get(expr)?.type;
}

export function constant(ask: Ask, expr: Expr, value: Value | undefined): Float64Array | undefined {
  const coding = codingOf(typeIn(ask, expr), ask.by.texts);
  return coding === undefined || value === undefined ? undefined : new Float64Array(ask.turn.rows).fill(coding.toCode(value));
}

/** Codes of an expression that a double holds. */
export function numbersOf(ask: Ask, expr: Expr): Numbers | undefined {
  const type = typeIn(ask, expr);
  const codes = type?.kind === 'number' && isNarrow(type) ? ask.of(expr) : undefined;
  return type?.kind === 'number' && codes instanceof Float64Array ? { codes, type } : undefined;
}

export function withDecimalsOf(numbers: Numbers | undefined, decimals: number): Float64Array | undefined {
  return numbers === undefined || numbers.type.decimals > decimals ? undefined : withDecimals(numbers, decimals);
}
