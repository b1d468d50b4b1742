import { commit, COMMITMENT_LENGTH, type Commitment } from '../../../crypto/commitment.js';
import { broadcast } from '../broadcast.js';
import type { PairContext, ProtocolContext } from '../network.js';
import { checkCommitments } from '../secure-sum.js';

/** The step in which a session of two commits to its lists. */
export const PSI_COMMIT_STEP = 'psi/commit';
const COMMITMENT_LABEL = 'mpc match set v2';

/** A salted commitment to the set of a party's digests, by its hash. The time to make that hash grows with the list, so it is made when the list is read. */
export function commitToSet({ sid, network }: PairContext, setHash: Uint8Array): Commitment {
  return commit(COMMITMENT_LABEL, sid, network.self, setHash);
}

/**
 * Each contributor broadcasts its commitment, so that the receipt can hold what it contributed: a party that keeps the nonce can show later which set that was.
 * It proves nothing in the run itself.
 *
 * @param step distinguishes the commitments of one session; the step's name in the transcript.
 * @returns the commitments, empty for parties that contribute nothing, and the nonce of this party's own. Throws DEVIATION.
 */
export async function commitToSets(context: ProtocolContext, step: string, contributors: readonly number[], own: Commitment | undefined): Promise<{ commitments: Uint8Array[]; nonce: Uint8Array | undefined }> {
  const commitments = await broadcast(context, step, own?.commitment ?? new Uint8Array(0), COMMITMENT_LENGTH);
  checkCommitments(context, commitments, contributors);
  return { commitments, nonce: own?.nonce };
}
