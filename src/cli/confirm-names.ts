import { MpcError } from '../library/errors.js';
import type { Texts } from '../library/text.js';
import { askYesNo, type PromptOptions } from './terminal/prompts.js';
import { toUser } from './terminal/screen.js';

/** Asks whether names, shown as lines, are right as they were read. Throws INPUT_INVALID if they are not. */
export async function confirmNames(rows: readonly string[], file: string, prompt: PromptOptions, { approval: texts }: Texts): Promise<void> {
  if (rows.length === 0) return;
  toUser(`\n${texts.namesAsRead}\n${rows.join('\n')}\n`);
  if (await askYesNo(texts.areNamesRight, prompt)) return;
  throw new MpcError('INPUT_INVALID', `${file}: the names are not read as they are written. Nothing of them was sent.`, 'Try another encoding with `--encoding NAME`, look with `mpc keys`, or save the file as CSV in UTF-8.');
}
