import { resolve } from 'node:path';
import { Args } from '@oclif/core';
import { readAgreementFile } from '../../cli/agreement-file.js';
import { MpcCommand } from '../../cli/base-command.js';
import { replaceFile } from '../../io/files.js';
import { formerAmong } from '../../io/former-identities.js';
import { locateHome } from '../../io/home.js';
import { readPublicIdentity } from '../../io/identity-file.js';
import { countRuns } from '../../io/runs.js';
import { withdraw } from '../../io/withdrawals.js';
import { hasApprovalOf, signedBytes, withoutApproval } from '../../session/agreement/signed.js';
import { seatIn } from '../../session/seat.js';

export default class AgreementUnsign extends MpcCommand {
  static override summary = 'Take back an approval that was given ahead.';
  static override description = 'The signature is removed from this file, and this machine refuses it in every other copy, until it signs again. A session that has begun is not undone.';
  static override examples = ['<%= config.bin %> <%= command.id %> agreement.json'];
  static override args = { file: Args.string({ name: 'FILE', description: 'Agreement file; it is rewritten without the signature.', required: true }) };

  protected override async execute(): Promise<object> {
    const { args } = await this.parse(AgreementUnsign);
    const home = locateHome();
    const signed = await readAgreementFile(args.file);
    // What was signed with a key that was changed since can be taken back all the same.
    const identity = (await formerAmong(home, signed.agreement.parties.map(({ publicKey }) => publicKey))) ?? (await readPublicIdentity(home));
    seatIn(signed.agreement, identity);
    await withdraw(home, signed.digest);
    const wasSigned = hasApprovalOf(signed, identity.publicKey);
    if (wasSigned) await replaceFile(args.file, signedBytes(withoutApproval(signed, identity.publicKey)));
    this.print(`Withdrawn: ${signed.digest}`);
    if (!wasSigned) this.note('This copy held no signature of yours; one in another copy is refused from now on.');
    const runs = await countRuns(home, signed.digest);
    if (runs > 0) this.note(`It has been run ${runs} time${runs === 1 ? '' : 's'} already, which this does not undo.`);
    return { file: resolve(args.file), digest: signed.digest };
  }
}
