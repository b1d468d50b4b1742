import { concat, lengthPrefixed, u32be, utf8 } from '../../crypto/bytes.js';
import { commit, COMMITMENT_LENGTH, NONCE_LENGTH, opens } from '../../crypto/commitment.js';
import type { Field } from '../../crypto/field.js';
import { addInto, elementBytes, fromBytes, subtractFrom, toBytes, zeroVector, type FieldVector } from '../../crypto/field-vector.js';
import { expandSeed, SEED_BYTES } from '../../crypto/prg.js';
import { randomBytes } from '../../crypto/random.js';
import { broadcast } from './broadcast.js';
import { deviation } from './deviation.js';
import type { ProtocolContext } from './network.js';

const COMMITMENT_LABEL = 'mpc sum partial v1';
const SHARE_LABEL = 'mpc sum share v1';
/** The one step of the sum that is broadcast, and so stands in the transcript. */
export const COMMIT_STEP = 'sum/commit';

/** Who does what, by places in the roster. */
export interface Roles {
  /** Put a vector in. At least two. */
  readonly contributors: readonly number[];
  /** Learn the sum. */
  readonly recipients: readonly number[];
}

/** What a session does at two points of no return. */
export interface Milestones {
  /** Awaited right before the first message that depends on data. */
  readonly beforeCommitting?: () => Promise<void>;
  /** Called right before this party's opening leaves. */
  readonly onOpening?: () => void;
}

/**
 * The sum of one vector from each contributor, to the recipients only: additive sharing over a prime field among the n contributors,
 * with seeds for shares (one vector per contributor and recipient on the wire), secure with abort against any number of
 * parties that deviate. Parties that put nothing in are witnesses of the commitments: whoever has no input cannot change the sum.
 *
 * 1. Seeds. Contributor i gives every other contributor j a seed s_ij and keeps z_i = x_i − Σ_j PRG(s_ij) + Σ_j PRG(s_ji).
 *    Any n − 1 of the z are uniform to whoever lacks one seed between two honest parties; all n of them add up to Σ x_i.
 * 2. Commit. Each party broadcasts a commitment to z_i, with echo, before anyone opens: so what a cheating party
 *    adds or leaves out is fixed independently of the others' values, which is no more than another input of its own.
 * 3. Open. Each party sends z_i to the recipients, who check it against the commitment, element by element below the modulus.
 *
 * `docs/protocols/sum.md` has the functionality, the argument, and what is not promised.
 *
 * @param value this party's vector, of which only a contributor's counts. All of one length, over `field`.
 * @returns the commitments, empty for parties that put nothing in, and the sum for a recipient. Throws DEVIATION with the party's name.
 */
export async function secureSum(
  context: ProtocolContext,
  field: Field,
  value: FieldVector,
  { contributors, recipients }: Roles,
  milestones: Milestones = {},
): Promise<{ commitments: Uint8Array[]; sum: FieldVector | undefined }> {
  const { network, sid } = context;
  const contributes = contributors.includes(network.self);
  const length = value.length / field.limbs;
  const partial = contributes ? await maskedValue(context, field, value, contributors) : zeroVector(field, length);

  await milestones.beforeCommitting?.();
  const { commitment, nonce } = commit(COMMITMENT_LABEL, sid, network.self, toBytes(partial));
  const commitments = await broadcast(context, COMMIT_STEP, contributes ? commitment : new Uint8Array(0), COMMITMENT_LENGTH);
  checkCommitments(context, commitments, contributors);

  if (contributes) {
    milestones.onOpening?.();
    const opening = concat(nonce, toBytes(partial));
    for (const recipient of recipients) if (recipient !== network.self) network.send(recipient, 'sum/open', opening);
  }
  if (!recipients.includes(network.self)) return { commitments, sum: undefined };

  await Promise.all(
    contributors.map(async (party) => {
      if (party === network.self) return;
      const bytes = await network.receive(party, 'sum/open', NONCE_LENGTH + partial.byteLength);
      addInto(field, partial, openPartial(context, field, length, party, commitments[party], bytes));
    }),
  );
  return { commitments, sum: partial };
}

/** One commitment from each contributor, and an empty one from everyone else. */
export function checkCommitments(context: ProtocolContext, commitments: readonly Uint8Array[], contributors: readonly number[]): void {
  commitments.forEach((each, party) => {
    if (each.length !== (contributors.includes(party) ? COMMITMENT_LENGTH : 0)) throw deviation(context, party, 'sent a commitment of the wrong length');
  });
}

/** Step 1: this party's value less the seeds it gave away, plus the seeds it was given. */
export async function maskedValue(context: ProtocolContext, field: Field, value: FieldVector, contributors: readonly number[]): Promise<FieldVector> {
  const { network } = context;
  const others = contributors.filter((party) => party !== network.self);
  const length = value.length / field.limbs;
  const partial = Uint32Array.from(value);
  const own = new Map(others.map((party) => [party, randomBytes(SEED_BYTES)]));
  for (const [party, seed] of own) network.send(party, 'sum/seed', Uint8Array.from(seed));
  for (const [party, seed] of own) {
    subtractFrom(field, partial, expandShare(context, field, seed, network.self, party, length));
    seed.fill(0);
  }
  await Promise.all(
    others.map(async (party) => {
      const seed = await network.receive(party, 'sum/seed', SEED_BYTES);
      if (seed.length !== SEED_BYTES) throw deviation(context, party, 'sent a seed of the wrong length');
      addInto(field, partial, expandShare(context, field, seed, party, network.self, length));
      seed.fill(0);
    }),
  );
  return partial;
}

function expandShare(context: ProtocolContext, field: Field, seed: Uint8Array, dealer: number, holder: number, length: number): FieldVector {
  const info = lengthPrefixed(utf8(SHARE_LABEL), utf8(field.name), u32be(dealer), u32be(holder));
  return expandSeed(field, seed, context.sid, info, length);
}

function openPartial(context: ProtocolContext, field: Field, length: number, party: number, commitment: Uint8Array | undefined, opening: Uint8Array): FieldVector {
  if (opening.length !== NONCE_LENGTH + length * elementBytes(field)) throw deviation(context, party, 'opened a value of the wrong length');
  const bytes = opening.subarray(NONCE_LENGTH);
  if (commitment === undefined || !opens(commitment, COMMITMENT_LABEL, context.sid, party, bytes, opening.subarray(0, NONCE_LENGTH))) {
    throw deviation(context, party, 'opened another value than it had committed to');
  }
  const partial = fromBytes(field, length, bytes);
  if (partial === undefined) throw deviation(context, party, 'opened a value outside the field');
  return partial;
}
