import * as v from 'valibot';
import { FIRST_PROBLEM, parseBoundedJson } from '../bounded-json.js';
import { utf8 } from '../crypto/bytes.js';
import { decodePublicKey } from '../crypto/public-key.js';
import { canonicalJson } from './documents/canonical-json.js';
import { canonicalHash, documentText, isDocumentSignature, signDocument } from './documents/signed-document.js';
import { hex } from './agreement/schema.js';
import type { Agreement } from './agreement/types.js';

export const RECEIPT_FORMAT = 'mpc-receipt/2';
export const MAX_RECEIPT_BYTES = 4 * 1024 * 1024;
const LABEL = 'mpc receipt v1';

/** What was done, the same for every party. It holds no result and nothing from which a result could be guessed. */
export interface ReceiptBody {
  readonly format: typeof RECEIPT_FORMAT;
  readonly agreement: Agreement;
  readonly digest: string;
  /** The session identifier: 64 hex digits. */
  readonly session: string;
  /** For every party, in the roster's order: its approval and its nonce, from which the session identifier follows. */
  readonly approvals: readonly string[];
  readonly nonces: readonly string[];
  /** Hash of everything that was broadcast under the session identifier. */
  readonly transcript: string;
  /** For every party, in the roster's order: its salted commitment to what it opened; empty for a party that contributed nothing. */
  readonly commitments: readonly string[];
}

export interface ReceiptSignature {
  readonly publicKey: string;
  /** By that party's clock: `2026-01-31T12:00:00Z`. */
  readonly signedAt: string;
  /** Whether this party states that it compared the session's words with the others, or knew all keys beforehand. */
  readonly identitiesVerified: boolean;
  readonly signature: string;
}

export interface Receipt extends ReceiptBody {
  readonly signatures: readonly ReceiptSignature[];
}


export const receiptSchema = v.strictObject({
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
        publicKey: v.pipe(v.string(), v.regex(/^[0-9a-z]{1,100}$/)),
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
  return canonicalHash({ format, agreement, digest, session, approvals, nonces, transcript, commitments });
}

function signedParts(body: ReceiptBody, signedAt: string, identitiesVerified: boolean): [Uint8Array, string, string] {
  return [bodyHash(body), signedAt, identitiesVerified ? 'identities verified' : 'identities unverified'];
}

/** `now` in milliseconds since 1970. */
export function signReceipt(body: ReceiptBody, secretKey: Uint8Array, publicKey: string, identitiesVerified: boolean, now: number): ReceiptSignature {
  const signedAt = `${new Date(now).toISOString().slice(0, 19)}Z`;
  return { publicKey, signedAt, identitiesVerified, signature: signDocument(secretKey, LABEL, ...signedParts(body, signedAt, identitiesVerified)) };
}

export function isReceiptSignature(body: ReceiptBody, signature: ReceiptSignature): boolean {
  return isDocumentSignature(decodePublicKey(signature.publicKey), signature.signature, LABEL, ...signedParts(body, signature.signedAt, signature.identitiesVerified));
}

/** A signature as sent over a channel. */
export function encodeSignature(signature: ReceiptSignature): Uint8Array {
  return utf8(canonicalJson(signature));
}

export const MAX_SIGNATURE_BYTES = 1024;

/** Reads a party's signature on this receipt. Undefined if it is not valid. */
export function decodeSignature(body: ReceiptBody, publicKey: string, bytes: Uint8Array): ReceiptSignature | undefined {
  try {
    const signature = v.parse(receiptSchema.entries.signatures, [parseBoundedJson(bytes, { maxBytes: MAX_SIGNATURE_BYTES })], FIRST_PROBLEM)[0];
    return signature?.publicKey === publicKey && isReceiptSignature(body, signature) ? signature : undefined;
  } catch {
    return undefined;
  }
}

export function receiptText(receipt: Receipt): string {
  return documentText(receipt);
}
