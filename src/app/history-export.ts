import { csvWriter, foreign } from '../io/csv/writer.js';
import type { HistoryEntry } from '../io/history.js';
import type { Store } from './store.js';

const COLUMNS = ['n', 'time', 'happening', 'attempted', 'attempt', 'operator', 'operation', 'purpose', 'partners', 'rows', 'agreement', 'session', 'outcome', 'previous'] as const satisfies readonly (keyof HistoryEntry)[];

/** Which part of a history is exported, and how. */
export interface ExportOptions {
  /** Milliseconds since 1970; the end is excluded. Default: all. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  /** Lines of JSON as they are kept, so that whoever has all of them can check the chain, or a table for spreadsheets. */
  readonly format: 'jsonl' | 'csv';
}

/** A history as a file. */
export interface ExportedHistory {
  /** The file, in pieces. */
  readonly pieces: readonly string[];
  readonly entries: readonly HistoryEntry[];
  /** The number of all entries. */
  readonly total: number;
  /** The hash of the last entry; undefined if there is none. */
  readonly head: string | undefined;
}

/** This party's history, checked, as a file for those who check it. Throws HISTORY_INVALID. */
export async function exportHistory({ history }: Pick<Store, 'history'>, { since = 0, until = Infinity, format }: ExportOptions): Promise<ExportedHistory> {
  const { entries, lines, head } = await history.read();
  const isWanted = ({ time }: HistoryEntry) => Date.parse(time) >= since && Date.parse(time) < until;
  const wanted = entries.filter(isWanted);
  return { pieces: format === 'csv' ? csvOf(wanted) : entries.flatMap((entry, i) => (isWanted(entry) ? [`${lines[i] ?? ''}\n`] : [])), entries: wanted, total: entries.length, head };
}

function csvOf(entries: readonly HistoryEntry[]): string[] {
  const write = csvWriter({ delimiter: ',', lineEnd: '\r\n' });
  // Purposes and names may be others' words, and a spreadsheet must not run them.
  return [write(COLUMNS), ...entries.map((entry) => write(COLUMNS.map((column) => foreign(text(entry[column])))))];
}

function text(value: HistoryEntry[(typeof COLUMNS)[number]]): string {
  return Array.isArray(value) ? value.join('; ') : value === null ? '' : String(value);
}
