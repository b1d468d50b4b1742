import { readBounded } from '../io/files.js';
import { MAX_RECEIPT_BYTES, verifyReceipt, type VerifiedReceipt } from '../session/receipt.js';
import { layOut } from './show-agreement.js';
import { describeAgreement } from '../session/agreement/describe.js';

export async function readReceiptFile(path: string): Promise<VerifiedReceipt> {
  return verifyReceipt(await readBounded(path, MAX_RECEIPT_BYTES, 'USAGE', 'receipt'));
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
