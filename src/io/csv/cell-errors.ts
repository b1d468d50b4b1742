/** What to tell a user about a cell that is not what the agreement asks for, without showing the cell. */
import { formatDecimal } from '../../crypto/decimal.js';
import type { MpcError } from '../../errors.js';
import { invalid, type CellPosition } from './errors.js';
import { exactNumber, hasTwoReadings, type NumberFormat } from './number.js';
import type { NumericColumn } from './types.js';

/** More fractional digits than any column has: to tell a number that is too fine from no number at all. */
const FINE = 40;

export function notANumber(position: CellPosition, cell: string, column: NumericColumn, format: NumberFormat): MpcError {
  return invalid(position, asked(column), hint(cell, format));
}

/** For a cell that is a number by the file's own types. */
export function tooFine(position: CellPosition, column: NumericColumn): MpcError {
  return invalid(position, asked(column), 'It has more digits after the point than the agreement allows: round it in your own file, or agree on more decimals. A computed number may have more digits than a program shows.');
}

/** What somebody may have meant by a cell that is no number of the column, and how to say so; undefined if nothing is known. */
export function hintFor(cell: string, format: NumberFormat): string | undefined {
  const text = hint(cell, format);
  return text === UNKNOWN ? undefined : text;
}

const UNKNOWN = 'Correct the cell: an optional minus sign and digits, with a decimal point if it has decimals.';

function asked({ decimals }: NumericColumn): string {
  return decimals === 0 ? 'not a whole number' : `not a number with at most ${decimals} ${decimals === 1 ? 'decimal' : 'decimals'}`;
}

/**
 * For a cell that is one number or a thousand times as much. The examples are the same for every cell, so they show none.
 */
export function twoReadings(position: CellPosition, { decimalComma }: NumberFormat): MpcError {
  const what = decimalComma
    ? 'the number can be read in two ways, and nothing in the file shows which: 2,500 is 2500 where commas group thousands, and 2.5 where the comma is the decimal mark'
    : 'the number can be read in two ways, and nothing in the file shows which: 2.500 is 2500 where points group thousands, and 2.5 where the point is the decimal mark';
  return invalid(
    position,
    what,
    decimalComma
      ? 'If commas group thousands, give `--thousands` and leave `--decimal-comma` out. If the comma is the decimal mark, give `--decimal-comma --no-thousands`.'
      : 'If points group thousands, give `--thousands --decimal-comma`. If the point is the decimal mark, give `--decimal-point`.',
  );
}

/** The range is in the agreement, so it is no secret. The error does not say on which side the cell lies. */
export function outOfRange(position: CellPosition, column: NumericColumn): MpcError {
  const [min, max] = [column.min, column.max].map((bound) => formatDecimal(bound, column.decimals));
  return invalid(position, `outside the agreed range, ${min ?? ''} to ${max ?? ''}`, 'Correct the cell, or agree on another range with the other parties.');
}

export function emptyCell(position: CellPosition): MpcError {
  return invalid(position, 'the cell is empty', 'Fill it in or leave the row out; an agreement may also allow empty cells to be skipped or taken as zero.');
}

const SIGNS = /^\p{Sc}\s?|\s?\p{Sc}$|\s?%$/u;

/** For a cell that is a number in this format and none of the column: that it has too many digits behind the mark, if it has, or could be meant otherwise. */
export function tooFineOrTwo(cell: string, format: NumberFormat, isTooFine: boolean): string | undefined {
  const { decimalComma } = format;
  const said = isTooFine ? [`It has more digits after the ${decimalComma ? 'comma' : 'point'} than the agreement allows: round it in your own file, or agree on more decimals.`] : [];
  const isTwo = hasTwoReadings(cell, { ...format, markIsDecimal: false }, { hasDecimals: false });
  if (isTwo) said.push(`If the ${decimalComma ? 'comma groups thousands, give `--thousands` and leave `--decimal-comma` out' : 'point groups thousands, give `--thousands --decimal-comma`'}.`);
  return said.length === 0 ? undefined : said.join(' ');
}

/** Tries what else the cell could be. The order matters: the flag that is already given is tried first. */
function hint(cell: string, format: NumberFormat): string {
  const { decimalComma, thousands, markIsDecimal } = format;
  const reads = (tried: NumberFormat): boolean => exactNumber(cell, FINE, tried) !== undefined;
  if (reads(format)) return tooFineOrTwo(cell, format, true) ?? UNKNOWN;
  const isEither = hasTwoReadings(cell, { decimalComma: !decimalComma, thousands, markIsDecimal: false }, { hasDecimals: false });
  const grouped = isEither
    ? `The number can be read in two ways. If its ${decimalComma ? 'point' : 'comma'} groups thousands, take it out or give \`--thousands\`. If it is the decimal mark, ${decimalComma ? 'leave `--decimal-comma` out' : 'give `--decimal-comma --no-thousands`'}.`
    : 'The number seems to have thousands separators: take them out, or give `--thousands`.';
  if (!thousands && reads({ decimalComma, markIsDecimal, thousands: true })) return grouped;
  const other = decimalComma
    ? 'The number seems to have a decimal point: leave `--decimal-comma` out.'
    : 'The number seems to have a decimal comma: give `--decimal-comma`.';
  const asOther = { decimalComma: !decimalComma, markIsDecimal: false };
  if (reads({ ...asOther, thousands })) return other;
  if (!thousands && reads({ ...asOther, thousands: true })) {
    return `${other} It seems to have thousands separators too: take them out, or give \`--thousands\`.`;
  }
  if (/\d[.,][-\u2010-\u2015\u2212]{1,2}$/.test(cell)) return 'A dash behind the decimal mark stands for no cents: write the number without mark and dash, or with zeros.';
  if (cell.includes('\x1a')) return 'The cell holds Ctrl-Z, with which old programs end a file: take that character out.';
  if (/^\(.*\)$/.test(cell)) return 'Brackets around a number do not make it negative here: write a minus sign.';
  if (/^[+-]?[\d.,]+e[+-]?\d+$/i.test(cell)) return 'Write the number out, without an exponent.';
  if (/^[\u2010-\u2015\u2212]/.test(cell)) return 'The minus sign is another character that looks like it: write an ordinary hyphen.';
  if (SIGNS.test(cell)) {
    const number = cell.replace(SIGNS, '');
    const rest = exactNumber(number, FINE, format) === undefined ? hintFor(number, format) : undefined;
    return `Leave currency and percent signs out of the cell.${rest === undefined || SIGNS.test(number) ? '' : ` ${rest}`}`;
  }
  return UNKNOWN;
}
