import { Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { participationFlags } from '../../cli/flags.js';
import { unlocking } from '../../cli/identity.js';
import { writeNew } from '../../cli/output.js';
import { MpcError } from '../../library/errors.js';
import { exportDirectory, openIdentity } from '../../library/home.js';

const { 'passphrase-file': passphraseFile } = participationFlags;

export default class PartyExport extends MpcCommand {
  static override summary = 'Write a directory of the parties whose keys you have verified, signed with your key.';
  static override description = 'Partners who have verified your key take it with `mpc party import`. The keys stay unchecked there until they compare each fingerprint themselves. The names are those that you gave.';
  static override examples = ['<%= config.bin %> <%= command.id %> --out partners.json', '<%= config.bin %> <%= command.id %> --party north --party south > partners.json'];
  static override flags = {
    ...withEnvironment({
      party: Flags.string({ description: 'Only this party. Repeatable.', helpValue: 'NAME', multiple: true, multipleNonGreedy: true }),
      out: Flags.string({ char: 'o', description: 'File to write; without it, standard output.', helpValue: 'FILE' }),
    }, 'party export'),
    'passphrase-file': passphraseFile,
  };

  protected override async execute(): Promise<object> {
    const { flags } = await this.parse(PartyExport);
    const isPrinted = flags.out === undefined || flags.out === '-';
    if (isPrinted && this.common.json) throw new MpcError('USAGE', '--json and the directory both want standard output.', 'Name a file with --out.');
    const identity = await openIdentity(this.store, unlocking(flags['passphrase-file'], this.isInteractive));
    const { text, names } = await exportDirectory(this.store, identity, flags.party, new Date());
    const file = isPrinted ? undefined : await writeNew(flags.out ?? '', text);
    if (file === undefined) this.print(text.trimEnd());
    else this.printFitted(`Directory: ${file}`);
    this.note(`It names ${names.join(', ')}.`);
    return { file: file ?? null, parties: names };
  }
}
