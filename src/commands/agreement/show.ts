import { Args } from '@oclif/core';
import { checkNotExpired, describeAgreement, describeOpening, knownKeys, openingDigest, readAgreementFile, readIfOpening, type Agreement, type Opening, type SignedAgreement } from '../../library/agreements.js';
import { MpcCommand } from '../../cli/base-command.js';
import { layOut } from '../../cli/show-agreement.js';
import { MpcError } from '../../library/errors.js';

export default class AgreementShow extends MpcCommand {
  static override summary = 'Read an agreement in plain words, with its digest.';
  static override examples = ['<%= config.bin %> <%= command.id %> agreement.json', '<%= config.bin %> <%= command.id %> agreement.json --json'];
  static override args = { file: Args.string({ name: 'FILE', description: 'Agreement file.', required: true }) };

  protected override async execute(): Promise<object> {
    const { args } = await this.parse(AgreementShow);
    const opening = await readIfOpening(args.file);
    if (opening !== undefined) return this.#showOpening(opening);
    const signed = await readAgreementFile(args.file);
    const approvedBy = signed.approvals.map(({ publicKey }) => signed.agreement.parties.find((party) => party.publicKey === publicKey)?.name ?? publicKey);
    const text = layOut(describeAgreement(signed.agreement, await this.#remarks(signed.agreement)));
    await this.printPaged(text);
    this.print(approvedBy.length === 0 ? '\nNobody has signed this copy.' : `\nSigned ahead, in this copy, by: ${approvedBy.join(', ')}`);
    this.#noteExpiry(signed);
    return { digest: signed.digest, approvedBy, agreement: signed.agreement };
  }

  async #showOpening(opening: Opening): Promise<object> {
    await this.printPaged(layOut(describeOpening(opening)));
    this.note('Holders approve it with: mpc reveal SHARE --opening FILE --approve DIGEST');
    return { digest: openingDigest(opening), opening };
  }

  #noteExpiry({ agreement }: SignedAgreement): void {
    try {
      checkNotExpired(agreement, Date.now());
    } catch (error) {
      if (!(error instanceof MpcError)) throw error;
      this.note(error.message);
    }
  }

  /** Reading needs no identity; with one, it also tells which keys are known. */
  async #remarks(agreement: Agreement): Promise<ReadonlyMap<string, string>> {
    try {
      return (await knownKeys(this.store, await this.store.identity.read(), agreement)).remarks;
    } catch (error) {
      if (!(error instanceof MpcError)) throw error;
      if (error.code !== 'IDENTITY_MISSING') this.note(`ATTENTION: ${error.message} ${error.next}`);
      return new Map();
    }
  }
}
