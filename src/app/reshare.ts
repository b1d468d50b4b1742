import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import type { Identity } from '../io/identity-file.js';
import { moveOver } from '../io/private-file.js';
import { reshareName } from '../io/receipt-store.js';
import type { Agreement } from '../session/agreement/types.js';
import type { RelayAccess } from '../session/channel/relay-access.js';
import type { Receipt } from '../session/receipt.js';
import { checkOwnReceipt } from '../session/receipt-verify.js';
import { seatIn } from '../session/seat.js';
import type { SealedShareFile, Share } from '../session/share/file.js';
import type { ResharePlan } from '../session/share/reshare-plan.js';
import type { Reshared } from '../session/share/reshare.js';
import { approvalRequest, type ApprovalRequest } from './approve-ahead.js';
import { Journal } from './journal.js';
import { readIfReceipt } from './receipts.js';
import { accessTo } from './relay-access.js';
import { pendingPath, readShareFile, saveShare } from './share-file.js';
import type { Store } from './store.js';

/** What this party has of a sealed result whose shares are to be dealt anew. */
export interface ToReshare {
  readonly receipt: Receipt;
  /** The path that this party's share has, or will have. */
  readonly path: string;
  /** Undefined for a new holder that gives the receipt of the session. */
  readonly sealed: SealedShareFile | undefined;
}

/** What `reshare` takes. */
export interface ReshareOptions extends Pick<RelayAccess, 'patienceMs' | 'relayPatienceMs' | 'onParty' | 'onRelay'> {
  readonly store: Store;
  /** The identity under which this party took part in the session. */
  readonly identity: Identity;
  readonly of: ToReshare;
  /** Present holders that deal; all of them if none is named. */
  readonly dealers: readonly string[];
  /** Who is to hold shares from now on, and how many of them open. What is left out does not change. */
  readonly holders?: readonly string[] | undefined;
  readonly needed?: number | undefined;
  /** Where to meet, if not at the agreement's relay. */
  readonly relay?: string | undefined;
  /** File with certificates of further authorities that a relay's certificate may be signed by. */
  readonly ca?: string | undefined;
  /** Whether a party that no longer holds a share removes its file once all the new holders have theirs. */
  readonly removeOld: boolean;
  /** Who works here, for this party's own history. Never sent. */
  readonly operator?: string | undefined;
  /** Resolves when this party approves. */
  readonly approve: (request: ApprovalRequest, plan: ResharePlan) => Promise<unknown>;
  readonly onPresent: (names: readonly string[], missing: readonly string[]) => void;
  /** Aborted with an MpcError as its reason: out of time, or interrupted. */
  readonly signal: AbortSignal;
}

/** What a re-sharing has left on this machine. */
export interface ResharedHere {
  readonly session: string;
  readonly digest: string;
  readonly epoch: number;
  readonly needed: number;
  readonly holders: readonly string[];
  /** The path of the new share; undefined for a party that no longer holds one. */
  readonly shareFile: string | undefined;
  readonly receiptFile: string;
  /** A share file that this party should destroy, because it no longer holds one. */
  readonly leftOver: string | undefined;
}

interface Held {
  readonly share: Share | undefined;
  /** What an interrupted re-sharing left. */
  readonly pending: Share | undefined;
  /** How the result is held now, as far as this party knows. */
  readonly present: { readonly holders: readonly string[]; readonly needed: number };
}

/** Reads a share file, or for a new holder the receipt of the session. Throws USAGE, SHARE_INVALID or RECEIPT_INVALID. */
export async function readToReshare({ shares }: Pick<Store, 'shares'>, file: string): Promise<ToReshare> {
  const receipt = await readIfReceipt(file);
  if (receipt !== undefined) return { receipt, path: shares.pathOf(receipt.session), sealed: undefined };
  const path = resolve(file);
  const sealed = await readShareFile(path);
  return { receipt: sealed.receipt, path, sealed };
}

/**
 * Deals the shares of a sealed result anew, together with the other holders. The new share replaces the old one only when everyone has theirs, and a receipt is kept.
 *
 * @throws MpcError for every way that it can fail.
 */
export async function reshare(options: ReshareOptions): Promise<ResharedHere> {
  const { store, identity, of } = options;
  const { receipt, path } = of;
  const { agreement, digest } = receipt;
  const own = agreement.parties[seatIn(agreement, identity)]?.name ?? '';
  const held = of.sealed === undefined ? await heldBesideReceipt(of, identity) : await heldInFile(of.sealed, path, identity, own);
  const plan = await planOf(receipt, held, own, options);
  const journal = new Journal(store, 're-sharing', options.operator);
  await journal.begin(agreement, identity.publicKey, receipt.session);
  return journal.following(async () => {
    await journal.approving(async () => options.approve(await approvalRequest(store, identity, { agreement, digest, words: undefined }, { isOver: true }), plan));
    return deal(options, held, plan);
  });
}

