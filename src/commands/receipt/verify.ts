import { Args, Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { MpcError } from '../../library/errors.js';
import { anyReceiptJson, readReceiptFile } from '../../library/receipts.js';

export default class ReceiptVerify extends MpcCommand {
  static override summary = 'Check a receipt: digest, approvals, session, transcript and every signature.';
  static override description = 'Needs no network, no identity and no data. With --log, checks this machine’s whole log of receipts instead, and every receipt in it.';
  static override examples = ['<%= config.bin %> <%= command.id %> receipt.json', '<%= config.bin %> <%= command.id %> --log'];
  static override args = { file: Args.string({ name: 'FILE', description: 'Receipt file, or the first characters of its name.' }) };
  static override flags = withEnvironment({ log: Flags.boolean({ description: 'Check this machine’s log and all receipts in it.' }) });

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(ReceiptVerify);
    if (flags.log === (args.file !== undefined)) throw new MpcError('USAGE', 'Give a receipt, or --log.', 'mpc receipt verify FILE, or mpc receipt verify --log');
    if (args.file === undefined) {
      const entries = await this.store.receipts.verify();
      this.print(`The log is whole: ${entries.length} receipt${entries.length === 1 ? '' : 's'}.`);
      return { entries };
    }
    const verified = await readReceiptFile(await this.store.receipts.named(args.file));
    if (verified.kind !== 'session') {
      this.print(`The ${verified.kind === 'release' ? 'record of a release' : `receipt of ${verified.kind === 'opening' ? 'an opening' : 'a re-sharing'}`} verifies: session ${verified.session.receipt.session}.`);
      return anyReceiptJson(verified);
    }
    const { missing, receipt } = verified;
    if (missing.length > 0) {
      throw new MpcError('RECEIPT_INCOMPLETE', `What is signed verifies, but ${missing.join(', ')} did not sign.`, 'Ask those parties for their copy: it may hold the missing signatures.');
    }
    this.print(`The receipt verifies: session ${receipt.session}, signed by all ${receipt.signatures.length} parties.`);
    return anyReceiptJson(verified);
  }
}
