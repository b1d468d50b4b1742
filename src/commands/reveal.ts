import { Args, Flags } from '@oclif/core';
import { approveAgain } from '../cli/approve-again.js';
import { caveatsOf } from '../cli/caveats.js';
import { MpcCommand, withEnvironment } from '../cli/base-command.js';
import { Deadline } from '../cli/deadline.js';
import { parseWait } from '../cli/duration.js';
import { languageFlags, participationFlags } from '../cli/flags.js';
import { unlocking } from '../cli/identity.js';
import { formatOf } from '../cli/format-names.js';
import { htmlReport } from '../cli/html-report.js';
import { jsonLine, writePieces } from '../cli/json.js';
import { openingToWrite } from '../cli/opening-terms.js';
import { sessionJson } from '../cli/session-json.js';
import { checkOutputs, replaceFile } from '../cli/output.js';
import { parseGrace, telling } from '../cli/relay-access.js';
import { printResult } from '../cli/outcome.js';
import { layOut } from '../cli/show-agreement.js';
import { Progress } from '../cli/terminal/progress.js';
import { describeOpening, isPastRetention, writeOpening } from '../library/agreements.js';
import { openIdentityOf } from '../library/home.js';
import { relayArgument } from '../library/relays.js';
import { readSealed, reveal, type RevealedHere, type RevealPhase } from '../library/sealed.js';
import type { Texts } from '../library/text.js';

const { approve, force, format, report, timeout, grace, ca, operator, 'passphrase-file': passphraseFile } = participationFlags;

export default class Reveal extends MpcCommand {
  static override summary = 'Open a sealed result, together with the others who hold shares.';
  static override description =
    'Opens as soon as enough holders are there, to the recipients that the agreement names. FILE is this party’s share file; a recipient that holds no share gives the receipt of the session. What was interrupted can be run again.\n\nTo open it to fewer recipients, or for another purpose, write an opening agreement with --to, --purpose and --propose. The others read it with `mpc agreement show`, and everyone opens with --opening and its digest.';
  static override examples = [
    '<%= config.bin %> <%= command.id %> share.json',
    '<%= config.bin %> <%= command.id %> share.json --approve DIGEST --with North --with South --json --no-input',
    '<%= config.bin %> <%= command.id %> receipt.json',
    '<%= config.bin %> <%= command.id %> share.json --to Magistrate --purpose "Case 12" --propose opening.json',
    '<%= config.bin %> <%= command.id %> share.json --opening opening.json --approve DIGEST',
  ];
  static override args = { file: Args.string({ name: 'FILE', description: 'Share file, or for a recipient without a share, the receipt.', required: true }) };
  static override flags = {
    ...languageFlags,
    approve,
    ...withEnvironment({
      with: Flags.string({ description: 'Open with these parties, and only when all of them are there. Repeatable.', helpValue: 'NAME', multiple: true, multipleNonGreedy: true }),
      opening: Flags.string({ description: 'Open under this opening agreement, to its recipients only.', helpValue: 'FILE' }),
      to: Flags.string({ description: 'Recipient of the agreement that is to learn the result; the others do not. Repeatable.', helpValue: 'NAME', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
      purpose: Flags.string({ description: 'What this opening is for.', helpValue: 'TEXT', helpGroup: 'PROPOSING' }),
      'legal-basis': Flags.string({ description: 'The legal basis of this opening, if there is one.', helpValue: 'TEXT', helpGroup: 'PROPOSING' }),
      propose: Flags.string({ description: 'Only write the opening agreement to this file.', helpValue: 'FILE', helpGroup: 'PROPOSING' }),
      relay: Flags.string({ description: 'Meet at another relay than the agreement’s.', helpValue: 'URL' }),
      out: Flags.string({ char: 'o', description: 'Write what --json prints to this file; with - to standard output, in place of the result.', helpValue: 'FILE', helpGroup: 'TAKING PART' }),
    }),
    force,
    format,
    report,
    timeout,
    grace,
    ca,
    operator,
    'passphrase-file': passphraseFile,
  };

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(Reveal);
    const { store } = this;
    const timeoutMs = parseWait(flags.timeout, 'timeout');
    const grace = parseGrace(flags.grace);
    await checkOutputs(flags, []);
    const toWrite = openingToWrite({ to: flags.to, purpose: flags.purpose, legalBasis: flags['legal-basis'], propose: flags.propose, opening: flags.opening });
    const sealed = await readSealed(args.file, flags.opening);
    if (toWrite !== undefined) return this.#showWritten(await writeOpening(sealed.receipt, toWrite.wanted, toWrite.path));
    const { target, receipt } = sealed;
    const identity = await openIdentityOf(store, receipt.agreement.parties, unlocking(flags['passphrase-file'], this.isInteractive), (text) => this.note(text));
    const texts = this.texts;
    const { retainUntil } = receipt.agreement;
    if (retainUntil !== undefined && isPastRetention(receipt.agreement, Date.now())) this.note(texts.approval.pastRetention(retainUntil));
    const deadline = new Deadline(timeoutMs, flags.timeout);
    const progress = new Progress(this.common.quiet);
    try {
      const clauses = target.opening === undefined ? '' : `${layOut(describeOpening(target.opening, { texts }))}\n\n`;
      const what = `${clauses}${texts.approval.openedNow(target.recipients)}`;
      const revealed = await reveal({
        store,
        identity,
        sealed,
        withNames: flags.with ?? [],
        relay: flags.relay === undefined ? undefined : relayArgument(flags.relay, '--relay'),
        ca: flags.ca,
        operator: flags.operator,
        ...grace,
        ...telling(progress),
        approve: async (request) => approveAgain(request, { named: flags.approve, canAsk: this.isInteractive, texts, deadline, what }),
        watch: (phase) => progress.phase(phaseText(phase)),
        note: (text) => this.note(text),
        signal: deadline.signal,
      });
      progress.clear();
      return await this.#show(revealed, flags, texts);
    } finally {
      progress.clear();
      deadline.clear();
    }
  }

  #showWritten({ file, digest }: { readonly file: string; readonly digest: string }): object {
    this.print(`Opening agreement: ${file}\nDigest:            ${digest}`);
    this.note('Send the file to the others; everyone reads it with `mpc agreement show FILE` and runs `mpc reveal SHARE --opening FILE`.');
    return { file, digest };
  }

