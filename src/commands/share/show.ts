import { Args } from '@oclif/core';
import { MpcCommand } from '../../cli/base-command.js';
import { languageFlags } from '../../cli/flags.js';
import { shareInWords, shareJson } from '../../cli/share-view.js';
import { releasesOf } from '../../library/receipts.js';
import { hintOfPending, readShareFile } from '../../library/sealed.js';

export default class ShareShow extends MpcCommand {
  static override summary = 'Show which result a share belongs to, who holds the others, how many are needed, and to whom it was given. Nothing secret is shown.';
  static override examples = ['<%= config.bin %> <%= command.id %> share.json'];
  static override args = { file: Args.string({ name: 'FILE', description: 'Share file.', required: true }) };
  static override flags = languageFlags;

  protected override async execute(): Promise<object> {
    const { args } = await this.parse(ShareShow);
    const share = await readShareFile(args.file);
    const releases = await releasesOf(this.store.receipts, share.receipt.session, share.holder);
    this.printFitted(shareInWords(share, releases, this.texts));
    const hint = await hintOfPending(args.file, share);
    if (hint !== undefined) this.note(hint);
    return { ...shareJson(share), releases };
  }
}
