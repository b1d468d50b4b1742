import * as v from 'valibot';
import { fromHex, lengthPrefixed, toHex, utf8 } from '../../crypto/bytes.js';
import { sign, verify } from '../../crypto/ed25519.js';
import { hashParts } from '../../crypto/hash.js';
import { decodePublicKey } from '../../crypto/public-key.js';
import { MpcError } from '../../errors.js';
import { canonicalJson } from '../documents/canonical-json.js';
import { canonicalHash, documentText, SignedDocument } from '../documents/signed-document.js';
import { MAX_RECEIPT_BYTES, type Receipt } from '../receipt.js';
import { parseReceiptValue, verifyReceiptValue, type VerifiedReceipt } from '../receipt-verify.js';
import { rosterHash } from '../session-id.js';
import { participantsOf, planSchema, standingSchema, type ResharePlan, type Standing } from './reshare-plan.js';
import { hex, name } from '../agreement/schema.js';

export const RESHARE_FORMAT = 'mpc-reshare-receipt/1';
export const RESHARE_APPROVAL_LABEL = 'mpc reshare approval v1';
const RECEIPT_LABEL = 'mpc reshare receipt v1';

/** What was done in a re-sharing, the same for all participants. */
export interface ReshareBody {
  readonly format: typeof RESHARE_FORMAT;
  /** The receipt of the session that sealed the result. */
  readonly receipt: Receipt;
  readonly plan: Pick<ResharePlan, 'dealers' | 'holders' | 'needed'>;
  /** The sharing that was dealt anew. */
  readonly base: Standing;
  /** The identifier of the re-sharing: 64 hex digits. */
  readonly reshare: string;
  /** For all participants, in the agreement's order: nonce, and approval under the identifier. */
  readonly nonces: readonly string[];
  readonly approvals: readonly string[];
  /** The new sharing: its epoch, and the hash of what its holders have in common. */
  readonly epoch: number;
  readonly state: string;
  /** Hash of everything that was broadcast before the signatures. */
  readonly transcript: string;
}

export interface ReshareReceipt extends ReshareBody {
  /** The signatures of all participants. With its signature, each new holder states that it keeps its new share. */
  readonly signatures: readonly { readonly name: string; readonly signature: string }[];
}

/** H(plan, roster, a fresh nonce of each participant): nothing that is bound to it is valid in another attempt. */
export function reshareSessionId({ agreement }: Receipt, plan: ResharePlan, nonces: readonly Uint8Array[]): Uint8Array {
  return hashParts('mpc reshare session v1', utf8(canonicalJson(plan)), rosterHash(agreement), lengthPrefixed(...nonces));
}

/** What each participant signs before anything is dealt. */
export function approvalParts(sid: Uint8Array, plan: ResharePlan, base: Standing): Uint8Array[] {
  return [sid, utf8(canonicalJson(plan)), utf8(canonicalJson(base))];
}

function bodyHash({ format, receipt, plan, base, reshare, nonces, approvals, epoch, state, transcript }: ReshareBody): Uint8Array {
  // Copies of one session's receipt may have more or fewer signatures, but they name the same session.
  const { session, digest } = receipt;
  return canonicalHash({ format, session, digest, plan, base, reshare, nonces, approvals, epoch, state, transcript });
}

export function signReshare(body: ReshareBody, secretKey: Uint8Array): Uint8Array {
  return sign(secretKey, RECEIPT_LABEL, bodyHash(body));
}

export function isReshareSignature(body: ReshareBody, publicKey: Uint8Array, signature: Uint8Array): boolean {
  return verify(publicKey, signature, RECEIPT_LABEL, bodyHash(body));
}

export function reshareReceiptText(receipt: ReshareReceipt): string {
  return documentText(receipt);
}

const list = <T extends v.GenericSchema>(item: T) => v.pipe(v.array(item), v.maxLength(64));
const schema = v.strictObject({
  format: v.literal(RESHARE_FORMAT),
  receipt: v.unknown(),
  plan: v.omit(planSchema, ['session', 'digest']),
  base: standingSchema,
  reshare: hex(32),
  nonces: list(hex(32)),
  approvals: list(hex(64)),
  epoch: standingSchema.entries.epoch,
  state: hex(32),
  transcript: hex(32),
  signatures: list(v.strictObject({ name, signature: hex(64) })),
});

const RESHARE = new SignedDocument({ format: RESHARE_FORMAT, schema, maxBytes: MAX_RECEIPT_BYTES, invalid });

/** A checked receipt of a re-sharing. */
export interface VerifiedReshare {
  readonly reshare: ReshareReceipt;
  readonly session: VerifiedReceipt;
}

/** Checks the session's receipt inside, the plan, and every signature. It needs no network and no data. Throws RECEIPT_INVALID. */
export function verifyReshare(bytes: Uint8Array): VerifiedReshare {
  const document = RESHARE.read(bytes);
  const receipt = parseReceiptValue(document.receipt);
  const reshare: ReshareReceipt = { ...document, receipt };
  RESHARE.checkCanonical(reshare, bytes);
  const session = verifyReceiptValue(receipt);
  checkPlan(reshare);
  checkSignatures(reshare);
  return { reshare, session };
}

function checkPlan({ receipt: { agreement }, plan, base, epoch }: ReshareReceipt): void {
  const { threshold } = agreement;
  if (threshold === undefined) throw invalid('the result of its session was not sealed');
  const inOrder = (names: readonly string[]) => canonicalJson(names) === canonicalJson(agreement.parties.map((party) => party.name).filter((name) => names.includes(name)));
  if (![plan.dealers, plan.holders, base.holders].every(inOrder)) throw invalid('its dealers and holders are not some of the agreement’s parties, in their order');
  if (plan.needed > plan.holders.length || base.needed > base.holders.length) throw invalid('more holders would be needed than there are');
  if (!plan.dealers.every((name) => base.holders.includes(name)) || plan.dealers.length < base.needed) throw invalid('too few holders dealt');
  if (base.epoch === 0 && (base.needed !== threshold.needed || canonicalJson(base.holders) !== canonicalJson(threshold.holders))) throw invalid('it begins with other holders than those of the agreement');
  if (epoch !== base.epoch + 1) throw invalid('its epoch does not follow from the one before');
}

function checkSignatures(reshare: ReshareReceipt): void {
  const { receipt, base } = reshare;
  const { agreement, session, digest } = receipt;
  const plan: ResharePlan = { session, digest, ...reshare.plan };
  const names = participantsOf(agreement, plan);
  for (const field of ['nonces', 'approvals', 'signatures'] as const) {
    if (reshare[field].length !== names.length) throw invalid(`it does not have one of its ${field} for each who took part`);
  }
  const sid = reshareSessionId(receipt, plan, reshare.nonces.map(fromHex));
  if (toHex(sid) !== reshare.reshare) throw invalid('its identifier does not follow from plan and nonces');
  names.forEach((name, i) => {
    const key = decodePublicKey(agreement.parties.find((party) => party.name === name)?.publicKey ?? '');
    if (!verify(key, fromHex(reshare.approvals[i] ?? ''), RESHARE_APPROVAL_LABEL, ...approvalParts(sid, plan, base))) throw invalid(`the approval of ${name} does not verify`);
    const signature = reshare.signatures[i];
    if (signature?.name !== name || !isReshareSignature(reshare, key, fromHex(signature.signature))) throw invalid(`the signature of ${name} does not verify`);
  });
}

function invalid(why: string): MpcError {
  return new MpcError('RECEIPT_INVALID', `This is not a valid receipt of a re-sharing: ${why}.`, 'Ask another party of that re-sharing for its copy.');
}
