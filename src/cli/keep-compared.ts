import { comparedParties, keepCompared, type Store } from '../library/home.js';
import type { Agreement } from '../library/agreements.js';
import type { Texts } from '../library/text.js';
import { askYesNo, type PromptOptions } from './terminal/prompts.js';
import { toUser } from './terminal/screen.js';

/** After a session whose words the user compared with everybody: offers to keep the keys of the others, so that the next session needs no words. */
export async function offerToKeep(store: Store, agreement: Agreement, own: Uint8Array, { prompt, operator, texts: { approval: texts, keys } }: { readonly prompt: PromptOptions; readonly operator: string | undefined; readonly texts: Texts }): Promise<void> {
  const compared = await comparedParties(store, agreement, own);
  if (compared.length === 0) return;
  toUser(`\n${texts.rightKeys(compared.map(({ name }) => name))}\n`);
  for (const { name, remark } of compared) for (const line of keys.attention(remark)) toUser(`  ${name}: ${line}\n`);
  if (!(await askYesNo(texts.keepKeys(compared.length), prompt))) return;
  const problems = await keepCompared(store, compared, operator);
  for (const problem of problems) toUser(`${problem}\n`);
  toUser(`${texts.keptKeys}\n`);
}
