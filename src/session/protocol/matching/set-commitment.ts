import { commit, COMMITMENT_LENGTH } from '../../../crypto/commitment.js';
import { broadcast } from '../broadcast.js';
import type { ProtocolContext } from '../network.js';
import { checkCommitments } from '../secure-sum.js';
import { ITEM_LENGTH } from './run.js';

/** Where the lists of a session of two are committed to. */
export const PSI_COMMIT_STEP = 'psi/commit';
const COMMITMENT_LABEL = 'mpc match set v1';

/**
 * Each contributor broadcasts a salted commitment to the set of its digests, in ascending order, so that the receipt can hold what it put
 * in: who keeps the nonce can show later which set that was. It proves nothing in the run itself.
 *
 * @param step tells apart the commitments of one session; the step's name in the transcript.
 * @returns the commitments, empty for parties that put nothing in, and the nonce of this party's own. Throws DEVIATION.
 */
export async function commitToSets(context: ProtocolContext, step: string, contributors: readonly number[], items: Uint8Array | undefined): Promise<{ commitments: Uint8Array[]; nonce: Uint8Array | undefined }> {
  const own = items === undefined ? undefined : commit(COMMITMENT_LABEL, context.sid, context.network.self, sorted(items));
  const commitments = await broadcast(context, step, own?.commitment ?? new Uint8Array(0), COMMITMENT_LENGTH);
  checkCommitments(context, commitments, contributors);
  return { commitments, nonce: own?.nonce };
}

function sorted(items: Uint8Array): Uint8Array {
  const digests = Array.from({ length: items.length / ITEM_LENGTH }, (_, i) => items.subarray(i * ITEM_LENGTH, (i + 1) * ITEM_LENGTH));
  const result = new Uint8Array(items.length);
  digests.sort((a, b) => Buffer.compare(a, b)).forEach((digest, i) => result.set(digest, i * ITEM_LENGTH));
  return result;
}
