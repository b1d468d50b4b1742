import { Args, Flags } from '@oclif/core';
import { approveAgain } from '../cli/approve-again.js';
import { MpcCommand, withEnvironment } from '../cli/base-command.js';
import { Deadline } from '../cli/deadline.js';
import { parseWait } from '../cli/duration.js';
import { participationFlags } from '../cli/flags.js';
import { openIdentityOf } from '../cli/identity.js';
import { jsonLine, writeText } from '../cli/json.js';
import { loadList } from '../app/list-file.js';
import { proposesOpening, readOpening, writeOpening, type OpeningTerms } from '../cli/opening-file.js';
import { sessionJson } from '../cli/outcome.js';
import { readIfReceipt } from '../cli/receipt-view.js';
import { accessTo, parseGrace } from '../cli/relay-access.js';
import { ReleaseRecords } from '../cli/release-records.js';
import { resultText } from '../cli/result-view.js';
import { hintOfPending, readShareFile } from '../app/share-file.js';
import { layOut } from '../cli/show-agreement.js';
import { MpcError } from '../errors.js';
import { replaceFile } from '../io/files.js';
import { checkOutput } from '../io/output.js';
import { locateHome, type Home } from '../io/home.js';
import { Progress } from '../io/progress.js';
import { receiptPath, revealName, saveReceipt } from '../io/receipt-store.js';
import type { Identity } from '../session/channel/identity-proof.js';
import type { RelayAccess } from '../session/channel/relay-access.js';
import type { Receipt } from '../session/receipt.js';
import { checkOwnReceipt } from '../session/receipt-verify.js';
import { describeOpening, targetOf, type Target } from '../session/share/opening.js';
import type { Revealed, RevealEntry } from '../session/share/reveal-types.js';
import { sealingOf } from '../session/share/sealing.js';
import { seatIn } from '../session/seat.js';

interface Opening {
  readonly home: Home;
  readonly identity: Identity;
  readonly entry: RevealEntry;
  readonly receipt: Receipt;
  readonly target: Target;
  /** What a recipient kept of the session. */
  readonly kept: object | undefined;
  readonly withNames: readonly string[];
  readonly access: RelayAccess;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** What to do about a newer share that lies beside this one. */
  readonly hint: string | undefined;
}

