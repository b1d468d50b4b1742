import { equalBytes } from '../crypto/bytes.js';
import { SIGNATURE_LENGTH, sign } from '../crypto/ed25519.js';
import { decodePublicKey } from '../crypto/public-key.js';
import { randomBytes } from '../crypto/random.js';
import { MpcError } from '../errors.js';
import { approveSession, isSessionApproval } from './agreement/approval.js';
import { digestOf } from './agreement/canonical.js';
import type { Agreement } from './agreement/types.js';
import type { Identity } from './channel/identity-proof.js';
import { broadcast } from './protocol/broadcast.js';
import { deviation } from './protocol/deviation.js';
import { othersOf, type Network, type ProtocolContext } from './protocol/network.js';
import { HashedTranscript } from './protocol/transcript.js';
import { SESSION_NONCE_BYTES, sessionId } from './session-id.js';

export interface Approved {
  readonly context: ProtocolContext;
  readonly transcript: HashedTranscript;
  /** In the roster's order. */
  readonly approvals: readonly Uint8Array[];
  readonly nonces: readonly Uint8Array[];
}

export const APPROVAL_STEP = 'approval';

/**
 * Makes the session identifier with the others, then broadcasts this party's approval under it and verifies everyone's.
 * Before this returns, nothing that depends on data may leave. Throws SIGNATURE_INVALID or DEVIATION, with the
 * party's name where the evidence gives it.
 */
export async function exchangeApprovals(network: Network, agreement: Agreement, identity: Identity): Promise<Approved> {
  const digest = digestOf(agreement);
  const names = agreement.parties.map((party) => party.name);
  const publicKeys = agreement.parties.map((party) => decodePublicKey(party.publicKey));
  const { sid, nonces } = await agreeOnSession(network, agreement, names);
  const transcript = new HashedTranscript(sid);
  const context: ProtocolContext = { network, sid, names, publicKeys, sign: (label, ...parts) => sign(identity.secretKey, label, ...parts), transcript };

  const approvals = await broadcast(context, APPROVAL_STEP, approveSession(identity.secretKey, digest, sid), SIGNATURE_LENGTH);
  approvals.forEach((approval, party) => {
    const key = publicKeys[party];
    if (key !== undefined && isSessionApproval(key, digest, sid, approval)) return;
    const name = names[party] ?? 'A party';
    throw new MpcError('SIGNATURE_INVALID', `The approval that ${name} sent does not verify for this agreement.`, 'Compare the digests with that party, and start again.', { party: name });
  });
  return { context, transcript, approvals, nonces };
}

/**
 * Everyone sends everyone a fresh nonce, and then the identifier that follows. Nothing is signed before all have the same:
 * what is signed under an identifier that could come again would be evidence against an honest party.
 */
async function agreeOnSession(network: Network, agreement: Agreement, names: readonly string[]): Promise<{ sid: Uint8Array; nonces: Uint8Array[] }> {
  const own = randomBytes(SESSION_NONCE_BYTES);
  for (const party of othersOf(network)) network.send(party, 'nonce', own);
  const nonces = await Promise.all(names.map(async (_, party) => (party === network.self ? own : network.receive(party, 'nonce', SESSION_NONCE_BYTES))));
  nonces.forEach((nonce, party) => {
    if (nonce.length !== SESSION_NONCE_BYTES) throw deviation({ names }, party, 'sent a nonce of the wrong length');
  });

  const sid = sessionId(agreement, nonces);
  for (const party of othersOf(network)) network.send(party, 'session', sid);
  await Promise.all(
    othersOf(network).map(async (party) => {
      if (equalBytes(await network.receive(party, 'session', sid.length), sid)) return;
      throw new MpcError(
        'DEVIATION',
        `This party and ${names[party] ?? 'another'} did not get the same nonces: some party sent different ones to different parties, or lied about it.`,
        'Nothing was computed. The evidence does not say which party it was.',
      );
    }),
  );
  return { sid, nonces };
}
