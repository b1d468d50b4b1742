import { Args } from '@oclif/core';
import { MpcCommand } from '../cli/base-command.js';
import { dryRun } from '../cli/dry-run.js';
import { participationFlags } from '../cli/flags.js';

const { csv, data, sheet, map, delimiter, encoding, 'decimal-comma': decimalComma, 'decimal-point': decimalPoint, thousands, 'date-order': dateOrder, region, 'allow-unusable': allowUnusable } = participationFlags;

export default class Check extends MpcCommand {
  static override summary = 'Dry run: what this party’s file gives under an agreement. Nothing is sent.';
  static override examples = ['<%= config.bin %> <%= command.id %> agreement.json --csv payroll.csv', '<%= config.bin %> <%= command.id %> agreement.json --csv payroll.csv --map salary="Gross pay"', 'duckdb -json -c "…" | jq -c ".[]" | <%= config.bin %> <%= command.id %> agreement.json --data -'];
  static override args = { file: Args.string({ name: 'FILE', description: 'Agreement file; - for standard input.', required: true }) };
  static override flags = { csv, data, sheet, map, delimiter, encoding, 'decimal-comma': decimalComma, 'decimal-point': decimalPoint, thousands, 'date-order': dateOrder, region, 'allow-unusable': allowUnusable };

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(Check);
    const by = { store: this.store, isInteractive: this.isInteractive, isQuiet: this.common.quiet, print: (text: string) => this.print(text), note: (text: string) => this.note(text) };
    return dryRun(by, args.file, { ...flags, force: false, timeout: '', grace: '' });
  }
}