  async #show({ receiptFile, opening, ...revealed }: RevealedHere, { out, report, format }: { readonly out?: string | undefined; readonly report?: string | undefined; readonly format?: string | undefined }, texts: Texts): Promise<object> {
    const json = { ...sessionJson(revealed, receiptFile), ...(opening === undefined ? {} : { opening }) };
    if (out !== undefined && out !== '-') await replaceFile(out, jsonLine(json), 0o600);
    const caveats = revealed.result === undefined ? [] : caveatsOf(revealed.agreement, revealed.result, texts);
    if (report !== undefined) await replaceFile(report, htmlReport({ agreement: revealed.agreement, json, caveats, problem: undefined }, texts), 0o600);
    if (!this.common.json) {
      if (json.result === null) this.note(texts.result.doneWithout);
      else if (out === '-') await writePieces(process.stdout, jsonLine(json));
      else await printResult(revealed.agreement, json.result, { format: formatOf(format), result: revealed.result, texts, note: (text) => this.note(text) });
      this.note(texts.result.receipt(json.receipt));
    }
    if (report !== undefined) this.note(texts.result.report(report));
    return json;
  }
}

function phaseText(phase: RevealPhase): string {
  switch (phase.step) {
    case 'ready':
      return `Holders that are here and approve: ${phase.holders.length === 0 ? 'none yet' : phase.holders.join(', ')}. Waiting for enough of them, and a recipient …`;
    case 'releasing':
      return `Giving this party’s share to ${phase.to.join(', ')} …`;
    case 'opened':
      return `Opened, epoch ${phase.epoch}.`;
  }
}
