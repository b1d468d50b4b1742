import * as v from 'valibot';
import { concat, equalBytes, toHex, u32be, utf8 } from '../../crypto/bytes.js';
import { SIGNATURE_LENGTH, sign, verify } from '../../crypto/ed25519.js';
import { combineCommitments, combineReshares, decodeReshare, isShare, reshare, type Commitments } from '../../crypto/feldman.js';
import { POINT_LENGTH } from '../../crypto/group.js';
import { hashParts } from '../../crypto/hash.js';
import { decodePublicKey } from '../../crypto/public-key.js';
import { decodeScalar, encodeScalar, SCALAR_LENGTH } from '../../crypto/scalar.js';
import { MpcError } from '../../errors.js';
import { canonicalJson } from '../agreement/canonical.js';
import type { Agreement } from '../agreement/types.js';
import { placesOf } from '../operations/run.js';
import { broadcast } from '../protocol/broadcast.js';
import { deviation } from '../protocol/deviation.js';
import { othersOf, type Network, type ProtocolContext } from '../protocol/network.js';
import { pointOf } from '../protocol/sealed-sum.js';
import { HashedTranscript } from '../protocol/transcript.js';
import type { Receipt } from '../receipt.js';
import { rosterHash } from '../session-id.js';
import { agreeOnSession } from '../session-nonces.js';
import { decodeState, encodeState, maxStateBytes, stateHash, type SecretKeyOfIdentity, type Share, type SharedState } from './file.js';

const APPROVAL_LABEL = 'mpc reshare approval v1';
const SHARE_LABEL = 'mpc reshare share v1';
/** The steps of a re-sharing, in order; what goes before them is the comparison of plans and the session identifier. */
export const RESHARE_STEPS = { plan: 'reshare/plan', approve: 'reshare/approve', state: 'reshare/state', deal: 'reshare/deal', share: 'reshare/share', done: 'reshare/done' } as const;
const HASH_BYTES = 32;

/** Who deals to whom. Names, in the agreement's order. */
export interface ResharePlan {
  readonly session: string;
  readonly digest: string;
  /** Present holders that deal. */
  readonly dealers: readonly string[];
  /** The holders from now on. */
  readonly holders: readonly string[];
  /** How many of them open the result. */
  readonly needed: number;
}

/** What a party says of a share that it has: nothing secret. */
export interface Standing {
  readonly epoch: number;
  /** `stateHash`, as hex. */
  readonly state: string;
  readonly holders: readonly string[];
  readonly needed: number;
}

/** What a party says before a re-sharing begins. */
export interface Announcement {
  readonly plan: ResharePlan;
  /** Of its share file. */
  readonly held: Standing | null;
  /** Of what an interrupted re-sharing left beside that file. */
  readonly pending: Standing | null;
}

const standing = v.strictObject({
  epoch: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(2 ** 31)),
  state: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  holders: v.array(v.string()),
  needed: v.number(),
});
const announcement = v.strictObject({
  plan: v.strictObject({ session: v.string(), digest: v.string(), dealers: v.array(v.string()), holders: v.array(v.string()), needed: v.number() }),
  held: v.nullable(standing),
  pending: v.nullable(standing),
});
export const MAX_ANNOUNCEMENT_BYTES = 256 * 1024;

export function encodeAnnouncement(each: Announcement): Uint8Array {
  return utf8(canonicalJson(each));
}

/** Reads a party's announcement, and holds its plan against this party's. Throws DEVIATION or AGREEMENT_MISMATCH with its name. */
export function readAnnouncement(bytes: Uint8Array, own: ResharePlan, name: string, names: readonly string[]): Announcement {
  let theirs: Announcement;
  try {
    theirs = v.parse(announcement, JSON.parse(Buffer.from(bytes).toString('utf8')));
  } catch {
    throw deviation({ names: [name] }, 0, 'sent an announcement in no proper form');
  }
  if (canonicalJson(theirs.plan) !== canonicalJson(own)) throw otherPlan(name);
  // Names in it are shown to people: only those that stand in the agreement.
  for (const standing of [theirs.held, theirs.pending]) {
    if (standing !== null && !standing.holders.every((holder) => names.includes(holder))) throw deviation({ names: [name] }, 0, 'announced holders that are no parties');
  }
  return theirs;
}

function otherPlan(name: string): MpcError {
  return new MpcError('AGREEMENT_MISMATCH', `${name} runs another re-sharing than this party: of another result, by or to other holders, or to another threshold.`, 'Agree on the dealers (--with), the holders and the threshold, and give all of them on every machine.', { party: name });
}

