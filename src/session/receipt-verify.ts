import { fromHex, toHex } from '../crypto/bytes.js';
import { decodePublicKey, encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import { isSessionApproval } from './agreement/approval.js';
import { digestOf, instantOf, validateAgreement } from './agreement/canonical.js';
import type { Agreement } from './agreement/types.js';
import { APPROVAL_STEP } from './approvals.js';
import { SignedDocument } from './documents/signed-document.js';
import { operationOf } from './operations/registry.js';
import { HashedTranscript } from './protocol/transcript.js';
import { isReceiptSignature, MAX_RECEIPT_BYTES, RECEIPT_FORMAT, receiptSchema, type Receipt, type ReceiptBody } from './receipt.js';
import { sessionId } from './session-id.js';

const RECEIPT = new SignedDocument({ format: RECEIPT_FORMAT, schema: receiptSchema, maxBytes: MAX_RECEIPT_BYTES, invalid: receiptInvalid });

/** A checked receipt of a session. */
export interface VerifiedReceipt {
  readonly receipt: Receipt;
  /** Names of the parties that did not sign. */
  readonly missing: readonly string[];
  /** Names of the parties that signed and state that the identities were not verified. */
  readonly unverified: readonly string[];
}

/**
 * Reads a receipt and checks everything that can be checked from it alone: digest, approvals, session identifier, signatures. It needs no network and no data.
 * Throws RECEIPT_INVALID. A receipt that some parties did not sign is valid, and the result names them.
 */
export function verifyReceipt(bytes: Uint8Array): VerifiedReceipt {
  return verifyReceiptValue(parseReceipt(bytes));
}

/** The same for a receipt that has already been read. */
export function verifyReceiptValue(receipt: Receipt): VerifiedReceipt {
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
  // Sealed values are broadcast as well, and are not in the receipt: that transcript follows from more than is here.
  const step = agreement.threshold === undefined ? operationOf(agreement).commitmentStep(agreement) : undefined;
  if (step !== undefined && toHex(transcriptOf(receipt, step)) !== receipt.transcript) throw receiptInvalid('its transcript does not follow from its commitments');
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

/** Reads a receipt from its JSON value. Throws RECEIPT_INVALID. */
export function parseReceiptValue(value: unknown): Receipt {
  const document = RECEIPT.check(value);
  let agreement: Agreement;
  try {
    agreement = validateAgreement(document.agreement, { isPast: true });
  } catch (error) {
    throw receiptInvalid(error instanceof MpcError ? error.message : 'its agreement is malformed');
  }
  return { ...document, agreement };
}

function transcriptOf(receipt: ReceiptBody, step: string): Uint8Array {
  const transcript = new HashedTranscript(fromHex(receipt.session));
  transcript.add(APPROVAL_STEP, receipt.approvals.map(fromHex));
  transcript.add(step, receipt.commitments.map(fromHex));
  return transcript.hash;
}

function parseReceipt(bytes: Uint8Array): Receipt {
  const receipt = parseReceiptValue(RECEIPT.json(bytes));
  RECEIPT.checkCanonical(receipt, bytes);
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

/**
 * For a party that acts on a receipt of a session in which it took part: the receipt must be one that this party signed itself. Commitments that others agreed
 * on among themselves do not make a receipt of this party's session. Throws RECEIPT_INVALID.
 */
export function checkOwnReceipt(receipt: Receipt, publicKey: Uint8Array): void {
  const own = encodePublicKey(publicKey);
  if (receipt.signatures.some((signature) => signature.publicKey === own)) return;
  throw new MpcError('RECEIPT_INVALID', 'This party did not sign that receipt, so it may be of something else than the session it took part in.', 'Use this party’s own receipt, from the folder receipts/ of MPC_HOME, or a copy that bears its signature.');
}
