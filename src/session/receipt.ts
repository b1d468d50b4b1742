import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { fromHex, toHex, utf8 } from '../crypto/bytes.js';
import { sign, verify } from '../crypto/ed25519.js';
import { decodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import { isSessionApproval } from './agreement/approval.js';
import { APPROVAL_STEP } from './approvals.js';
import { COMMIT_STEP } from './protocol/secure-sum.js';
import { canonicalJson, digestOf, instantOf, validateAgreement } from './agreement/canonical.js';
import type { Agreement } from './agreement/types.js';
import { HashedTranscript } from './protocol/transcript.js';
import { sessionId } from './session-id.js';

export const RECEIPT_FORMAT = 'mpc-receipt/1';
export const MAX_RECEIPT_BYTES = 4 * 1024 * 1024;
const LABEL = 'mpc receipt v1';

/** What was done, the same for every party. It holds no result and nothing that a result could be guessed from. */
export interface ReceiptBody {
  readonly format: typeof RECEIPT_FORMAT;
  readonly agreement: Agreement;
  readonly digest: string;
  /** The session identifier: 64 hex digits. */
  readonly session: string;
  /** Of every party, in the roster's order: its approval and its nonce, from which the session identifier follows. */
  readonly approvals: readonly string[];
  readonly nonces: readonly string[];
  /** Hash over everything that was broadcast under the session identifier. */
  readonly transcript: string;
  /** Of every party, in the roster's order: its salted commitment to what it opened; empty for one that put nothing in. */
  readonly commitments: readonly string[];
}

export interface ReceiptSignature {
  readonly publicKey: string;
  /** By that party's clock: `2026-01-31T12:00:00Z`. */
  readonly signedAt: string;
  /** Whether this party says that it compared the roster's words with the others, or knew all keys beforehand. */
  readonly identitiesVerified: boolean;
  readonly signature: string;
}

export interface Receipt extends ReceiptBody {
  readonly signatures: readonly ReceiptSignature[];
}

const hex = (bytes: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`)));

const receiptSchema = v.strictObject({
  format: v.literal(RECEIPT_FORMAT),
  agreement: v.unknown(),
  digest: hex(32),
  session: hex(32),
  approvals: v.array(hex(64)),
  nonces: v.array(hex(32)),
  transcript: hex(32),
  commitments: v.array(v.union([v.literal(''), hex(32)])),
  signatures: v.pipe(
    v.array(
      v.strictObject({
        publicKey: v.string(),
        signedAt: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)),
        identitiesVerified: v.boolean(),
        signature: hex(64),
      }),
    ),
    v.maxLength(64),
  ),
});

function bodyHash(body: ReceiptBody): Uint8Array {
  const { format, agreement, digest, session, approvals, nonces, transcript, commitments } = body;
  return createHash('sha256').update(canonicalJson({ format, agreement, digest, session, approvals, nonces, transcript, commitments })).digest();
}

function signedParts(body: ReceiptBody, signedAt: string, identitiesVerified: boolean): (Uint8Array | string)[] {
  return [bodyHash(body), signedAt, identitiesVerified ? 'identities verified' : 'identities unverified'];
}

/** `now` in milliseconds since 1970. */
export function signReceipt(body: ReceiptBody, secretKey: Uint8Array, publicKey: string, identitiesVerified: boolean, now: number): ReceiptSignature {
  const signedAt = `${new Date(now).toISOString().slice(0, 19)}Z`;
  return { publicKey, signedAt, identitiesVerified, signature: toHex(sign(secretKey, LABEL, ...signedParts(body, signedAt, identitiesVerified))) };
}

export function isReceiptSignature(body: ReceiptBody, signature: ReceiptSignature): boolean {
  return verify(decodePublicKey(signature.publicKey), fromHex(signature.signature), LABEL, ...signedParts(body, signature.signedAt, signature.identitiesVerified));
}

/** A signature as it goes over a channel. */
export function encodeSignature(signature: ReceiptSignature): Uint8Array {
  return utf8(canonicalJson(signature));
}

export const MAX_SIGNATURE_BYTES = 1024;

/** Reads a party's signature on this receipt; undefined where it is not one. */
export function decodeSignature(body: ReceiptBody, publicKey: string, bytes: Uint8Array): ReceiptSignature | undefined {
  try {
    const signature = v.parse(receiptSchema.entries.signatures, [JSON.parse(Buffer.from(bytes).toString('utf8'))])[0];
    return signature?.publicKey === publicKey && isReceiptSignature(body, signature) ? signature : undefined;
  } catch {
    return undefined;
  }
}

export function receiptText(receipt: Receipt): string {
  return `${canonicalJson(receipt)}\n`;
}

export interface VerifiedReceipt {
  readonly receipt: Receipt;
  /** Names of the parties that did not sign. */
  readonly missing: readonly string[];
  /** Names of the parties that signed and say that the identities were not verified. */
  readonly unverified: readonly string[];
}

/**
 * Reads a receipt and checks everything in it that can be checked from it alone: digest, approvals, session identifier,
 * signatures. Needs no network and no data. Throws RECEIPT_INVALID; a receipt that some did not sign is valid and says so.
 */
export function verifyReceipt(bytes: Uint8Array): VerifiedReceipt {
  const receipt = parseReceipt(bytes);
  const { agreement } = receipt;
  const keys = agreement.parties.map((party) => decodePublicKey(party.publicKey));
  if (digestOf(agreement) !== receipt.digest) throw receiptInvalid('its digest is not that of its agreement');
  for (const field of ['approvals', 'nonces', 'commitments'] as const) {
    if (receipt[field].length !== keys.length) throw receiptInvalid(`it does not have one of its ${field} for each party`);
  }
  const sid = sessionId(agreement, receipt.nonces.map(fromHex));
  if (toHex(sid) !== receipt.session) throw receiptInvalid('its session identifier does not follow from its agreement and nonces');
  receipt.approvals.forEach((approval, i) => {
    const key = keys[i];
    if (key === undefined || !isSessionApproval(key, receipt.digest, sid, fromHex(approval))) throw receiptInvalid(`the approval of ${agreement.parties[i]?.name ?? 'a party'} does not verify`);
  });
  agreement.parties.forEach((party, i) => {
    if ((receipt.commitments[i] === '') === agreement.contributors.includes(party.name)) throw receiptInvalid('it does not have a commitment of each contributor, and of nobody else');
  });
  if (toHex(transcriptOfSum(receipt)) !== receipt.transcript) throw receiptInvalid('its transcript does not follow from its commitments');
  if (receipt.signatures.length === 0) throw receiptInvalid('nobody signed it');
  const signers = new Set<string>();
  for (const signature of receipt.signatures) {
    const party = agreement.parties.find((each) => each.publicKey === signature.publicKey);
    if (party === undefined || signers.has(party.name)) throw receiptInvalid('a signature on it is by no party, or by one twice');
    if (!isReceiptSignature(receipt, signature)) throw receiptInvalid(`the signature of ${party.name} does not verify`);
    if (!isInstant(signature.signedAt)) throw receiptInvalid(`the time of ${party.name}'s signature does not exist`);
    signers.add(party.name);
  }
  if ([...signers].join('\n') !== agreement.parties.map((party) => party.name).filter((name) => signers.has(name)).join('\n')) throw receiptInvalid('its signatures are not in the order of its parties');
  return {
    receipt,
    missing: agreement.parties.map((party) => party.name).filter((name) => !signers.has(name)),
    unverified: agreement.parties.filter((party) => receipt.signatures.some((each) => each.publicKey === party.publicKey && !each.identitiesVerified)).map((party) => party.name),
  };
}

