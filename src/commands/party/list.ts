import { MpcCommand } from '../../cli/base-command.js';
import { identityJson } from '../../cli/whoami.js';

export default class PartyList extends MpcCommand {
  static override summary = 'List the parties whose keys you have verified.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json'];

  protected override async execute(): Promise<object> {
    await this.parse(PartyList);
    const parties = (await this.store.parties.list()).map((party) => ({ ...identityJson(party), added: party.added }));
    if (parties.length === 0) this.note('No parties yet. Add one: mpc party add NAME KEY');
    for (const { name, publicKey, fingerprint } of parties) this.printFitted(`${name}\n  ${publicKey}\n  ${fingerprint}`);
    return { parties };
  }
}
