import type { Token } from './tokens.js';
import type { Word } from './words.js';

/** A word of a name with what was written. */
export interface Part extends Word {
  readonly token: Token;
}
