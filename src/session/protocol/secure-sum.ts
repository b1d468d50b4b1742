import { concat, lengthPrefixed, u32be, utf8 } from '../../crypto/bytes.js';
import { commit, COMMITMENT_LENGTH, NONCE_LENGTH, opens } from '../../crypto/commitment.js';
import type { Field } from '../../crypto/field.js';
import { addInto, elementBytes, fromBytes, subtractFrom, toBytes, type FieldVector } from '../../crypto/field-vector.js';
import { expandSeed, SEED_BYTES } from '../../crypto/prg.js';
import { randomBytes } from '../../crypto/random.js';
import { broadcast } from './broadcast.js';
import { deviation } from './deviation.js';
import { othersOf, type ProtocolContext } from './network.js';

const COMMITMENT_LABEL = 'mpc sum partial v1';
const SHARE_LABEL = 'mpc sum share v1';

/**
 * The sum of one vector from each party, to the recipients only: additive sharing over a prime field among all n parties,
 * with seeds for shares (one vector per party and recipient on the wire), secure with abort against n − 1 parties that deviate.
 *
 * 1. Seeds. Party i gives every other party j a seed s_ij and keeps z_i = x_i − Σ_j PRG(s_ij) + Σ_j PRG(s_ji).
 *    Any n − 1 of the z are uniform to whoever lacks one seed between two honest parties; all n of them add up to Σ x_i.
 * 2. Commit. Each party broadcasts a commitment to z_i, with echo, before anyone opens: so what a cheating party
 *    adds or leaves out is fixed independently of the others' values, which is no more than another input of its own.
 * 3. Open. Each party sends z_i to the recipients, who check it against the commitment, element by element below the modulus.
 *
 * `docs/protocols/sum.md` has the functionality, the argument, and what is not promised.
 *
 * @param value this party's vector; parties that put no data in give zeros. All of one length, over `field`.
 * @param recipients places of the parties that learn the sum.
 * @param beforeCommitting awaited right before the first message that depends on `value`.
 * @returns the commitments, and the sum for a recipient, undefined for others. Throws DEVIATION with the party's name.
 */
export async function secureSum(
  context: ProtocolContext,
  field: Field,
  value: FieldVector,
  recipients: readonly number[],
  beforeCommitting: () => Promise<void> = () => Promise.resolve(),
): Promise<{ commitments: Uint8Array[]; sum: FieldVector | undefined }> {
  const { network, sid } = context;
  const partial = await maskedValue(context, field, value);

  await beforeCommitting();
  const { commitment, nonce } = commit(COMMITMENT_LABEL, sid, network.self, toBytes(partial));
  const commitments = await broadcast(context, 'sum/commit', commitment, COMMITMENT_LENGTH);
  commitments.forEach((each, party) => {
    if (each.length !== COMMITMENT_LENGTH) throw deviation(context, party, 'sent a commitment of the wrong length');
  });

  const opening = concat(nonce, toBytes(partial));
  for (const recipient of recipients) if (recipient !== network.self) network.send(recipient, 'sum/open', opening);
  if (!recipients.includes(network.self)) return { commitments, sum: undefined };

  const openingBytes = NONCE_LENGTH + partial.byteLength;
  await Promise.all(
    othersOf(network).map(async (party) => {
      const bytes = await network.receive(party, 'sum/open', openingBytes);
      addInto(field, partial, openPartial(context, field, value.length / field.limbs, party, commitments[party], bytes));
    }),
  );
  return { commitments, sum: partial };
}

/** Step 1: this party's value less the seeds it gave away, plus the seeds it was given. */
async function maskedValue(context: ProtocolContext, field: Field, value: FieldVector): Promise<FieldVector> {
  const { network } = context;
  const length = value.length / field.limbs;
  const partial = Uint32Array.from(value);
  const own = new Map(othersOf(network).map((party) => [party, randomBytes(SEED_BYTES)]));
  for (const [party, seed] of own) network.send(party, 'sum/seed', Uint8Array.from(seed));
  for (const [party, seed] of own) {
    subtractFrom(field, partial, expandShare(context, field, seed, network.self, party, length));
    seed.fill(0);
  }
  await Promise.all(
    othersOf(network).map(async (party) => {
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
