import type { ApprovalRequest } from '../library/agreements.js';
import { listed } from '../library/text.js';
import { decideApproval } from './approval.js';
import type { Deadline } from './deadline.js';
import { readOut } from './show-agreement.js';
import { toUser } from './terminal/screen.js';

export interface ApproveAgain {
  /** `--approve DIGEST`. */
  readonly named: string | undefined;
  readonly canAsk: boolean;
  /** Pauses while somebody reads. */
  readonly deadline: Deadline;
  /** What is to be done now, as a sentence under the agreement. */
  readonly what: string;
}

/**
 * A sealed result is touched only with a fresh approval: an approval given for the session, or ahead of it, was for something else. Throws as `decideApproval`.
 */
export async function approveAgain({ agreement, digest, ...request }: ApprovalRequest, { named, canAsk, deadline, what }: ApproveAgain): Promise<void> {
  if (request.former.length > 0) toUser(`ATTENTION: ${listed(request.former)} took part under ${request.former.length === 1 ? 'a key' : 'keys'} that ${request.former.length === 1 ? 'was' : 'were'} changed since, and can open the result only by ${request.former.length === 1 ? 'it' : 'them'}. Whoever has such a key by now could take the place of its owner: make sure by phone who takes part.\n`);
  const { signal } = deadline;
  if (canAsk) deadline.pause();
  await decideApproval(agreement, digest, {
    ...request,
    named,
    signedAhead: false,
    isOwn: false,
    prompt: canAsk ? { signal } : undefined,
    show: async (text) => {
      const isOutOfSight = await readOut(text, { signal });
      toUser(`${what}\n\n`);
      return isOutOfSight;
    },
  });
  deadline.resume();
}
