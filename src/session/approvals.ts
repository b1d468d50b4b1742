import { concat } from '../crypto/bytes.js';
import { SIGNATURE_LENGTH, sign } from '../crypto/ed25519.js';
import { hashParts } from '../crypto/hash.js';
import { decodePublicKey } from '../crypto/public-key.js';
import { randomBytes } from '../crypto/random.js';
import { MpcError } from '../errors.js';
import { approve, isApproval } from './agreement/approval.js';
import { digestOf } from './agreement/canonical.js';
import type { Agreement } from './agreement/types.js';
import type { Identity } from './channel/identity-proof.js';
import { broadcast } from './protocol/broadcast.js';
import type { Network, ProtocolContext } from './protocol/network.js';
import { HashedTranscript } from './protocol/transcript.js';
import { SESSION_NONCE_BYTES, sessionId } from './session-id.js';

export interface Approved {
  readonly context: ProtocolContext;
  readonly transcript: HashedTranscript;
  /** In the roster's order. */
  readonly approvals: readonly Uint8Array[];
  readonly nonces: readonly Uint8Array[];
}

/**
 * Broadcasts this party's approval with a fresh nonce, verifies everyone's, and makes the session identifier of them.
 * Before this returns, nothing that depends on data may leave. Throws SIGNATURE_INVALID or DEVIATION with the party's name.
 */
export async function exchangeApprovals(network: Network, agreement: Agreement, identity: Identity): Promise<Approved> {
  const digest = digestOf(agreement);
  const keys = agreement.parties.map((party) => decodePublicKey(party.publicKey));
  const contextOf = (sid: Uint8Array, transcript: HashedTranscript, sidMayRepeat: boolean): ProtocolContext => ({
    network,
    sid,
    sidMayRepeat,
    names: agreement.parties.map((party) => party.name),
    publicKeys: keys,
    sign: (label, ...parts) => sign(identity.secretKey, label, ...parts),
    transcript,
  });

  // The nonces are what makes the identifier fresh; until they are here, the digest stands in for it, which another run has too.
  const before = hashParts('mpc before session v1', digest);
  const own = concat(approve(identity.secretKey, digest), randomBytes(SESSION_NONCE_BYTES));
  const messages = await broadcast(contextOf(before, new HashedTranscript(before), true), 'approval', own, own.length);
  messages.forEach((message, party) => {
    const key = keys[party];
    if (message.length === own.length && key !== undefined && isApproval(key, digest, message.subarray(0, SIGNATURE_LENGTH))) return;
    const name = agreement.parties[party]?.name ?? 'A party';
    throw new MpcError('SIGNATURE_INVALID', `The approval that ${name} sent does not verify for this agreement.`, 'Compare the digests with that party, and start again.', { party: name });
  });

  const approvals = messages.map((message) => message.subarray(0, SIGNATURE_LENGTH));
  const nonces = messages.map((message) => message.subarray(SIGNATURE_LENGTH));
  const sid = sessionId(agreement, nonces);
  const transcript = new HashedTranscript(sid);
  return { context: contextOf(sid, transcript, false), transcript, approvals, nonces };
}
