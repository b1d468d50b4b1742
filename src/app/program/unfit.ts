import { MpcError } from '../../errors.js';
import type { CellReading } from '../../language/evaluate/cells.js';

/** How many cells the rules for empty cells and for those that do not fit touched, by file and column. */
export type Mended = Map<string, number>;

/** The error of a cell that no rule of the program takes. */
export function unfit(wrong: Extract<CellReading, { wrong: string }>['wrong'], where: string, hint: string | undefined): MpcError {
  if (wrong === 'empty') return new MpcError('INPUT_INVALID', `${where}: the cell is empty.`, 'Correct the cell, or say in the program what to do then: or empty, or empty as VALUE.');
  return new MpcError('INPUT_INVALID', `${where}: the cell does not fit the type of the field.`, `${hint === undefined ? 'Correct the cell' : `${hint} Or correct the cell`}, or say in the program what to do then: others as VALUE.`);
}
