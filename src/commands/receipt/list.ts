import { join } from 'node:path';
import { MpcCommand } from '../../cli/base-command.js';
import { locateHome } from '../../io/home.js';
import { verifyLog } from '../../io/receipt-store.js';

export default class ReceiptList extends MpcCommand {
  static override summary = 'List the receipts on this machine, oldest first.';
  static override examples = ['<%= config.bin %> <%= command.id %>'];

  protected override async execute(): Promise<object> {
    await this.parse(ReceiptList);
    const home = locateHome();
    const receipts = (await verifyLog(home)).map(({ time, file }) => ({ time, receipt: join(home.receipts, file) }));
    if (receipts.length === 0) this.note('No receipts yet.');
    for (const { time, receipt } of receipts) this.print(`${time}  ${receipt}`);
    return { receipts };
  }
}
