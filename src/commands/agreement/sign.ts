import { resolve } from 'node:path';
import { Args, Flags } from '@oclif/core';
import { decideApproval } from '../../cli/approval.js';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { languageFlags, participationFlags } from '../../cli/flags.js';
import { unlocking } from '../../cli/identity.js';
import { readOut } from '../../cli/show-agreement.js';
import { approveFile } from '../../library/agreements.js';
import { MpcError } from '../../library/errors.js';

export default class AgreementSign extends MpcCommand {
  static override summary = 'Approve an agreement ahead of time, by signing its file.';
  static override description = 'A later `mpc join FILE` with this copy needs no further approval. Take it back with `mpc agreement unsign`.';
  static override examples = ['<%= config.bin %> <%= command.id %> agreement.json', '<%= config.bin %> <%= command.id %> agreement.json --approve DIGEST --no-input'];
  static override args = { file: Args.string({ name: 'FILE', description: 'Agreement file; it is rewritten with the signature.', required: true }) };
  static override flags = { ...languageFlags, operator: participationFlags.operator, ...withEnvironment({
    approve: Flags.string({ description: 'Approve the agreement with exactly this digest, without being asked.', helpValue: 'DIGEST' }),
    'passphrase-file': Flags.string({ description: 'File that holds the passphrase of this identity, readable by you alone.', helpValue: 'FILE' }),
  }) };

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(AgreementSign);
    if (args.file === '-') throw new MpcError('USAGE', 'The file is rewritten, and standard input cannot be.', 'Name the agreement file.');
    const texts = this.texts;
    const { digest } = await approveFile({
      store: this.store,
      file: args.file,
      unlocking: unlocking(flags['passphrase-file'], this.isInteractive),
      operator: flags.operator,
      decide: async ({ agreement, digest: own, ...request }) =>
        decideApproval(agreement, own, { ...request, named: flags.approve, signedAhead: false, isOwn: false, texts, prompt: this.isInteractive ? {} : undefined, show: async (text) => readOut(text) }),
    });
    this.printFitted(texts.approval.signed(digest));
    return { file: resolve(args.file), digest };
  }
}
