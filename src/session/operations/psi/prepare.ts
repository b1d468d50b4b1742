import { isMatching } from '../../agreement/types.js';
import type { Agreement, PsiOperation } from '../../agreement/types.js';
import type { PairContext } from '../../protocol/network.js';
import { VOLE_LANE } from '../../protocol/vole/binding.js';
import type { BulkMatcher } from '../lists/thread/matcher.js';
import { runsOf } from '../lists/roles.js';
import { inWords } from '../lists/progress.js';
import type { Hooks } from '../run.js';

/** What of an operation needs none of this party's data, begun as soon as all is there that it does need. */
export interface Preparation {
  readonly matcher: BulkMatcher;
  /** Everyone has approved: what needs the others, too, begins. */
  begin(context: PairContext, hooks: Hooks): void;
  /** Rejects when the operation can no longer succeed. */
  readonly failure: Promise<never>;
  /** The session is over: its end, however it comes, is no reason any more to stop what is left to do. */
  leave(): void;
  close(): Promise<void>;
}

/** For a party of a comparison of large lists: starts the thread that it will run in. */
export async function prepareOperation(agreement: Agreement, self: number): Promise<Preparation | undefined> {
  if (!isBulk(agreement.operation) || !isMatching(agreement)) return undefined;
  const [first] = runsOf(agreement);
  if (first === undefined || ![first.sender, first.receiver].includes(self)) return undefined;
  const { MatchingThread } = await import('../lists/thread/matching-thread.js');
  const thread = new MatchingThread();
  return {
    matcher: thread,
    failure: thread.failure,
    begin(context, { onProgress, signal }) {
      thread.join(context, { onProgress: inWords(onProgress), signal });
      thread.prepare(first);
    },
    leave: () => thread.leave(),
    close: async () => thread.close(),
  };
}

/** What labels of messages begin with that come beside those of the operation itself. */
export function lanesOf({ operation }: Agreement): string[] {
  return isBulk(operation) ? [VOLE_LANE] : [];
}

function isBulk(operation: Agreement['operation']): operation is PsiOperation {
  return operation.name === 'psi' && operation.protocol === 'vole';
}
