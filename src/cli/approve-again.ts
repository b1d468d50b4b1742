import type { ApprovalRequest } from '../library/agreements.js';
import { decideApproval } from './approval.js';
import { readOut } from './show-agreement.js';
import { toUser } from './terminal/screen.js';

export interface ApproveAgain {
  /** `--approve DIGEST`. */
  readonly named: string | undefined;
  readonly canAsk: boolean;
  readonly signal: AbortSignal;
  /** What is to be done now, in a sentence that stands under the agreement. */
  readonly what: string;
}

/** A sealed result is touched only with a fresh approval: one given for the session, or ahead of it, was for something else. Throws as `decideApproval`. */
export async function approveAgain({ agreement, digest, ...request }: ApprovalRequest, { named, canAsk, signal, what }: ApproveAgain): Promise<void> {
  await decideApproval(agreement, digest, { ...request, named, signedAhead: false, isOwn: false, prompt: canAsk ? { signal } : undefined, show: async (text) => {
    const isPaged = await readOut(text, { signal });
    toUser(`${what}\n\n`);
    return isPaged;
  } });
}
