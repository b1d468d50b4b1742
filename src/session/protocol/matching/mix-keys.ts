import { concat } from '../../../crypto/bytes.js';
import { decodePoint, encodePoint, IDENTITY, timesGenerator, type Point } from '../../../crypto/group.js';
import { encodeScalar, multiplyScalars, randomScalar } from '../../../crypto/scalar.js';
import { PROOF_LENGTH, proveLogarithm, provesLogarithm } from '../../../crypto/schnorr.js';
import { broadcast } from '../broadcast.js';
import { deviation } from '../deviation.js';
import type { ProtocolContext } from '../network.js';
import { ELEMENT } from './elements.js';
import { firstOf, type MixRoles } from './mix-roles.js';

export const KEYS_STEP = 'match/keys';
const DECRYPTION_LABEL = 'mpc match decryption key v1';
const EXPONENT_LABEL = 'mpc match exponent v1';
const KEY_LENGTH = ELEMENT + PROOF_LENGTH;

/** One sender's secrets, for one session. Scalars, packed. */
export interface MixSecrets {
  /** s: the factor of every entry and every query. */
  readonly exponent: Uint8Array;
  /** x · s, with its part x of the key that lists are encrypted under. The sender that mixes first has none: only it gets lists, and it does not have to hide its own from itself. */
  readonly product: Uint8Array | undefined;
}

/** The senders' keys as all parties know them. Points, packed. */
export interface MixKeys {
  /** x_j · G of each sender, in the order in which they mix. The identity for the first, which has no x. */
  readonly decryption: readonly Point[];
  /** s_j · G of each. */
  readonly exponent: readonly Uint8Array[];
}

/**
 * Every sender publishes s·G, and all but the first x·G, with a proof that it knows them, so nobody can choose a key that cancels another's. The broadcast's echo ensures that
 * all parties hold the same keys before anything is encrypted. Nothing in it depends on data.
 */
export async function exchangeKeys(context: ProtocolContext, roles: MixRoles): Promise<{ keys: MixKeys; secrets: MixSecrets | undefined }> {
  const { self } = context.network;
  const own = roles.senders.some(({ seat }) => seat === self) ? createKeys(context, self === firstOf(roles)) : undefined;
  const messages = await broadcast(context, KEYS_STEP, own?.message ?? new Uint8Array(0), 2 * KEY_LENGTH);
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
  secrets.exponent.fill(0);
  secrets.product?.fill(0);
}

function createKeys({ sid, network: { self } }: ProtocolContext, isFirst: boolean): { message: Uint8Array; secrets: MixSecrets } {
  const published = (label: string, secret: bigint) => {
    const point = encodePoint(timesGenerator(secret));
    return concat(point, proveLogarithm({ label, sid, party: self }, secret, point));
  };
  const [x, s] = [randomScalar(), randomScalar()];
  const exponent = { message: published(EXPONENT_LABEL, s), secret: encodeScalar(s) };
  if (isFirst) return { message: exponent.message, secrets: { exponent: exponent.secret, product: undefined } };
  return { message: concat(published(DECRYPTION_LABEL, x), exponent.message), secrets: { exponent: exponent.secret, product: encodeScalar(multiplyScalars(x, s)) } };
}

function readKeys(context: ProtocolContext, roles: MixRoles, party: number, message: Uint8Array): { decryption: Point; exponent: Uint8Array } | undefined {
  const isSender = roles.senders.some(({ seat }) => seat === party);
  const labels = !isSender ? [] : party === firstOf(roles) ? [EXPONENT_LABEL] : [DECRYPTION_LABEL, EXPONENT_LABEL];
  if (message.length !== labels.length * KEY_LENGTH) throw deviation(context, party, 'sent keys of the wrong length');
  if (!isSender) return undefined;
  const keys = labels.map((label, i) => readKey(context, party, label, message.slice(i * KEY_LENGTH, (i + 1) * KEY_LENGTH)));
  const [decryption, exponent] = keys.length === 1 ? [undefined, keys[0]] : keys;
  return { decryption: decryption?.point ?? IDENTITY, exponent: exponent?.bytes ?? new Uint8Array(0) };
}

function readKey(context: ProtocolContext, party: number, label: string, message: Uint8Array): { point: Point; bytes: Uint8Array } {
  const bytes = message.slice(0, ELEMENT);
  const point = decodePoint(bytes);
  if (point === undefined || !provesLogarithm({ label, sid: context.sid, party }, bytes, message.subarray(ELEMENT))) throw deviation(context, party, 'published a key without a proof that it knows it');
  return { point, bytes };
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
