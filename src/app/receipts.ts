import { fromHex } from '../crypto/bytes.js';
import { sessionWords } from '../crypto/words.js';
import { readBounded } from '../io/files.js';
import { MAX_RECEIPT_BYTES, type Receipt } from '../session/receipt.js';
import { verifyReceipt, type VerifiedReceipt } from '../session/receipt-verify.js';
import type { VerifiedRelease } from '../session/share/release.js';
import type { VerifiedReshare } from '../session/share/reshare-receipt.js';
import type { VerifiedReveal } from '../session/share/reveal-receipt.js';
import type { ReceiptState } from '../io/receipt-store.js';
import { asKind } from './file-kind.js';
import type { Store } from './store.js';

/** A receipt of any kind, checked. */
export type AnyReceipt =
  | ({ readonly kind: 'session' } & VerifiedReceipt)
  | ({ readonly kind: 'opening' } & VerifiedReveal)
  | ({ readonly kind: 'release' } & VerifiedRelease)
  | ({ readonly kind: 're-sharing' } & VerifiedReshare);

/** Reads and checks a receipt: of a session, of an opening, of a re-sharing, or a holder's record that its share left. */
export async function readReceiptFile(path: string): Promise<AnyReceipt> {
  const bytes = await readBounded(path, MAX_RECEIPT_BYTES, 'USAGE', 'receipt');
  const text = Buffer.from(bytes).toString('latin1');
  // Of any version: its reader says which versions it reads.
  const isOf = (kind: string) => new RegExp(`"format":"${kind}/\\d{1,4}"`).test(text);
  if (isOf('mpc-reveal-receipt')) return { kind: 'opening', ...(await import('../session/share/reveal-receipt.js')).verifyReveal(bytes) };
  if (isOf('mpc-release')) return { kind: 'release', ...(await import('../session/share/release.js')).verifyRelease(bytes) };
  if (isOf('mpc-reshare-receipt')) return { kind: 're-sharing', ...(await import('../session/share/reshare-receipt.js')).verifyReshare(bytes) };
  return asKind(path, bytes, ['mpc-receipt'], 'a receipt', () => ({ kind: 'session' as const, ...verifyReceipt(bytes) }));
}

/** For commands that take a share file or a session's receipt: the receipt, or undefined for anything else. */
export async function readIfReceipt(path: string): Promise<Receipt | undefined> {
  const bytes = await readBounded(path, MAX_RECEIPT_BYTES, 'USAGE', 'share file or receipt').catch(() => undefined);
  if (bytes === undefined) return undefined;
  const text = Buffer.from(bytes).toString('utf8');
  // A share file has a receipt inside.
  return /"format":"mpc-receipt\/\d+"/.test(text) && !/"format":"mpc-(share|reveal-receipt|release|reshare-receipt)\/\d+"/.test(text) ? verifyReceipt(bytes).receipt : undefined;
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

/** A receipt of this machine's log. */
export interface ListedReceipt {
  readonly time: string;
  /** The path of its file. */
  readonly receipt: string;
  /** As it was written, altered since, gone, or as it was written but no receipt to this version of the program. */
  readonly state: ReceiptState | 'unreadable';
  readonly about: ReceiptSummary | null;
}

/** The receipts of this machine, oldest first. One that this version does not take does not hide the others. */
export async function listReceipts({ receipts }: Pick<Store, 'receipts'>): Promise<ListedReceipt[]> {
  const listed: ListedReceipt[] = [];
  for (const { time, path: receipt, state } of await receipts.list()) {
    const about = state === 'kept' ? await readReceiptFile(receipt).then(summaryOf, () => null) : null;
    listed.push({ time, receipt, state: state === 'kept' && about === null ? 'unreadable' : state, about });
  }
  return listed;
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

/** The six words of a session, which its parties compared by phone. `session`: its identifier, 64 hex digits. */
export function wordsOfSession(session: string): string {
  return sessionWords(fromHex(session));
}
