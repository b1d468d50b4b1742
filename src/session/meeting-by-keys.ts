import { fromHex } from '../crypto/bytes.js';
import { decodePublicKey } from '../crypto/public-key.js';
import type { Agreement } from './agreement/types.js';
import type { Meeting } from './channel/meeting.js';
import { roomOfAgreement } from './invite.js';

/** How the party in this seat meets the others of an agreement between known keys. */
export function meetingByKeys(agreement: Agreement, seat: number): Meeting {
  const others = agreement.parties.filter((_, i) => i !== seat);
  return { mode: 'keys', ...roomOfAgreement(fromHex(agreement.id)), others: others.map((party) => decodePublicKey(party.publicKey)), names: others.map((party) => party.name) };
}