export function standingOf(state: SharedState): Standing {
  return { epoch: state.epoch, state: toHex(stateHash(state)), holders: state.holders, needed: state.needed };
}

/** Names of all who take part: whoever deals and whoever holds afterwards, in the agreement's order. */
export function participantsOf(agreement: Agreement, { dealers, holders }: Pick<ResharePlan, 'dealers' | 'holders'>): string[] {
  return agreement.parties.map((party) => party.name).filter((name) => dealers.includes(name) || holders.includes(name));
}

function isSame(a: Standing | null, b: Standing | null): boolean {
  return a !== null && b !== null && canonicalJson(a) === canonicalJson(b);
}

/**
 * The sharing that is dealt anew: the newest that every dealer has. All parties come to the same, from the same announcements.
 *
 * What an interrupted re-sharing left counts only where everyone who was to hold a share of it says that it has it. It then
 * is as good as finished, and nobody who keeps it loses anything; and where one of them had finished, this is what finishes it for the rest.
 *
 * @param announcements by name, of all who take part. @param self this party's name, for the message.
 * Throws SHARE_INVALID with a party's name where shares do not fit together, USAGE where too few deal.
 */
export function chooseBase({ dealers }: ResharePlan, announcements: ReadonlyMap<string, Announcement>, self: string): Standing {
  const isHeldBy = (name: string, each: Standing) => isSame(announcements.get(name)?.held ?? null, each);
  const hasEither = (name: string, each: Standing) => isHeldBy(name, each) || isSame(announcements.get(name)?.pending ?? null, each);
  const first = announcements.get(dealers[0] ?? '');
  const [base] = [first?.held ?? null, first?.pending ?? null]
    .filter((each) => each !== null)
    .filter((each) => dealers.every((name) => hasEither(name, each)) && (dealers.every((name) => isHeldBy(name, each)) || each.holders.every((name) => hasEither(name, each))))
    .sort((a, b) => b.epoch - a.epoch);
  if (base === undefined) throw unlike(dealers, announcements, self);

  const stranger = dealers.find((name) => !base.holders.includes(name));
  if (stranger !== undefined) throw new MpcError('SHARE_INVALID', `${stranger} is to deal, and holds no share.`, 'Let only present holders deal (--with).', { party: stranger });
  checkEnough(dealers.length, base.needed);
  for (const [name, { held, pending }] of announcements) {
    if (held !== null && !isSame(held, base) && held.epoch >= base.epoch) throw doNotFit(name, held, base);
    const isAhead = pending !== null && !isSame(pending, base) && pending.epoch > base.epoch;
    const away = isAhead ? pending.holders.find((each) => !announcements.has(each)) : undefined;
    // That one may have finished what this party has not; without asking it nobody knows, and the share is the only one that fits.
    if (away !== undefined) {
      throw new MpcError('SHARE_INVALID', `${name} has a share of an interrupted re-sharing, and ${away}, who may have finished it, does not take part.`, `Let ${away} take part; or if it has not finished, let ${name} remove the file that ends in .next.`, { party: name });
    }
  }
  return base;
}

/** Throws USAGE where too few deal. */
export function checkEnough(dealers: number, needed: number): void {
  if (dealers < needed) throw new MpcError('USAGE', `${dealers} present holder${dealers === 1 ? '' : 's'} would deal, and ${needed} are needed.`, 'As many present holders have to deal as open the result. If fewer are left, it can no longer be opened or re-shared.');
}

function unlike(dealers: readonly string[], announcements: ReadonlyMap<string, Announcement>, self: string): MpcError {
  const heldBy = (name: string) => announcements.get(name)?.held ?? null;
  const empty = dealers.find((name) => heldBy(name) === null);
  if (empty !== undefined) return new MpcError('SHARE_INVALID', `${empty} is to deal, and came without a share.`, 'Each dealer gives its share file. Whoever lost it does not deal: name the dealers with --with.', { party: empty });
  const reference = dealers.includes(self) ? self : (dealers[0] ?? '');
  const other = dealers.find((name) => !isSame(heldBy(name), heldBy(reference))) ?? reference;
  return doNotFit(other, heldBy(other), heldBy(reference));
}

function doNotFit(name: string, theirs: Standing | null, others: Standing | null): MpcError {
  const what = theirs?.epoch === others?.epoch ? 'other commitments than the others' : `shares of epoch ${theirs?.epoch ?? 0}, and others of epoch ${others?.epoch ?? 0}`;
  return new MpcError('SHARE_INVALID', `${name} holds ${what}: these shares do not fit together.`, 'After a re-sharing only the new files count: each holder uses the newest that it has.', { party: name });
}

