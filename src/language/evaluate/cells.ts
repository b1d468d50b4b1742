/** From the text of a cell to a value, section 15 of the specification. Everything here is about one party's own file. */
import type { Type } from '../check/types.js';
import { dayNumber, monthNumber } from '../numbers/calendar.js';
import { power10, rational, scaled } from '../numbers/rational.js';
import type { CellRules } from '../syntax/tree.js';
import { isInside } from './home.js';
import { literalValue } from './literals.js';
import type { Value } from './value.js';

export interface CellFormat {
  readonly decimalComma: boolean;
  readonly lists: ReadonlyMap<string, readonly string[]>;
}

/** How a cell was read: directly, by a rule for empty cells or for cells that do not fit, or not at all. */
export type CellReading = { readonly value: Value; readonly by: 'cell' | 'empty' | 'others' } | { readonly wrong: 'empty' | 'unfit' };

const YES: ReadonlySet<string> = new Set(['yes', 'y', 'true', '1']);
const NO: ReadonlySet<string> = new Set(['no', 'n', 'false', '0']);
/** Longer cells are no numbers, days or categories. */
const MAX_CELL = 1000;

export function readCell(cell: string, type: Type, { empty, others }: CellRules, mayBeEmpty: boolean, format: CellFormat): CellReading {
  const text = cell.trim();
  if (text === '') {
    if (empty !== undefined) return { value: literalValue(empty), by: 'empty' };
    return mayBeEmpty ? { value: null, by: 'cell' } : { wrong: 'empty' };
  }
  const value = valueIn(text, type, format);
  if (value !== undefined && isInside(value, type)) return { value, by: 'cell' };
  if (others === undefined) return { wrong: 'unfit' };
  return { value: others === 'empty' ? null : literalValue(others), by: 'others' };
}

/** The value that a text means, whether or not it is in the range; undefined if it means none. */
export function valueIn(text: string, type: Type, format: CellFormat): Value | undefined {
  if (text.length > MAX_CELL) return type.kind === 'label' ? text : undefined;
  switch (type.kind) {
    case 'number':
      return numberIn(text, type, format.decimalComma);
    case 'bool': {
      const lower = text.toLowerCase();
      return YES.has(lower) ? true : NO.has(lower) ? false : undefined;
    }
    case 'category': {
      const values = type.values ?? format.lists.get(type.list ?? '') ?? [];
      return values.find((value) => value === text) ?? values.find((value) => value.toLowerCase() === text.toLowerCase());
    }
    case 'day':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? dayNumber(text) : undefined;
    case 'month': {
      const found = /^(\d{1,2})\/(\d{4})$/.exec(text);
      const iso = found ? `${found[2] ?? ''}-${(found[1] ?? '').padStart(2, '0')}` : text;
      return /^\d{4}-\d{2}$/.test(iso) ? monthNumber(iso) : undefined;
    }
    case 'label':
      return text;
    default:
      return undefined;
  }
}

function numberIn(text: string, { decimals, percent }: Extract<Type, { kind: 'number' }>, decimalComma: boolean): Value | undefined {
  const found = /^([+-]?)(\d{1,100})(?:[.,](\d{1,100}))?(\s?%)?$/.exec(text);
  if (!found || (found[4] !== undefined && !percent)) return undefined;
  if (found[3] !== undefined && text.includes(',') !== decimalComma) return undefined;
  const fraction = (found[3] ?? '').replace(/0+$/, '');
  const digits = fraction.length + (percent ? 2 : 0);
  if (digits > decimals && !(percent && fraction === '')) return undefined;
  const value = scaled(BigInt((found[2] ?? '') + fraction), digits);
  const whole = rational(value.n * power10(decimals), value.d);
  if (whole.d !== 1n) return undefined;
  return found[1] === '-' ? { n: -value.n, d: value.d } : value;
}
