import { Args } from '@oclif/core';
import { MpcCommand } from '../../cli/base-command.js';
import { identityJson } from '../../cli/whoami.js';

export default class PartyRemove extends MpcCommand {
  static override summary = 'Forget a party and its key.';
  static override examples = ['<%= config.bin %> <%= command.id %> north'];
  static override args = { name: Args.string({ name: 'NAME', description: 'What you call the party.', required: true }) };

  protected override async execute(): Promise<object> {
    const { args } = await this.parse(PartyRemove);
    const json = identityJson(await this.store.parties.remove(args.name));
    this.note(`Removed ${json.name} (${json.publicKey}).`);
    return json;
  }
}
