/** Expressions of numbers, as codes. */
import type { NumberType, Type } from '../check/types.js';
import { literalValue } from '../evaluate/literals.js';
import type { Expr } from '../syntax/tree.js';
import { boundOf, codingOf, isNarrow, MOST } from './coding.js';
import type { Ask } from './evaluating.js';
import type { Room } from './turn.js';

/** Codes with their type. */
export interface Numbers {
  readonly codes: Float64Array;
  readonly type: NumberType;
}

/** By what codes of the type are multiplied to have so many decimals, at least as many as it has. Undefined if a double does not hold that. */
export function factorTo(type: NumberType, decimals: number): number | undefined {
  const factor = 10 ** (decimals - type.decimals);
  return factor > 1 && boundOf(type) * factor > MOST ? undefined : factor;
}

export function withDecimals({ codes, type }: Numbers, decimals: number, room: Room): Float64Array | undefined {
  const factor = factorTo(type, decimals);
  if (factor === undefined || factor === 1) return factor && codes;
  const into = room(codes.length);
  for (let i = 0; i < into.length; i++) into[i] = (codes[i] as number) * factor;
  return into;
}

export function typeIn({ by }: Ask, expr: Expr): Type | undefined {
  return by.world.checked.infos.get(expr)?.type;
}

/** The code of what is the same for all rows: a literal, a parameter, a key of the cell. */
export function scalarOf(ask: Ask, expr: Expr): number | undefined {
  switch (expr.kind) {
    case 'number':
    case 'text':
    case 'bool':
    case 'day':
    case 'month':
      return codingOf(typeIn(ask, expr), ask.by.texts)?.toCode(literalValue(expr));
    case 'name': {
      const value = ask.turn.columns.has(expr.name) ? undefined : (ask.within?.cell.values.get(expr.name) ?? ask.by.world.parameters.get(expr.name));
      return value === undefined ? undefined : codingOf(typeIn(ask, expr), ask.by.texts)?.toCode(value);
    }
    case 'negate': {
      const scalar = isNarrowNumber(typeIn(ask, expr.operand)) ? scalarOf(ask, expr.operand) : undefined;
      return scalar === undefined ? undefined : -scalar;
    }
    default:
      return undefined;
  }
}

export function constant(ask: Ask, expr: Expr): Float64Array | undefined {
  const scalar = scalarOf(ask, expr);
  return scalar === undefined ? undefined : ask.by.scratch.take(ask.turn.rows).fill(scalar);
}

function isNarrowNumber(type: Type | undefined): type is NumberType {
  return type?.kind === 'number' && isNarrow(type);
}

/** Codes of an expression that a double holds. */
export function numbersOf(ask: Ask, expr: Expr): Numbers | undefined {
  const type = typeIn(ask, expr);
  const codes = isNarrowNumber(type) ? ask.of(expr) : undefined;
  return isNarrowNumber(type) && codes instanceof Float64Array ? { codes, type } : undefined;
}

export function withDecimalsOf(numbers: Numbers | undefined, decimals: number, room: Room): Float64Array | undefined {
  return numbers === undefined || numbers.type.decimals > decimals ? undefined : withDecimals(numbers, decimals, room);
}
