import * as v from 'valibot';
import { FIRST_PROBLEM } from '../../bounded-json.js';
import { fromHex, toHex, utf8 } from '../../crypto/bytes.js';
import { decodePublicKey, encodePublicKey } from '../../crypto/public-key.js';
import { MpcError } from '../../errors.js';
import { approve, isApproval } from './approval.js';
import { digestOf, GENERAL, validateAgreement } from './canonical.js';
import { canonicalJson } from '../documents/canonical-json.js';
import type { Agreement } from './types.js';
import { invalid } from './invalid.js';
import { hex } from './schema.js';

/**
 * An agreement with the approvals that were given in advance, as stored in a file: the agreement's own object with one more member, `approvals`, which is not
 * part of the digest. The bytes of an unsigned file are therefore the canonical bytes, and `sha256sum` of it gives the digest.
 */
export interface SignedAgreement {
  readonly agreement: Agreement;
  readonly digest: string;
  readonly approvals: readonly Approval[];
}

export interface Approval {
  readonly publicKey: string;
  /** 128 hex digits. */
  readonly signature: string;
}

const approvalsSchema = v.pipe(
  v.array(v.strictObject({ publicKey: v.string(), signature: hex(64) })),
  v.minLength(1),
  v.maxLength(64),
);

/**
 * Reads an agreement file. Throws AGREEMENT_INVALID if it is malformed, edited or re-formatted, SIGNATURE_INVALID if an approval in it is not that party's
 * signature on this agreement.
 */
export function parseSigned(bytes: Uint8Array): SignedAgreement {
  const value = GENERAL.json(bytes);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('it is not a JSON object');
  const { approvals: found, ...rest } = value as Record<string, unknown>;
  const agreement = validateAgreement(rest);
  const signed: SignedAgreement = { agreement, digest: digestOf(agreement), approvals: found === undefined ? [] : parseApprovals(found) };
  // Editors add a line end. Any other difference means that the file was changed.
  GENERAL.checkCanonical(signedDocument(signed), bytes);
  checkApprovals(signed);
  return signed;
}

function parseApprovals(value: unknown): Approval[] {
  const parsed = v.safeParse(approvalsSchema, value, FIRST_PROBLEM);
  if (!parsed.success) throw invalid('its approvals are not as the format asks');
  return parsed.output;
}

function checkApprovals({ agreement, digest, approvals }: SignedAgreement): void {
  for (const approval of approvals) {
    const party = agreement.parties.find((each) => each.publicKey === approval.publicKey);
    if (party === undefined) throw signatureInvalid('An approval in the file is by a key that is no party to the agreement.');
    if (!isApproval(decodePublicKey(approval.publicKey), digest, fromHex(approval.signature))) {
      throw signatureInvalid(`The approval in the file that claims to be by ${party.name} does not verify for this agreement.`);
    }
  }
  if (new Set(approvals.map((each) => each.publicKey)).size !== approvals.length) throw invalid('a party approved twice in it');
}

function signatureInvalid(message: string): MpcError {
  return new MpcError('SIGNATURE_INVALID', message, 'Get the file anew from its author, read it, and sign it with `mpc agreement sign FILE`.');
}

/** The document of the file. A party that has not approved leaves the agreement as it is. */
function signedDocument({ agreement, approvals }: Pick<SignedAgreement, 'agreement' | 'approvals'>): object {
  return approvals.length === 0 ? agreement : { ...agreement, approvals };
}

export function signedBytes(signed: Pick<SignedAgreement, 'agreement' | 'approvals'>): Uint8Array {
  return utf8(canonicalJson(signedDocument(signed)));
}

/** The agreement with this party's approval added, in place of an earlier one. */
export function withApproval(signed: SignedAgreement, identity: { publicKey: Uint8Array; secretKey: Uint8Array }): SignedAgreement {
  const publicKey = encodePublicKey(identity.publicKey);
  const signature = toHex(approve(identity.secretKey, signed.digest));
  return { ...signed, approvals: [...withoutApproval(signed, identity.publicKey).approvals, { publicKey, signature }] };
}

export function withoutApproval(signed: SignedAgreement, publicKey: Uint8Array): SignedAgreement {
  const text = encodePublicKey(publicKey);
  return { ...signed, approvals: signed.approvals.filter((each) => each.publicKey !== text) };
}

export function hasApprovalOf(signed: SignedAgreement, publicKey: Uint8Array): boolean {
  const text = encodePublicKey(publicKey);
  return signed.approvals.some((each) => each.publicKey === text);
}
