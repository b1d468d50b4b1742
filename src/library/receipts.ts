/** Receipts of sessions, of openings and of re-sharings, and records that a share left. */
import { verifyReceipt as verify, type VerifiedReceipt } from '../session/receipt-verify.js';

export { anyReceiptJson, listReceipts, readReceiptFile, wordsOfSession, type AnyReceipt, type ListedReceipt, type ReceiptSummary } from '../app/receipts.js';
export { releasesOf, type ReleaseNote } from '../app/release-records.js';
export type { VerifiedReceipt } from '../session/receipt-verify.js';
export type { VerifiedRelease } from '../session/share/release.js';
export type { VerifiedReshare } from '../session/share/reshare-receipt.js';
export type { VerifiedReveal } from '../session/share/reveal-receipt.js';

/**
 * Checks a receipt: digest, approvals, session, transcript and every signature. Needs no network and no data.
 *
 * @param receipt the bytes or text of a receipt file.
 * @throws MpcError RECEIPT_INVALID. A receipt that some did not sign is valid, and says so in `missing`.
 */
export function verifyReceipt(receipt: string | Uint8Array): VerifiedReceipt {
  return verify(typeof receipt === 'string' ? new Uint8Array(Buffer.from(receipt, 'utf8')) : receipt);
}
