import { equalBytes, fromHex } from '../../crypto/bytes.js';
import { hkdf } from '../../crypto/hash.js';
import { decodePublicKey } from '../../crypto/public-key.js';
import type { Identity } from '../channel/identity-proof.js';
import type { Meeting } from '../channel/meeting.js';
import type { Receipt } from '../receipt.js';

/** Where the holders of a session's result meet: known to its parties, since the session identifier is, and not to the relay. */
export function revealMeeting(receipt: Receipt, identity: Pick<Identity, 'publicKey'>, names: readonly string[]): Meeting {
  const secret = fromHex(receipt.session);
  const salt = new TextEncoder().encode('mpc reveal room v1');
  const others = receipt.agreement.parties.filter((party) => names.includes(party.name) && !equalBytes(decodePublicKey(party.publicKey), identity.publicKey));
  const keys = { others: others.map((party) => decodePublicKey(party.publicKey)), names: others.map((party) => party.name) };
  return { mode: 'keys', room: hkdf(secret, salt, 'room', 32), helloKey: hkdf(secret, salt, 'hello', 32), ...keys };
}
