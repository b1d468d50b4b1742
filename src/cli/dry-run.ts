import { checkAgreement, checkFile, readAgreementFile, type Given } from '../library/agreements.js';
import { MpcError } from '../library/errors.js';
import type { Store } from '../library/home.js';
import { namesAsRead, needsData } from '../library/sessions.js';
import type { ParticipationValues } from './flags.js';
import { givenText } from './given.js';
import { dataFilesOf, ownFileOf, readsStandardInput, rowsInWords } from './input.js';
import { Progress } from './terminal/progress.js';

/** What a command passes to a dry run: where to print, and the store to use. */
export interface DryRunner {
  readonly store: Store;
  readonly isInteractive: boolean;
  readonly isQuiet: boolean;
  print(text: string): void;
  note(text: string): void;
}

/** Reads this party's file as a session under the agreement would, shows what it gives, and sends nothing. Resolves to what --json prints. */
export async function dryRun(by: DryRunner, file: string, flags: ParticipationValues): Promise<object> {
  if (file === '-' && readsStandardInput(flags)) throw new MpcError('USAGE', 'The agreement and the data cannot both come from standard input.', 'Put one of them into a file.');
  const signed = await readAgreementFile(file);
  const { agreement, digest } = signed;
  const { ownName: name, refusals } = await checkAgreement(by.store, signed);
  for (const line of refusals) by.note(line);
  const source = needsData(agreement, name, dataFilesOf(flags)[0]) ? await ownFileOf(flags) : undefined;
  if (source === undefined) {
    by.print('By the agreement this party puts no data in.');
    return { digest, rows: 0, columns: {}, warnings: [] };
  }
  const progress = new Progress(by.isQuiet);
  const { rows, given, notes, warnings } = await checkFile(agreement, name, source, { advance: (what, done, total) => progress.advance(what, done, total) });
  progress.clear();
  for (const line of notes) by.note(line);
  if (by.isInteractive) for (const line of await namesAsRead(agreement, name, source, warnings)) by.note(line);
  by.print(givenText(given));
  by.note(`${dataFilesOf(flags).map((each) => (each === '-' ? 'standard input' : each)).join(', ')}: ${rowsInWords(rows)}, as the agreement asks. Nothing was sent.`);
  return { digest, rows, ...givenJson(given), warnings };
}

/** What --json prints about it. */
function givenJson(given: Given): object {
  switch (given.kind) {
    case 'totals':
      return { columns: Object.fromEntries(given.columns.map(({ name, sum, count }) => [name, { sum, count }])) };
    case 'keys':
      return { keys: given.keys, usableRows: given.rows - given.notTested, notTested: given.notTested };
    case 'entries':
      return { entries: given.entries };
  }
}
