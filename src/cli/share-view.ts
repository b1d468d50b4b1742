import { describeAgreement, prefaceOf } from '../library/agreements.js';
import type { ReleaseNote } from '../library/receipts.js';
import type { SealedShareFile } from '../library/sealed.js';
import type { Texts } from '../library/text.js';
import { layOut } from './show-agreement.js';

/** A share file in plain words, without any secret. */
export function shareInWords(share: SealedShareFile, releases: readonly ReleaseNote[], texts: Texts): string {
  const { agreement, session } = share.receipt;
  const { headings, ...say } = texts.receipt;
  const lines = [
    say.session(session),
    say.shareOf(share.holder, share.isEncrypted),
    say.openTogether(share.needed, share.holders),
    share.epoch === 0 ? say.asDealt : say.renewed(share.epoch),
    ...(releases.length === 0 ? [say.givenToNobody] : releases.map((each) => say.given(each))),
  ];
  return layOut([...prefaceOf(texts), { heading: headings.share, lines }, ...describeAgreement(agreement, { texts, isContinued: true })]);
}

export function shareJson(share: SealedShareFile): object {
  const { agreement, session, digest } = share.receipt;
  return { session, agreement: digest, holder: share.holder, holders: share.holders, needed: share.needed, epoch: share.epoch, encrypted: share.isEncrypted, recipients: agreement.recipients };
}
