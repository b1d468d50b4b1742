import { MpcCommand } from '../../cli/base-command.js';

export default class RelayTokenList extends MpcCommand {
  static override summary = 'List the relays for which this party keeps an admission token.';
  static override description = 'The tokens themselves are not printed.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json'];

  protected override async execute(): Promise<object> {
    await this.parse(RelayTokenList);
    const relays = await this.store.relayTokens.list();
    if (relays.length === 0) this.note('No tokens yet. Add one: mpc relay-token add URL');
    for (const relay of relays) this.print(relay);
    return { relays };
  }
}
