import type { ApprovalRequest } from '../library/agreements.js';
import type { Texts } from '../library/text.js';
import { decideApproval } from './approval.js';
import type { Deadline } from './deadline.js';
import { readOut } from './show-agreement.js';
import { toUser } from './terminal/screen.js';

export interface ApproveAgain {
  /** `--approve DIGEST`. */
  readonly named: string | undefined;
  readonly canAsk: boolean;
  readonly texts: Texts;
  /** Pauses while somebody reads. */
  readonly deadline: Deadline;
  /** What is to be done now, as a sentence under the agreement. */
  readonly what: string;
}

/**
 * A sealed result is touched only with a fresh approval: an approval given for the session, or ahead of it, was for something else. Throws as `decideApproval`.
 */
export async function approveAgain({ agreement, digest, ...request }: ApprovalRequest, { named, canAsk, texts, deadline, what }: ApproveAgain): Promise<void> {
  if (request.former.length > 0) toUser(`${texts.approval.formerKeys(request.former)}\n`);
  const { signal } = deadline;
  if (canAsk) deadline.pause();
  await decideApproval(agreement, digest, {
    ...request,
    named,
    texts,
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
