/** What to tell a user about a cell that no rule of a program takes, without showing the cell. */
import { formatDecimal } from '../../crypto/decimal.js';
import type { MpcError } from '../../errors.js';
import { hintFor, invalid, numberFormatOf, plainForm, positionOf, tooFineOrTwo } from '../../io/csv/index.js';
import type { NumberType, Type } from '../../language/check/types.js';
import type { CellReading } from '../../language/evaluate/cells.js';
import { dayText, monthText } from '../../language/numbers/calendar.js';
import { ordersOf } from '../../linkage/index.js';
import type { ProgramFile } from './file.js';

/** How many cells the rules for empty cells and for those that do not fit touched, by file and column. */
export type Mended = Map<string, number>;

/** Values of a category that an error names. */
const SHOWN = 12;
const SIGN = /\s?%$/;

export interface UnfitCell {
  readonly source: ProgramFile;
  readonly line: number;
  readonly name: string;
  readonly type: Type;
  readonly cell: string;
  /** Whether it is a number of the file's own types. */
  readonly isOwn: boolean;
}

export function unfit(wrong: Extract<CellReading, { wrong: string }>['wrong'], cell: UnfitCell): MpcError {
  const at = positionOf(cell.source, cell.line, cell.name);
  if (wrong === 'empty') return invalid(at, 'the cell is empty', 'Correct the cell, or say in the program what to do then: or empty, or empty as VALUE.');
  const hint = hintOf(cell);
  return invalid(at, `not ${asked(cell.type)}`, `${hint === undefined ? 'Correct the cell' : `${hint} Or correct the cell`}, or say in the program what to do then: others as VALUE.`);
}

/** What the field takes. It is in the program, so it is no secret. */
function asked(type: Type): string {
  switch (type.kind) {
    case 'number':
      return askedNumber(type);
    case 'bool':
      return 'yes or no (y and n, true and false, 1 and 0 are also taken)';
    case 'category':
      return type.values === undefined ? `an entry of the list ${type.list ?? ''}` : `one of ${type.values.slice(0, SHOWN).map((value) => `"${value}"`).join(', ')}${type.values.length > SHOWN ? ` and ${type.values.length - SHOWN} more` : ''}`;
    case 'day':
      return `a day from ${dayText(type.low)} to ${dayText(type.high)}, written in this way: year-month-day`;
    case 'month':
      return `a month from ${monthText(type.low)} to ${monthText(type.high)}, written in this way: year-month`;
    default:
      return 'a value of the field’s type';
  }
}

function askedNumber({ low, high, decimals, percent }: NumberType): string {
  const shown = percent ? Math.max(decimals - 2, 0) : decimals;
  const [from, to] = [low, high].map((bound) => (percent && decimals < 2 ? String(bound * 10n ** BigInt(2 - decimals)) : formatDecimal(bound, shown)));
  if (!percent) return shown === 0 ? `a whole number from ${from ?? ''} to ${to ?? ''}` : `a number from ${from ?? ''} to ${to ?? ''} with at most ${shown} ${shown === 1 ? 'decimal' : 'decimals'}`;
  return `a percentage from ${from ?? ''}% to ${to ?? ''}% ${shown === 0 ? 'without decimals' : `with at most ${shown} ${shown === 1 ? 'decimal' : 'decimals'}`}`;
}

/** What somebody may have meant, and how to say so. */
function hintOf({ source, name, type, cell, isOwn }: UnfitCell): string | undefined {
  if (type.kind === 'number') return isOwn ? undefined : numberHint(cell.trim(), type, source);
  if (type.kind !== 'day' || /^\d{4}-\d{2}-\d{2}$/.test(cell.trim())) return undefined;
  const orders = ordersOf(cell).filter((order) => order !== source.dateOrders?.get(name));
  const column = `${source.called ?? ''}${name}`;
  if (orders.length > 0) return `It seems to be a day in another form: say how the file writes this column, ${orders.map((order) => `--date-order ${column}=${order}`).join(' or ')} (d: day, m: month, y: year).`;
  return undefined;
}

function numberHint(cell: string, { decimals, percent }: NumberType, source: ProgramFile): string | undefined {
  const format = numberFormatOf(source);
  // The sign belongs to a percentage, and says nothing about the rest of the cell.
  const number = percent ? cell.replace(SIGN, '') : cell;
  const plain = plainForm(number, format);
  if (plain === undefined) return hintFor(number, format);
  const fraction = (plain.split('.')[1] ?? '').replace(/0+$/, '').length;
  return tooFineOrTwo(number, format, fraction > Math.max(percent ? decimals - 2 : decimals, 0));
}
