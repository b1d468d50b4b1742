import { Args, Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { askText } from '../../cli/terminal/prompts.js';
import { identityJson } from '../../cli/whoami.js';
import { MpcError } from '../../library/errors.js';
import { decodePublicKey, readRotation } from '../../library/home.js';

export default class PartyAdd extends MpcCommand {
  static override summary = 'Add a party whose key you have verified.';
  static override description = 'Compare the fingerprint that is printed with the one that `mpc whoami` prints at the other side, by phone, before you rely on the key.';
  static override examples = ['<%= config.bin %> <%= command.id %> north mpc1…', '<%= config.bin %> <%= command.id %> north --rotation rotation.json'];
  static override args = {
    name: Args.string({ name: 'NAME', description: 'What you call the party.', required: true }),
    key: Args.string({ name: 'KEY', description: 'Its public key (mpc1…).' }),
  };
  static override flags = withEnvironment({
    rotation: Flags.string({ description: 'Statement by which a known party says, with its old key, which is its new one.', helpValue: 'FILE' }),
  });

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(PartyAdd);
    const { parties } = this.store;
    if (args.key !== undefined && flags.rotation !== undefined) throw new MpcError('USAGE', 'KEY and --rotation exclude each other.', 'Give one of them.');
    const party =
      flags.rotation === undefined
        ? await parties.add(args.name, decodePublicKey((args.key ?? (await this.#askKey())).trim()))
        : await parties.rotate(args.name, await readRotation(flags.rotation));
    const json = identityJson(party);
    this.print(`Name:        ${json.name}\nPublic key:  ${json.publicKey}\nFingerprint: ${json.fingerprint}`);
    this.note('Compare the fingerprint by phone with what `mpc whoami` prints there.');
    return json;
  }

  async #askKey(): Promise<string> {
    if (!this.isInteractive) throw new MpcError('USAGE', 'KEY is missing.', 'mpc party add NAME KEY');
    return askText('Public key (mpc1…):');
  }
}
