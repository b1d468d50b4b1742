import { equalBytes, fromHex, utf8 } from '../../crypto/bytes.js';
import { hkdf } from '../../crypto/hash.js';
import { decodePublicKey } from '../../crypto/public-key.js';
import type { Identity } from '../channel/identity-proof.js';
import type { Meeting } from '../channel/meeting.js';
import type { Receipt } from '../receipt.js';

/**
 * Where the parties of a sealed session meet again, to open its result or to re-share it. The parties know the place, because they know the session identifier,
 * and the relay does not. All of them are admitted, whether or not they hold shares now or are in this party's plan: the relay admits nobody who counts other
 * seats than the first, and a party that comes with another plan has to be told so.
 */
export function holdersMeeting(receipt: Receipt, identity: Pick<Identity, 'publicKey'>, what: 'reveal' | 'reshare'): Meeting {
  const secret = fromHex(receipt.session);
  const salt = utf8(`mpc ${what} room v1`);
  const others = receipt.agreement.parties.filter((party) => !equalBytes(decodePublicKey(party.publicKey), identity.publicKey));
  const keys = { others: others.map((party) => decodePublicKey(party.publicKey)), names: others.map((party) => party.name) };
  return { mode: 'keys', room: hkdf(secret, salt, 'room', 32), helloKey: hkdf(secret, salt, 'hello', 32), ...keys };
}
