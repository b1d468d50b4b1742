import { bug } from '../../../errors.js';
import { keyCapOf, sendersOf } from './checks.js';
import type { MatchingAgreement, PsiOperation } from '../../agreement/types.js';
import { tableBytes } from '../../protocol/matching/deliver.js';
import type { MixRoles } from '../../protocol/matching/mix-roles.js';
import type { Run } from '../../protocol/matching/run.js';
import { placesOf } from '../places.js';

/** What is compared with what, in the order of the recipients. */
export function runsOf(agreement: MatchingAgreement): Run[] {
  const { contributors } = agreement;
  return agreement.recipients.map((recipient) => {
    const other = contributors.find((name) => name !== recipient);
    const [receiver, sender] = placesOf(agreement, [recipient, other ?? '']);
    if (receiver === undefined || sender === undefined || other === undefined) throw bug('a comparison without two lists');
    return { receiver, sender, receiverCap: keyCapOf(agreement, recipient), senderCap: keyCapOf(agreement, other) };
  });
}

/** Bytes of the table that a sender makes. */
export function psiTableBytes({ payload }: PsiOperation, { senderCap }: Run): number {
  return tableBytes(senderCap, payload?.bytes);
}

/** Who asks and who mixes, with the caps in keys. */
export function rolesOf(agreement: MatchingAgreement): MixRoles {
  const [receiver, ...senders] = [...agreement.recipients, ...sendersOf(agreement)].map((name) => ({
    place: placesOf(agreement, [name])[0] ?? -1,
    cap: keyCapOf(agreement, name),
  }));
  if (receiver === undefined) throw bug('a match without a recipient');
  return { receiver, senders };
}
