import { resolve } from 'node:path';
import { Args, Flags } from '@oclif/core';
import { toUser } from '../../io/screen.js';
import { approveAhead } from '../../app/approve-ahead.js';
import { Journal } from '../../app/journal.js';
import { participationFlags } from '../../cli/flags.js';
import { readAgreementFile } from '../../cli/agreement-file.js';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { openIdentity, refuseFormerKey } from '../../cli/identity.js';
import { decideApproval } from '../../cli/approval.js';
import { replaceFile } from '../../io/files.js';
import { locateHome } from '../../io/home.js';
import { reinstate } from '../../io/withdrawals.js';

export default class AgreementSign extends MpcCommand {
  static override summary = 'Approve an agreement ahead of time, by signing its file.';
  static override description = 'A later `mpc join FILE` with this copy needs no further approval. Take it back with `mpc agreement unsign`.';
  static override examples = ['<%= config.bin %> <%= command.id %> agreement.json', '<%= config.bin %> <%= command.id %> agreement.json --approve DIGEST --no-input'];
  static override args = { file: Args.string({ name: 'FILE', description: 'Agreement file; it is rewritten with the signature.', required: true }) };
  static override flags = { operator: participationFlags.operator, ...withEnvironment({
    approve: Flags.string({ description: 'Approve the agreement with exactly this digest, without being asked.', helpValue: 'DIGEST' }),
    'passphrase-file': Flags.string({ description: 'File that holds the passphrase of this identity, readable by you alone.', helpValue: 'FILE' }),
  }) };

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(AgreementSign);
    const home = locateHome();
    const signed = await readAgreementFile(args.file);
    await refuseFormerKey(home, signed.agreement.parties);
    const identity = await openIdentity(home, flags['passphrase-file'], this.isInteractive);
    const journal = new Journal(home, 'approval ahead', flags.operator);
    await journal.begin(signed.agreement, identity.publicKey);
    const approved = await journal.following(async () => journal.approving(async () => approveAhead(home, identity, signed, async ({ agreement, digest, ...request }) =>
      decideApproval(agreement, digest, { ...request, named: flags.approve, signedAhead: false, isOwn: false, prompt: this.isInteractive ? {} : undefined, show: (text) => toUser(`\n${text}\n\n`) }),
    )));
    await replaceFile(args.file, approved);
    await reinstate(home, signed.digest);
    this.print(`Signed: ${signed.digest}`);
    return { file: resolve(args.file), digest: signed.digest };
  }
}
