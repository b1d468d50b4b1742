import { Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../cli/base-command.js';
import { parseSince } from '../cli/duration.js';
import { attemptInWords } from '../cli/history-view.js';
import { attemptsOf } from '../library/home.js';

export default class History extends MpcCommand {
  static override summary = 'Show what this party did: sessions begun, approved, declined and ended, with whom and by whom.';
  static override description =
    'The history is kept on this machine alone. Each of its lines holds the hash of the line before, so a line that is altered or removed later is noticed, except for the last ones. To notice those too, write down elsewhere the hash that this prints. It never holds a cell of anybody’s data.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --since 30d'];
  static override flags = withEnvironment({ since: Flags.string({ description: 'Show only what began since then: a duration back from now, or a date (UTC).', helpValue: 'TIME' }) });

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(History);
    const since = flags.since === undefined ? 0 : parseSince(flags.since, 'since', Date.now());
    const { entries, head } = await this.store.history.read();
    const attempts = attemptsOf(entries).filter(({ began }) => Date.parse(began) >= since);
    for (const attempt of attempts) this.printFitted(attemptInWords(attempt));
    if (attempts.length === 0) this.note('Nothing yet.');
    if (head !== undefined) this.note(`${entries.length} entries, each following from the one before. The last one's hash: ${head}`);
    return { history: attempts, entries: entries.length, head: head ?? null };
  }
}
