import { checkAgreement, checkFile, readAgreementFile, type Given } from '../library/agreements.js';
import { MpcError } from '../library/errors.js';
import type { Store } from '../library/home.js';
import { namesAsRead, needsData } from '../library/sessions.js';
import { grouped } from '../library/text.js';
import type { ParticipationValues } from './flags.js';
import { dataFilesOf, ownFileOf, readsStandardInput, rowsInWords } from './input.js';
import { Progress } from './terminal/progress.js';
import { table, textTable } from './terminal/table.js';

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
  const json = show(by, given);
  by.note(`${dataFilesOf(flags).map((each) => (each === '-' ? 'standard input' : each)).join(', ')}: ${rowsInWords(rows)}, as the agreement asks. Nothing was sent.`);
  return { digest, rows, ...json, warnings };
}

/** Prints it, and returns what --json prints about it. */
function show({ print }: Pick<DryRunner, 'print'>, given: Given): object {
  switch (given.kind) {
    case 'totals':
      print(table(['column', 'your sum', 'your count'], given.columns.map(({ name, sum, count }) => [name, grouped(sum), grouped(count)])));
      return { columns: Object.fromEntries(given.columns.map(({ name, sum, count }) => [name, { sum, count }])) };
    case 'keys': {
      const { rows, maxRows, keys, maxKeys, notTested } = given;
      print(table(['', 'your list', 'the cap'], [['rows', shown(rows), shown(maxRows)], ['rows without a key, not tested', shown(notTested), ''], ['different keys', shown(keys), shown(maxKeys)]]));
      return { keys, usableRows: rows - notTested, notTested };
    }
    case 'entries':
      print(textTable(['what you put in', 'where', 'your number'], given.entries.map(({ what, where, value }) => [what, Object.entries(where).map(([key, each]) => `${key} ${each}`).join(', '), grouped(value)])));
      return { entries: given.entries };
  }
}

function shown(count: number): string {
  return grouped(count.toString());
}
