import type { Notice } from './notice.js';

/** A16: what follows from an agreement that may be run more than once. */
export function attentionOfRuns(runs: number): Notice[] {
  if (runs === 1) return [];
  return [{ code: 'A16', reveals: [], attention: true, line: 1, text: `it can be run ${runs} times: who learns two results learns how the data changed in between.` }];
}
