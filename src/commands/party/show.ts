import { Args } from '@oclif/core';
import { MpcCommand } from '../../cli/base-command.js';
import { knownPartyInWords, knownPartyJson } from '../../cli/party-view.js';
import { knownParty } from '../../library/home.js';

export default class PartyShow extends MpcCommand {
  static override summary = 'Show a known party: its key, its fingerprint, and who checked it when.';
  static override examples = ['<%= config.bin %> <%= command.id %> south', '<%= config.bin %> <%= command.id %> south --json'];
  static override args = { name: Args.string({ name: 'NAME', description: 'What you call the party.', required: true }) };

  protected override async execute(): Promise<object> {
    const { args } = await this.parse(PartyShow);
    const party = await knownParty(this.store, args.name);
    this.printFitted(knownPartyInWords(party));
    return knownPartyJson(party);
  }
}
