import { Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../cli/base-command.js';
import { participationFlags } from '../cli/flags.js';
import { unlocking } from '../cli/identity.js';
import { writeNew } from '../cli/output.js';
import { qrLines } from '../cli/qr.js';
import { toUser } from '../cli/terminal/screen.js';
import { identityJson } from '../cli/whoami.js';
import { MpcError } from '../library/errors.js';
import { keyCard, openIdentity } from '../library/home.js';

const { 'passphrase-file': passphraseFile } = participationFlags;

export default class Whoami extends MpcCommand {
  static override summary = 'Show this party’s name, public key and fingerprint, or its key card.';
  static override description =
    'Send a key card to a partner, who takes it with `mpc party import`; read the fingerprint out over the phone. The card is a text with one line that counts, signed with your key. At a terminal it comes as a QR code, too.';
  static override examples = ['<%= config.bin %> <%= command.id %>', '<%= config.bin %> <%= command.id %> --card', '<%= config.bin %> <%= command.id %> --card --out north.card', '<%= config.bin %> <%= command.id %> --json'];
  static override flags = {
    ...withEnvironment({
      card: Flags.boolean({ description: 'Print the key card.' }),
      out: Flags.string({ char: 'o', description: 'Write the key card to this file.', helpValue: 'FILE', dependsOn: ['card'] }),
    }, 'whoami'),
    'passphrase-file': passphraseFile,
  };

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(Whoami);
    const json = identityJson(await this.store.identity.read());
    if (!flags.card) {
      this.printFitted(`Name:        ${json.name}\nPublic key:  ${json.publicKey}\nFingerprint: ${json.fingerprint}`);
      return json;
    }
    if (this.common.json && flags.out === '-') throw new MpcError('USAGE', '--json and --out - both want standard output.', 'Leave one of them out.');
    const card = keyCard(await openIdentity(this.store, unlocking(flags['passphrase-file'], this.isInteractive)), Date.now());
    if (flags.out !== undefined && flags.out !== '-') this.note(`Key card: ${await writeNew(flags.out, card.text)}`);
    else this.print(card.text.trimEnd());
    // To the terminal, so that standard output is a card and nothing else.
    if (process.stderr.isTTY && !this.common.quiet && !this.common.json) toUser(`\n${(await qrLines(card.line.toUpperCase())).join('\n')}\n\n`);
    return { ...json, card: card.line };
  }
}
