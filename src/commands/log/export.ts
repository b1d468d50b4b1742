import { Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { parseSince } from '../../cli/duration.js';
import { writePieces } from '../../cli/json.js';
import { csvWriter, foreign } from '../../library/data.js';
import { replaceFile } from '../../io/files.js';
import type { HistoryEntry } from '../../library/home.js';
import { checkOutput } from '../../cli/output.js';

const COLUMNS = ['n', 'time', 'happening', 'attempted', 'attempt', 'operator', 'operation', 'purpose', 'partners', 'rows', 'agreement', 'session', 'outcome', 'previous'] as const satisfies readonly (keyof HistoryEntry)[];

export default class LogExport extends MpcCommand {
  static override summary = 'Export the history of this party, one line for each thing that happened.';
  static override description = 'Lines of JSON are given as they are kept, so that whoever has all of them can check that each follows from the one before. A CSV file is for spreadsheets.';
  static override examples = ['<%= config.bin %> <%= command.id %> --since 2026-01-01 --format csv --out log.csv', '<%= config.bin %> <%= command.id %> --format jsonl | tail'];
  static override flags = withEnvironment({
    since: Flags.string({ description: 'From when on: a duration back from now, or a date (UTC).', helpValue: 'TIME' }),
    until: Flags.string({ description: 'Until when, in the same way; that instant itself is left out.', helpValue: 'TIME' }),
    format: Flags.string({ description: 'Lines of JSON, or a table.', options: ['csv', 'jsonl'], default: 'jsonl' }),
    out: Flags.string({ char: 'o', description: 'File to write instead of standard output.', helpValue: 'FILE' }),
    force: Flags.boolean({ description: 'Let --out replace a file that is there.' }),
  });

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(LogExport);
    const now = Date.now();
    const [since, until] = [flags.since === undefined ? 0 : parseSince(flags.since, 'since', now), flags.until === undefined ? Infinity : parseSince(flags.until, 'until', now)];
    const file = flags.out === undefined || flags.out === '-' ? undefined : flags.out;
    if (file !== undefined) await checkOutput(file, { force: flags.force });
    const { entries, lines, head } = await this.store.history.read();
    const isWanted = ({ time }: HistoryEntry) => Date.parse(time) >= since && Date.parse(time) < until;
    const wanted = entries.filter(isWanted);
    const pieces = flags.format === 'csv' ? csvOf(wanted) : entries.flatMap((entry, i) => (isWanted(entry) ? [`${lines[i] ?? ''}\n`] : []));
    if (file !== undefined) await replaceFile(file, pieces, 0o600);
    else if (!this.common.json) await writePieces(process.stdout, pieces);
    this.note(`${wanted.length} of ${entries.length} entries${file === undefined ? '' : `, written to ${file}`}.`);
    return { ...(file === undefined ? { entries: wanted } : { file }), count: wanted.length, head: head ?? null };
  }
}

function csvOf(entries: readonly HistoryEntry[]): string[] {
  const write = csvWriter({ delimiter: ',', lineEnd: '\r\n' });
  // Purposes and names may be others' words: a spreadsheet must not run them.
  return [write(COLUMNS), ...entries.map((entry) => write(COLUMNS.map((column) => foreign(text(entry[column])))))];
}

function text(value: HistoryEntry[(typeof COLUMNS)[number]]): string {
  return Array.isArray(value) ? value.join('; ') : value === null ? '' : String(value);
}
