import { readReceiptFile, summaryOf, type ReceiptSummary } from '../../library/receipts.js';
import { MpcCommand } from '../../cli/base-command.js';
import type { ReceiptState } from '../../library/home.js';
import { cleaned } from '../../library/text.js';

interface Listed {
  readonly time: string;
  readonly receipt: string;
  /** As it was written, altered since, gone, or as it was written and no receipt to this version of the program. */
  readonly state: ReceiptState | 'unreadable';
  readonly about: ReceiptSummary | null;
}

const STATES: Readonly<Record<Listed['state'], string>> = { kept: '', unreadable: 'NOT READ: made by another version of mpc, or damaged before it was kept', altered: 'ALTERED since it was written', missing: 'MISSING: the file is gone' };

export default class ReceiptList extends MpcCommand {
  static override summary = 'List the receipts on this machine, oldest first: what for, by whom, and where the file is.';
  static override description = '`mpc receipt show` and `mpc receipt verify` take the first characters of a receipt’s name as well as its file.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> receipt show aab99961'];

  protected override async execute(): Promise<object> {
    await this.parse(ReceiptList);
    const receipts: Listed[] = [];
    for (const { time, path: receipt, state } of await this.store.receipts.list()) {
      // One that this version does not take must not hide the others.
      const about = state === 'kept' ? await readReceiptFile(receipt).then(summaryOf, () => null) : null;
      receipts.push({ time, receipt, state: state === 'kept' && about === null ? 'unreadable' : state, about });
    }
    if (receipts.length === 0) this.note('No receipts yet.');
    for (const each of receipts) this.printFitted(inWords(each));
    return { receipts };
  }
}

/** One line each, so that nothing is cut at 80 columns: the path wraps where the terminal wraps it. */
function inWords({ time, receipt, state, about }: Listed): string {
  const when = `${time.slice(0, 16).replace('T', ' ')} UTC`;
  if (about === null) return `${when}  ${STATES[state]}\n  ${receipt}`;
  const what = about.kind === 'session' ? about.operation : `${about.operation}, ${about.kind}`;
  return `${when}  ${what}: ${about.parties.join(', ')}${about.complete ? '' : ' (INCOMPLETE)'}\n  For: ${cleaned(about.purpose, 200)}\n  ${receipt}`;
}
