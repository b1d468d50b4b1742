import { Args, Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../cli/base-command.js';
import { askSecret, askText } from '../cli/terminal/prompts.js';
import { identityJson } from '../cli/whoami.js';
import { MpcError } from '../library/errors.js';
import { attentionTo, checkPartyName, readPassphraseFile, rotateKey, type DependsOnKey } from '../library/home.js';

export default class Init extends MpcCommand {
  static override summary = 'Create this party’s identity, or change it.';
  static override description =
    'The identity is a key pair with a name. Its secret half stays in a file that only you can read; with a passphrase the file is encrypted, too. See docs/identities.md for back-up, rotation, and what to do after a theft.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> "Hospital North"',
    '<%= config.bin %> <%= command.id %> "Hospital North" --passphrase',
    '<%= config.bin %> <%= command.id %> --rotate',
    '<%= config.bin %> <%= command.id %> --rename "Hospital North-East"',
  ];
  static override args = { name: Args.string({ name: 'NAME', description: 'What the other parties will see.' }) };
  static override flags = {
    // It has no environment variable, because somebody would put the passphrase itself there.
    passphrase: Flags.boolean({ description: 'Encrypt the identity; the passphrase is asked for twice.' }),
    ...withEnvironment({
    'passphrase-file': Flags.string({ description: 'Encrypt it with the passphrase in this file, readable by you alone.', helpValue: 'FILE' }),
    rotate: Flags.boolean({ description: 'Make a new key for the identity, signed by the old one.', exclusive: ['rename'] }),
    rename: Flags.string({ description: 'Give the identity another name; the key stays.', helpValue: 'NAME' }),
    'new-passphrase-file': Flags.string({ description: 'With --rotate: the new identity’s passphrase, where it differs.', helpValue: 'FILE', dependsOn: ['rotate'] }),
    }),
  };

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(Init);
    if (process.env['MPC_PASSPHRASE'] !== undefined) {
      throw new MpcError('USAGE', 'MPC_PASSPHRASE is set, and a passphrase is never taken from the environment: other programs can read it there.', 'Unset it, and give --passphrase-file FILE, or --passphrase to be asked.');
    }
    const { store } = this;
    if (flags.rotate) return this.#rotate(args.name, flags);
    if (flags.rename !== undefined) return this.#rename(args.name, flags.rename, flags['passphrase-file']);
    await this.#refuseSecond();
    const name = checkPartyName(args.name ?? (await this.#askName()));
    const passphrase = await this.#passphrase(flags.passphrase, flags['passphrase-file']);
    const identity = await store.identity.create(name, passphrase);
    const json = identityJson(identity);
    this.printFitted(`Name:        ${json.name}\nPublic key:  ${json.publicKey}\nFingerprint: ${json.fingerprint}`);
    for (const line of attentionTo(json.name, await store.parties.list())) this.note(line);
    this.note(`The secret key is in ${store.identity.path}${passphrase === undefined ? '' : ', encrypted'}: make a back-up of it. Send the public key to your partners; they compare the fingerprint with you by phone.`);
    return json;
  }

  /** Checked before any question, because the answer would be for nothing. */
  async #refuseSecond(): Promise<void> {
    try {
      await this.store.identity.read();
    } catch (error) {
      if (error instanceof MpcError && error.code === 'IDENTITY_MISSING') return;
      throw error;
    }
    throw new MpcError('IDENTITY_EXISTS', `There is an identity already: ${this.store.identity.path}.`, 'Use it (`mpc whoami` shows it), or make a new key for it with `mpc init --rotate`.');
  }

  async #askName(): Promise<string> {
    if (!this.isInteractive) throw new MpcError('USAGE', 'NAME is missing.', 'Give the name that the other parties will see: mpc init NAME');
    return askText('Name of your organisation, as the other parties will see it:', {
      check: (text) => {
        try {
          checkPartyName(text);
          return undefined;
        } catch (error) {
          return error instanceof Error ? error.message : 'That cannot be a name.';
        }
      },
    });
  }

  async #passphrase(isAsked: boolean, file: string | undefined): Promise<string | undefined> {
    if (file !== undefined) return readPassphraseFile(file);
    if (!isAsked) return undefined;
    if (!this.isInteractive) throw new MpcError('USAGE', '--passphrase asks at a terminal, and there is none.', 'Use --passphrase-file FILE.');
    const first = await askSecret('Passphrase');
    if (first === '') throw new MpcError('USAGE', 'The passphrase is empty.', 'Choose one, or leave --passphrase out.');
    if (first !== (await askSecret('The same again'))) throw new MpcError('USAGE', 'The two passphrases differ.', 'Try again.');
    return first;
  }

  #oldPassphrase(file: string | undefined): (() => Promise<string>) | undefined {
    if (file !== undefined) return async () => readPassphraseFile(file);
    return this.isInteractive ? async () => askSecret('Present passphrase') : undefined;
  }

  async #rotate(name: string | undefined, flags: { passphrase: boolean; 'passphrase-file'?: string | undefined; 'new-passphrase-file'?: string | undefined }): Promise<object> {
    if (name !== undefined) throw new MpcError('USAGE', '--rotate keeps the name.', 'Run `mpc init --rotate`, and `mpc init --rename NAME` for another name.');
    // Without an identity nothing below can succeed: say so before asking for anything.
    await this.store.identity.read();
    const newFile = flags['new-passphrase-file'] ?? flags['passphrase-file'];
    const newPassphrase = await this.#passphrase(flags.passphrase, newFile);
    const askPassphrase = this.#oldPassphrase(flags['passphrase-file']);
    const done = await rotateKey(this.store, { askPassphrase, newPassphrase });
    const hanging = done.dependsOnOldKey;
    const json = { ...identityJson(done.identity), rotation: done.statementPath, oldIdentity: done.oldIdentityPath, dependsOnOldKey: { shares: hanging.shares.map(({ path }) => path), agreements: hanging.agreements } };
    this.printFitted(`Name:        ${json.name}\nPublic key:  ${json.publicKey}\nFingerprint: ${json.fingerprint}\nStatement:   ${json.rotation}`);
    this.note(`The old identity is kept as ${done.oldIdentityPath}. Send the statement to your partners: they run \`mpc party add NAME --rotation FILE\`.`);
    for (const line of warningsOf(hanging)) this.note(line);
    return json;
  }

  async #rename(name: string | undefined, to: string, passphraseFile: string | undefined): Promise<object> {
    if (name !== undefined) throw new MpcError('USAGE', 'The name is given twice.', 'Run `mpc init --rename NAME`.');
    const askPassphrase = this.#oldPassphrase(passphraseFile);
    const json = identityJson(await this.store.identity.rename(checkPartyName(to), askPassphrase));
    this.printFitted(`Name:        ${json.name}\nPublic key:  ${json.publicKey}\nFingerprint: ${json.fingerprint}`);
    return json;
  }
}

/** What the user must know about a key that is no longer the present one. */
function warningsOf({ shares, agreements }: DependsOnKey): string[] {
  return [
    'Warning: agreements that name the old key cannot be run any more. Ask their authors for new ones.',
    ...agreements.map(({ digest, purpose, runsLeft }) => `  ${digest.slice(0, 12)}… "${purpose}": ${runsLeft} ${runsLeft === 1 ? 'run' : 'runs'} left`),
    ...(shares.length === 0 ? [] : [`Warning: ${shares.length === 1 ? 'a share of a sealed result hangs' : `${shares.length} shares of sealed results hang`} on the old key. Keep the old identity, and its passphrase if it has one, as long as you keep ${shares.length === 1 ? 'the share' : 'them'}; \`mpc reveal\` uses it by itself.`]),
    ...shares.map(({ path, purpose }) => `  ${path} "${purpose}"`),
  ];
}
