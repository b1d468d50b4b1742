import { concat, lengthPrefixed, u32be, utf8 } from '../../crypto/bytes.js';
import { commit, COMMITMENT_LENGTH, NONCE_LENGTH, opens } from '../../crypto/commitment.js';
import type { Field } from '../../crypto/field.js';
import { addInto, elementBytes, fromBytes, subtractFrom, toBytes, zeroVector, type FieldVector } from '../../crypto/field-vector.js';
import { expandSeed, SEED_BYTES } from '../../crypto/prg.js';
import { randomBytes } from '../../crypto/random.js';
import { broadcast } from './broadcast.js';
import { deviation } from './deviation.js';
import type { Hooks } from './hooks.js';
import type { ProtocolContext } from './network.js';

const COMMITMENT_LABEL = 'mpc sum partial v1';
const SHARE_LABEL = 'mpc sum share v1';
/** The only broadcast step of the sum. It enters the transcript. */
export const COMMIT_STEP = 'sum/commit';

/** The roles, by seats in the roster. */
export interface Roles {
  /** The parties that contribute a vector. At least two. */
  readonly contributors: readonly number[];
  /** The parties that learn the sum. */
  readonly recipients: readonly number[];
}

/**
 * The sum of one vector from each contributor, for the recipients only: additive sharing over a prime field among the n contributors, with seeds for shares
 * (one vector per contributor and recipient on the wire), secure with abort against any number of parties that deviate. Parties that contribute nothing witness
 * the commitments: a party without input cannot change the sum.
 *
 * 1. Seeds. Contributor i gives every other contributor j a seed s_ij and keeps z_i = x_i − Σ_j PRG(s_ij) + Σ_j PRG(s_ji).
 *    Any n − 1 of the z are uniform to whoever lacks one seed between two honest parties; all n of them add up to Σ x_i.
 * 2. Commit. Each party broadcasts a commitment to z_i, with echo, before anyone opens. So what a cheating party adds or omits is fixed independently of the
 *    others' values, which is no more than another input of its own.
 * 3. Open. Each party sends z_i to the recipients, who check it against the commitment, element by element below the modulus.
 *
 * `docs/protocols/sum.md` has the functionality, the argument, and what is not promised.
 *
 * @param value this party's vector, used only if it is a contributor. All vectors have one length, over `field`.
 * @returns the commitments, empty for parties that contribute nothing, and the sum for a recipient. Throws DEVIATION with the party's name.
 */
export async function secureSum(
  context: ProtocolContext,
  field: Field,
  value: FieldVector,
  { contributors, recipients }: Roles,
  hooks: Hooks = {},
): Promise<{ commitments: Uint8Array[]; sum: FieldVector | undefined }> {
  const { commitments, sums } = await secureSums(context, field, value, { contributors, parts: [{ length: value.length / field.limbs, recipients }] }, hooks);
  return { commitments, sum: sums[0] };
}

/** A piece of the vectors, in their order, with recipients of its own. */
export interface SumPart {
  /** Elements. */
  readonly length: number;
  /** The parties that learn the sum of this piece. */
  readonly recipients: readonly number[];
  /** Opened only if the sums of the other parts allow it. Every contributor is then a recipient of the parts that this depends on. */
  readonly isLate?: boolean;
}

export interface Parts {
  readonly contributors: readonly number[];
  readonly parts: readonly SumPart[];
  /**
   * Decides which late parts are opened, from the sums of the others as far as this party learns them, and from what the parties tell each other meanwhile.
   * The result is the same for all recipients of a part. A party that follows the protocol never opens a part that this does not allow.
   */
  readonly allow?: (sums: readonly (FieldVector | undefined)[]) => Promise<readonly boolean[]>;
}

/**
 * The same for a vector whose parts have recipients of their own. Each party commits to each part, to all of them before anyone opens any, and opens a part to
 * its recipients alone. Late parts are opened after the others, and only if allowed. With one part the messages are those of one sum.
 *
 * @returns the commitments of each party, those of its parts one after the other; and of each part the sum, for its recipients if it was opened.
 */
export async function secureSums(context: ProtocolContext, field: Field, value: FieldVector, { contributors, parts, allow }: Parts, hooks: Hooks = {}): Promise<{ commitments: Uint8Array[]; sums: (FieldVector | undefined)[] }> {
  const { network, sid } = context;
  const contributes = contributors.includes(network.self);
  const whole = contributes ? await maskedValue(context, field, value, contributors) : zeroVector(field, value.length / field.limbs);
  const own = pieces(field, whole, parts);

  await hooks.beforeCommitting?.();
  const committed = own.map((piece, i) => commit(labelOf(i, parts), sid, network.self, toBytes(piece)));
  const commitments = await broadcast(context, COMMIT_STEP, contributes ? concat(...committed.map(({ commitment }) => commitment)) : new Uint8Array(0), COMMITMENT_LENGTH * parts.length);
  checkCommitments(context, commitments, contributors, parts.length);

  if (contributes) hooks.onOpening?.();
  const opened: Opened = { context, field, contributors, parts, own, nonces: committed.map(({ nonce }) => nonce), commitments };
  const early = parts.map(({ isLate }) => isLate !== true);
  const sums = await openParts(opened, 'sum/open', early, early);
  if (early.every(Boolean)) return { commitments, sums };
  const allowed = (await allow?.(sums)) ?? [];
  const late = await openParts(opened, 'sum/open-late', early.map((isEarly) => !isEarly), parts.map((part, i) => part.isLate === true && allowed[i] === true));
  // A part that stays closed is not kept, either.
  own.forEach((piece, i) => early[i] === true || allowed[i] === true || piece.fill(0));
  return { commitments, sums: sums.map((sum, i) => sum ?? late[i]) };
}

