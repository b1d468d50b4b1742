import { resolve } from 'node:path';
import { Args, Flags } from '@oclif/core';
import { approveAhead, readAgreementFile } from '../../library/agreements.js';
import { Journal, openIdentity, refuseFormerKey } from '../../library/home.js';
import { participationFlags } from '../../cli/flags.js';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { unlocking } from '../../cli/identity.js';
import { decideApproval } from '../../cli/approval.js';
import { readOut } from '../../cli/show-agreement.js';
import { replaceFile } from '../../io/files.js';

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
    const { store } = this;
    const signed = await readAgreementFile(args.file);
    await refuseFormerKey(store, signed.agreement.parties);
    const identity = await openIdentity(store, unlocking(flags['passphrase-file'], this.isInteractive));
    const journal = new Journal(store, 'approval ahead', flags.operator);
    await journal.begin(signed.agreement, identity.publicKey);
    const approved = await journal.following(async () => journal.approving(async () => approveAhead(store, identity, signed, async ({ agreement, digest, ...request }) =>
      decideApproval(agreement, digest, { ...request, named: flags.approve, signedAhead: false, isOwn: false, prompt: this.isInteractive ? {} : undefined, show: async (text) => readOut(text) }),
    )));
    await replaceFile(args.file, approved);
    await store.withdrawals.remove(signed.digest);
    this.printFitted(`Signed: ${signed.digest}`);
    return { file: resolve(args.file), digest: signed.digest };
  }
}