const { approve, force, timeout, grace, ca, 'passphrase-file': passphraseFile } = participationFlags;

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
    approve,
    ...withEnvironment({
      with: Flags.string({ description: 'Open with these parties, and only when all of them are there. Repeatable.', helpValue: 'NAME', multiple: true, multipleNonGreedy: true }),
      opening: Flags.string({ description: 'Open under this opening agreement, to its recipients only.', helpValue: 'FILE' }),
      to: Flags.string({ description: 'Recipient by the agreement that is to learn the result, and no other. Repeatable.', helpValue: 'NAME', multiple: true, multipleNonGreedy: true, helpGroup: 'PROPOSING' }),
      purpose: Flags.string({ description: 'What this opening is for.', helpValue: 'TEXT', helpGroup: 'PROPOSING' }),
      'legal-basis': Flags.string({ description: 'The legal basis of this opening, if there is one.', helpValue: 'TEXT', helpGroup: 'PROPOSING' }),
      propose: Flags.string({ description: 'Only write the opening agreement to this file.', helpValue: 'FILE', helpGroup: 'PROPOSING' }),
      relay: Flags.string({ description: 'Meet at another relay than the agreement’s.', helpValue: 'URL' }),
      out: Flags.string({ description: 'Write what --json prints to this file.', helpValue: 'FILE', helpGroup: 'TAKING PART' }),
    }),
    force,
    timeout,
    grace,
    ca,
    'passphrase-file': passphraseFile,
  };

  protected override async execute(): Promise<object> {
    const { args, flags } = await this.parse(Reveal);
    const home = locateHome();
    const timeoutMs = parseWait(flags.timeout, 'timeout');
    const grace = parseGrace(flags.grace);
    if (flags.out !== undefined) await checkOutput(flags.out, { force: flags.force });
    const terms: OpeningTerms = { to: flags.to, purpose: flags.purpose, legalBasis: flags['legal-basis'], propose: flags.propose, opening: flags.opening };
    const isProposal = proposesOpening(terms);
    const asReceipt = await readIfReceipt(args.file);
    const source = asReceipt === undefined ? await readShareFile(args.file) : { receipt: asReceipt };
    const { receipt } = source;
    if (isProposal) return this.#propose(receipt, terms);
    const target = targetOf(receipt, flags.opening === undefined ? undefined : await readOpening(flags.opening));
    const identity = await openIdentityOf(home, receipt.agreement.parties, flags['passphrase-file'], this.isInteractive, (text) => this.note(text));
    if (asReceipt !== undefined) checkOwnReceipt(receipt, identity.publicKey);
    const entry: RevealEntry = 'open' in source ? { kind: 'share', share: await source.open(identity) } : { kind: 'receipt', receipt };
    const withNames = flags.with ?? [];
    this.#check(receipt, identity, entry, withNames, target);
    const hint = entry.kind === 'share' ? await hintOfPending(args.file, entry.share) : undefined;
    if (hint !== undefined) this.note(hint);
    const { agreement, session } = receipt;
    const isReader = sealingOf(agreement).keeps && target.recipients.includes(agreement.parties[seatIn(agreement, identity)]?.name ?? '');
    const kept = isReader ? await loadList(home, { agreement, session, identity }) : undefined;
    const deadline = new Deadline(timeoutMs, flags.timeout);
    const progress = new Progress(this.common.quiet);
    try {
      const what = `The result of this session is to be opened now, to: ${target.recipients.join(', ')}.`;
      const clauses = target.opening === undefined ? '' : `${layOut(describeOpening(target.opening))}\n\n`;
      if (entry.kind === 'share') await approveAgain({ home, identity, receipt, digest: target.digest, named: flags.approve, canAsk: this.isInteractive, signal: deadline.signal, what: clauses + what });
      const revealed = await this.#open({ home, identity, entry, receipt, target, kept, withNames, access: await accessTo(flags.relay ?? agreement.relay, { home, grace, ca: flags.ca, progress }), signal: deadline.signal, progress, hint });
      progress.clear();
      return await this.#keep(home, receipt, target, revealed, flags.out);
    } finally {
      progress.clear();
      deadline.clear();
    }
  }

  async #propose(receipt: Receipt, terms: OpeningTerms): Promise<object> {
    const { file, digest } = await writeOpening(receipt, terms);
    this.print(`Opening agreement: ${file}\nDigest:            ${digest}`);
    this.note('Send the file to the others; everyone reads it with `mpc agreement show FILE` and runs `mpc reveal SHARE --opening FILE`.');
    return { file, digest };
  }

  #check(receipt: Receipt, identity: Identity, entry: RevealEntry, withNames: readonly string[], target: Target): void {
    const { agreement } = receipt;
    const own = agreement.parties[seatIn(agreement, identity)]?.name ?? '';
    if (agreement.threshold === undefined) throw new MpcError('USAGE', 'The result of that session was not sealed: there is nothing to open.', 'Its recipients learned it in the session itself.');
    if (entry.kind === 'share' && entry.share.holder !== own) throw new MpcError('NOT_IN_ROSTER', `That share is ${entry.share.holder}’s, and this identity is ${own}.`, 'Use your own share file.');
    if (entry.kind === 'receipt' && !target.recipients.includes(own)) throw new MpcError('USAGE', 'By the agreement this party is no recipient, and without a share it has nothing to do here.', 'If it holds a share, give the share file.');
    for (const name of withNames) if (!agreement.parties.some((party) => party.name === name)) throw new MpcError('USAGE', `--with ${name}: no party of the agreement.`, `Its parties are: ${agreement.parties.map((party) => party.name).join(', ')}.`);
  }

  async #open({ home, identity, entry, receipt, target, kept, withNames, access, signal, progress, hint }: Opening): Promise<Revealed> {
    const { runReveal } = await import('../session/share/run-reveal.js');
    const records = new ReleaseRecords(home, receipt.session);
    let here: readonly string[] = [];
    const onReady = (names: readonly string[]) => {
      here = names;
      progress.phase(`Holders that are here and approve: ${names.length === 0 ? 'none yet' : names.join(', ')}. Waiting for enough of them, and a recipient …`);
    };
    const beforeRelease = async (record: string) => {
      const to = await records.keep(record);
      progress.phase(`Giving this party’s share to ${to.join(', ')} …`);
    };
    try {
      const revealed = await runReveal({ identity, entry, kept, opening: target.opening, ...access, withNames, signal, onReady, beforeRelease });
      progress.phase(`Opened, epoch ${revealed.epoch}.`);
      return revealed;
    } catch (error) {
      if (!(error instanceof MpcError)) throw error;
      if (error.code === 'SHARE_INVALID' && hint !== undefined) throw new MpcError('SHARE_INVALID', error.message, hint, { cause: error });
      if (error.code !== 'TIMEOUT') throw error;
      const given = records.given.length === 0 ? 'nothing is lost' : `this party’s share was given to ${records.given.join(', ')}, who may have the result (\`mpc share show\` says so)`;
      throw new MpcError('TIMEOUT', `${error.message} ${awaited(entry, receipt, target, here)}`, `Agree on a time, then run it again: ${given}.`);
    }
  }

  async #keep(home: Home, receipt: Receipt, target: Target, revealed: Revealed, outFile: string | undefined): Promise<object> {
    const { revealReceiptText } = await import('../session/share/reveal-receipt.js');
    const name = revealName(receipt.session, Date.now());
    await saveReceipt(home, name, revealReceiptText(receipt, target.opening, revealed));
    const result = revealed.readResult?.();
    const { agreement, digest, session } = receipt;
    const json = { ...sessionJson({ agreement, digest, session, result }, receiptPath(home, name)), ...(target.opening === undefined ? {} : { opening: target.digest }) };
    if (outFile !== undefined) await replaceFile(outFile, jsonLine(json), 0o600);
    if (!this.common.json) {
      if (json.result === null) this.note('Done. By the agreement this party does not learn the result.');
      else await writeText(process.stdout, resultText(agreement, json.result));
      this.note(`Receipt: ${json.receipt}`);
    }
    return json;
  }
}

/** What an opening that ran out of time had waited for. */
function awaited(entry: RevealEntry, { agreement }: Receipt, target: Target, here: readonly string[]): string {
  const needed = entry.kind === 'share' ? entry.share.needed : (agreement.threshold?.needed ?? 0);
  const holders = entry.kind === 'share' ? entry.share.holders : (agreement.threshold?.holders ?? []);
  const came = `${needed} holders, and a recipient, have to be there at the same time. Here: ${here.length === 0 ? 'no holder' : here.join(', ')}`;
  return here.length < needed ? `${came}; missing: ${needed - here.length} of ${holders.filter((name) => !here.includes(name)).join(', ')}.` : `${came}; missing: a recipient (${target.recipients.join(', ')}), or who is named with --with.`;
}
