import { foldedWords } from './fold.js';

/** Letters and digits in the order written, folded, without anything between: "St. John's, 4b" and "ST JOHNS 4 B" are stjohns4b. */
export function textKey(cell: string): string {
  return foldedWords(cell).join('');
}
