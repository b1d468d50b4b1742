import { dayNumber, monthNumber } from '../numbers/calendar.js';
import { scaled, type Rational } from '../numbers/rational.js';
import type { Literal, NumberLiteral } from '../syntax/tree.js';
import type { Value } from './value.js';

export function literalValue(literal: Literal): Value {
  switch (literal.kind) {
    case 'number':
      return numberOf(literal);
    case 'text':
      return literal.text;
    case 'bool':
      return literal.value;
    case 'day':
      return dayNumber(literal.text) ?? null;
    case 'month':
      return monthNumber(literal.text) ?? null;
  }
}

export function numberOf({ value, decimals }: NumberLiteral): Rational {
  return scaled(value, decimals);
}
