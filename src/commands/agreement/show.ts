import { Args } from '@oclif/core';
import { MpcCommand } from '../../cli/base-command.js';
import { layOut } from '../../cli/show-agreement.js';
import { agreementInWords, describeOpening, openingDigest, readAgreementFile, readIfOpening, type Opening } from '../../library/agreements.js';
import type { Texts } from '../../library/text.js';

export default class AgreementShow extends MpcCommand {
  static override summary = 'Read an agreement in plain words, with its digest.';
  static override examples = ['<%= config.bin %> <%= command.id %> agreement.json', '<%= config.bin %> <%= command.id %> agreement.json --json'];
  static override args = { file: Args.string({ name: 'FILE', description: 'Agreement file; - for standard input.', required: true }) };

  protected override async execute(): Promise<object> {
    const { args } = await this.parse(AgreementShow);
    const texts = this.texts;
    const opening = await readIfOpening(args.file);
    if (opening !== undefined) return this.#showOpening(opening, texts);
    const signed = await readAgreementFile(args.file);
    const { clauses, approvedBy, attention, houseRules, expired } = await agreementInWords(this.store, signed, texts);
    if (attention !== undefined) this.note(`ATTENTION: ${attention}`);
    if (houseRules !== undefined) this.note(`ATTENTION: ${houseRules}`);
    await this.printPaged(layOut(clauses));
    this.print(`\n${approvedBy.length === 0 ? texts.approval.nobodySigned : texts.approval.signedAhead(approvedBy)}`);
    if (expired !== undefined) this.note(expired);
    return { digest: signed.digest, approvedBy, agreement: signed.agreement };
  }

  async #showOpening(opening: Opening, texts: Texts): Promise<object> {
    await this.printPaged(layOut(describeOpening(opening, { texts })));
    this.note(texts.approval.holdersApprove('mpc reveal SHARE --opening FILE --approve DIGEST'));
    return { digest: openingDigest(opening), opening };
  }
}