async function deal(options: ReshareOptions, held: Held, plan: ResharePlan): Promise<ResharedHere> {
  const { store, identity, of: { receipt, path } } = options;
  const { agreement } = receipt;
  const { runReshare } = await import('../session/share/reshare-session.js');
  const reshared = await runReshare({
    identity,
    receipt,
    plan,
    held: held.share,
    pending: held.pending,
    commit: () => moveOver(pendingPath(path), path),
    keep: async (share) => {
      await saveShare(store, share, identity, pendingPath(path));
    },
    ...(await accessTo(options.relay ?? agreement.relay, options)),
    signal: options.signal,
    onPresent: options.onPresent,
  });
  return finish(options, held, reshared);
}

async function finish({ store, of: { receipt, path }, removeOld }: ReshareOptions, held: Held, { state, share, record }: Reshared): Promise<ResharedHere> {
  const { session, digest } = receipt;
  const { reshareReceiptText } = await import('../session/share/reshare-receipt.js');
  const name = reshareName(session, Date.now());
  await store.receipts.save(name, reshareReceiptText(record));
  const isLeaving = share === undefined;
  if (isLeaving && removeOld) {
    for (const each of [path, pendingPath(path)]) await rm(each, { force: true });
  }
  return { session, digest, epoch: state.epoch, needed: state.needed, holders: state.holders, shareFile: isLeaving ? undefined : path, receiptFile: store.receipts.pathOf(name), leftOver: isLeaving && !removeOld && held.share !== undefined ? path : undefined };
}

async function heldInFile(sealed: SealedShareFile, path: string, identity: Identity, own: string): Promise<Held> {
  if (sealed.holder !== own) throw new MpcError('NOT_IN_ROSTER', `That share is ${sealed.holder}’s, and this identity is ${own}.`, 'Use your own share file.');
  const share = await sealed.open(identity);
  return { share, pending: await openPending(share.receipt, path, identity, share.epoch), present: share };
}

async function heldBesideReceipt({ receipt, path }: ToReshare, identity: Identity): Promise<Held> {
  const { threshold } = receipt.agreement;
  checkOwnReceipt(receipt, identity.publicKey);
  if (threshold === undefined) throw new MpcError('USAGE', 'The result of that session was not sealed: there are no shares of it.', 'Its recipients learned it in the session itself.');
  if (existsSync(path)) throw new MpcError('USAGE', `This party has a share file of that session: ${path}.`, 'Give that file instead of the receipt. If it is damaged, move it away first.');
  return { share: undefined, pending: await openPending(receipt, path, identity, -1), present: threshold };
}

/** What an interrupted re-sharing left. If it is no newer than the share itself, it is of no use any more. */
async function openPending(receipt: Receipt, path: string, identity: Identity, epoch: number): Promise<Share | undefined> {
  if (!existsSync(pendingPath(path))) return undefined;
  const share = await (await readShareFile(pendingPath(path))).open(identity);
  const own = receipt.agreement.parties.find((party) => party.publicKey === encodePublicKey(identity.publicKey))?.name;
  if (share.holder !== own) throw new MpcError('NOT_IN_ROSTER', `${pendingPath(path)} holds the share of ${share.holder}, and not of this identity.`, 'Move it away: it is another party’s.');
  return share.receipt.session === receipt.session && share.epoch > epoch ? share : undefined;
}

async function planOf(receipt: Receipt, { share, pending, present }: Held, own: string, wish: Pick<ReshareOptions, 'dealers' | 'holders' | 'needed'>): Promise<ResharePlan> {
  const { agreement } = receipt;
  const { checkEnough } = await import('../session/share/reshare-plan.js');
  const plan = {
    session: receipt.session,
    digest: receipt.digest,
    dealers: inOrder(agreement, wish.dealers.length === 0 ? present.holders : wish.dealers, 'with'),
    holders: inOrder(agreement, wish.holders ?? present.holders, 'holder'),
    needed: wish.needed ?? present.needed,
  };
  if (plan.needed > plan.holders.length) throw usage(`--threshold ${plan.needed}: only ${plan.holders.length} parties would hold shares.`, 'Name more holders, or take a lower threshold.');
  // A share file that is not to be dealt may be out of date, and so may one in whose folder there is a newer one.
  const isPresent = share !== undefined && pending === undefined && plan.dealers.includes(own);
  const stranger = isPresent ? plan.dealers.find((name) => !present.holders.includes(name)) : undefined;
  if (stranger !== undefined) throw usage(`--with ${stranger}: that party holds no share.`, `The present holders are: ${present.holders.join(', ')}.`);
  if (isPresent) checkEnough(plan.dealers.length, present.needed);
  if (!plan.dealers.includes(own) && !plan.holders.includes(own)) throw usage(`${own} neither deals nor is to hold a share, and has nothing to do here.`, 'Compare --with and --holder with the others.');
  if (share === undefined && plan.dealers.includes(own)) throw usage(`${own} is to deal, and has given a receipt instead of its share file.`, 'Give the share file. If it is lost, let the others deal: every party names them with --with.');
  return plan;
}

function inOrder(agreement: Agreement, names: readonly string[], flag: string): string[] {
  const all = agreement.parties.map((party) => party.name);
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined) throw usage(`--${flag} ${unknown}: no party of the agreement.`, `Its parties are: ${all.join(', ')}.`);
  return all.filter((name) => names.includes(name));
}

function usage(message: string, next: string): MpcError {
  return new MpcError('USAGE', message, next);
}
