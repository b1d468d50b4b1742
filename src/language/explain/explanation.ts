import type { Setting } from './frame.js';

/** The longer story of one error: when it comes, an example that has it, and the corrected example. */
export interface Explanation {
  readonly about: string;
  readonly story: string;
  /** Undefined if an example would fill pages. */
  readonly wrong?: string;
  /** Empty if no short example shows more than the story. */
  readonly right?: string;
  readonly setting?: Setting;
  /** Further lines of the block of rows that comes before both examples. */
  readonly rows?: string;
}
