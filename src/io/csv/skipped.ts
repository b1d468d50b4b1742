import type { Notice, LineTally } from '../notices.js';

/** What is said about rows that were skipped: lines that hold nothing, and rows whose cells all hold nothing. */
export function skippedNotices(file: string, blank: LineTally, empty: LineTally): Notice[] {
  const notices: Notice[] = [];
  if (blank.count > 0) notices.push({ code: 'BLANK_LINES', column: null, lines: blank.lines, message: `${file}: ${blank.count} blank ${blank.count === 1 ? 'line was' : 'lines were'} skipped.` });
  if (empty.count > 0) notices.push({ code: 'EMPTY_ROWS', column: null, lines: empty.lines, message: `${file}: ${empty.count} ${empty.count === 1 ? 'row' : 'rows'} with nothing in any cell ${empty.count === 1 ? 'was' : 'were'} skipped ${empty.inWords}.` });
  return notices;
}
