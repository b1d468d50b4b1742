import { readBounded } from '../io/files.js';
import { MAX_RECEIPT_BYTES, type Receipt } from '../session/receipt.js';
import type { VerifiedReveal } from '../session/share/reveal-receipt.js';
import { verifyReceipt, type VerifiedReceipt } from '../session/receipt-verify.js';
import { layOut } from './show-agreement.js';
import { describeAgreement } from '../session/agreement/describe.js';

/** Reads and checks a receipt, of a session or of an opening. */
export async function readReceiptFile(path: string): Promise<VerifiedReceipt | VerifiedReveal> {
  const bytes = await readBounded(path, MAX_RECEIPT_BYTES, 'USAGE', 'receipt');
  if (!isRevealReceipt(bytes)) return verifyReceipt(bytes);
  const { verifyReveal } = await import('../session/share/reveal-receipt.js');
  return verifyReveal(bytes);
}

function isRevealReceipt(bytes: Uint8Array): boolean {
  return Buffer.from(bytes).includes('"format":"mpc-reveal-receipt/1"');
}

/** For commands that take a share file or a session's receipt: the receipt, or undefined for anything else. */
export async function readIfReceipt(path: string): Promise<Receipt | undefined> {
  const bytes = await readBounded(path, MAX_RECEIPT_BYTES, 'USAGE', 'share file or receipt').catch(() => undefined);
  if (bytes === undefined) return undefined;
  const text = Buffer.from(bytes);
  // A share file has a receipt inside.
  return text.includes('"format":"mpc-receipt/1"') && !text.includes('"format":"mpc-share/1"') ? verifyReceipt(bytes).receipt : undefined;
}

/** The receipt of an opening in plain words. */
export function revealInWords({ reveal, session }: VerifiedReveal): string {
  const clause = {
    heading: 'Receipt of an opening',
    lines: [
      `The sealed result of session ${reveal.receipt.session} was opened${reveal.epoch === 0 ? '' : `, as it was shared the ${reveal.epoch + 1}. time`}.`,
      `Approved by: ${reveal.approvals.map((each) => each.name).join(', ')}`,
      `Opened by: ${reveal.opened.length === 0 ? 'nobody that this party heard of' : reveal.opened.map((each) => each.name).join(', ')}`,
    ],
  };
  return `${layOut([clause])}\n\n${receiptInWords(session)}`;
}

export function revealJson({ reveal, session }: VerifiedReveal): object {
  return { session: reveal.receipt.session, agreement: reveal.receipt.digest, complete: session.missing.length === 0, missing: session.missing, unverified: session.unverified, receipt: reveal };
}

/** A receipt in plain words. */
export function receiptInWords({ receipt, missing, unverified }: VerifiedReceipt): string {
  const { agreement, signatures } = receipt;
  const nameOf = (key: string) => agreement.parties.find((party) => party.publicKey === key)?.name ?? key;
  const signed = signatures.map((each) => `${nameOf(each.publicKey)}, at ${each.signedAt} by its clock, identities ${each.identitiesVerified ? 'verified' : 'UNVERIFIED'}`);
  const clauses = [
    {
      heading: 'Receipt',
      lines: [
        `Session ${receipt.session}`,
        missing.length === 0 ? 'Every party approved the agreement below, took part to the end, and signed.' : `INCOMPLETE: every party approved the agreement below, but ${missing.join(', ')} did not sign this receipt.`,
        ...(unverified.length === 0 ? [] : [`IDENTITIES UNVERIFIED: ${unverified.join(', ')} did not compare the roster’s words with the others.`]),
      ],
    },
    { heading: 'Signed by', lines: signed.length === 0 ? ['nobody'] : signed },
    { heading: 'Transcript', lines: [receipt.transcript] },
    ...describeAgreement(agreement),
  ];
  return layOut(clauses);
}

export function receiptJson({ receipt, missing, unverified }: VerifiedReceipt): object {
  return { session: receipt.session, agreement: receipt.digest, complete: missing.length === 0, missing, unverified, receipt };
}
