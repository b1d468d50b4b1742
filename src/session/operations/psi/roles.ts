import { bug } from '../../../errors.js';
import { tableBytes } from '../../protocol/matching/deliver.js';
import type { Direction } from '../../protocol/matching/direction.js';
import { keyCapOf } from '../lists/caps.js';
import type { SealedTable } from '../lists/sealed.js';
import { seatsOf } from '../seats.js';
import type { PsiAgreement } from './types.js';

/** The comparisons to make, in the order of the recipients. */
export function directionsOf(agreement: PsiAgreement): Direction[] {
  const { contributors } = agreement;
  return agreement.recipients.map((recipient) => {
    const other = contributors.find((name) => name !== recipient);
    const [receiver, sender] = seatsOf(agreement, [recipient, other ?? '']);
    if (receiver === undefined || sender === undefined || other === undefined) throw bug('a comparison without two lists');
    return { receiver, sender, receiverCap: keyCapOf(agreement, recipient), senderCap: keyCapOf(agreement, other) };
  });
}

/** The sealed tables with dealers and recipients, in the roster's order of the dealers. */
export function sealedTablesOf(agreement: PsiAgreement): SealedTable[] {
  const { payload } = agreement.operation;
  const tables = directionsOf(agreement).map((run) => ({ dealer: run.sender, recipient: run.receiver, bytes: tableBytes(run.senderCap, payload?.bytes) }));
  return tables.sort((a, b) => a.dealer - b.dealer);
}
