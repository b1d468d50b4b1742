import { describeAgreement, describeOpening, type Clause } from '../library/agreements.js';
import { wordsOfSession, type AnyReceipt, type VerifiedReceipt, type VerifiedRelease, type VerifiedReshare, type VerifiedReveal } from '../library/receipts.js';
import { layOut } from './show-agreement.js';

/** Any receipt in plain words. */
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
    ...describeAgreement(agreement, undefined, wordsOfSession(receipt.session)),
  ];
  return layOut(clauses);
}