/** All that is broadcast under the session identifier of a sum are the approvals and the commitments. */
function transcriptOfSum(receipt: ReceiptBody): Uint8Array {
  const transcript = new HashedTranscript(fromHex(receipt.session));
  transcript.add(APPROVAL_STEP, receipt.approvals.map(fromHex));
  transcript.add(COMMIT_STEP, receipt.commitments.map(fromHex));
  return transcript.hash;
}

function parseReceipt(bytes: Uint8Array): Receipt {
  if (bytes.length > MAX_RECEIPT_BYTES) throw receiptInvalid('it is longer than 4 MiB');
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw receiptInvalid('it is not JSON');
  }
  const parsed = v.safeParse(receiptSchema, value);
  if (!parsed.success) throw receiptInvalid(`${v.getDotPath(parsed.issues[0]) ?? 'the document'} is not as the format asks`);
  let agreement: Agreement;
  try {
    agreement = validateAgreement(parsed.output.agreement);
  } catch (error) {
    throw receiptInvalid(error instanceof MpcError ? error.message : 'its agreement is malformed');
  }
  const receipt: Receipt = { ...parsed.output, agreement };
  if (receiptText(receipt).trimEnd() !== Buffer.from(bytes).toString('utf8').trimEnd()) throw receiptInvalid('its bytes are not in canonical form: it was edited or re-formatted');
  return receipt;
}

function isInstant(text: string): boolean {
  try {
    instantOf(text);
    return true;
  } catch {
    return false;
  }
}

function receiptInvalid(why: string): MpcError {
  return new MpcError('RECEIPT_INVALID', `This is not a valid receipt: ${why}.`, 'Ask another party of that session for its copy.');
}
