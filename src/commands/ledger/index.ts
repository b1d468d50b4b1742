import { MpcCommand } from '../../cli/base-command.js';
import { ledgerTable, limitJson, partyStandingJson, standingJson } from '../../cli/ledger-view.js';

export default class LedgerShow extends MpcCommand {
  static override summary = 'Show how many items each party was let test against your lists, and how many more it may.';
  static override description =
    'A party that matches its list against yours learns which of its own items you have, so a party that may ask without end can ask for everybody. Each known party has a limit for a period; all others share one. A session that would go above it is refused.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --json'];

  protected override async execute(): Promise<object> {
    await this.parse(LedgerShow);
    const { parties, others, ledger } = await this.store.ledger.standings();
    this.print(ledgerTable(parties, others));
    this.note('Change a limit: mpc ledger limit [NAME] N');
    return { parties: parties.map(partyStandingJson), others: standingJson(others), default: limitJson(ledger.known) };
  }
}
