/** Results of a program for people. */
import { grouped } from '../library/text.js';
import { resultBlocks, type Checked, type Result } from '../library/programs.js';
import { blockText } from './result-view.js';

export function resultsText(checked: Checked, values: Readonly<Record<string, Result>>): string {
  return resultBlocks(checked, values, grouped).flatMap((block) => [...blockText(block)]).join('').trimEnd();
}
