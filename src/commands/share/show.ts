import { Args } from '@oclif/core';
import { MpcCommand } from '../../cli/base-command.js';
import { readShareFile } from '../../cli/share-file.js';
import { shareInWords, shareJson } from '../../cli/share-view.js';

export default class ShareShow extends MpcCommand {
  static override summary = 'Show what a share is of, who holds the others, and how many are needed. Nothing secret.';
  static override examples = ['<%= config.bin %> <%= command.id %> share.json'];
  static override args = { file: Args.string({ name: 'FILE', description: 'Share file.', required: true }) };

  protected override async execute(): Promise<object> {
    const { args } = await this.parse(ShareShow);
    const share = await readShareFile(args.file);
    this.print(shareInWords(share));
    return shareJson(share);
  }
}
