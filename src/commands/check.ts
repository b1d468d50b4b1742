import { Args } from '@oclif/core';
import { readAgreementFile } from '../cli/agreement-file.js';
import { MpcCommand } from '../cli/base-command.js';
import { participationFlags } from '../cli/flags.js';
import { ownFileOf, needsData, readInput, rowsInWords } from '../cli/input.js';
import { knownKeys } from '../cli/known-keys.js';
import { namesAsRead } from '../cli/names-as-read.js';
import { checkQuota } from '../cli/quota.js';
import { formatDecimal } from '../crypto/decimal.js';
import { bug, MpcError } from '../errors.js';
import { locateHome } from '../io/home.js';
import { readPublicIdentity } from '../io/identity-file.js';
import { Progress } from '../io/progress.js';
import { countRuns } from '../io/runs.js';
import { table, grouped } from '../io/table.js';
import { checkNotExpired } from '../session/agreement/canonical.js';
import { keyCapOf, recordCapOf } from '../session/operations/lists/checks.js';
import { isMatching, type LinearAgreement, type MatchingAgreement } from '../session/agreement/types.js';
import { notTestedIn } from '../session/operations/lists/matched-rows.js';
import type { Contribution } from '../session/operations/run.js';
import { seatIn } from '../session/seat.js';

const { csv, map, delimiter, encoding, 'decimal-comma': decimalComma, 'decimal-point': decimalPoint, thousands, 'date-order': dateOrder, 'allow-unusable': allowUnusable } = participationFlags;

export default class Check extends MpcCommand {
  static override summary = 'Dry run: what this party’s file gives under an agreement. Nothing is sent.';
  static override examples = ['<%= config.bin %> <%= command.id %> agreement.json --csv payroll.csv', '<%= config.bin %> <%= command.id %> agreement.json --csv payroll.csv --map salary="Gross pay"'];
  static override args = { file: Args.string({ name: 'FILE', description: 'Agreement file.', required: true }) };
  static override flags = { csv, map, delimiter, encoding, 'decimal-comma': decimalComma, 'decimal-point': decimalPoint, thousands, 'date-order': dateOrder, 'allow-unusable': allowUnusable };

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
    await checkQuota(home, identity, agreement).catch((error: unknown) => {
      if (!(error instanceof MpcError) || error.code !== 'LEDGER_LIMIT') throw error;
      this.note(`As your ledger stands, \`mpc join\` will refuse this: ${error.message}\n  → ${error.next}`);
    });
    const values = { ...flags, force: false, timeout: '', grace: '' };
    if (!needsData(agreement, name, flags.csv)) {
      this.print('By the agreement this party puts no data in.');
      return { digest, rows: 0, columns: {}, warnings: [] };
    }
    const source = ownFileOf(values, flags.csv);
    const { contribution, rows, notes, warnings } = await readInput(agreement, name, source, new Progress(this.common.quiet));
    for (const line of notes) this.note(line);
    if (this.isInteractive) for (const line of await namesAsRead(agreement, source, warnings)) this.note(line);
    const given = isMatching(agreement) ? this.#showKeys(agreement, name, contribution) : this.#showTotals(agreement, contribution);
    this.note(`${flags.csv}: ${rowsInWords(rows)}, as the agreement asks. Nothing was sent.`);
    return { digest, rows, ...given, warnings };
  }

  #showTotals(agreement: LinearAgreement, contribution: Contribution): object {
    if (contribution.kind !== 'totals') throw bug('a sum of something else than numbers');
    const columns = agreement.columns.map((column, i) => ({ name: column.name, sum: formatDecimal(contribution.totals[i]?.sum ?? 0n, column.decimals), count: (contribution.totals[i]?.count ?? 0n).toString() }));
    this.print(table(['column', 'your sum', 'your count'], columns.map((column) => [column.name, grouped(column.sum), grouped(column.count)])));
    return { columns: Object.fromEntries(columns.map(({ name: column, sum, count }) => [column, { sum, count }])) };
  }

  #showKeys(agreement: MatchingAgreement, name: string, contribution: Contribution): object {
    if (contribution.kind !== 'records') throw bug('a matching of something else than records');
    const { count, rows } = contribution.records;
    const notTested = notTestedIn(contribution.records).count;
    this.print(table(['', 'your list', 'the cap'], [['rows', grouped(rows.toString()), grouped(recordCapOf(agreement, name).toString())], ['rows without a key, not tested', grouped(notTested.toString()), ''], ['different keys', grouped(count.toString()), grouped(keyCapOf(agreement, name).toString())]]));
    return { keys: count, usableRows: rows - notTested, notTested };
  }
}
