import { encodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import type { Agreement } from './agreement/types.js';
import type { Identity } from './channel/identity-proof.js';

/** The seat that a party's key determines. Throws NOT_IN_ROSTER. */
export function seatIn(agreement: Agreement, identity: Pick<Identity, 'publicKey'>): number {
  const key = encodePublicKey(identity.publicKey);
  const seat = agreement.parties.findIndex((party) => party.publicKey === key);
  if (seat !== -1) return seat;
  throw new MpcError('NOT_IN_ROSTER', 'The key of this identity is not among the parties of the agreement.', 'Check `mpc whoami` against `mpc agreement show FILE`; ask the author to name this key.');
}
