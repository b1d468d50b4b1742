import { concat, lengthPrefixed, u32be } from '../../crypto/bytes.js';
import { commit, COMMITMENT_LENGTH, NONCE_LENGTH, opens } from '../../crypto/commitment.js';
import { SIGNATURE_LENGTH, verify } from '../../crypto/ed25519.js';
import { dealFeldman, isShare, readCommitments } from '../../crypto/feldman.js';
import type { Field } from '../../crypto/field.js';
import { elementBytes, fromBytes, toBytes, type FieldVector } from '../../crypto/field-vector.js';
import { POINT_LENGTH } from '../../crypto/group.js';
import { hashParts } from '../../crypto/hash.js';
import { decodeScalar, encodeScalar, randomNonZeroScalar, SCALAR_LENGTH } from '../../crypto/scalar.js';
import { sealVector } from '../../crypto/sealed-vector.js';
import { broadcast } from './broadcast.js';
import { deviation } from './deviation.js';
import { othersOf, type ProtocolContext } from './network.js';
import { maskedValue } from './secure-sum.js';

const COMMITMENT_LABEL = 'mpc sealed partial v1';
const SHARE_LABEL = 'mpc sealed share v1';

/** How the result is held: `needed` of the holders, named by their places in the roster. */
export interface Holding {
  readonly needed: number;
  readonly holders: readonly number[];
}

/** What one party dealt: its masked total, sealed, and Feldman's commitments to the key. Public to all parties. */
export interface Dealing {
  /** Salt of the commitment that stands in the receipt. */
  readonly nonce: Uint8Array;
  /** The sealed vector's bytes. */
  readonly sealed: Uint8Array;
  /** Encoded points, `needed` of them. */
  readonly commitments: readonly Uint8Array[];
}

export interface SealedSum {
  /** Of every party, as they stand in the receipt. */
  readonly commitments: readonly Uint8Array[];
  /** Of every party, in the roster's order. */
  readonly dealings: readonly Dealing[];
  /** This party's share of every dealer's key, in the roster's order; undefined where it holds none. */
  readonly shares: readonly bigint[] | undefined;
}

/** A holder's place in Feldman's polynomials: 0 is the secret itself. */
export function pointOf(place: number): number {
  return place + 1;
}

/**
 * The sum of one vector from each party, sealed: nobody learns it until `needed` holders bring their shares together.
 *
 * Masked totals z_j as in `secureSum`. Party j draws a uniform key k_j, seals c_j = z_j + PRG(k_j), and shares k_j by Feldman.
 * All commit to (c_j, Feldman's commitments), echo, open to everyone with echo, and then hand each holder its share,
 * signed. At the end everyone says to everyone that its shares fit: so no session ends well with a share that would not open.
 *
 * The commitments are to uniform keys: to the totals themselves they would let anyone try small numbers.
 * `docs/protocols/threshold.md` has the argument. Throws DEVIATION with the party's name.
 */
export async function sealedSum(context: ProtocolContext, field: Field, value: FieldVector, holding: Holding, beforeCommitting: () => Promise<void>): Promise<SealedSum> {
  const { network, sid } = context;
  const length = value.length / field.limbs;
  const partial = await maskedValue(context, field, value);
  await beforeCommitting();

  const key = randomNonZeroScalar();
  const sealed = toBytes(sealVector(field, partial, key, sid, network.self));
  const { commitments: points, shares } = dealFeldman(key, holding.needed, holding.holders.map(pointOf));
  const content = concat(sealed, ...points);
  const { commitment, nonce } = commit(COMMITMENT_LABEL, sid, network.self, content);

  const commitments = await broadcast(context, 'seal/commit', commitment, COMMITMENT_LENGTH);
  commitments.forEach((each, party) => {
    if (each.length !== COMMITMENT_LENGTH) throw deviation(context, party, 'sent a commitment of the wrong length');
  });
  const openings = await broadcast(context, 'seal/open', concat(nonce, content), NONCE_LENGTH + content.length);
  const dealings = openings.map((opening, party) => readDealing(context, field, length, holding, party, commitments[party], opening));

  const own = await exchangeShares(context, holding, dealings, shares);
  await broadcast(context, 'seal/done', dealingsHash(sid, dealings), 32);
  return { commitments, dealings, shares: own };
}

