import { toUser } from '../io/screen.js';
import type { Home } from '../io/home.js';
import type { Identity } from '../session/channel/identity-proof.js';
import type { Receipt } from '../session/receipt.js';
import { decideApproval } from './approval.js';
import { readOut } from './show-agreement.js';
import { areAllVerified, knownKeys } from '../app/known-keys.js';

export interface ApproveAgain {
  readonly home: Home;
  readonly identity: Identity;
  /** Of the session whose sealed result is dealt with. */
  readonly receipt: Receipt;
  /** What is approved, where it is not the session's own agreement. */
  readonly digest?: string | undefined;
  /** `--approve DIGEST`. */
  readonly named: string | undefined;
  readonly canAsk: boolean;
  readonly signal: AbortSignal;
  /** What is to be done now, in a sentence that stands under the agreement. */
  readonly what: string;
}

/** A sealed result is touched only with a fresh approval: one given for the session, or ahead of it, was for something else. Throws as `decideApproval`. */
export async function approveAgain({ home, identity, receipt, named, canAsk, signal, what, digest = receipt.digest }: ApproveAgain): Promise<void> {
  const { agreement } = receipt;
  const known = await knownKeys(home, identity, agreement);
  await decideApproval(agreement, digest, {
    named,
    signedAhead: false,
    isOwn: false,
    keysAreVerified: areAllVerified(known, agreement, identity.publicKey),
    words: undefined,
    remarks: known.remarks,
    prompt: canAsk ? { signal } : undefined,
    show: async (text) => {
      const isPaged = await readOut(text, { signal });
      toUser(`${what}\n\n`);
      return isPaged;
    },
  });
}
