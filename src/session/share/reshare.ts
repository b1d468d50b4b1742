import { concat, equalBytes, toHex, u32be, utf8 } from '../../crypto/bytes.js';
import { SIGNATURE_LENGTH, sign, verify } from '../../crypto/ed25519.js';
import { combineCommitments, combineReshares, decodeReshare, isShare, reshare, type Commitments } from '../../crypto/feldman.js';
import { POINT_LENGTH } from '../../crypto/group.js';
import { hashParts } from '../../crypto/hash.js';
import { decodePublicKey } from '../../crypto/public-key.js';
import { decodeScalar, encodeScalar, SCALAR_LENGTH } from '../../crypto/scalar.js';
import { MpcError } from '../../errors.js';
import { canonicalJson } from '../documents/canonical-json.js';
import { seatsOf } from '../operations/seats.js';
import { broadcast } from '../protocol/broadcast.js';
import { deviation } from '../protocol/deviation.js';
import { othersOf, type Network, type ProtocolContext } from '../protocol/network.js';
import { pointOf } from '../protocol/dealing.js';
import { HashedTranscript } from '../protocol/transcript.js';
import type { Receipt } from '../receipt.js';
import { agreeOnSession } from '../session-nonces.js';
import { decodeState, encodeState, maxStateBytes, stateHash, type SecretKeyOfIdentity, type Share, type SharedState } from './file.js';
import { chooseBase, encodeAnnouncement, isSame, MAX_ANNOUNCEMENT_BYTES, otherPlan, participantsOf, readAnnouncement, standingOf, type Announcement, type ResharePlan, type Standing } from './reshare-plan.js';
import { approvalParts, isReshareSignature, RESHARE_APPROVAL_LABEL, RESHARE_FORMAT, reshareSessionId, signReshare, type ReshareBody, type ReshareReceipt } from './reshare-receipt.js';

const SHARE_LABEL = 'mpc reshare share v1';
/** The steps of a re-sharing, in order. The session identifier is made between the first two. */
export const RESHARE_STEPS = { plan: 'reshare/plan', announce: 'reshare/announce', approve: 'reshare/approve', state: 'reshare/state', deal: 'reshare/deal', share: 'reshare/share', done: 'reshare/done' } as const;
const HASH_BYTES = 32;

export interface ReshareInput {
  readonly receipt: Receipt;
  readonly identity: SecretKeyOfIdentity;
  readonly plan: ResharePlan;
  /** This party's name. */
  readonly self: string;
  /** This party's share file, if it has one. */
  readonly held: Share | undefined;
  /** What an interrupted re-sharing left beside it. */
  readonly pending: Share | undefined;
  /** Moves the pending share into the place of the share file. */
  readonly commit: () => Promise<void>;
  /** Writes the new share durably beside the old one. No party says that it is done before that. */
  readonly keep: (share: Share) => Promise<void>;
}

export interface Reshared {
  readonly state: SharedState;
  /** Undefined for a party that is no longer a holder. */
  readonly share: Share | undefined;
  /** Signed by all participants. */
  readonly record: ReshareReceipt;
}

/** The sharing that is dealt anew, as this party sees it. */
interface Base {
  readonly standing: Standing;
  /** This party's share of it, if it has one. */
  readonly own: Share | undefined;
  /** Names of the participants that have no share of it, and have to be told about it. */
  readonly newcomers: readonly string[];
}

/**
 * Re-sharing among the parties of `participantsOf`, in their order. Once it resolves, every new holder has stated that it keeps its new share, and the old
 * shares may be deleted. Throws DEVIATION, SIGNATURE_INVALID or AGREEMENT_MISMATCH with the party's name.
 */
export async function runReshareProtocol(network: Network, input: ReshareInput): Promise<Reshared> {
  return new Resharing(network, input).run();
}

type ReshareContext = ProtocolContext & { readonly transcript: HashedTranscript };

class Resharing {
  readonly #network: Network;
  readonly #input: ReshareInput;
  readonly #names: readonly string[];
  readonly #publicKeys: readonly Uint8Array[];
  /** By seat among the participants: the seat in the agreement's roster, which Feldman's polynomials use. */
  readonly #seats: readonly number[];

