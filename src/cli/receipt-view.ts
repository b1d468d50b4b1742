import { describeAgreement, describeOpening, prefaceOf, type Clause } from '../library/agreements.js';
import { wordsOfSession, type AnyReceipt, type VerifiedReceipt, type VerifiedRelease, type VerifiedReshare, type VerifiedReveal } from '../library/receipts.js';
import type { Texts } from '../library/text.js';
import { layOut } from './show-agreement.js';

/** Any receipt in plain words. */
export function anyReceiptInWords(verified: AnyReceipt, texts: Texts): string {
  return layOut([...prefaceOf(texts), ...clausesOf(verified, texts)]);
}

function clausesOf(verified: AnyReceipt, texts: Texts): Clause[] {
  switch (verified.kind) {
    case 'session':
      return sessionClauses(verified, texts);
    case 'opening':
      return [...openingClauses(verified, texts), ...sessionClauses(verified.session, texts)];
    case 'release':
      return [...releaseClauses(verified, texts), ...sessionClauses(verified.session, texts)];
    case 're-sharing':
      return [...reshareClauses(verified, texts), ...sessionClauses(verified.session, texts)];
  }
}

function openingClauses({ reveal: { receipt, epoch, approvals, opened, opening, by } }: VerifiedReveal, texts: Texts): Clause[] {
  const { headings, ...say } = texts.receipt;
  const lines = [say.opened(receipt.session, epoch), say.approvedBy(namesOf(approvals)), say.openedBy(namesOf(opened)), say.asTold(by.name)];
  return [{ heading: headings.opening, lines }, ...(opening === undefined ? [] : describeOpening(opening, { texts, isContinued: true }))];
}

function releaseClauses({ release: { receipt, epoch, approvals, opening, by, to, at } }: VerifiedRelease, texts: Texts): Clause[] {
  const { headings, ...say } = texts.receipt;
  const lines = [say.release({ at, by: by.name, session: receipt.session, renewals: epoch, to }), say.approvedBy(namesOf(approvals))];
  return [{ heading: headings.release, lines }, ...(opening === undefined ? [] : describeOpening(opening, { texts, isContinued: true }))];
}

function reshareClauses({ reshare: { receipt, plan, base, epoch, signatures } }: VerifiedReshare, { receipt: { headings, ...say } }: Texts): Clause[] {
  const lines = [say.dealtAnew(receipt.session, plan.dealers), say.before(base), say.since({ ...plan, epoch }), say.approvedAndSigned(namesOf(signatures))];
  return [{ heading: headings.resharing, lines }];
}

function namesOf(all: readonly { readonly name: string }[]): string[] {
  return all.map(({ name }) => name);
}

function sessionClauses({ receipt, missing, unverified }: VerifiedReceipt, texts: Texts): Clause[] {
  const { headings, ...say } = texts.receipt;
  const { agreement, signatures } = receipt;
  const nameOf = (key: string) => agreement.parties.find((party) => party.publicKey === key)?.name ?? key;
  const signed = signatures.map((each) => say.signature({ name: nameOf(each.publicKey), at: each.signedAt, verified: each.identitiesVerified }));
  const lines = [say.session(receipt.session), missing.length === 0 ? say.complete : say.incomplete(missing), ...(unverified.length === 0 ? [] : [say.unverified(unverified)])];
  return [
    { heading: headings.receipt, lines },
    { heading: headings.signedBy, lines: signed.length === 0 ? [say.nobody] : signed },
    { heading: headings.transcript, lines: [receipt.transcript] },
    ...describeAgreement(agreement, { texts, session: wordsOfSession(receipt.session), isContinued: true }),
  ];
}
