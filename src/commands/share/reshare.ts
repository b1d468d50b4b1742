import { Flags } from '@oclif/core';
import { withEnvironment } from '../../cli/base-command.js';
import { ReshareCommand, reshareArgs, reshareFlags } from '../../cli/reshare-command.js';

export default class ShareReshare extends ReshareCommand {
  static override summary = 'Give a sealed result to other holders, or another threshold.';
  static override description =
    'All who deal and all who are to hold a share run it at the same time, with the same flags. A new holder gives the receipt of the session as FILE. What was interrupted is run again.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> share.json --threshold 3',
    '<%= config.bin %> <%= command.id %> receipt.json --threshold 2 --holder North --holder West --with North --with South --approve DIGEST --json --no-input',
  ];
  static override args = reshareArgs;
  static override flags = {
    ...withEnvironment({
      threshold: Flags.integer({ description: 'How many holders open the result from now on.', helpValue: 'T', min: 2, max: 64, required: true }),
      holder: Flags.string({ description: 'Party that holds a share from now on. Repeatable; default the present holders.', helpValue: 'NAME', multiple: true, multipleNonGreedy: true }),
    }),
    ...reshareFlags,
  };

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(ShareReshare);
    return this.reshare(args.file, flags, { holders: flags.holder, needed: flags.threshold });
  }
}
