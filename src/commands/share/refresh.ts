import { ReshareCommand, reshareArgs, reshareFlags } from '../../cli/reshare-command.js';

export default class ShareRefresh extends ReshareCommand {
  static override summary = 'Renew the shares of a sealed result: same holders, same threshold, and old shares do not fit the new ones.';
  static override description =
    'All holders run it at the same time. One that lost its share takes part with the receipt of the session, and everyone names the others with --with. What was interrupted is run again.';
  static override examples = ['<%= config.bin %> <%= command.id %> share.json', '<%= config.bin %> <%= command.id %> share.json --with North --with South --approve DIGEST --json --no-input'];
  static override args = reshareArgs;
  static override flags = reshareFlags;

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(ShareRefresh);
    return this.reshare(args.file, flags, {});
  }
}
