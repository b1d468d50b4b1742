import { Args } from '@oclif/core';
import { MpcCommand } from '../../cli/base-command.js';
import { participationFlags } from '../../cli/flags.js';
import { unlocking } from '../../cli/identity.js';
import { shareJson } from '../../cli/share-view.js';
import { openIdentityOf } from '../../library/home.js';
import { readShareFile } from '../../library/sealed.js';

export default class ShareVerify extends MpcCommand {
  static override summary = 'Check a share: its receipt, its commitments, its signature, and the share itself.';
  static override description = 'Needs no network. An encrypted share needs the identity that it was made for.';
  static override examples = ['<%= config.bin %> <%= command.id %> share.json'];
  static override args = { file: Args.string({ name: 'FILE', description: 'Share file.', required: true }) };
  static override flags = { 'passphrase-file': participationFlags['passphrase-file'] };

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(ShareVerify);
    const share = await readShareFile(args.file);
    await share.open(share.isEncrypted ? await openIdentityOf(this.store, share.receipt.agreement.parties, unlocking(flags['passphrase-file'], this.isInteractive), (text) => this.note(text)) : { secretKey: new Uint8Array(32) });
    this.print(`The share verifies: session ${share.receipt.session}, share of ${share.holder}, ${share.needed} of ${share.holders.length} open it.`);
    return { ...shareJson(share), valid: true };
  }
}
