import { lettersAndDigits, plainText, type CellRead } from './read.js';

/** Length of the longest cell that is looked at: plates have up to ten characters or so, and a country's code may come with them. */
const LONGEST = 15;

/** A vehicle's number plate: capital letters and digits. Ü and U stay two, and so do 0 and O. */
export function readPlate(cell: string): CellRead {
  const text = lettersAndDigits(plainText(cell));
  if (text === '') return { problem: 'without a letter or digit' };
  return text.length > LONGEST ? { problem: 'longer than a number plate is' } : { part: text };
}
