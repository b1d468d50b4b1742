import * as v from 'valibot';
import { sendersOf } from '../lists/caps.js';
import { listOperation } from '../lists/operation.js';
import { keyRules } from '../lists/schema.js';
import { checkMatch, checkProtocol } from './checks.js';
import { matchWords } from './describe.js';
import { matchTerms } from './propose.js';
import { testersOf } from './testers.js';
import type { MatchAgreement } from './types.js';

/** One list against the union of several. */
export const match = listOperation<MatchAgreement>({
  name: 'match',
  schema: v.strictObject({ name: v.literal('match'), protocol: v.picklist(['block-mix', 'mix']), keys: keyRules }),
  check: checkMatch,
  checkCurrent: checkProtocol,
  // Only the proposer, who is first in the roster.
  usualRecipients: (contributors) => contributors.slice(0, 1),
  terms: matchTerms,
  words: matchWords,
  testers: testersOf,
  // Keys and hashes of the mix are broadcast as well.
  commitmentStep: () => undefined,
  dealers: (agreement) => sendersOf(agreement).slice(-1),
  loadOpen: async () => (await import('./open.js')).openMatch,
  isCount: () => false,
  lanes: () => [],
  prepare: async () => Promise.resolve(undefined),
  load: async () => {
    const [{ runLists }, { runMatch }] = await Promise.all([import('../lists/run.js'), import('./run.js')]);
    return { run: async (context, agreement, contribution, hooks) => runLists({ context, agreement, contribution, hooks, compare: runMatch }) };
  },
});
