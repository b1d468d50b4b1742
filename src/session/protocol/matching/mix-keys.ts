import { concat } from '../../../crypto/bytes.js';
import { decodePoint, encodePoint, IDENTITY, timesGenerator, type Point } from '../../../crypto/group.js';
import { encodeScalar, multiplyScalars, randomScalar } from '../../../crypto/scalar.js';
import { PROOF_LENGTH, proveLogarithm, provesLogarithm } from '../../../crypto/schnorr.js';
import { broadcast } from '../broadcast.js';
import { deviation } from '../deviation.js';
import type { ProtocolContext } from '../network.js';
import { ELEMENT } from './elements.js';
import type { MixRoles } from './mix-roles.js';

export const KEYS_STEP = 'match/keys';
const DECRYPTION_LABEL = 'mpc match decryption key v1';
const EXPONENT_LABEL = 'mpc match exponent v1';
const KEYS_LENGTH = 2 * (ELEMENT + PROOF_LENGTH);

/** One sender's secrets, for one session. Scalars, packed. */
export interface MixSecrets {
  /** x: its part of the key that lists are encrypted under. */
  readonly decryption: Uint8Array;
  /** s: the factor of every entry and every query. */
  readonly exponent: Uint8Array;
  /** x · s. */
  readonly product: Uint8Array;
}

/** The senders' keys as all parties know them. Points, packed. */
export interface MixKeys {
  /** x_j · G of each sender, in the order in which they mix. */
  readonly decryption: readonly Point[];
  /** s_j · G of each. */
  readonly exponent: readonly Uint8Array[];
}

/**
 * Every sender publishes x·G and s·G with a proof that it knows x and s, so nobody can choose a key that cancels another's. The broadcast's echo ensures that
 * all parties hold the same keys before anything is encrypted. Nothing in it depends on data.
 */
export async function exchangeKeys(context: ProtocolContext, roles: MixRoles): Promise<{ keys: MixKeys; secrets: MixSecrets | undefined }> {
  const own = roles.senders.some(({ seat }) => seat === context.network.self) ? createKeys(context) : undefined;
  const messages = await broadcast(context, KEYS_STEP, own?.message ?? new Uint8Array(0), KEYS_LENGTH);
  const read = messages.map((message, party) => readKeys(context, roles, party, message));
  const ofSenders = roles.senders.map(({ seat }) => read[seat]).filter((each) => each !== undefined);
  const keys = { decryption: ofSenders.map(({ decryption }) => decryption), exponent: ofSenders.map(({ exponent }) => exponent) };
  checkSums(context, roles, keys);
  return { keys, secrets: own?.secrets };
}

/** Σ x_j · G of the senders from this mixing step on, packed: the key under which an entry is encrypted when it gets there. */
export function keyFrom({ decryption }: MixKeys, step: number): Uint8Array {
  return encodePoint(sumFrom(decryption, step));
}

/** Erases the secrets as far as possible: the group's threads and the garbage collector may have copies. */
export function erase(secrets: MixSecrets): void {
  for (const secret of [secrets.decryption, secrets.exponent, secrets.product]) secret.fill(0);
}

function createKeys({ sid, network: { self } }: ProtocolContext): { message: Uint8Array; secrets: MixSecrets } {
  const [x, s] = [randomScalar(), randomScalar()];
  const [X, S] = [encodePoint(timesGenerator(x)), encodePoint(timesGenerator(s))];
  const proofs = [proveLogarithm({ label: DECRYPTION_LABEL, sid, party: self }, x, X), proveLogarithm({ label: EXPONENT_LABEL, sid, party: self }, s, S)];
  return { message: concat(X, S, ...proofs), secrets: { decryption: encodeScalar(x), exponent: encodeScalar(s), product: encodeScalar(multiplyScalars(x, s)) } };
}

function readKeys(context: ProtocolContext, roles: MixRoles, party: number, message: Uint8Array): { decryption: Point; exponent: Uint8Array } | undefined {
  const isSender = roles.senders.some(({ seat }) => seat === party);
  if (message.length !== (isSender ? KEYS_LENGTH : 0)) throw deviation(context, party, 'sent keys of the wrong length');
  if (!isSender) return undefined;
  const { sid } = context;
  const [X, S] = [message.slice(0, ELEMENT), message.slice(ELEMENT, 2 * ELEMENT)];
  const proofs = message.subarray(2 * ELEMENT);
  const decryption = decodePoint(X);
  const isProved =
    provesLogarithm({ label: DECRYPTION_LABEL, sid, party }, X, proofs.subarray(0, PROOF_LENGTH)) && provesLogarithm({ label: EXPONENT_LABEL, sid, party }, S, proofs.subarray(PROOF_LENGTH));
  if (decryption === undefined || !isProved) throw deviation(context, party, 'published a key without a proof that it knows it');
  return { decryption, exponent: S };
}

/**
 * Under a sum that is the identity nothing is hidden, and nothing can be re-randomised. A sum that includes an honest key is uniform, because all others were
 * proved to be known. So if it is the identity, all of its senders colluded, including the last.
 */
function checkSums(context: ProtocolContext, { senders }: MixRoles, { decryption }: MixKeys): void {
  senders.forEach((_, step) => {
    if (sumFrom(decryption, step).is0()) throw deviation(context, senders[senders.length - 1]?.seat ?? 0, 'published a key that cancels those of others');
  });
}

function sumFrom(points: readonly Point[], step: number): Point {
  return points.slice(step).reduce((sum, point) => sum.add(point), IDENTITY);
}
