import { Args, Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { knownPartyInWords, knownPartyJson } from '../../cli/party-view.js';
import { askText } from '../../cli/terminal/prompts.js';
import { MpcError } from '../../library/errors.js';
import { knownParty, verifyParty } from '../../library/home.js';

export default class PartyVerify extends MpcCommand {
  static override summary = 'State that a party’s key is the right one, by the words that it reads out.';
  static override description = 'Call a person there whose voice you know. They run `mpc whoami` and read out the fingerprint; you type it. It is compared with the key that is kept here.';
  static override examples = ['<%= config.bin %> <%= command.id %> south', '<%= config.bin %> <%= command.id %> south --fingerprint "twelve words" --operator "A. Jansen"'];
  static override args = { name: Args.string({ name: 'NAME', description: 'What you call the party.', required: true }) };
  static override flags = withEnvironment({
    fingerprint: Flags.string({ description: 'The 12 words, or the first four letters of each, as they were read out.', helpValue: 'WORDS' }),
    operator: Flags.string({ description: 'Who compared the words: kept with the key, and never sent.', helpValue: 'NAME' }),
  });

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(PartyVerify);
    const party = await knownParty(this.store, args.name);
    const verified = await verifyParty(this.store, party, flags.fingerprint ?? (await this.#ask(party.name)), flags.operator);
    this.printFitted(knownPartyInWords(verified));
    return knownPartyJson(verified);
  }

  async #ask(name: string): Promise<string> {
    if (!this.isInteractive) throw new MpcError('USAGE', 'Nobody can be asked for the words that were read out.', 'Give them: --fingerprint "twelve words"');
    return askText(`The 12 words that ${name} reads out (the first four letters of each are enough):`);
  }
}
