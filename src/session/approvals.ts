import { SIGNATURE_LENGTH, sign } from '../crypto/ed25519.js';
import { decodePublicKey } from '../crypto/public-key.js';
import { MpcError } from '../errors.js';
import { approveSession, isSessionApproval } from './agreement/approval.js';
import { digestOf } from './agreement/canonical.js';
import type { Agreement } from './agreement/types.js';
import type { Identity } from './channel/identity-proof.js';
import { broadcast } from './protocol/broadcast.js';
import type { Network, ProtocolContext } from './protocol/network.js';
import { HashedTranscript } from './protocol/transcript.js';

export interface Approved {
  readonly context: ProtocolContext;
  readonly transcript: HashedTranscript;
  /** In the roster's order. */
  readonly approvals: readonly Uint8Array[];
}

export const APPROVAL_STEP = 'approval';

/**
 * Broadcasts this party's approval under the session's identifier and verifies all approvals. Before this returns, nothing that depends on data may be sent.
 * Throws SIGNATURE_INVALID or DEVIATION, with the party's name if the evidence gives it.
 */
export async function exchangeApprovals(network: Network, agreement: Agreement, identity: Identity, sid: Uint8Array): Promise<Approved> {
  const digest = digestOf(agreement);
  const names = agreement.parties.map((party) => party.name);
  const publicKeys = agreement.parties.map((party) => decodePublicKey(party.publicKey));
  const transcript = new HashedTranscript(sid);
  const context: ProtocolContext = { network, sid, names, publicKeys, sign: (label, ...parts) => sign(identity.secretKey, label, ...parts), transcript };

  const approvals = await broadcast(context, APPROVAL_STEP, approveSession(identity.secretKey, digest, sid), SIGNATURE_LENGTH);
  approvals.forEach((approval, party) => {
    const key = publicKeys[party];
    if (key !== undefined && isSessionApproval(key, digest, sid, approval)) return;
    const name = names[party] ?? 'A party';
    throw new MpcError('SIGNATURE_INVALID', `The approval that ${name} sent does not verify for this agreement.`, 'Compare the digests with that party, and start again.', { party: name });
  });
  return { context, transcript, approvals };
}
