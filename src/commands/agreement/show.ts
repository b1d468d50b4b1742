import { Args, Flags } from '@oclif/core';
import { MpcCommand, withEnvironment } from '../../cli/base-command.js';
import { documentIn, DOCUMENT_FORMATS, type DocumentFormat, type Written } from '../../cli/document.js';
import { languageFlags } from '../../cli/flags.js';
import { writeNew } from '../../cli/output.js';
import { agreementInWords, describeOpening, dpiaAnnex, openingDigest, readAgreementFile, readIfOpening, type Opening } from '../../library/agreements.js';
import { MpcError } from '../../library/errors.js';
import { cleaned } from '../../library/text.js';

const MAX_TITLE = 120;

interface Target {
  readonly format: DocumentFormat;
  readonly out: string | undefined;
}

export default class AgreementShow extends MpcCommand {
  static override summary = 'Read an agreement in plain words, with its digest.';
  static override description = 'With --format html it is one file that prints on A4, runs nothing and fetches nothing; with --format md it is for a document system. The words are the same, and the agreement file with its digest is what counts. With --annex dpia it is an annex to a data-protection impact assessment instead, in which what only people can say is left open and marked.';
  static override examples = ['<%= config.bin %> <%= command.id %> agreement.json', '<%= config.bin %> <%= command.id %> agreement.json --format html --out agreement.html', '<%= config.bin %> <%= command.id %> agreement.json --annex dpia --format md --out dpia.md', '<%= config.bin %> <%= command.id %> agreement.json --json'];
  static override args = { file: Args.string({ name: 'FILE', description: 'Agreement file; - for standard input.', required: true }) };
  static override flags = withEnvironment({
    ...languageFlags,
    format: Flags.string({ description: 'How it is written.', options: [...DOCUMENT_FORMATS], default: 'text' }),
    annex: Flags.string({ description: 'Write this annex in place of the agreement.', options: ['dpia'] }),
    out: Flags.string({ char: 'o', description: 'The file to write; standard output otherwise. No file is replaced.', helpValue: 'FILE' }),
  }, 'agreement show');

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(AgreementShow);
    const target: Target = { format: DOCUMENT_FORMATS.find((each) => each === flags.format) ?? 'text', out: flags.out === '-' ? undefined : flags.out };
    if (this.common.json && target.format !== 'text' && target.out === undefined) throw new MpcError('USAGE', `--json prints JSON, and --format ${target.format} would go to standard output, too.`, 'Name a file for it with --out, or leave one of them out.');
    const opening = await readIfOpening(args.file);
    if (opening !== undefined) return this.#showOpening(opening, target, flags.annex);
    const signed = await readAgreementFile(args.file);
    const { digest, agreement } = signed;
    const { clauses, approvedBy, attention, houseRules, expired, unverified } = await agreementInWords(this.store, signed, this.texts);
    const problems = [attention, houseRules].flatMap((text) => text ?? []);
    const purpose = cleaned(agreement.purpose, MAX_TITLE);
    if (flags.annex !== undefined) {
      const warnings = problems.map(this.texts.agreement.attention);
      const file = await this.#write({ title: this.texts.annex.title(purpose), language: this.texts.language, warnings, clauses: dpiaAnnex(agreement, unverified, this.texts), digest }, target);
      return { digest, approvedBy, agreement, ...file };
    }
    const signers = approvedBy.length === 0 ? this.texts.approval.nobodySigned : this.texts.approval.signedAhead(approvedBy);
    const after = [signers, ...(expired === undefined ? [] : [this.texts.agreement.inEnglish(expired)])];
    const whole = target.format === 'text' && target.out === undefined ? clauses : [...clauses, { heading: this.texts.agreement.headings.copy, lines: [...after, this.texts.agreement.fileCounts] }];
    const warnings = problems.map(this.texts.agreement.attention);
    const file = await this.#write({ title: this.texts.agreement.title(purpose), language: this.texts.language, warnings, clauses: whole, digest }, target);
    if (whole === clauses) this.print(`\n${signers}`);
    if (whole === clauses && expired !== undefined) this.note(expired);
    return { digest, approvedBy, agreement, ...file };
  }

  async #write(written: Written, { format, out }: Target): Promise<{ file?: string }> {
    const text = documentIn(format, written);
    // The other formats have them inside.
    if (format === 'text') for (const line of written.warnings) this.note(line);
    if (out !== undefined) {
      const file = await writeNew(out, format === 'text' ? `${text}\n` : text);
      this.note(`Written: ${file}`);
      return { file };
    }
    if (format === 'text') await this.printPaged(text);
    else this.print(text.trimEnd());
    return {};
  }

  async #showOpening(opening: Opening, target: Target, annex: string | undefined): Promise<object> {
    if (annex !== undefined) throw new MpcError('USAGE', 'This is an agreement to open a result, and an annex is written from the agreement of the session.', 'Give the agreement file of the session.');
    const digest = openingDigest(opening);
    const file = await this.#write({ title: this.texts.opening.title, language: this.texts.language, warnings: [], clauses: describeOpening(opening, { texts: this.texts }), digest }, target);
    this.note(this.texts.approval.holdersApprove('mpc reveal SHARE --opening FILE --approve DIGEST'));
    return { digest, opening, ...file };
  }
}
