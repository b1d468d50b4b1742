import * as v from 'valibot';
import { columnName, integer } from '../../agreement/schema.js';
import { PSI_COMMIT_STEP } from '../../protocol/matching/set-commitment.js';
import { VOLE_LANE } from '../../protocol/vole/binding.js';
import { sendersOf } from '../lists/caps.js';
import { listOperation } from '../lists/operation.js';
import { MAX_PAYLOAD_BYTES } from '../lists/payload.js';
import { matchingTerms } from '../lists/propose.js';
import { keyRules } from '../lists/schema.js';
import { checkPsi } from './checks.js';
import { psiWords } from './describe.js';
import type { PsiPreparation } from './prepare.js';
import { testersOf } from './testers.js';
import type { PsiAgreement } from './types.js';

/** Two lists: which rows are in both, or how many keys are. */
export const psi = listOperation<PsiAgreement>({
  name: 'psi',
  schema: v.strictObject({
    name: v.literal('psi'),
    protocol: v.picklist(['voprf', 'dh-count', 'vole']),
    reveals: v.picklist(['matches', 'count']),
    keys: keyRules,
    payload: v.optional(v.strictObject({ columns: v.pipe(v.array(columnName), v.minLength(1), v.maxLength(100)), bytes: integer(1, MAX_PAYLOAD_BYTES) })),
  }),
  check: checkPsi,
  usualRecipients: (contributors) => contributors,
  terms: matchingTerms,
  words: psiWords,
  testers: testersOf,
  commitmentStep: () => PSI_COMMIT_STEP,
  dealers: sendersOf,
  loadOpen: async () => (await import('./open.js')).openPsi,
  isCount: ({ operation }) => operation.reveals === 'count',
  lanes: ({ operation }) => (operation.protocol === 'vole' ? [VOLE_LANE] : []),
  prepare: async (agreement, self) => (agreement.operation.protocol === 'vole' ? (await import('./prepare.js')).preparePsi(agreement, self) : undefined),
  load: async () => {
    const [{ runLists }, { runPsi }] = await Promise.all([import('../lists/run.js'), import('./run.js')]);
    return { run: async (context, agreement, contribution, hooks, prepared?: PsiPreparation) => runLists({ context, agreement, contribution, hooks, matcher: prepared?.matcher, compare: runPsi }) };
  },
});
