import { concat, equalBytes, lengthPrefixed, u32be } from '../../crypto/bytes.js';
import { commit, COMMITMENT_LENGTH, NONCE_LENGTH, opens } from '../../crypto/commitment.js';
import { SIGNATURE_LENGTH, verify } from '../../crypto/ed25519.js';
import { dealFeldman, decodeCommitments, isShare, type Commitments } from '../../crypto/feldman.js';
import { POINT_LENGTH } from '../../crypto/group.js';
import { hashParts } from '../../crypto/hash.js';
import { decodeScalar, encodeScalar, SCALAR_LENGTH } from '../../crypto/scalar.js';
import { broadcast } from './broadcast.js';
import { deviation } from './deviation.js';
import type { ProtocolContext } from './network.js';
import type { Hooks } from './hooks.js';
import { checkCommitments } from './secure-sum.js';

const COMMITMENT_LABEL = 'mpc sealed partial v1';
const SHARE_LABEL = 'mpc sealed share v1';
/** The broadcast steps, which enter the transcript. */
export const SEAL_STEPS = { commit: 'seal/commit', open: 'seal/open', done: 'seal/done' } as const;

/** How the result is held: any `needed` of the holders can open it. Holders are named by their seats in the roster. */
export interface Holding {
  readonly needed: number;
  readonly holders: readonly number[];
}

/** What one party dealt: a sealed value, and Feldman's commitments to the key. Public to all parties. */
export interface Dealing {
  /** The dealer's seat in the roster. */
  readonly dealer: number;
  /** The salt of the commitment in the receipt. */
  readonly nonce: Uint8Array;
  /** Bytes that are useless without the key: a masked total of a sum, or the hash of a sealed list. */
  readonly sealed: Uint8Array;
  readonly commitments: Commitments;
}

/** What all parties know beforehand about the dealings of a session. */
export interface Deal {
  /** Seats in the roster, in its order. */
  readonly dealers: readonly number[];
  readonly holding: Holding;
  /** Bytes of `sealed`. */
  readonly length: number;
  /** Called for each dealing before anyone confirms it. Throws if `sealed` is impossible. */
  readonly check: (dealing: Dealing) => void;
}

export interface Dealt {
  /** Every party's commitment, as in the receipt; empty for parties that deal nothing. */
  readonly commitments: readonly Uint8Array[];
  /** For every dealer, in the roster's order. */
  readonly dealings: readonly Dealing[];
  /** This party's share of each dealer's key, in the order of `dealings`. Undefined if it holds none. */
  readonly shares: readonly bigint[] | undefined;
}

/** The point of a holder's share on Feldman's polynomials. The secret itself is at 0. */
export function pointOf(seat: number): number {
  return seat + 1;
}

/**
 * Each dealer shares the key of a sealed value among the holders, by Feldman's scheme. All commit to (sealed, Feldman's commitments), echo, open to everyone
 * with echo, and then send each holder its share, signed. At the end every party tells every other that its shares fit, so no session ends well with a share
 * that would not open.
 *
 * @param own for a dealer: the sealed value, and its uniform key. `docs/protocols/threshold.md` has the argument. Throws DEVIATION with the party's name.
 */
export async function dealKeys(context: ProtocolContext, deal: Deal, own: { readonly sealed: Uint8Array; readonly key: bigint } | undefined, hooks: Pick<Hooks, 'onOpening'>): Promise<Dealt> {
  const { sid } = context;
  const { dealers, holding, length } = deal;
  const prepared = own === undefined ? undefined : dealOwn(context, own.sealed, own.key, holding);
  const commitments = await broadcast(context, SEAL_STEPS.commit, prepared?.commitment ?? new Uint8Array(0), COMMITMENT_LENGTH);
  checkCommitments(context, commitments, dealers);

  hooks.onOpening?.();
  const openings = await broadcast(context, SEAL_STEPS.open, prepared?.opening ?? new Uint8Array(0), NONCE_LENGTH + length + holding.needed * POINT_LENGTH);
  const dealings = dealers.map((dealer) => readDealing(context, deal, dealer, commitments[dealer], openings[dealer] ?? new Uint8Array(0)));

  const shares = await exchangeShares(context, holding, dealings, prepared?.shares);
  const hash = dealingsHash(sid, dealings);
  const confirmed = await broadcast(context, SEAL_STEPS.done, hash, hash.length);
  confirmed.forEach((each, party) => {
    if (!equalBytes(each, hash)) throw deviation(context, party, 'confirmed other dealings than were opened');
  });
  return { commitments, dealings, shares };
}

