import { rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Args, Flags } from '@oclif/core';
import { encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import { locateHome, type Home } from '../io/home.js';
import { moveOver } from '../io/private-file.js';
import { Progress } from '../io/progress.js';
import { receiptPath, reshareName, saveReceipt } from '../io/receipt-store.js';
import type { Agreement } from '../session/agreement/types.js';
import type { Identity } from '../session/channel/identity-proof.js';
import type { Receipt } from '../session/receipt.js';
import { checkOwnReceipt } from '../session/receipt-verify.js';
import type { Share } from '../session/share/file.js';
import type { Reshared } from '../session/share/reshare.js';
import type { ResharePlan } from '../session/share/reshare-plan.js';
import { seatIn } from '../session/seat.js';
import type { ReshareReceipt } from '../session/share/reshare-receipt.js';
import { approveAgain } from './approve-again.js';
import { MpcCommand, withEnvironment } from './base-command.js';
import { Deadline } from './deadline.js';
import { parseWait } from './duration.js';
import { participationFlags } from './flags.js';
import { openIdentityOf } from './identity.js';
import { readIfReceipt } from './receipt-view.js';
import { accessTo, parseGrace } from './relay-access.js';
import { pendingPath, readShareFile, saveShare, sharePath } from '../app/share-file.js';

export const reshareArgs = { file: Args.string({ name: 'FILE', description: 'Share file, or for a new holder without one, the receipt of the session.', required: true }) };

const { approve, timeout, grace, ca, 'passphrase-file': passphraseFile } = participationFlags;
export const reshareFlags = {
  approve,
  ...withEnvironment({
    with: Flags.string({ description: 'Present holder that deals. Repeatable; default all present holders.', helpValue: 'NAME', multiple: true, multipleNonGreedy: true }),
    relay: Flags.string({ description: 'Meet at another relay than the agreement’s.', helpValue: 'URL' }),
    'remove-old': Flags.boolean({ description: 'Where this party is no holder any more, remove its share file once all the new holders have theirs.' }),
  }),
  timeout,
  grace,
  ca,
  'passphrase-file': passphraseFile,
};

export interface ReshareValues {
  approve?: string | undefined;
  with?: string[] | undefined;
  relay?: string | undefined;
  'remove-old': boolean;
  timeout: string;
  grace?: string | undefined;
  ca?: string | undefined;
  'passphrase-file'?: string | undefined;
}

/** Who is to hold shares from now on; what is left out stays as it is. */
export interface Wish {
  readonly holders?: readonly string[] | undefined;
  readonly needed?: number | undefined;
}

interface Source {
  readonly receipt: Receipt;
  /** Where this party's share lies, or is to lie. */
  readonly path: string;
  readonly held: Share | undefined;
  readonly pending: Share | undefined;
  /** How the result is held now, as far as this party knows. */
  readonly present: { readonly holders: readonly string[]; readonly needed: number };
}

/** What `share refresh` and `share reshare` have in common. */
export abstract class ReshareCommand extends MpcCommand {
  protected async reshare(file: string, flags: ReshareValues, wish: Wish): Promise<object> {
    const home = locateHome();
    const timeoutMs = parseWait(flags.timeout, 'timeout');
    const grace = parseGrace(flags.grace);
    const { receipt, open } = await readSource(home, file);
    const identity = await openIdentityOf(home, receipt.agreement.parties, flags['passphrase-file'], this.isInteractive, (text) => this.note(text));
    const { agreement } = receipt;
    const own = agreement.parties[seatIn(agreement, identity)]?.name ?? '';
    const source = await open(identity, own);
    const plan = await planOf(source, own, flags.with ?? [], wish);
    const deadline = new Deadline(timeoutMs, flags.timeout);
    const progress = new Progress(this.common.quiet);
    try {
      const what = `From now on ${plan.needed} of these open the result of this session together: ${plan.holders.join(', ')}. New shares are dealt by: ${plan.dealers.join(', ')}.`;
      await approveAgain({ home, identity, receipt, named: flags.approve, canAsk: this.isInteractive, signal: deadline.signal, what });
      const { runReshare } = await import('../session/share/run-reshare.js');
      const reshared = await runReshare({
        identity,
        receipt,
        plan,
        held: source.held,
        pending: source.pending,
        commit: () => moveOver(pendingPath(source.path), source.path),
        keep: async (share) => {
          await saveShare(home, share, identity, pendingPath(source.path));
        },
        ...(await accessTo(flags.relay ?? agreement.relay, { home, grace, ca: flags.ca, progress })),
        signal: deadline.signal,
        onPresent: (names, missing) => progress.phase(missing.length === 0 ? 'All are here. Re-sharing …' : `Here: ${names.join(', ')}. Waiting for ${missing.join(', ')} …`),
      });
      progress.clear();
      return await this.#finish(home, source, plan, reshared, flags['remove-old']);
    } finally {
      progress.clear();
      deadline.clear();
    }
  }

  async #finish(home: Home, { receipt, path, held }: Source, plan: ResharePlan, { state, share, record }: Reshared, removeOld: boolean): Promise<object> {
    const kept = await this.#keepReceipt(home, receipt.session, record);
    const isLeaving = share === undefined;
    if (isLeaving && removeOld) {
      for (const each of [path, pendingPath(path)]) await rm(each, { force: true });
    }
    this.print(`Done: epoch ${state.epoch}. ${state.needed} of these open the result together: ${state.holders.join(', ')}.`);
    if (!isLeaving) this.note(`Share: ${path}`);
    if (isLeaving && !removeOld && held !== undefined) this.note(`This party holds no share any more. Destroy ${path}.`);
    this.note(`Receipt: ${kept}`);
    this.note('Old shares still open the result when enough of them come together: destroy all copies, back-ups too.');
    return { session: receipt.session, agreement: receipt.digest, epoch: state.epoch, needed: plan.needed, holders: plan.holders, share: isLeaving ? null : path, receipt: kept };
  }

  async #keepReceipt(home: Home, session: string, record: ReshareReceipt): Promise<string> {
    const { reshareReceiptText } = await import('../session/share/reshare-receipt.js');
    const name = reshareName(session, Date.now());
    await saveReceipt(home, name, reshareReceiptText(record));
    return receiptPath(home, name);
  }
}

