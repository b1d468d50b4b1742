import { MpcError } from '../errors.js';
import { readHeader, readRecords, type CsvSource } from '../io/csv/index.js';
import type { MatchedRow, MatchedRows } from '../session/operations/matched-rows.js';

/**
 * A recipient's own file once more, with what matched: every row and column of it, and behind them `match` (yes or no), by
 * which rules where there are several, and the other side's payload columns. UTF-8, with commas, as RFC 4180 has it.
 *
 * The file is read anew, since nobody keeps all of it in memory: throws INPUT_INVALID where it is not what was read before.
 */
export async function* matchesCsv(source: CsvSource, matches: MatchedRows): AsyncGenerator<string> {
  const headers = (await readHeader(source)).filter((header, i, all) => header !== '' && all.indexOf(header) === i && all.lastIndexOf(header) === i);
  const wanted = [...(matches.isNear ? ['match', 'match rules'] : ['match']), ...matches.payloadColumns.map((name) => `match ${name}`)];
  const added = wanted.reduce<string[]>((names, name) => [...names, free(name, [...headers, ...names])], []);
  yield line([...headers, ...added]);

  const keyPlaces = matches.columns.map((name) => headers.indexOf(source.map?.get(name) ?? name));
  const empty = added.slice(1).map(() => '');
  const matched = matches[Symbol.iterator]();
  let next = matched.next();
  let seen = 0;
  // The names here are the file's own.
  for await (const batch of readRecords({ ...source, map: new Map() }, headers)) {
    let text = '';
    for (const { record, cells } of batch) {
      seen = record;
      const match = next.done === true || next.value.row !== record ? undefined : next.value;
      if (match !== undefined) {
        if (!isSameRow(match, cells, keyPlaces)) throw changed(source);
        next = matched.next();
      }
      text += line([...cells, ...(match === undefined ? ['no', ...empty] : ['yes', ...(matches.isNear ? [match.rules.join('; ')] : []), ...(match.payload ?? [])])]);
    }
    yield text;
  }
  if (seen !== matches.ownRows || next.done !== true) throw changed(source);
}

function isSameRow(match: MatchedRow, cells: readonly string[], keyPlaces: readonly number[]): boolean {
  return keyPlaces.every((place, i) => place === -1 || cells[place] === match.cells[i]);
}

function changed({ file }: CsvSource): MpcError {
  return new MpcError('INPUT_INVALID', `${file} was changed while the session ran: its rows are not those that were matched.`, 'The result is printed with --json and in the table; put the file back as it was to join the two.');
}

function free(name: string, taken: readonly string[]): string {
  return taken.includes(name) ? free(`${name} (mpc)`, taken) : name;
}

function line(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;
}
