import { MpcError } from '../errors.js';
import type { Identity } from '../io/identity-file.js';
import { revealName } from '../io/receipt-store.js';
import type { Agreement } from '../session/agreement/types.js';
import type { RelayAccess } from '../session/channel/relay-access.js';
import type { Receipt } from '../session/receipt.js';
import { checkOwnReceipt } from '../session/receipt-verify.js';
import { seatIn } from '../session/seat.js';
import type { SealedShareFile } from '../session/share/file.js';
import { targetOf, type Target } from '../session/share/opening.js';
import type { Revealed, RevealEntry } from '../session/share/reveal-types.js';
import { sealingOf } from '../session/share/sealing.js';
import { approvalRequest, type ApprovalRequest } from './approve-ahead.js';
import { Journal } from './journal.js';
import { loadList } from './list-file.js';
import { readOpening } from './opening-file.js';
import { readIfReceipt } from './receipts.js';
import { accessTo } from './relay-access.js';
import { ReleaseRecords } from './release-records.js';
import { hintOfPending, readShareFile } from './share-file.js';
import type { Store } from './store.js';

/** What this party has of a sealed result, and to whom that is to be opened. */
export interface Sealed {
  readonly file: string;
  /** Undefined for a recipient that gives the receipt of the session. */
  readonly share: SealedShareFile | undefined;
  readonly receipt: Receipt;
  readonly target: Target;
}

/** How far an opening is. */
export type RevealPhase =
  | { readonly step: 'ready'; readonly holders: readonly string[] }
  | { readonly step: 'releasing'; readonly to: readonly string[] }
  | { readonly step: 'opened'; readonly epoch: number };

/** What `reveal` takes. */
export interface RevealOptions extends Pick<RelayAccess, 'patienceMs' | 'relayPatienceMs' | 'onParty' | 'onRelay'> {
  readonly store: Store;
  /** The identity under which this party took part in the session. */
  readonly identity: Identity;
  readonly sealed: Sealed;
  /** Opens only with these parties, and only when all of them are there. */
  readonly withNames: readonly string[];
  /** Where to meet, if not at the agreement's relay. */
  readonly relay?: string | undefined;
  /** File with certificates of further authorities that a relay's certificate may be signed by. */
  readonly ca?: string | undefined;
  /** Who works here, for this party's own history. Never sent. */
  readonly operator?: string | undefined;
  /** Resolves when this party approves the opening. A recipient without a share is not asked, since nothing of it leaves. */
  readonly approve: (request: ApprovalRequest) => Promise<unknown>;
  readonly watch: (phase: RevealPhase) => void;
  readonly note: (text: string) => void;
  /** Aborted with an MpcError as its reason: out of time, or interrupted. */
  readonly signal: AbortSignal;
}

/** What an opening gave this party. */
export interface RevealedHere {
  readonly agreement: Agreement;
  readonly digest: string;
  readonly session: string;
  /** Undefined for a party that does not learn it. */
  readonly result: object | undefined;
  readonly receiptFile: string;
  /** The digest of the opening agreement, if there is one. */
  readonly opening: string | undefined;
}

/** Reads a share file, or a receipt of a recipient without one. Throws USAGE, SHARE_INVALID, RECEIPT_INVALID or AGREEMENT_INVALID. */
export async function readSealed(file: string, openingFile?: string): Promise<Sealed> {
  const receipt = await readIfReceipt(file);
  const share = receipt === undefined ? await readShareFile(file) : undefined;
  const of = share?.receipt ?? receipt;
  if (of === undefined) throw new MpcError('SHARE_INVALID', `${file} is neither a share file nor a receipt.`, 'Share files lie in the folder shares/ of MPC_HOME.');
  return { file, share, receipt: of, target: targetOf(of, openingFile === undefined ? undefined : await readOpening(openingFile)) };
}

/**
 * Opens a sealed result together with the others who hold shares, and keeps the receipt of it. What was interrupted can be run again.
 *
 * @throws MpcError for every way that it can fail.
 */