  constructor(network: Network, input: ReshareInput) {
    this.#network = network;
    this.#input = input;
    const { agreement } = input.receipt;
    this.#names = participantsOf(agreement, input.plan);
    this.#seats = seatsOf(agreement, this.#names);
    this.#publicKeys = this.#seats.map((seat) => decodePublicKey(agreement.parties[seat]?.publicKey ?? ''));
  }

  async run(): Promise<Reshared> {
    const { commit, keep, pending, plan, self } = this.#input;
    await this.#comparePlans();
    const { context, nonces } = await this.#agreeOnSession();
    const base = await this.#announce(context);
    const approvals = await this.#approve(context, base.standing);
    // Everyone has approved: if the sharing to be dealt anew is the one that an interrupted re-sharing left, it takes its place now.
    if (base.own !== undefined && base.own === pending) await commit();
    const old = await this.#shareState(base);
    const { commitments, shares } = await this.#deal(context, old, base.own);

    const combined = this.#combine(old, commitments, shares);
    const state: SharedState = {
      receipt: this.#input.receipt,
      epoch: old.epoch + 1,
      needed: plan.needed,
      holders: plan.holders,
      dealings: old.dealings.map((dealing, i) => ({ ...dealing, current: combined[i]?.commitments ?? dealing.current })),
    };
    const share = shares === undefined ? undefined : { ...state, holder: self, shares: combined.map((each) => each.share) };
    if (share !== undefined) await keep(share);
    const body: ReshareBody = {
      format: RESHARE_FORMAT,
      receipt: this.#input.receipt,
      plan: { dealers: plan.dealers, holders: plan.holders, needed: plan.needed },
      base: base.standing,
      reshare: toHex(context.sid),
      nonces: nonces.map(toHex),
      approvals: approvals.map(toHex),
      epoch: state.epoch,
      state: toHex(stateHash(state)),
      transcript: toHex(context.transcript.hash),
    };
    return { state, share, record: await this.#confirm(context, stateHash(state), body) };
  }

  async #comparePlans(): Promise<void> {
    const hash = hashParts('mpc reshare plan v1', utf8(canonicalJson(this.#input.plan)));
    for (const party of othersOf(this.#network)) this.#network.send(party, RESHARE_STEPS.plan, hash);
    await Promise.all(
      othersOf(this.#network).map(async (party) => {
        if (!equalBytes(await this.#network.receive(party, RESHARE_STEPS.plan, hash.length), hash)) throw otherPlan(this.#names[party] ?? 'A party');
      }),
    );
  }

  /** A fresh identifier. Everything that follows is signed under it. */
  async #agreeOnSession(): Promise<{ context: ReshareContext; nonces: Uint8Array[] }> {
    const { identity, receipt, plan } = this.#input;
    const { sid, nonces } = await agreeOnSession(this.#network, this.#names, reshareSessionId(receipt, plan, []), (each) => reshareSessionId(receipt, plan, each));
    const context = {
      network: this.#network,
      sid,
      names: this.#names,
      publicKeys: this.#publicKeys,
      sign: (label: string, ...parts: (Uint8Array | string)[]) => sign(identity.secretKey, label, ...parts),
      transcript: new HashedTranscript(sid),
    };
    return { context, nonces };
  }

  /**
   * Broadcasts what every party has, so all reach the same base. A party that tells different things to different parties is named for that, before two honest
   * parties take each other's files for invalid.
   */
  async #announce(context: ReshareContext): Promise<Base> {
    const { held, pending, plan, receipt, self } = this.#input;
    const own = { held: held === undefined ? null : standingOf(held), pending: pending === undefined ? null : standingOf(pending) };
    const parties = receipt.agreement.parties.map((party) => party.name);
    const messages = await broadcast(context, RESHARE_STEPS.announce, encodeAnnouncement(own), MAX_ANNOUNCEMENT_BYTES);
    const announcements = new Map(messages.map((message, i): [string, Announcement] => [this.#names[i] ?? '', readAnnouncement(message, this.#names[i] ?? '', parties)]));
    const standing = chooseBase(plan, announcements, self);
    const isBase = (each: Share | undefined) => each !== undefined && isSame(standingOf(each), standing);
    const newcomers = this.#names.filter((name) => !isSame(announcements.get(name)?.held ?? null, standing) && !isSame(announcements.get(name)?.pending ?? null, standing));
    return { standing, newcomers, own: isBase(held) ? held : isBase(pending) ? pending : undefined };
  }

  /** Every participant's signature on the action that follows. */
  async #approve(context: ReshareContext, base: Standing): Promise<Uint8Array[]> {
    const parts = approvalParts(context.sid, this.#input.plan, base);
    const approvals = await broadcast(context, RESHARE_STEPS.approve, context.sign(RESHARE_APPROVAL_LABEL, ...parts), SIGNATURE_LENGTH);
    approvals.forEach((approval, party) => {
      if (verify(this.#publicKeys[party] ?? approval, approval, RESHARE_APPROVAL_LABEL, ...parts)) return;
      const name = this.#names[party] ?? 'A party';
      throw new MpcError('SIGNATURE_INVALID', `The approval that ${name} sent does not verify for this re-sharing.`, 'Ask that party what it approved, and start again.', { party: name });
    });
    return approvals;
  }

  /** The first dealer gives newcomers what the holders know: any other dealer's would be the same, or is not what all dealers announced. */
  async #shareState({ own, newcomers, standing }: Base): Promise<SharedState> {
    const { plan, receipt } = this.#input;
    const teller = this.#names.indexOf(plan.dealers[0] ?? '');
    if (own !== undefined) {
      if (teller === this.#network.self) for (const name of newcomers) this.#network.send(this.#names.indexOf(name), RESHARE_STEPS.state, encodeState(own));
      return own;
    }
    const state = decodeState(await this.#network.receive(teller, RESHARE_STEPS.state, maxStateBytes(receipt)), receipt);
    if (state === undefined || !isSame(standingOf(state), standing)) throw deviation({ names: this.#names }, teller, 'sent something else than what the holders have in common');
    return state;
  }

  /** By dealer, in the plan's order, and for each dealer by dealing. */
  async #deal(context: ProtocolContext, old: SharedState, own: Share | undefined): Promise<{ commitments: Commitments[][]; shares: bigint[][] | undefined }> {
    const { plan, self, receipt } = this.#input;
    const points = seatsOf(receipt.agreement, plan.holders).map(pointOf);
    const dealt = plan.dealers.includes(self) ? own?.shares.map((share) => reshare(share, plan.needed, points)) : undefined;
    const message = concat(...(dealt ?? []).flatMap(({ commitments }) => commitments.encodings));
    const messages = await broadcast(context, RESHARE_STEPS.deal, message, old.dealings.length * plan.needed * POINT_LENGTH);
    messages.forEach((each, party) => {
      if (!plan.dealers.includes(this.#names[party] ?? '') && each.length > 0) throw deviation(context, party, 'dealt shares, and is no dealer');
    });
    const commitments = this.#dealers.map((party) => this.#readCommitments(context, old, party, messages[party] ?? message));

    const hash = hashParts('mpc reshare dealings v1', context.sid, ...messages);
    // Signed, so that a dealer cannot deny a share that does not fit.
    const partsOf = (dealer: number, holder: number, scalars: Uint8Array) => [context.sid, u32be(this.#seats[dealer] ?? 0), u32be(this.#seats[holder] ?? 0), u32be(old.epoch + 1), hash, scalars];
    const scalarsFor = (party: number) => (dealt ?? []).map(({ shares }) => shareAt(shares, pointOf(this.#seats[party] ?? -1)));
    if (dealt !== undefined) {
      for (const name of plan.holders) {
        const holder = this.#names.indexOf(name);
        if (holder === this.#network.self) continue;
        const scalars = concat(...scalarsFor(holder).map(encodeScalar));
        this.#network.send(holder, RESHARE_STEPS.share, concat(context.sign(SHARE_LABEL, ...partsOf(this.#network.self, holder, scalars)), scalars));
      }
    }
    if (!plan.holders.includes(self)) return { commitments, shares: undefined };
    const shares = await Promise.all(
      this.#dealers.map(async (dealer, i) => {
        if (dealer === this.#network.self) return scalarsFor(dealer);
        const length = SIGNATURE_LENGTH + old.dealings.length * SCALAR_LENGTH;
        const bytes = await this.#network.receive(dealer, RESHARE_STEPS.share, length);
        if (bytes.length !== length) throw deviation(context, dealer, 'sent shares of the wrong length');
        const scalars = bytes.subarray(SIGNATURE_LENGTH);
        const key = this.#publicKeys[dealer] ?? bytes;
        if (!verify(key, bytes.subarray(0, SIGNATURE_LENGTH), SHARE_LABEL, ...partsOf(dealer, this.#network.self, scalars))) throw deviation(context, dealer, 'sent shares whose signature does not verify');
        return this.#readShares(context, dealer, commitments[i] ?? [], scalars);
      }),
    );
    return { commitments, shares };
  }

  /** The dealers' seats among the participants. */
  get #dealers(): number[] {
    return this.#input.plan.dealers.map((name) => this.#names.indexOf(name));
  }

  #readCommitments(context: ProtocolContext, old: SharedState, dealer: number, message: Uint8Array): Commitments[] {
    const { needed } = this.#input.plan;
    if (message.length !== old.dealings.length * needed * POINT_LENGTH) throw deviation(context, dealer, 'sent commitments of the wrong length');
    return old.dealings.map(({ current }, i) => {
      const encodings = Array.from({ length: needed }, (_, k) => message.slice((i * needed + k) * POINT_LENGTH, (i * needed + k + 1) * POINT_LENGTH));
      const commitments = decodeReshare(current, pointOf(this.#seats[dealer] ?? -1), encodings, needed);
      if (commitments === undefined) throw deviation(context, dealer, 'dealt something else than the share that it holds');
      return commitments;
    });
  }

  #readShares(context: ProtocolContext, dealer: number, commitments: readonly Commitments[], scalars: Uint8Array): bigint[] {
    return commitments.map((each, i) => {
      const share = decodeScalar(scalars.subarray(i * SCALAR_LENGTH, (i + 1) * SCALAR_LENGTH));
      if (share === undefined || !isShare(each, pointOf(this.#seats[this.#network.self] ?? -1), share)) throw deviation(context, dealer, 'dealt a share that does not fit its commitments');
      return share;
    });
  }

  /** By dealing: the new commitments, and this party's share if it holds one. */
  #combine(old: SharedState, commitments: readonly (readonly Commitments[])[], shares: readonly (readonly bigint[])[] | undefined): { commitments: Commitments; share: bigint }[] {
    const xs = this.#dealers.map((dealer) => pointOf(this.#seats[dealer] ?? -1));
    return old.dealings.map(({ current }, i) => {
      const reshares = commitments.map((each, d) => ({ x: xs[d] ?? 0, commitments: each[i] ?? current, share: shares?.[d]?.[i] ?? 0n }));
      if (shares === undefined) return { commitments: combineCommitments(current, reshares), share: 0n };
      return combineReshares(current, reshares, pointOf(this.#seats[this.#network.self] ?? -1));
    });
  }

  /**
   * After this, nobody needs the old shares any more, and everyone has the receipt: each broadcasts the new state, with its signature on the receipt that
   * follows from it.
   */
  async #confirm(context: ReshareContext, state: Uint8Array, body: ReshareBody): Promise<ReshareReceipt> {
    const own = concat(state, signReshare(body, this.#input.identity.secretKey));
    const all = await broadcast(context, RESHARE_STEPS.done, own, HASH_BYTES + SIGNATURE_LENGTH);
    const signatures = all.map((each, party) => {
      if (!equalBytes(each.subarray(0, HASH_BYTES), state)) throw deviation(context, party, 'claims that something else came out');
      const signature = each.subarray(HASH_BYTES);
      if (!isReshareSignature(body, this.#publicKeys[party] ?? each, signature)) throw deviation(context, party, 'sent a signature that does not fit the receipt');
      return { name: this.#names[party] ?? '', signature: toHex(signature) };
    });
    return { ...body, signatures };
  }
}

function shareAt(shares: ReadonlyMap<number, bigint>, x: number): bigint {
  const share = shares.get(x);
  if (share === undefined) throw new Error('a holder was dealt no share');
  return share;
}
