import { MpcCommand } from '../../cli/base-command.js';
import { listReceipts, type ListedReceipt } from '../../library/receipts.js';
import { cleaned } from '../../library/text.js';

const STATES: Readonly<Record<ListedReceipt['state'], string>> = { kept: '', unreadable: 'NOT READ: made by another version of mpc, or damaged before it was kept', altered: 'ALTERED since it was written', missing: 'MISSING: the file is gone' };

export default class ReceiptList extends MpcCommand {
  static override summary = 'List the receipts on this machine, oldest first: the purpose, the parties, and the file.';
  static override description = '`mpc receipt show` and `mpc receipt verify` take the first characters of a receipt’s name as well as its file.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> receipt show aab99961'];

  protected override async execute(): Promise<object> {
    await this.parse(ReceiptList);
    const receipts = await listReceipts(this.store);
    if (receipts.length === 0) this.note('No receipts yet.');
    for (const each of receipts) this.printFitted(inWords(each));
    return { receipts };
  }
}

/** One line each, so that nothing is cut at 80 columns. The path wraps where the terminal wraps it. */
function inWords({ time, receipt, state, about }: ListedReceipt): string {
  const when = `${time.slice(0, 16).replace('T', ' ')} UTC`;
  if (about === null) return `${when}  ${STATES[state]}\n  ${receipt}`;
  const what = about.kind === 'session' ? about.operation : `${about.operation}, ${about.kind}`;
  return `${when}  ${what}: ${about.parties.join(', ')}${about.complete ? '' : ' (INCOMPLETE)'}\n  For: ${cleaned(about.purpose, 200)}\n  ${receipt}`;
}
