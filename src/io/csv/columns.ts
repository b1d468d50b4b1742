/** The header from which a logical column is read. */
import type { MpcError } from '../../errors.js';
import type { Notice } from '../notices.js';
import { invalid, positionOf } from './errors.js';
import { namesCandidate } from './delimiter.js';
import { normalName, shownName } from './header.js';
import type { CsvSource } from './types.js';

/** Header names shown in an error, at most. */
const SHOWN = 40;

/**
 * The index of every wanted column among the headers, in the order asked for. Names are compared exactly first, then as they are shown, then ignoring case.
 * INPUT_INVALID when one is missing or ambiguous, or when two come from the same header: that is a slip in `map`.
 */
export function findColumns(source: CsvSource, line: number | undefined, headers: readonly string[], columns: readonly string[], notices: Notice[]): number[] {
  const taken = new Map<number, string>();
  return columns.map((column) => {
    const index = findColumn(source, line, headers, column, notices);
    const other = taken.get(index);
    if (other !== undefined) {
      throw invalid(positionOf(source, line), `the columns "${other}" and "${column}" are both read from the header "${shownName(headers[index] ?? '')}"`, 'Give each column a header of its own with `--map NAME=HEADER`.');
    }
    taken.set(index, column);
    return index;
  });
}

function findColumn(source: CsvSource, line: number | undefined, headers: readonly string[], column: string, notices: Notice[]): number {
  const wanted = normalName(source.map?.get(column) ?? column);
  const shown = shownName(wanted);
  const at = positionOf(source, line, column);
  const exact = indicesOf(headers, (name) => name === wanted);
  const seen = indicesOf(headers, (name) => shownName(name) === shown);
  const indices = [exact, seen].find(({ length }) => length > 0) ?? indicesOf(headers, (name) => shownName(name).toLowerCase() === shown.toLowerCase());
  const [index] = indices;
  if (index === undefined) throw missing(source, line, headers, column, wanted);
  if (indices.length > 1) {
    if (exact.length > 0) throw invalid(at, `${indices.length} headers are called "${shown}"`, 'Rename all but one of them in the file.');
    if (seen.length > 0) throw invalid(at, `${indices.length} headers look like "${shown}", and differ only in spaces or in characters that cannot be seen`, 'Rename all but one of them in the file.');
    throw invalid(at, `several headers differ from "${shown}" only in upper and lower case`, `Say which is meant with \`--map "${source.called ?? ''}${column}=HEADER"\`.`);
  }
  const isAsGiven = exact.length > 0 || (seen.length > 0 && source.map?.has(column) === true);
  if (!isAsGiven) notices.push({ code: 'HEADER_DIFFERS', column, lines: line === undefined ? [] : [line], message: `Column "${column}" is read from the header "${shownName(headers[index] ?? '')}".` });
  return index;
}

function indicesOf(headers: readonly string[], matches: (name: string) => boolean): number[] {
  return headers.flatMap((name, i) => (matches(name) ? [i] : []));
}

function missing(source: CsvSource, line: number | undefined, headers: readonly string[], column: string, wanted: string): MpcError {
  const what = wanted === normalName(column) ? `there is no column "${column}"` : `there is no header "${shownName(wanted)}" to read the column "${column}" from`;
  // In a file without a header the first line is someone's data, which no error may show.
  if (headers.some((name) => /^[\p{P}\p{S}\p{Z}]*\p{Nd}[\p{Nd}\p{P}\p{S}\p{Z}]*$/u.test(name))) {
    return invalid(positionOf(source, line), `${what}, and the ${source.format === 'workbook' ? 'row' : 'line'} looks like data`, `Put the names of the columns ${source.format === 'workbook' ? 'into the first row of the sheet' : 'on the first line of the file'}.`);
  }
  const list = headers.slice(0, SHOWN).map((name) => `"${shownName(name)}"`).join(', ') + (headers.length > SHOWN ? ` and ${headers.length - SHOWN} more` : '');
  const other = source.delimiter === undefined && source.format === undefined ? namesCandidate(headers, shownName(wanted)) : undefined;
  const mapping = `If a column has another name in the file, say so with \`--map "${source.called ?? ''}${column}=HEADER"\`.`;
  if (other === undefined) return invalid(positionOf(source, line), `${what}; the ${source.format === 'workbook' ? 'first row of the sheet' : 'file'} has ${list}`, mapping);
  return invalid(positionOf(source, line), `${what}; the file has ${list}`, `If that is not how the columns are divided, give the character between them, such as \`--delimiter ${other}\`. ${mapping}`);
}