async function readSource(home: Home, file: string): Promise<{ receipt: Receipt; open: (identity: Identity, own: string) => Promise<Source> }> {
  const receipt = await readIfReceipt(file);
  if (receipt !== undefined) {
    const path = sharePath(home, receipt.session);
    return { receipt, open: async (identity) => openReceipt(receipt, path, identity) };
  }
  const path = resolve(file);
  const sealed = await readShareFile(path);
  return {
    receipt: sealed.receipt,
    open: async (identity, own) => {
      if (sealed.holder !== own) throw new MpcError('NOT_IN_ROSTER', `That share is ${sealed.holder}’s, and this identity is ${own}.`, 'Use your own share file.');
      const held = await sealed.open(identity);
      return { receipt: held.receipt, path, held, pending: await openPending(held.receipt, path, identity, held.epoch), present: held };
    },
  };
}

async function openReceipt(receipt: Receipt, path: string, identity: Identity): Promise<Source> {
  const { threshold } = receipt.agreement;
  checkOwnReceipt(receipt, identity.publicKey);
  if (threshold === undefined) throw new MpcError('USAGE', 'The result of that session was not sealed: there are no shares of it.', 'Its recipients learned it in the session itself.');
  if (existsSync(path)) throw new MpcError('USAGE', `This party has a share file of that session: ${path}.`, 'Give that file in the place of the receipt. If it is damaged, move it away first.');
  return { receipt, path, held: undefined, pending: await openPending(receipt, path, identity, -1), present: threshold };
}

/** What an interrupted re-sharing left. What is no newer than the share itself is of no use any more. */
async function openPending(receipt: Receipt, path: string, identity: Identity, epoch: number): Promise<Share | undefined> {
  if (!existsSync(pendingPath(path))) return undefined;
  const share = await (await readShareFile(pendingPath(path))).open(identity);
  const own = receipt.agreement.parties.find((party) => party.publicKey === encodePublicKey(identity.publicKey))?.name;
  if (share.holder !== own) throw new MpcError('NOT_IN_ROSTER', `${pendingPath(path)} holds the share of ${share.holder}, and not of this identity.`, 'Move it away: it is another party’s.');
  return share.receipt.session === receipt.session && share.epoch > epoch ? share : undefined;
}

async function planOf({ receipt, held, pending, present }: Source, own: string, dealers: readonly string[], wish: Wish): Promise<ResharePlan> {
  const { agreement } = receipt;
  const { checkEnough } = await import('../session/share/reshare-plan.js');
  const plan = {
    session: receipt.session,
    digest: receipt.digest,
    dealers: inOrder(agreement, dealers.length === 0 ? present.holders : dealers, 'with'),
    holders: inOrder(agreement, wish.holders ?? present.holders, 'holder'),
    needed: wish.needed ?? present.needed,
  };
  if (plan.needed > plan.holders.length) throw usage(`--threshold ${plan.needed}: only ${plan.holders.length} parties would hold shares.`, 'Name more holders, or take a lower threshold.');
  // A share file that is not to be dealt may be out of date, and so may one beside which a newer one lies.
  const isPresent = held !== undefined && pending === undefined && plan.dealers.includes(own);
  const stranger = isPresent ? plan.dealers.find((name) => !present.holders.includes(name)) : undefined;
  if (stranger !== undefined) throw usage(`--with ${stranger}: that party holds no share.`, `The present holders are: ${present.holders.join(', ')}.`);
  if (isPresent) checkEnough(plan.dealers.length, present.needed);
  if (!plan.dealers.includes(own) && !plan.holders.includes(own)) throw usage(`${own} neither deals nor is to hold a share, and has nothing to do here.`, 'Compare --with and --holder with the others.');
  if (held === undefined && plan.dealers.includes(own)) throw usage(`${own} is to deal, and has given a receipt instead of its share file.`, 'Give the share file. If it is lost, let the others deal: every party names them with --with.');
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
