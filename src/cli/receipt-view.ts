import { readBounded } from '../io/files.js';
import { fromHex } from '../crypto/bytes.js';
import { sessionWords } from '../crypto/words.js';
import { MAX_RECEIPT_BYTES, type Receipt } from '../session/receipt.js';
import { describeOpening } from '../session/share/opening.js';
import type { VerifiedRelease } from '../session/share/release.js';
import type { VerifiedReshare } from '../session/share/reshare-receipt.js';
import type { VerifiedReveal } from '../session/share/reveal-receipt.js';
import { verifyReceipt, type VerifiedReceipt } from '../session/receipt-verify.js';
import { asKind } from '../app/file-kind.js';
import { layOut } from './show-agreement.js';
import { describeAgreement, type Clause } from '../session/agreement/describe.js';

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

/** Any of them in plain words. */
export function anyReceiptInWords(verified: AnyReceipt): string {
  switch (verified.kind) {
    case 'session':
      return receiptInWords(verified);
    case 'opening':
      return `${layOut(openingClauses(verified))}\n\n${receiptInWords(verified.session)}`;
    case 'release':
      return `${layOut(releaseClauses(verified))}\n\n${receiptInWords(verified.session)}`;
    case 're-sharing':
      return `${layOut(reshareClauses(verified))}\n\n${receiptInWords(verified.session)}`;
  }
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

function openingClauses({ reveal: { receipt, epoch, approvals, opened, opening, by } }: VerifiedReveal): Clause[] {
  const lines = [
    `The sealed result of session ${receipt.session} was opened${epochInWords(epoch)}.`,
    `Approved by: ${namesOf(approvals)}`,
    `Opened by: ${namesOf(opened)}`,
    `As ${by.name} was told in this one opening.`,
  ];
  return [{ heading: 'Receipt of an opening', lines }, ...(opening === undefined ? [] : describeOpening(opening))];
}

function releaseClauses({ release: { receipt, epoch, approvals, opening, by, to, at } }: VerifiedRelease): Clause[] {
  const lines = [
    `At ${at} by its clock, ${by.name} was about to give its share of the sealed result of session ${receipt.session}${epochInWords(epoch)} to: ${to.join(', ')}. They may have the result since.`,
    `Approved by: ${namesOf(approvals)}`,
  ];
  return [{ heading: 'Record of a release', lines }, ...(opening === undefined ? [] : describeOpening(opening))];
}

function reshareClauses({ reshare: { receipt, plan, base, epoch, signatures } }: VerifiedReshare): Clause[] {
  const lines = [
    `The shares of the sealed result of session ${receipt.session} were dealt anew by: ${plan.dealers.join(', ')}.`,
    `Before, epoch ${base.epoch}: ${base.needed} of these ${base.holders.length} opened it together: ${base.holders.join(', ')}.`,
    `Since, epoch ${epoch}: ${plan.needed} of these ${plan.holders.length} open it together: ${plan.holders.join(', ')}.`,
    `Approved and signed by: ${namesOf(signatures)}`,
  ];
  return [{ heading: 'Receipt of a re-sharing', lines }];
}

function epochInWords(epoch: number): string {
  return epoch === 0 ? '' : `, as its shares were after ${epoch} renewal${epoch === 1 ? '' : 's'},`;
}

function namesOf(all: readonly { readonly name: string }[]): string {
  return all.map(({ name }) => name).join(', ');
}

export function anyReceiptJson(verified: AnyReceipt): object {
  if (verified.kind === 'session') return receiptJson(verified);
  const { missing, unverified, receipt: session } = verified.session;
  const receipt = verified.kind === 'opening' ? verified.reveal : verified.kind === 'release' ? verified.release : verified.reshare;
  return { session: session.session, agreement: session.digest, complete: missing.length === 0, missing, unverified, receipt };
}

/** A receipt in plain words. */
function receiptInWords({ receipt, missing, unverified }: VerifiedReceipt): string {
  const { agreement, signatures } = receipt;
  const nameOf = (key: string) => agreement.parties.find((party) => party.publicKey === key)?.name ?? key;
  const signed = signatures.map((each) => `${nameOf(each.publicKey)}, at ${each.signedAt} by its clock, identities ${each.identitiesVerified ? 'verified' : 'UNVERIFIED'}`);
  const clauses = [
    {
      heading: 'Receipt',
      lines: [
        `Session ${receipt.session}`,
        missing.length === 0 ? 'Every party approved the agreement below, took part to the end, and signed.' : `INCOMPLETE: every party approved the agreement below, but ${missing.join(', ')} did not sign this receipt.`,
        ...(unverified.length === 0 ? [] : [`IDENTITIES UNVERIFIED: ${unverified.join(', ')} did not compare the session’s words with the others.`]),
      ],
    },
    { heading: 'Signed by', lines: signed.length === 0 ? ['nobody'] : signed },
    { heading: 'Transcript', lines: [receipt.transcript] },
    ...describeAgreement(agreement, undefined, sessionWords(fromHex(receipt.session))),
  ];
  return layOut(clauses);
}

function receiptJson({ receipt, missing, unverified }: VerifiedReceipt): object {
  return { session: receipt.session, agreement: receipt.digest, complete: missing.length === 0, missing, unverified, receipt };
}
