import { readBounded } from '../io/files.js';
import { MAX_RECEIPT_BYTES, type Receipt } from '../session/receipt.js';
import { verifyReceipt, type VerifiedReceipt } from '../session/receipt-verify.js';
import type { VerifiedRelease } from '../session/share/release.js';
import type { VerifiedReshare } from '../session/share/reshare-receipt.js';
import type { VerifiedReveal } from '../session/share/reveal-receipt.js';
import { asKind } from './file-kind.js';

export type AnyReceipt =
  | ({ readonly kind: 'session' } & VerifiedReceipt)
  | ({ readonly kind: 'opening' } & VerifiedReveal)
  | ({ readonly kind: 'release' } & VerifiedRelease)
  | ({ readonly kind: 're-sharing' } & VerifiedReshare);

/** Reads and checks a receipt: of a session, of an opening, of a re-sharing, or a holder's record that its share left. */
export async function readReceiptFile(path: string): Promise<AnyReceipt> {
  const bytes = await readBounded(path, MAX_RECEIPT_BYTES, 'USAGE', 'receipt');
  const isOf = (format: string) => Buffer.from(bytes).includes(`"format":"${format}"`);
  if (isOf('mpc-reveal-receipt/1')) return { kind: 'opening', ...(await import('../session/share/reveal-receipt.js')).verifyReveal(bytes) };
  if (isOf('mpc-release/1')) return { kind: 'release', ...(await import('../session/share/release.js')).verifyRelease(bytes) };
  if (isOf('mpc-reshare-receipt/1')) return { kind: 're-sharing', ...(await import('../session/share/reshare-receipt.js')).verifyReshare(bytes) };
  return asKind(path, bytes, ['mpc-receipt'], 'a receipt', () => ({ kind: 'session' as const, ...verifyReceipt(bytes) }));
}

/** For commands that take a share file or a session's receipt: the receipt, or undefined for anything else. */
export async function readIfReceipt(path: string): Promise<Receipt | undefined> {
  const bytes = await readBounded(path, MAX_RECEIPT_BYTES, 'USAGE', 'share file or receipt').catch(() => undefined);
  if (bytes === undefined) return undefined;
  const text = Buffer.from(bytes).toString('utf8');
  // A share file has a receipt inside.
  return /"format":"mpc-receipt\/\d+"/.test(text) && !/"format":"mpc-(share|reveal-receipt|release|reshare-receipt)\/1"/.test(text) ? verifyReceipt(bytes).receipt : undefined;
}

/** What a list of receipts says of one. */
export interface ReceiptSummary {
  readonly kind: AnyReceipt['kind'];
  readonly session: string;
  readonly operation: string;
  readonly purpose: string;
  readonly parties: readonly string[];
  readonly complete: boolean;
}

export function summaryOf(verified: AnyReceipt): ReceiptSummary {
  const { receipt, missing } = verified.kind === 'session' ? verified : verified.session;
  const { operation, purpose, parties } = receipt.agreement;
  return { kind: verified.kind, session: receipt.session, operation: operation.name, purpose, parties: parties.map(({ name }) => name), complete: missing.length === 0 };
}

/** What --json prints of a receipt. */
export function anyReceiptJson(verified: AnyReceipt): object {
  if (verified.kind === 'session') return receiptJson(verified);
  const { missing, unverified, receipt: session } = verified.session;
  const receipt = verified.kind === 'opening' ? verified.reveal : verified.kind === 'release' ? verified.release : verified.reshare;
  return { session: session.session, agreement: session.digest, complete: missing.length === 0, missing, unverified, receipt };
}

function receiptJson({ receipt, missing, unverified }: VerifiedReceipt): object {
  return { session: receipt.session, agreement: receipt.digest, complete: missing.length === 0, missing, unverified, receipt };
}
