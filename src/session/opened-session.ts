import type { Agreement } from './agreement/types.js';
import { checkNotExpired } from './agreement/canonical.js';
import type { Identity } from './channel/identity-proof.js';
import type { Mesh } from './channel/mesh.js';
import { compareAgreements } from './compare.js';
import { MeshNetwork } from './mesh-network.js';
import { operationOf } from './operations/registry.js';
import type { Network } from './protocol/network.js';
import { seatIn } from './seat.js';
import { aboutSession, sessionId } from './session-id.js';
import { agreeOnSession, announceNonce, type OwnNonce } from './session-nonces.js';

/** A session for which all parties have the same agreement and identifier. Nobody has signed anything in it. */
export interface OpenedSession {
  readonly network: MeshNetwork;
  readonly sid: Uint8Array;
  readonly nonces: readonly Uint8Array[];
}

/** Compares the agreement with every other party, and makes the session's identifier with them. */
export async function openSession(mesh: Mesh, agreement: Agreement, identity: Pick<Identity, 'publicKey'>): Promise<OpenedSession> {
  const network = new MeshNetwork(mesh, agreement, seatIn(agreement, identity), operationOf(agreement).lanes(agreement));
  const compared = compareAgreements(network, agreement);
  // It is sent together with the comparison, which saves a round.
  const own = announceNonce(network, aboutSession(agreement));
  await compared;
  checkNotExpired(agreement, Date.now());
  return { network, ...(await agreeOnIdentifier(network, agreement, own)) };
}

/** The identifier of a session under this agreement, once all its parties are there. `own`: the nonce that this party already announced. */
export async function agreeOnIdentifier(network: Network, agreement: Agreement, own?: OwnNonce): Promise<{ sid: Uint8Array; nonces: readonly Uint8Array[] }> {
  const names = agreement.parties.map((party) => party.name);
  return agreeOnSession(network, names, aboutSession(agreement), (nonces) => sessionId(agreement, nonces), own);
}
