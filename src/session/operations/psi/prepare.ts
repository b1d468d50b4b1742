import type { ListMatcher } from '../lists/thread/matcher.js';
import { MatchingThread } from '../lists/thread/matching-thread.js';
import { inWords } from '../lists/progress.js';
import type { Preparation } from '../outcome.js';
import { directionsOf } from './roles.js';
import type { PsiAgreement } from './types.js';

export interface PsiPreparation extends Preparation {
  readonly matcher: ListMatcher;
}

/** For a party of a comparison of large lists: starts the thread in which it will run. */
export function preparePsi(agreement: PsiAgreement, self: number): PsiPreparation | undefined {
  const [first] = directionsOf(agreement);
  if (first === undefined || ![first.sender, first.receiver].includes(self)) return undefined;
  const thread = new MatchingThread();
  thread.expect(first.sender === self ? 'sender' : 'receiver');
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
