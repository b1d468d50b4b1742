import { csvWriter, foreign, readRecords, readStyle, type CsvCell, type CsvSource } from '../library/data.js';
import { MpcError } from '../library/errors.js';
import type { OwnRow, OwnRows } from '../library/sessions.js';

/**
 * A recipient's own file once more, with what matched. It has every row and column, and after them `match` (yes, no, or "not tested" if no key could be made),
 * by which rules if there are several, and the other side's payload columns. UTF-8, with the file's own delimiter, line ends and byte order mark.
 *
 * The file is read anew, since nobody keeps all of it in memory. Throws INPUT_INVALID if it is not what was read before.
 */
export async function* matchesCsv(source: CsvSource, matches: OwnRows): AsyncGenerator<string> {
  const style = await readStyle(source);
  const line = csvWriter(style);
  const headers = style.names.filter((header, i, all) => header !== '' && all.indexOf(header) === i && all.lastIndexOf(header) === i);
  const wanted = ['match', ...(matches.hasRules ? ['match rules'] : []), ...(matches.hasGroups ? ['match groups'] : []), ...matches.payloadColumns.map((name) => `match ${name}${OURS.test(name) ? ' (payload)' : ''}`)];
  const added = wanted.reduce<string[]>((names, name) => [...names, free(name, [...headers, ...names])], []);
  if (style.needsMark) yield '\ufeff';
  yield line([...headers, ...added]);

  const keyPositions = matches.columns.map((name) => headers.indexOf(source.map?.get(name) ?? name));
  const empty = added.slice(1).map(() => '');
  const matched = matches[Symbol.iterator]();
  const untested = matches.notTested.rows()[Symbol.iterator]();
  let nextUntested = untested.next();
  let next = matched.next();
  let seen = 0;
  // The names here are the file's own.
  for await (const batch of readRecords({ ...source, map: new Map() }, headers)) {
    let text = '';
    for (const { record, cells } of batch) {
      seen = record;
      const match = next.done === true || next.value.row !== record ? undefined : next.value;
      if (match !== undefined) {
        if (!isSameRow(match, cells, keyPositions)) throw changed(source);
        next = matched.next();
      }
      let verdict = 'no';
      if (nextUntested.done !== true && nextUntested.value === record) {
        verdict = 'not tested';
        nextUntested = untested.next();
      }
      const found: CsvCell[] = match === undefined ? [verdict, ...empty] : ['yes', ...[...(matches.hasRules ? [match.rules.join('; ')] : []), ...(matches.hasGroups ? [(match.groups ?? []).join('; ')] : []), ...(match.payload ?? [])].map(foreign)];
      text += line([...cells, ...found]);
    }
    yield text;
  }
  if (seen !== matches.ownRows || next.done !== true) throw changed(source);
}

function isSameRow(match: OwnRow, cells: readonly string[], keyPositions: readonly number[]): boolean {
  return keyPositions.every((position, i) => position === -1 || cells[position] === match.cells[i]);
}

function changed({ file }: CsvSource): MpcError {
  return new MpcError('INPUT_INVALID', `${file} was changed while the session ran: its rows are not those that were matched.`, 'The result is printed with --json and in the table; put the file back as it was to join the two.');
}

/** Names of payload columns that would read as columns of the program, whatever the file's own columns are called. */
const OURS = /^(?:rules|groups)?(?: ?\(mpc\))*$/;

function free(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? free(`${name} (mpc)`, taken) : name;
}
