import { Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { parseSince } from '../../cli/duration.js';
import { writePieces } from '../../cli/json.js';
import { checkOutput, replaceFile } from '../../cli/output.js';
import { exportHistory } from '../../library/home.js';

export default class LogExport extends MpcCommand {
  static override summary = 'Export the history of this party, one line for each thing that happened.';
  static override description = 'Lines of JSON are printed as they are kept, so anyone who has all of them can check that each follows from the one before. CSV is for spreadsheets.';
  static override examples = ['<%= config.bin %> <%= command.id %> --since 2026-01-01 --format csv --out log.csv', '<%= config.bin %> <%= command.id %> --format jsonl | tail'];
  static override flags = withEnvironment({
    since: Flags.string({ description: 'Start: a duration back from now, or a date (UTC).', helpValue: 'TIME' }),
    until: Flags.string({ description: 'End, in the same way. That instant itself is left out.', helpValue: 'TIME' }),
    format: Flags.string({ description: 'Lines of JSON, or a table.', options: ['csv', 'jsonl'], default: 'jsonl' }),
    out: Flags.string({ char: 'o', description: 'File to write instead of standard output.', helpValue: 'FILE' }),
    force: Flags.boolean({ description: 'Let --out replace a file that is there.' }),
  }, 'log export');

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(LogExport);
    const now = Date.now();
    const [since, until] = [flags.since === undefined ? 0 : parseSince(flags.since, 'since', now), flags.until === undefined ? Infinity : parseSince(flags.until, 'until', now)];
    const file = flags.out === undefined || flags.out === '-' ? undefined : flags.out;
    if (file !== undefined) await checkOutput(file, { force: flags.force });
    const { pieces, entries, total, head } = await exportHistory(this.store, { since, until, format: flags.format === 'csv' ? 'csv' : 'jsonl' });
    if (file !== undefined) await replaceFile(file, pieces, 0o600);
    else if (!this.common.json) await writePieces(process.stdout, pieces);
    this.note(`${entries.length} of ${total} entries${file === undefined ? '' : `, written to ${file}`}.`);
    return { ...(file === undefined ? { entries } : { file }), count: entries.length, head: head ?? null };
  }
}