export interface ReshareInput {
  readonly receipt: Receipt;
  readonly identity: SecretKeyOfIdentity;
  readonly plan: ResharePlan;
  /** What is dealt anew, by `chooseBase`. */
  readonly base: Standing;
  /** This party's name, and its share of `base` where it has one. */
  readonly self: string;
  readonly own: Share | undefined;
  /** Names of those who have no share of `base`, and have to be told of it. */
  readonly newcomers: readonly string[];
  /** Everyone has approved: where `own` is what an interrupted re-sharing left, it takes its place now. */
  readonly begin: () => Promise<void>;
  /** Writes the new share durably beside the old one. Nobody says that it is done before. */
  readonly keep: (share: Share) => Promise<void>;
}

export interface Reshared {
  readonly state: SharedState;
  /** Undefined for a party that is no longer a holder. */
  readonly share: Share | undefined;
}

/**
 * Re-sharing among those of `participantsOf`, in their order. Once it resolves, every new holder has said that it keeps its
 * new share, and the old ones may go. Throws DEVIATION, SIGNATURE_INVALID or AGREEMENT_MISMATCH with the party's name.
 */
export async function runReshareProtocol(network: Network, input: ReshareInput): Promise<Reshared> {
  return new Resharing(network, input).run();
}

class Resharing {
  readonly #network: Network;
  readonly #input: ReshareInput;
  readonly #names: readonly string[];
  readonly #publicKeys: readonly Uint8Array[];
  /** By place among those who take part: the place in the agreement's roster, which Feldman's polynomials go by. */
  readonly #places: readonly number[];

  constructor(network: Network, input: ReshareInput) {
    this.#network = network;
    this.#input = input;
    const { agreement } = input.receipt;
    this.#names = participantsOf(agreement, input.plan);
    this.#places = placesOf(agreement, this.#names);
    this.#publicKeys = this.#places.map((place) => decodePublicKey(agreement.parties[place]?.publicKey ?? ''));
  }

  async run(): Promise<Reshared> {
    const { begin, keep, plan, self } = this.#input;
    const planHash = await this.#comparePlans();
    const context = await this.#approve(planHash);
    await begin();
    const old = await this.#shareState();
    const { commitments, shares } = await this.#deal(context, old);

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
    await this.#confirm(context, stateHash(state));
    return { state, share };
  }

