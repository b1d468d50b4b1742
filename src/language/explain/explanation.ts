import type { Setting } from './frame.js';

/** The longer story of one error: when it comes, an example that has it, and the example mended. */
export interface Explanation {
  readonly about: string;
  readonly story: string;
  /** Undefined where an example would fill pages. */
  readonly wrong?: string;
  /** Empty where no short one shows more than the story. */
  readonly right?: string;
  readonly setting?: Setting;
  /** Further lines of the block of rows that both examples stand below. */
  readonly rows?: string;
}
