import { Args } from '@oclif/core';
import { readAgreementFile } from '../cli/agreement-file.js';
import { MpcCommand } from '../cli/base-command.js';
import { participationFlags } from '../cli/flags.js';
import { csvSourceOf, needsData, readTotals, rowsInWords } from '../cli/input.js';
import { knownKeys } from '../cli/known-keys.js';
import { formatDecimal } from '../crypto/decimal.js';
import { locateHome } from '../io/home.js';
import { readPublicIdentity } from '../io/identity-file.js';
import { Progress } from '../io/progress.js';
import { countRuns } from '../io/runs.js';
import { table, grouped } from '../io/table.js';
import { checkNotExpired } from '../session/agreement/canonical.js';
import { seatIn } from '../session/take-part.js';

const { csv, map, delimiter, encoding, 'decimal-comma': decimalComma, thousands } = participationFlags;

export default class Check extends MpcCommand {
  static override summary = 'Dry run: what this party’s file gives under an agreement. Nothing is sent.';
  static override examples = ['<%= config.bin %> <%= command.id %> agreement.json --csv payroll.csv', '<%= config.bin %> <%= command.id %> agreement.json --csv payroll.csv --map salary="Gross pay"'];
  static override args = { file: Args.string({ name: 'FILE', description: 'Agreement file.', required: true }) };
  static override flags = { csv, map, delimiter, encoding, 'decimal-comma': decimalComma, thousands };

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(Check);
    const home = locateHome();
    const { agreement, digest } = await readAgreementFile(args.file);
    const identity = await readPublicIdentity(home);
    const name = agreement.parties[seatIn(agreement, identity)]?.name ?? identity.name;
    checkNotExpired(agreement, Date.now());
    const runs = await countRuns(home, digest);
    if (runs >= agreement.runs) this.note(`This agreement may be run ${agreement.runs === 1 ? 'once' : `${agreement.runs} times`}, and was: \`mpc join\` will refuse it.`);
    await knownKeys(home, identity, agreement);
    const values = { ...flags, timeout: '', grace: '' };
    if (!needsData(agreement, name, flags.csv)) {
      this.print('By the agreement this party puts no data in.');
      return { digest, rows: 0, columns: {} };
    }
    const read = await readTotals(agreement, csvSourceOf(values, flags.csv), new Progress(this.common.quiet));
    for (const line of read.notes) this.note(line);
    const columns = agreement.columns.map((column, i) => ({ name: column.name, sum: formatDecimal(read.totals[i]?.sum ?? 0n, column.decimals), count: (read.totals[i]?.count ?? 0n).toString() }));
    this.print(table(['column', 'your sum', 'your count'], columns.map((column) => [column.name, grouped(column.sum), grouped(column.count)])));
    this.note(`${flags.csv}: ${rowsInWords(read.rows)}, all as the agreement asks. Nothing was sent.`);
    return { digest, rows: read.rows, columns: Object.fromEntries(columns.map(({ name: column, sum, count }) => [column, { sum, count }])) };
  }
}