/** One hash for all that was dealt: what holders compare before they trust each other's shares. */
export function dealingsHash(sid: Uint8Array, dealings: readonly Dealing[]): Uint8Array {
  return hashParts('mpc dealings v1', sid, ...dealings.map(({ nonce, sealed, commitments }) => lengthPrefixed(nonce, sealed, ...commitments)));
}

/** Whether a dealing is what its dealer committed to in the session whose receipt holds `commitment`. */
export function isDealingOf(commitment: Uint8Array, sid: Uint8Array, party: number, { nonce, sealed, commitments }: Dealing): boolean {
  return opens(commitment, COMMITMENT_LABEL, sid, party, concat(sealed, ...commitments), nonce);
}

function readDealing(context: ProtocolContext, field: Field, length: number, { needed }: Holding, party: number, commitment: Uint8Array | undefined, opening: Uint8Array): Dealing {
  const sealedBytes = length * elementBytes(field);
  if (opening.length !== NONCE_LENGTH + sealedBytes + needed * POINT_LENGTH) throw deviation(context, party, 'opened a sealed value of the wrong length');
  const nonce = opening.slice(0, NONCE_LENGTH);
  const sealed = opening.slice(NONCE_LENGTH, NONCE_LENGTH + sealedBytes);
  const points = Array.from({ length: needed }, (_, i) => opening.slice(NONCE_LENGTH + sealedBytes + i * POINT_LENGTH, NONCE_LENGTH + sealedBytes + (i + 1) * POINT_LENGTH));
  const dealing = { nonce, sealed, commitments: points };
  if (commitment === undefined || !isDealingOf(commitment, context.sid, party, dealing)) throw deviation(context, party, 'opened another sealed value than it had committed to');
  if (fromBytes(field, length, sealed) === undefined) throw deviation(context, party, 'opened a sealed value outside the field');
  if (readCommitments(points, needed) === undefined) throw deviation(context, party, 'dealt shares under malformed commitments');
  return dealing;
}

/** Hands every holder its share of this party's key, and takes this party's shares of the others' keys. */
async function exchangeShares(context: ProtocolContext, { holders }: Holding, dealings: readonly Dealing[], shares: ReadonlyMap<number, bigint>): Promise<readonly bigint[] | undefined> {
  const { network, sid } = context;
  const signedHash = (dealer: number, holder: number, scalar: Uint8Array) => hashParts(SHARE_LABEL, sid, u32be(dealer), u32be(holder), dealingsHash(sid, dealings), scalar);
  for (const holder of holders) {
    if (holder === network.self) continue;
    const scalar = encodeScalar(shares.get(pointOf(holder)) ?? 0n);
    network.send(holder, 'seal/share', concat(context.sign(SHARE_LABEL, signedHash(network.self, holder, scalar)), scalar));
  }
  if (!holders.includes(network.self)) return undefined;
  const received = new Map<number, bigint>([[network.self, shares.get(pointOf(network.self)) ?? 0n]]);
  await Promise.all(
    othersOf(network).map(async (dealer) => {
      const message = await network.receive(dealer, 'seal/share', SIGNATURE_LENGTH + SCALAR_LENGTH);
      const scalar = message.subarray(SIGNATURE_LENGTH);
      const key = context.publicKeys[dealer];
      const hash = signedHash(dealer, network.self, scalar);
      if (key === undefined || !verify(key, message.subarray(0, SIGNATURE_LENGTH), SHARE_LABEL, hash)) throw deviation(context, dealer, 'sent a share whose signature does not verify');
      const share = decodeScalar(scalar);
      if (share === undefined || !isShare(dealings[dealer]?.commitments ?? [], pointOf(network.self), share)) throw deviation(context, dealer, 'dealt a share that does not fit its commitments');
      received.set(dealer, share);
    }),
  );
  return dealings.map((_, dealer) => received.get(dealer) ?? 0n);
}
