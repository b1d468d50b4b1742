import { Args } from '@oclif/core';
import { MpcCommand } from '../../cli/base-command.js';
import { languageFlags } from '../../cli/flags.js';
import { anyReceiptInWords } from '../../cli/receipt-view.js';
import { anyReceiptJson, readReceiptFile } from '../../library/receipts.js';

export default class ReceiptShow extends MpcCommand {
  static override summary = 'Read a receipt in plain words.';
  static override description = 'A receipt says who computed what together, and when. It holds no result.';
  static override examples = ['<%= config.bin %> <%= command.id %> receipt.json', '<%= config.bin %> <%= command.id %> aab99961'];
  static override args = { file: Args.string({ name: 'FILE', description: 'Receipt file, or the first characters of its name.', required: true }) };
  static override flags = languageFlags;

  protected override async execute(): Promise<object> {
    const { args } = await this.parse(ReceiptShow);
    const verified = await readReceiptFile(await this.store.receipts.named(args.file));
    await this.printPaged(anyReceiptInWords(verified, this.texts));
    return anyReceiptJson(verified);
  }
}