  async #comparePlans(): Promise<Uint8Array> {
    const { plan, base } = this.#input;
    const hash = hashParts('mpc reshare plan v1', utf8(canonicalJson({ ...plan, base })));
    for (const party of othersOf(this.#network)) this.#network.send(party, RESHARE_STEPS.plan, hash);
    await Promise.all(
      othersOf(this.#network).map(async (party) => {
        if (!equalBytes(await this.#network.receive(party, RESHARE_STEPS.plan, hash.length), hash)) throw otherPlan(this.#names[party] ?? 'A party');
      }),
    );
    return hash;
  }

  /** A fresh identifier, and under it everyone's signature on what is about to be done. */
  async #approve(planHash: Uint8Array): Promise<ProtocolContext> {
    const { identity, receipt } = this.#input;
    const { sid } = await agreeOnSession(this.#network, this.#names, (nonces) => hashParts('mpc reshare session v1', planHash, rosterHash(receipt.agreement), ...nonces));
    const context: ProtocolContext = {
      network: this.#network,
      sid,
      names: this.#names,
      publicKeys: this.#publicKeys,
      sign: (label, ...parts) => sign(identity.secretKey, label, ...parts),
      transcript: new HashedTranscript(sid),
    };
    const approvals = await broadcast(context, RESHARE_STEPS.approve, context.sign(APPROVAL_LABEL, sid, planHash), SIGNATURE_LENGTH);
    approvals.forEach((approval, party) => {
      if (verify(this.#publicKeys[party] ?? approval, approval, APPROVAL_LABEL, sid, planHash)) return;
      const name = this.#names[party] ?? 'A party';
      throw new MpcError('SIGNATURE_INVALID', `The approval that ${name} sent does not verify for this re-sharing.`, 'Ask that party what it approved, and start again.', { party: name });
    });
    return context;
  }

  /** Newcomers get what the holders know from the first dealer: any other's would be the same, or is not what all dealers announced. */
  async #shareState(): Promise<SharedState> {
    const { own, newcomers, plan, receipt, base } = this.#input;
    const teller = this.#names.indexOf(plan.dealers[0] ?? '');
    if (own !== undefined) {
      if (teller === this.#network.self) for (const name of newcomers) this.#network.send(this.#names.indexOf(name), RESHARE_STEPS.state, encodeState(own));
      return own;
    }
    const state = decodeState(await this.#network.receive(teller, RESHARE_STEPS.state, maxStateBytes(receipt)), receipt);
    if (state === undefined || !isSame(standingOf(state), base)) throw deviation({ names: this.#names }, teller, 'sent something else than what the holders have in common');
    return state;
  }

  /** By dealer, in the plan's order, and within each by dealing. */
  async #deal(context: ProtocolContext, old: SharedState): Promise<{ commitments: Commitments[][]; shares: bigint[][] | undefined }> {
    const { plan, own, self, receipt } = this.#input;
    const points = placesOf(receipt.agreement, plan.holders).map(pointOf);
    const dealt = plan.dealers.includes(self) ? own?.shares.map((share) => reshare(share, plan.needed, points)) : undefined;
    const message = concat(...(dealt ?? []).flatMap(({ commitments }) => commitments.encodings));
    const messages = await broadcast(context, RESHARE_STEPS.deal, message, old.dealings.length * plan.needed * POINT_LENGTH);
    messages.forEach((each, party) => {
      if (!plan.dealers.includes(this.#names[party] ?? '') && each.length > 0) throw deviation(context, party, 'dealt shares, and is no dealer');
    });
    const commitments = this.#dealers.map((party) => this.#readCommitments(context, old, party, messages[party] ?? message));

    const hash = hashParts('mpc reshare dealings v1', context.sid, ...messages);
    // Signed, so that a dealer cannot deny a share that does not fit.
    const partsOf = (dealer: number, holder: number, scalars: Uint8Array) => [context.sid, u32be(this.#places[dealer] ?? 0), u32be(this.#places[holder] ?? 0), u32be(old.epoch + 1), hash, scalars];
    const scalarsFor = (party: number) => (dealt ?? []).map(({ shares }) => shareAt(shares, pointOf(this.#places[party] ?? -1)));
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

  /** Places, among those who take part, of the dealers. */
  get #dealers(): number[] {
    return this.#input.plan.dealers.map((name) => this.#names.indexOf(name));
  }

  #readCommitments(context: ProtocolContext, old: SharedState, dealer: number, message: Uint8Array): Commitments[] {
    const { needed } = this.#input.plan;
    if (message.length !== old.dealings.length * needed * POINT_LENGTH) throw deviation(context, dealer, 'sent commitments of the wrong length');
    return old.dealings.map(({ current }, i) => {
      const encodings = Array.from({ length: needed }, (_, k) => message.slice((i * needed + k) * POINT_LENGTH, (i * needed + k + 1) * POINT_LENGTH));
      const commitments = decodeReshare(current, pointOf(this.#places[dealer] ?? -1), encodings, needed);
      if (commitments === undefined) throw deviation(context, dealer, 'dealt something else than the share that it holds');
      return commitments;
    });
  }

  #readShares(context: ProtocolContext, dealer: number, commitments: readonly Commitments[], scalars: Uint8Array): bigint[] {
    return commitments.map((each, i) => {
      const share = decodeScalar(scalars.subarray(i * SCALAR_LENGTH, (i + 1) * SCALAR_LENGTH));
      if (share === undefined || !isShare(each, pointOf(this.#places[this.#network.self] ?? -1), share)) throw deviation(context, dealer, 'dealt a share that does not fit its commitments');
      return share;
    });
  }

  /** By dealing: the commitments from now on, and this party's share where it holds one. */
  #combine(old: SharedState, commitments: readonly (readonly Commitments[])[], shares: readonly (readonly bigint[])[] | undefined): { commitments: Commitments; share: bigint }[] {
    const xs = this.#dealers.map((dealer) => pointOf(this.#places[dealer] ?? -1));
    return old.dealings.map(({ current }, i) => {
      const reshares = commitments.map((each, d) => ({ x: xs[d] ?? 0, commitments: each[i] ?? current, share: shares?.[d]?.[i] ?? 0n }));
      if (shares === undefined) return { commitments: combineCommitments(current, reshares), share: 0n };
      return combineReshares(current, reshares, pointOf(this.#places[this.#network.self] ?? -1));
    });
  }

  /** After this, nobody needs the old shares any more. */
  async #confirm(context: ProtocolContext, state: Uint8Array): Promise<void> {
    const all = await broadcast(context, RESHARE_STEPS.done, state, HASH_BYTES);
    all.forEach((each, party) => {
      if (!equalBytes(each, state)) throw deviation(context, party, 'claims that something else came out');
    });
  }
}

function shareAt(shares: ReadonlyMap<number, bigint>, x: number): bigint {
  const share = shares.get(x);
  if (share === undefined) throw new Error('a holder was dealt no share');
  return share;
}
