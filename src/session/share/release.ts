import * as v from 'valibot';
import { toHex } from '../../crypto/bytes.js';
import { decodePublicKey } from '../../crypto/public-key.js';
import { MpcError } from '../../errors.js';
import { instantOf } from '../agreement/canonical.js';
import { canonicalHash, documentText, isDocumentSignature, SignedDocument, signDocument } from '../documents/signed-document.js';
import { hex, instant, name } from '../agreement/schema.js';
import { MAX_RECEIPT_BYTES, type Receipt } from '../receipt.js';
import { parseReceiptValue, verifyReceiptValue, type VerifiedReceipt } from '../receipt-verify.js';
import type { Opening } from './opening.js';
import { attemptEntries, checkAttempt, saidAsHex, type RevealFacts, type RevealReceipt } from './reveal-receipt.js';

export const RELEASE_FORMAT = 'mpc-release/1';
const LABEL = 'mpc release v1';

/**
 * A holder's record, written before its share is sent for the first time: the recipients, and the approvals. From then on these recipients may have the result,
 * whether or not the opening ends well. A receipt of the opening exists only if it ends well.
 */
export interface Release extends Omit<RevealReceipt, 'format' | 'opened'> {
  readonly format: typeof RELEASE_FORMAT;
  /** Names of the recipients. */
  readonly to: readonly string[];
  /** By the holder's clock. */
  readonly at: string;
  /** The holder's. */
  readonly signature: string;
}

const schema = v.strictObject({
  format: v.literal(RELEASE_FORMAT),
  ...attemptEntries,
  to: v.pipe(v.array(name), v.minLength(1), v.maxLength(64)),
  at: instant,
  signature: hex(64),
});

const RELEASE = new SignedDocument({ format: RELEASE_FORMAT, schema, maxBytes: MAX_RECEIPT_BYTES, invalid });

/** `now` in milliseconds since 1970. */
export function releaseText(receipt: Receipt, opening: Opening | undefined, facts: Omit<RevealFacts, 'opened'>, to: readonly string[], secretKey: Uint8Array, now: number): string {
  const body = {
    format: RELEASE_FORMAT,
    receipt,
    ...(opening === undefined ? {} : { opening }),
    by: { name: facts.by.name, nonce: toHex(facts.by.nonce) },
    epoch: facts.epoch,
    state: toHex(facts.state),
    approvals: saidAsHex(facts.approvals),
    to,
    at: `${new Date(now).toISOString().slice(0, 19)}Z`,
  } as const;
  return documentText({ ...body, signature: signDocument(secretKey, LABEL, canonicalHash(body)) });
}

/** A checked record that a share was sent. */
export interface VerifiedRelease {
  readonly release: Release;
  readonly session: VerifiedReceipt;
}

/** Checks the session's receipt inside, the approvals, and the holder's signature. Throws RECEIPT_INVALID. */
export function verifyRelease(bytes: Uint8Array): VerifiedRelease {
  const document = RELEASE.read(bytes);
  const release: Release = { ...document, receipt: parseReceiptValue(document.receipt) };
  RELEASE.checkCanonical(release, bytes);
  const session = verifyReceiptValue(release.receipt);
  const target = checkAttempt(release, invalid);
  if (!release.to.every((name) => target.recipients.includes(name))) throw invalid('it names somebody who is no recipient');
  checkInstant(release.at);
  const { signature, ...body } = release;
  const key = release.receipt.agreement.parties.find(({ name }) => name === release.by.name)?.publicKey ?? '';
  if (!isDocumentSignature(decodePublicKey(key), signature, LABEL, canonicalHash(body))) throw invalid(`it does not bear the signature of ${release.by.name}`);
  return { release, session };
}

function checkInstant(text: string): void {
  try {
    instantOf(text);
  } catch {
    throw invalid('its time does not exist');
  }
}

function invalid(why: string): MpcError {
  return new MpcError('RECEIPT_INVALID', `This is not a valid record of a release: ${why}.`, 'It is this holder’s own record: compare with your back-up.');
}
