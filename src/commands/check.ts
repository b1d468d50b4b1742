import { Args } from '@oclif/core';
import { checkAgreement, readAgreementFile } from '../library/agreements.js';
import { needsData, readInput } from '../library/sessions.js';
import { MpcCommand } from '../cli/base-command.js';
import { participationFlags } from '../cli/flags.js';
import { dataFileOf, ownFileOf, rowsInWords } from '../cli/input.js';
import { namesAsRead } from '../cli/names-as-read.js';
import { formatDecimal, notTestedIn } from '../library/data.js';
import { bug } from '../library/errors.js';
import { Progress } from '../cli/terminal/progress.js';
import { grouped } from '../library/text.js';
import { table, textTable } from '../cli/terminal/table.js';
import { operationOf, type ColumnTotal, type Contribution, type ProgramReading, type Reading, type RecordKeys, type RecordsReading, type TotalsReading } from '../library/operations.js';
import { entriesOf } from '../library/programs.js';

const { csv, data, sheet, map, delimiter, encoding, 'decimal-comma': decimalComma, 'decimal-point': decimalPoint, thousands, 'date-order': dateOrder, region, 'allow-unusable': allowUnusable } = participationFlags;

export default class Check extends MpcCommand {
  static override summary = 'Dry run: what this party’s file gives under an agreement. Nothing is sent.';
  static override examples = ['<%= config.bin %> <%= command.id %> agreement.json --csv payroll.csv', '<%= config.bin %> <%= command.id %> agreement.json --csv payroll.csv --map salary="Gross pay"', 'duckdb -json -c "…" | jq -c ".[]" | <%= config.bin %> <%= command.id %> agreement.json --data -'];
  static override args = { file: Args.string({ name: 'FILE', description: 'Agreement file.', required: true }) };
  static override flags = { csv, data, sheet, map, delimiter, encoding, 'decimal-comma': decimalComma, 'decimal-point': decimalPoint, thousands, 'date-order': dateOrder, region, 'allow-unusable': allowUnusable };

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(Check);
    const signed = await readAgreementFile(args.file);
    const { agreement, digest } = signed;
    const { ownName: name, refusals } = await checkAgreement(this.store, signed);
    for (const line of refusals) this.note(line);
    const values = { ...flags, force: false, timeout: '', grace: '' };
    const source = needsData(agreement, name, dataFileOf(flags)) ? await ownFileOf(values) : undefined;
    if (source === undefined) {
      this.print('By the agreement this party puts no data in.');
      return { digest, rows: 0, columns: {}, warnings: [] };
    }
    const progress = new Progress(this.common.quiet);
    const { contribution, rows, notes, warnings } = await readInput(agreement, name, source, { advance: (what, done, total) => progress.advance(what, done, total) });
    progress.clear();
    for (const line of notes) this.note(line);
    const reading = operationOf(agreement).reads(agreement, name);
    if (this.isInteractive) for (const line of await namesAsRead(reading, source, warnings)) this.note(line);
    const given = this.#show(reading, contribution);
    this.note(`${source.file}: ${rowsInWords(rows)}, as the agreement asks. Nothing was sent.`);
    return { digest, rows, ...given, warnings };
  }

  #showTotals({ columns }: TotalsReading, totals: readonly ColumnTotal[]): object {
    const given = columns.map(({ name, decimals }, i) => ({ name, sum: formatDecimal(totals[i]?.sum ?? 0n, decimals), count: (totals[i]?.count ?? 0n).toString() }));
    this.print(table(['column', 'your sum', 'your count'], given.map((column) => [column.name, grouped(column.sum), grouped(column.count)])));
    return { columns: Object.fromEntries(given.map(({ name, sum, count }) => [name, { sum, count }])) };
  }

  #showKeys({ maxRows, maxKeys }: RecordsReading, records: RecordKeys): object {
    const { count, rows } = records;
    const notTested = notTestedIn(records).count;
    this.print(table(['', 'your list', 'the cap'], [['rows', grouped(rows.toString()), grouped(maxRows.toString())], ['rows without a key, not tested', grouped(notTested.toString()), ''], ['different keys', grouped(count.toString()), grouped(maxKeys.toString())]]));
    return { keys: count, usableRows: rows - notTested, notTested };
  }

  #showEntries({ compiled }: ProgramReading, sums: readonly (readonly bigint[])[]): object {
    const entries = entriesOf(compiled, sums);
    this.print(textTable(['what you put in', 'where', 'your number'], entries.map(({ what, where, value }) => [what, Object.entries(where).map(([key, each]) => `${key} ${each}`).join(', '), grouped(value)])));
    return { entries };
  }

  #show(reading: Reading, contribution: Contribution): object {
    if (reading.kind === 'totals' && contribution.kind === 'totals') return this.#showTotals(reading, contribution.totals);
    if (reading.kind === 'records' && contribution.kind === 'records') return this.#showKeys(reading, contribution.records);
    if (reading.kind === 'rows' && contribution.kind === 'sums') return this.#showEntries(reading, contribution.sums);
    throw bug('a file was read as something else than the agreement asks for');
  }
}
