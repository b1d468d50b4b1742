import { comparedParties, keepCompared, type Store } from '../library/home.js';
import type { Agreement } from '../library/agreements.js';
import { askYesNo, type PromptOptions } from './terminal/prompts.js';
import { toUser } from './terminal/screen.js';

/** After a session whose words the user compared with everybody: offers to keep the keys of the others, so that the next session needs no words. */
export async function offerToKeep(store: Store, agreement: Agreement, own: Uint8Array, { prompt, operator }: { readonly prompt: PromptOptions; readonly operator: string | undefined }): Promise<void> {
  const compared = await comparedParties(store, agreement, own);
  if (compared.length === 0) return;
  toUser(`\nYou compared the words of this session with ${compared.map(({ name }) => name).join(', ')}: ${compared.length === 1 ? 'that key is' : 'these keys are'} the right ${compared.length === 1 ? 'one' : 'ones'}.\n`);
  for (const { name, attention } of compared) for (const line of attention) toUser(`  ${name}: ${line}\n`);
  if (!(await askYesNo(`Keep ${compared.length === 1 ? 'it' : 'them'} among your known parties, as verified?`, prompt))) return;
  const problems = await keepCompared(store, compared, operator);
  for (const problem of problems) toUser(`${problem}\n`);
  toUser('Next time propose with --party NAME, and nobody needs to compare words. `mpc party list` shows them.\n');
}