export async function reveal(options: RevealOptions): Promise<RevealedHere> {
  const { store, identity, sealed, note } = options;
  const { receipt, target } = sealed;
  const { agreement, session } = receipt;
  if (sealed.share === undefined) checkOwnReceipt(receipt, identity.publicKey);
  const entry: RevealEntry = sealed.share === undefined ? { kind: 'receipt', receipt } : { kind: 'share', share: await sealed.share.open(identity) };
  const own = agreement.parties[seatIn(agreement, identity)]?.name ?? '';
  check(receipt, own, entry, options.withNames, target);
  const hint = entry.kind === 'share' ? await hintOfPending(sealed.file, entry.share) : undefined;
  if (hint !== undefined) note(hint);
  const isReader = sealingOf(agreement).keeps && target.recipients.includes(own);
  const kept = isReader ? await loadList(store, { agreement, session, identity }) : undefined;
  const journal = new Journal(store, 'opening', options.operator);
  await journal.begin(agreement, identity.publicKey, session);
  return journal.following(async () => {
    if (entry.kind === 'share') await journal.approving(async () => options.approve(await approvalRequest(store, identity, { agreement, digest: target.digest, words: undefined }, { isOver: true })));
    return keep(options, await open(options, entry, kept, hint));
  });
}

async function keep({ store, sealed: { receipt, target } }: RevealOptions, revealed: Revealed): Promise<RevealedHere> {
  const { agreement, session, digest } = receipt;
  const { revealReceiptText } = await import('../session/share/reveal-receipt.js');
  const name = revealName(session, Date.now());
  await store.receipts.save(name, revealReceiptText(receipt, target.opening, revealed));
  return { agreement, digest, session, result: revealed.readResult?.(), receiptFile: store.receipts.pathOf(name), opening: target.opening === undefined ? undefined : target.digest };
}

function check({ agreement }: Receipt, own: string, entry: RevealEntry, withNames: readonly string[], target: Target): void {
  if (agreement.threshold === undefined) throw new MpcError('USAGE', 'The result of that session was not sealed: there is nothing to open.', 'Its recipients learned it in the session itself.');
  if (entry.kind === 'share' && entry.share.holder !== own) throw new MpcError('NOT_IN_ROSTER', `That share is ${entry.share.holder}’s, and this identity is ${own}.`, 'Use your own share file.');
  if (entry.kind === 'receipt' && !target.recipients.includes(own)) throw new MpcError('USAGE', 'By the agreement this party is no recipient, and without a share it has nothing to do here.', 'If it holds a share, give the share file.');
  for (const name of withNames) if (!agreement.parties.some((party) => party.name === name)) throw new MpcError('USAGE', `--with ${name}: no party of the agreement.`, `Its parties are: ${agreement.parties.map((party) => party.name).join(', ')}.`);
}

async function open(options: RevealOptions, entry: RevealEntry, kept: object | undefined, hint: string | undefined): Promise<Revealed> {
  const { store, identity, sealed: { receipt, target }, withNames, watch, signal } = options;
  const { runReveal } = await import('../session/share/reveal-session.js');
  const records = new ReleaseRecords(store.receipts, receipt.session);
  let here: readonly string[] = [];
  try {
    const revealed = await runReveal({
      identity,
      entry,
      kept,
      opening: target.opening,
      ...(await accessTo(options.relay ?? receipt.agreement.relay, options)),
      withNames,
      signal,
      onReady: (holders) => {
        here = holders;
        watch({ step: 'ready', holders });
      },
      beforeRelease: async (record) => {
        watch({ step: 'releasing', to: await records.keep(record) });
      },
    });
    watch({ step: 'opened', epoch: revealed.epoch });
    return revealed;
  } catch (error) {
    if (!(error instanceof MpcError)) throw error;
    if (error.code === 'SHARE_INVALID' && hint !== undefined) throw new MpcError('SHARE_INVALID', error.message, hint, { cause: error });
    if (error.code !== 'TIMEOUT') throw error;
    const given = records.given.length === 0 ? 'nothing is lost' : `this party’s share was given to ${records.given.join(', ')}, who may have the result (\`mpc share show\` says so)`;
    throw new MpcError('TIMEOUT', `${error.message} ${awaited(entry, receipt, target, here)}`, `Agree on a time, then run it again: ${given}.`);
  }
}

/** What an opening that ran out of time had waited for. */
function awaited(entry: RevealEntry, { agreement }: Receipt, target: Target, here: readonly string[]): string {
  const needed = entry.kind === 'share' ? entry.share.needed : (agreement.threshold?.needed ?? 0);
  const holders = entry.kind === 'share' ? entry.share.holders : (agreement.threshold?.holders ?? []);
  const came = `${needed} holders, and a recipient, have to be there at the same time. Here: ${here.length === 0 ? 'no holder' : here.join(', ')}`;
  return here.length < needed ? `${came}; missing: ${needed - here.length} of ${holders.filter((name) => !here.includes(name)).join(', ')}.` : `${came}; missing: a recipient (${target.recipients.join(', ')}), or who is named with --with.`;
}