interface Opened {
  readonly context: ProtocolContext;
  readonly field: Field;
  readonly contributors: readonly number[];
  readonly parts: readonly SumPart[];
  /** This party's pieces and their nonces. */
  readonly own: readonly FieldVector[];
  readonly nonces: readonly Uint8Array[];
  readonly commitments: readonly Uint8Array[];
}

/**
 * Sends one message to each recipient, with nonce and value of each of these parts that is for it. Zeros replace a part that stays closed, so that lengths do
 * not reveal to outsiders which parts these are.
 */
async function openParts({ context, field, contributors, parts, own, nonces, commitments }: Opened, label: string, these: readonly boolean[], allowed: readonly boolean[]): Promise<(FieldVector | undefined)[]> {
  const { network } = context;
  const isFor = (i: number, party: number) => these[i] === true && parts[i]?.recipients.includes(party) === true;
  const sizeOf = (i: number) => NONCE_LENGTH + (parts[i]?.length ?? 0) * elementBytes(field);
  if (contributors.includes(network.self)) {
    for (const recipient of recipientsOf(parts.filter((_, i) => these[i] === true))) {
      if (recipient === network.self) continue;
      network.send(recipient, label, concat(...own.flatMap((piece, i) => (!isFor(i, recipient) ? [] : allowed[i] === true ? [nonces[i] ?? new Uint8Array(0), toBytes(piece)] : [new Uint8Array(sizeOf(i))]))));
    }
  }
  const mine = parts.flatMap((_, i) => (isFor(i, network.self) ? [i] : []));
  const sums = parts.map((_, i) => (isFor(i, network.self) && allowed[i] === true ? Uint32Array.from(own[i] as FieldVector) : undefined));
  if (mine.length === 0) return sums;
  const size = mine.reduce((sum, i) => sum + sizeOf(i), 0);
  await Promise.all(
    contributors.map(async (party) => {
      if (party === network.self) return;
      const opening = await network.receive(party, label, size);
      if (opening.length !== size) throw deviation(context, party, 'opened a value of the wrong length');
      let at = 0;
      for (const i of mine) {
        const piece = opening.subarray(at, (at += sizeOf(i)));
        const sum = sums[i];
        if (sum === undefined) {
          if (piece.some((byte) => byte !== 0)) throw deviation(context, party, 'opened what has to stay shut');
          continue;
        }
        const commitment = commitments[party]?.subarray(i * COMMITMENT_LENGTH, (i + 1) * COMMITMENT_LENGTH);
        addInto(field, sum, openPartial(context, field, parts[i]?.length ?? 0, party, { commitment, label: labelOf(i, parts), opening: piece }));
      }
    }),
  );
  return sums;
}

/** The parts of a vector, not copied. */
function pieces(field: Field, vector: FieldVector, parts: readonly SumPart[]): FieldVector[] {
  let at = 0;
  return parts.map(({ length }) => vector.subarray(at, (at += length * field.limbs)));
}

function recipientsOf(parts: readonly SumPart[]): number[] {
  return [...new Set(parts.flatMap(({ recipients }) => recipients))].sort((a, b) => a - b);
}

/** A part cannot be presented as another. The label of a single part is the one that has always been committed to. */
function labelOf(part: number, { length }: readonly SumPart[]): string {
  return length === 1 ? COMMITMENT_LABEL : `${COMMITMENT_LABEL} part ${part + 1} of ${length}`;
}

/** Checks that there is one commitment to each part from each contributor, and an empty one from every other party. */
export function checkCommitments(context: ProtocolContext, commitments: readonly Uint8Array[], contributors: readonly number[], parts = 1): void {
  commitments.forEach((each, party) => {
    if (each.length !== (contributors.includes(party) ? parts * COMMITMENT_LENGTH : 0)) throw deviation(context, party, 'sent a commitment of the wrong length');
  });
}

/** Step 1: this party's value minus the expanded seeds that it gave, plus those that it received. */
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

interface Opening {
  readonly commitment: Uint8Array | undefined;
  readonly label: string;
  /** The nonce and the value. */
  readonly opening: Uint8Array;
}

function openPartial(context: ProtocolContext, field: Field, length: number, party: number, { commitment, label, opening }: Opening): FieldVector {
  const bytes = opening.subarray(NONCE_LENGTH);
  if (commitment === undefined || !opens(commitment, label, context.sid, party, bytes, opening.subarray(0, NONCE_LENGTH))) {
    throw deviation(context, party, 'opened another value than it had committed to');
  }
  const partial = fromBytes(field, length, bytes);
  if (partial === undefined) throw deviation(context, party, 'opened a value outside the field');
  return partial;
}