interface OwnDealing {
  readonly commitment: Uint8Array;
  readonly opening: Uint8Array;
  readonly shares: ReadonlyMap<number, bigint>;
}

function dealOwn({ sid, network }: ProtocolContext, sealed: Uint8Array, key: bigint, { needed, holders }: Holding): OwnDealing {
  const { commitments, shares } = dealFeldman(key, needed, holders.map(pointOf));
  const content = concat(sealed, ...commitments.encodings);
  const { commitment, nonce } = commit(COMMITMENT_LABEL, sid, network.self, content);
  return { commitment, opening: concat(nonce, content), shares };
}

/** One hash of everything dealt. The parties compare it before they accept each other's shares as shares of the same values. */
export function dealingsHash(sid: Uint8Array, dealings: readonly Dealing[]): Uint8Array {
  return hashParts('mpc dealings v1', sid, ...dealings.map(({ dealer, nonce, sealed, commitments }) => lengthPrefixed(u32be(dealer), nonce, sealed, ...commitments.encodings)));
}

/** Whether a dealing is the one that its dealer committed to, in the session whose receipt holds `commitment`. */
export function isDealingOf(commitment: Uint8Array, sid: Uint8Array, { dealer, nonce, sealed, commitments }: Dealing): boolean {
  return opens(commitment, COMMITMENT_LABEL, sid, dealer, concat(sealed, ...commitments.encodings), nonce);
}

function readDealing(context: ProtocolContext, { holding: { needed }, length, check }: Deal, dealer: number, commitment: Uint8Array | undefined, opening: Uint8Array): Dealing {
  const sealedEnd = NONCE_LENGTH + length;
  if (opening.length !== sealedEnd + needed * POINT_LENGTH) throw deviation(context, dealer, 'opened a sealed value of the wrong length');
  const encodings = Array.from({ length: needed }, (_, i) => opening.slice(sealedEnd + i * POINT_LENGTH, sealedEnd + (i + 1) * POINT_LENGTH));
  const commitments = decodeCommitments(encodings, needed);
  if (commitments === undefined) throw deviation(context, dealer, 'dealt shares under malformed commitments');
  const dealing = { dealer, nonce: opening.slice(0, NONCE_LENGTH), sealed: opening.slice(NONCE_LENGTH, sealedEnd), commitments };
  if (commitment === undefined || !isDealingOf(commitment, context.sid, dealing)) throw deviation(context, dealer, 'opened another sealed value than it had committed to');
  check(dealing);
  return dealing;
}

/** Sends every holder its share of this party's key, and receives this party's shares of the dealers' keys. */
async function exchangeShares(context: ProtocolContext, { holders }: Holding, dealings: readonly Dealing[], dealt: ReadonlyMap<number, bigint> | undefined): Promise<readonly bigint[] | undefined> {
  const { network, sid } = context;
  const dealingsDigest = dealingsHash(sid, dealings);
  // Signed, so that a dealer cannot deny a share that does not fit.
  const partsOf = (dealer: number, holder: number, scalar: Uint8Array) => [sid, u32be(dealer), u32be(holder), dealingsDigest, scalar];
  if (dealt !== undefined) {
    for (const holder of holders) {
      if (holder === network.self) continue;
      const scalar = encodeScalar(shareAt(dealt, holder));
      network.send(holder, 'seal/share', concat(context.sign(SHARE_LABEL, ...partsOf(network.self, holder, scalar)), scalar));
    }
  }
  if (!holders.includes(network.self)) return undefined;
  return Promise.all(
    dealings.map(async ({ dealer, commitments }) => {
      if (dealer === network.self && dealt !== undefined) return shareAt(dealt, network.self);
      const message = await network.receive(dealer, 'seal/share', SIGNATURE_LENGTH + SCALAR_LENGTH);
      const scalar = message.subarray(SIGNATURE_LENGTH);
      const key = context.publicKeys[dealer];
      if (key === undefined || !verify(key, message.subarray(0, SIGNATURE_LENGTH), SHARE_LABEL, ...partsOf(dealer, network.self, scalar))) {
        throw deviation(context, dealer, 'sent a share whose signature does not verify');
      }
      const share = decodeScalar(scalar);
      if (share === undefined || !isShare(commitments, pointOf(network.self), share)) throw deviation(context, dealer, 'dealt a share that does not fit its commitments');
      return share;
    }),
  );
}

function shareAt(dealt: ReadonlyMap<number, bigint>, holder: number): bigint {
  const share = dealt.get(pointOf(holder));
  if (share === undefined) throw new Error('a holder was dealt no share');
  return share;
}
