import { askText } from './terminal/prompts.js';
import { parseColumn, refuseTwice, type LinearOperation, type LinearTerms } from '../library/agreements.js';
import type { LinearValues } from './flags.js';
import { ProposeCommand, type ProposeValues } from './propose-command.js';
import { needed, problemOf } from './proposing.js';
import type { EmptyCells } from '../library/operations.js';

/** What `mpc sum` and `mpc average` share: columns of numbers. */
export abstract class LinearCommand<Own extends object = object> extends ProposeCommand<LinearValues & Own> {
  protected readonly usualSeats = '3';

  protected abstract operationOf(flags: LinearValues & Own, emptyCells: EmptyCells): LinearOperation;

  protected async askTerms(flags: ProposeValues<LinearValues & Own>): Promise<void> {
    flags.column ??= (await askText('Which columns? (NAME or NAME:MIN..MAX:DECIMALS, between commas)', { check: (text) => problemOf(() => text.split(',').map(parseColumn)) })).split(',');
  }

  protected termsOf(flags: LinearValues & Own): LinearTerms {
    if (flags.column === undefined || flags.column.length === 0) throw needed('column', 'Name the column of numbers: --column salary, or with its range --column salary:0..500000:2.');
    const columns = flags.column.map(parseColumn);
    refuseTwice(columns);
    return { operation: this.operationOf(flags, flags.empty as EmptyCells), columns, maxRows: flags['max-rows'], allowTwo: flags['allow-two'], allowNoRows: flags['allow-no-rows'] };
  }
}
