import { MpcCommand } from '../../cli/base-command.js';
import { knownPartyInWords, knownPartyJson } from '../../cli/party-view.js';

export default class PartyList extends MpcCommand {
  static override summary = 'List the known parties, and who checked their keys when.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json'];

  protected override async execute(): Promise<object> {
    await this.parse(PartyList);
    const parties = await this.store.parties.list();
    if (parties.length === 0) this.note('No parties yet. Take a key card (mpc party import FILE), or add one: mpc party add NAME KEY');
    for (const party of parties) this.printFitted(knownPartyInWords(party));
    return { parties: parties.map(knownPartyJson) };
  }
}
