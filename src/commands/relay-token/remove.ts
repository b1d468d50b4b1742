import { Args } from '@oclif/core';
import { MpcCommand } from '../../cli/base-command.js';
import { relayArgument } from '../../library/relays.js';

export default class RelayTokenRemove extends MpcCommand {
  static override summary = 'Forget the admission token of a relay.';
  static override examples = ['<%= config.bin %> <%= command.id %> wss://relay.example.org'];
  static override args = { url: Args.string({ name: 'URL', description: 'Address of the relay (wss://…).', required: true }) };

  protected override async execute(): Promise<object> {
    const { args } = await this.parse(RelayTokenRemove);
    const relay = await this.store.relayTokens.remove(relayArgument(args.url));
    this.note(`Forgot the token for ${relay}.`);
    return { relay };
  }
}
