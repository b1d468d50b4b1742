/**
 * Values as doubles: numbers in whole units of their type's last decimal, days and months as they are counted, categories by their place among all texts of
 * a program, yes as 1 and no as 0. Empty is NaN. All of them are whole numbers below 2^53, so nothing is rounded.
 */
import type { NumberType, Type } from '../check/types.js';
import { magnitude, power10, scaled } from '../numbers/rational.js';
import { isNumber, type Value } from '../evaluate/value.js';

/** What a double holds exactly, with every smaller whole number. */
export const MOST = 2 ** 53 - 1;

/** The texts of a program's categories, each with a number of its own. */
export class Texts {
  readonly #codes = new Map<string, number>();
  readonly #texts: string[] = [];

  codeOf(text: string): number {
    const found = this.#codes.get(text);
    if (found !== undefined) return found;
    this.#codes.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  textOf(code: number): string {
    return this.#texts[code] ?? '';
  }
}

export interface Coding {
  readonly toCode: (value: Value) => number;
  readonly toValue: (code: number) => Value;
}

/** Undefined for what a double cannot hold: wide numbers, fractions, labels and keys. */
export function codingOf(type: Type | undefined, texts: Texts): Coding | undefined {
  switch (type?.kind) {
    case 'number': {
      if (!isNarrow(type)) return undefined;
      const unit = power10(type.decimals);
      return { toCode: (value) => (isNumber(value) ? Number((value.n * unit) / value.d) : NaN), toValue: (code) => (Number.isNaN(code) ? null : scaled(BigInt(code), type.decimals)) };
    }
    case 'bool':
      return { toCode: (value) => (typeof value === 'boolean' ? Number(value) : NaN), toValue: (code) => (Number.isNaN(code) ? null : code === 1) };
    case 'category':
    case 'text':
      return { toCode: (value) => (typeof value === 'string' ? texts.codeOf(value) : NaN), toValue: (code) => (Number.isNaN(code) ? null : texts.textOf(code)) };
    case 'day':
    case 'month':
      return { toCode: (value) => (typeof value === 'bigint' ? Number(value) : NaN), toValue: (code) => (Number.isNaN(code) ? null : BigInt(code)) };
    default:
      return undefined;
  }
}

/** Whether every number of the type is a whole number of its last decimal below 2^53. */
export function isNarrow(type: NumberType): boolean {
  return type.decimals <= 15 && boundOf(type) <= MOST;
}

/** The largest magnitude, in units of the last decimal. */
export function boundOf({ low, high }: NumberType): number {
  const [a, b] = [magnitude(low), magnitude(high)];
  return Number(a > b ? a : b);
}
