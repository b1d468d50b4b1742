import { Args, Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { knownPartyInWords, knownPartyJson } from '../../cli/party-view.js';
import { importPartiesFrom } from '../../library/home.js';

export default class PartyImport extends MpcCommand {
  static override summary = 'Take the key of a key card, or all keys of a partner’s directory, into the known parties.';
  static override description =
    'The keys stay unchecked until you compare each fingerprint by phone (`mpc party verify NAME`). A key card comes from `mpc whoami --card`, also in a mail that broke its line; a directory from `mpc party export` of a party whose key you have verified. If a name is known with another key, or looks like a known one, nothing is taken over.';
  static override examples = ['<%= config.bin %> <%= command.id %> south.card', '<%= config.bin %> <%= command.id %> - < mail.txt', '<%= config.bin %> <%= command.id %> partners.json'];
  static override args = { file: Args.string({ name: 'FILE', description: 'Key card or directory; - for standard input.', required: true }) };
  static override flags = withEnvironment({ as: Flags.string({ description: 'What you call the party of a key card, if not by its own name.', helpValue: 'NAME' }) });

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(PartyImport);
    const { from, made, parties } = await importPartiesFrom(this.store, args.file, flags.as);
    if (from !== undefined) this.note(`Directory of "${from.name}", signed with the key that you know for it, made ${made.slice(0, 10)}.`);
    for (const { party, wasKnown } of parties) this.printFitted(`${wasKnown ? 'Known already: ' : 'Added: '}${knownPartyInWords(party)}`);
    const unchecked = parties.filter(({ party }) => party.verified === undefined);
    if (unchecked.length > 0) this.note(`Nobody has checked ${unchecked.length === 1 ? 'this key' : 'these keys'} yet. Let ${unchecked.length === 1 ? 'the party' : 'each party'} read out the 12 words by phone: ${unchecked.slice(0, 3).map(({ party }) => `mpc party verify "${party.name}"`).join(', ')}${unchecked.length > 3 ? ', …' : ''}`);
    return { from: from === undefined ? null : { name: from.name }, made, parties: parties.map(({ party, wasKnown }) => ({ ...knownPartyJson(party), wasKnown })) };
  }
}
