import { existsSync } from 'node:fs';
import { Args, Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { askText } from '../../cli/terminal/prompts.js';
import { identityJson } from '../../cli/whoami.js';
import { MpcError } from '../../library/errors.js';
import { attentionTo, decodePublicKey, readRotation } from '../../library/home.js';

export default class PartyAdd extends MpcCommand {
  static override summary = 'Add a party whose key you have verified.';
  static override description = 'Compare the fingerprint that is printed with the one that `mpc whoami` prints at the other side, by phone, before you rely on the key: it counts as verified by you. To keep a key that you have not compared yet, give --unchecked, or take a key card (`mpc party import`).';
  static override examples = ['<%= config.bin %> <%= command.id %> north mpc1…', '<%= config.bin %> <%= command.id %> north --rotation rotation.json'];
  static override args = {
    name: Args.string({ name: 'NAME', description: 'What you call the party.', required: true }),
    key: Args.string({ name: 'KEY', description: 'Its public key (mpc1…).' }),
  };
  static override flags = withEnvironment({
    operator: Flags.string({ description: 'Who compared the fingerprint: kept with the key, and never sent.', helpValue: 'NAME' }),
    unchecked: Flags.boolean({ description: 'The fingerprint was not compared yet (`mpc party verify NAME` does it later).', exclusive: ['rotation'] }),
    rotation: Flags.string({ description: 'Statement by which a known party says, with its old key, which is its new one.', helpValue: 'FILE' }),
  });

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(PartyAdd);
    const { parties } = this.store;
    if (args.key !== undefined && flags.rotation !== undefined) throw new MpcError('USAGE', 'KEY and --rotation exclude each other.', 'Give one of them.');
    const others = (await parties.list()).filter(({ name }) => name !== args.name.normalize('NFC'));
    const party =
      flags.rotation === undefined
        ? await parties.add(args.name, keyIn(args.key ?? (await this.#askKey())), { isUnchecked: flags.unchecked, by: flags.operator })
        : await parties.rotate(args.name, await readRotation(flags.rotation));
    const json = identityJson(party);
    this.printFitted(`Name:        ${json.name}\nPublic key:  ${json.publicKey}\nFingerprint: ${json.fingerprint}`);
    for (const line of attentionTo(json.name, others)) this.note(line);
    this.note(party.verified === undefined ? `Nobody has checked this key yet. Compare the fingerprint by phone: mpc party verify "${party.name}"` : 'It counts as verified. If you have not done so, compare the fingerprint by phone with what `mpc whoami` prints there.');
    return json;
  }

  async #askKey(): Promise<string> {
    if (!this.isInteractive) throw new MpcError('USAGE', 'KEY is missing.', 'mpc party add NAME KEY');
    return askText('Public key (mpc1…):');
  }
}

/** Throws KEY_INVALID, and says so if a file is given in place of its content. */
function keyIn(text: string): Uint8Array {
  try {
    return decodePublicKey(text.trim());
  } catch (error) {
    if (!(error instanceof MpcError) || !existsSync(text)) throw error;
    throw new MpcError('KEY_INVALID', `${text} is a file, and KEY is the line itself.`, 'Copy the line that begins with mpc1 out of it. A statement that a key was exchanged is given with --rotation FILE.', { cause: error });
  }
}
