/** How a program runs among parties. Each back end is a folder next to this file. */
import type { Checked } from '../check/program.js';
import { layoutOf, type Layout } from './sums/layout.js';
import { steppedModels, type SteppedModel } from './sums/steps.js';
import { studySums, type Obstacle } from './sums/study.js';

export type Plan =
  | ({ readonly on: 'sums'; readonly models: readonly SteppedModel[] } & Layout)
  /** The lines for which sums are not enough. */
  | { readonly on: 'engine'; readonly lines: readonly Obstacle[] };

export function planOf(checked: Checked): Plan {
  const { uses, obstacles } = studySums(checked);
  return obstacles.length > 0 ? { on: 'engine', lines: obstacles } : { on: 'sums', ...layoutOf(checked, uses), models: steppedModels(checked) };
}
