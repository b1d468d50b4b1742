import { Args } from '@oclif/core';
import { MpcCommand } from '../cli/base-command.js';
import { participationFlags } from '../cli/flags.js';
import { dataFileOf, ownFileOf, rowsInWords } from '../cli/input.js';
import { Progress } from '../cli/terminal/progress.js';
import { table, textTable } from '../cli/terminal/table.js';
import { checkAgreement, checkFile, readAgreementFile, type Given } from '../library/agreements.js';
import { namesAsRead, needsData } from '../library/sessions.js';
import { grouped } from '../library/text.js';

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
    const { rows, given, notes, warnings } = await checkFile(agreement, name, source, { advance: (what, done, total) => progress.advance(what, done, total) });
    progress.clear();
    for (const line of notes) this.note(line);
    if (this.isInteractive) for (const line of await namesAsRead(agreement, name, source, warnings)) this.note(line);
    const json = this.#show(given);
    this.note(`${source.file}: ${rowsInWords(rows)}, as the agreement asks. Nothing was sent.`);
    return { digest, rows, ...json, warnings };
  }

  /** Prints it, and returns what --json prints of it. */
  #show(given: Given): object {
    switch (given.kind) {
      case 'totals':
        this.print(table(['column', 'your sum', 'your count'], given.columns.map(({ name, sum, count }) => [name, grouped(sum), grouped(count)])));
        return { columns: Object.fromEntries(given.columns.map(({ name, sum, count }) => [name, { sum, count }])) };
      case 'keys': {
        const { rows, maxRows, keys, maxKeys, notTested } = given;
        const counted = [['rows', shown(rows), shown(maxRows)], ['rows without a key, not tested', shown(notTested), ''], ['different keys', shown(keys), shown(maxKeys)]];
        this.print(table(['', 'your list', 'the cap'], counted));
        return { keys, usableRows: rows - notTested, notTested };
      }
      case 'entries':
        this.print(textTable(['what you put in', 'where', 'your number'], given.entries.map(({ what, where, value }) => [what, Object.entries(where).map(([key, each]) => `${key} ${each}`).join(', '), grouped(value)])));
        return { entries: given.entries };
    }
  }
}

function shown(count: number): string {
  return grouped(count.toString());
}
