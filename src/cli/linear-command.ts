import { parseColumn, type NumberTerms } from '../library/agreements.js';
import type { EmptyCells } from '../library/operations.js';
import type { LinearValues } from './flags.js';
import { ProposeCommand, type ProposeValues } from './propose-command.js';
import { needed, problemOf } from './proposing.js';
import { askText } from './terminal/prompts.js';

/** What `mpc sum` and `mpc average` share: columns of numbers. */
export abstract class LinearCommand<Own extends object = object> extends ProposeCommand<LinearValues & Own> {
  protected readonly usualSeats = '3';

  protected async askTerms(flags: ProposeValues<LinearValues & Own>): Promise<void> {
    flags.column ??= (await askText('Which columns? (NAME or NAME:MIN..MAX:DECIMALS, between commas)', { check: (text) => problemOf(() => text.split(',').map(parseColumn)) })).split(',');
  }
}

/** What the flags say of numbers. Throws USAGE where no column is named. */
export function numbersOf(flags: LinearValues): NumberTerms {
  if (flags.column === undefined || flags.column.length === 0) throw needed('column', 'Name the column of numbers: --column salary, or with its range --column salary:0..500000:2.');
  return { columns: flags.column, empty: flags.empty as EmptyCells, maxRows: flags['max-rows'], allowTwo: flags['allow-two'], allowNoRows: flags['allow-no-rows'] };
}
