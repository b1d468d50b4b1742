/** Results of a program for people. */
import { grouped } from '../grouped.js';
import type { Checked } from '../language/check/program.js';
import type { Result } from '../language/evaluate/results.js';
import { resultBlocks } from '../language/results-blocks.js';
import { blockText } from './result-view.js';

export function resultsText(checked: Checked, values: Readonly<Record<string, Result>>): string {
  return resultBlocks(checked, values, grouped).flatMap((block) => [...blockText(block)]).join('').trimEnd();
}
