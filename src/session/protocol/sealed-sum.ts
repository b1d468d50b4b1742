import { concat, equalBytes, lengthPrefixed, u32be } from '../../crypto/bytes.js';
import { commit, COMMITMENT_LENGTH, NONCE_LENGTH, opens } from '../../crypto/commitment.js';
import { SIGNATURE_LENGTH, verify } from '../../crypto/ed25519.js';
import { dealFeldman, decodeCommitments, isShare, type Commitments } from '../../crypto/feldman.js';
import type { Field } from '../../crypto/field.js';
import { elementBytes, fromBytes, toBytes, type FieldVector } from '../../crypto/field-vector.js';
import { POINT_LENGTH } from '../../crypto/group.js';
import { hashParts } from '../../crypto/hash.js';
import { decodeScalar, encodeScalar, randomScalar, SCALAR_LENGTH } from '../../crypto/scalar.js';
import { sealVector } from '../../crypto/sealed-vector.js';
import { broadcast } from './broadcast.js';
import { deviation } from './deviation.js';
import type { ProtocolContext } from './network.js';
import { checkCommitments, maskedValue, type Milestones } from './secure-sum.js';

const COMMITMENT_LABEL = 'mpc sealed partial v1';
const SHARE_LABEL = 'mpc sealed share v1';
/** The steps that are broadcast, and so stand in the transcript. */
export const SEAL_STEPS = { commit: 'seal/commit', open: 'seal/open', done: 'seal/done' } as const;

/** How the result is held: `needed` of the holders, named by their places in the roster. */
export interface Holding {
  readonly needed: number;
  readonly holders: readonly number[];
}

/** What one contributor dealt: its masked total, sealed, and Feldman's commitments to the key. Public to all parties. */
export interface Dealing {
  /** The dealer's place in the roster. */
  readonly dealer: number;
  /** Salt of the commitment that stands in the receipt. */
  readonly nonce: Uint8Array;
  /** The sealed vector's bytes. */
  readonly sealed: Uint8Array;
  readonly commitments: Commitments;
}

export interface SealedSum {
  /** Of every party, as they stand in the receipt; empty for parties that put nothing in. */
  readonly commitments: readonly Uint8Array[];
  /** Of every contributor, in the roster's order. */
  readonly dealings: readonly Dealing[];
  /** This party's share of each dealer's key, in the order of `dealings`; undefined where it holds none. */
  readonly shares: readonly bigint[] | undefined;
}

/** A holder's place in Feldman's polynomials: 0 is the secret itself. */
export function pointOf(place: number): number {
  return place + 1;
}

/**
 * The sum of one vector from each contributor, sealed: nobody learns it until `needed` holders bring their shares together.
 *
 * Masked totals z_j as in `secureSum`. Contributor j draws a uniform key k_j, seals c_j = z_j + PRG(k_j), and shares k_j by
 * Feldman. All commit to (c_j, Feldman's commitments), echo, open to everyone with echo, and then hand each holder its
 * share, signed. At the end everyone says to everyone that its shares fit: so no session ends well with a share that would not open.
 *
 * The commitments are to uniform keys: to the totals themselves they would let anyone try small numbers.
 * `docs/protocols/threshold.md` has the argument. Throws DEVIATION with the party's name.
 */
export async function sealedSum(context: ProtocolContext, field: Field, value: FieldVector, contributors: readonly number[], holding: Holding, milestones: Milestones): Promise<SealedSum> {
  const { network, sid } = context;
  const contributes = contributors.includes(network.self);
  const length = value.length / field.limbs;
  const partial = contributes ? await maskedValue(context, field, value, contributors) : undefined;
  await milestones.beforeCommitting?.();

  const own = partial === undefined ? undefined : dealOwn(context, field, partial, holding);
  const commitments = await broadcast(context, SEAL_STEPS.commit, own?.commitment ?? new Uint8Array(0), COMMITMENT_LENGTH);
  checkCommitments(context, commitments, contributors);

  milestones.onOpening?.();
  const openingLength = NONCE_LENGTH + length * elementBytes(field) + holding.needed * POINT_LENGTH;
  const openings = await broadcast(context, SEAL_STEPS.open, own?.opening ?? new Uint8Array(0), openingLength);
  const dealings = contributors.map((dealer) => readDealing(context, field, length, holding, dealer, commitments[dealer], openings[dealer] ?? new Uint8Array(0)));

  const shares = await exchangeShares(context, holding, dealings, own?.shares);
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

function dealOwn({ sid, network }: ProtocolContext, field: Field, partial: FieldVector, { needed, holders }: Holding): OwnDealing {
  const key = randomScalar();
  const sealed = toBytes(sealVector(field, partial, key, sid, network.self));
  const { commitments, shares } = dealFeldman(key, needed, holders.map(pointOf));
  const content = concat(sealed, ...commitments.encodings);
  const { commitment, nonce } = commit(COMMITMENT_LABEL, sid, network.self, content);
  return { commitment, opening: concat(nonce, content), shares };
}

/** One hash for all that was dealt: what the parties compare before they take each other's shares for shares of one thing. */
export function dealingsHash(sid: Uint8Array, dealings: readonly Dealing[]): Uint8Array {
  return hashParts('mpc dealings v1', sid, ...dealings.map(({ dealer, nonce, sealed, commitments }) => lengthPrefixed(u32be(dealer), nonce, sealed, ...commitments.encodings)));
}

/** Whether a dealing is what its dealer committed to in the session whose receipt holds `commitment`. */
export function isDealingOf(commitment: Uint8Array, sid: Uint8Array, { dealer, nonce, sealed, commitments }: Dealing): boolean {
  return opens(commitment, COMMITMENT_LABEL, sid, dealer, concat(sealed, ...commitments.encodings), nonce);
}

function readDealing(context: ProtocolContext, field: Field, length: number, { needed }: Holding, dealer: number, commitment: Uint8Array | undefined, opening: Uint8Array): Dealing {
  const sealedEnd = NONCE_LENGTH + length * elementBytes(field);
  if (opening.length !== sealedEnd + needed * POINT_LENGTH) throw deviation(context, dealer, 'opened a sealed value of the wrong length');
  const encodings = Array.from({ length: needed }, (_, i) => opening.slice(sealedEnd + i * POINT_LENGTH, sealedEnd + (i + 1) * POINT_LENGTH));
  const commitments = decodeCommitments(encodings, needed);
  if (commitments === undefined) throw deviation(context, dealer, 'dealt shares under malformed commitments');
  const dealing = { dealer, nonce: opening.slice(0, NONCE_LENGTH), sealed: opening.slice(NONCE_LENGTH, sealedEnd), commitments };
  if (commitment === undefined || !isDealingOf(commitment, context.sid, dealing)) throw deviation(context, dealer, 'opened another sealed value than it had committed to');
  if (fromBytes(field, length, dealing.sealed) === undefined) throw deviation(context, dealer, 'opened a sealed value outside the field');
  return dealing;
}

/** Hands every holder its share of this party's key, and takes this party's shares of the dealers' keys. */
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
