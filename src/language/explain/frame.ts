/** The program around the examples of explanations. */
const HEAD = `tally 1
analysis "Example"

group hospitals of 3..20
parties Bank, Bureau

from each of hospitals, at most 1_000 rows as stays:
    ward: one of "surgery", "medicine", "other"
    smoker: yes/no
    age: 0..110
    days: 0..365
    cost: 0.00..100_000.00 unit "EUR"
    fee: 0.00..100_000.00 unit "USD"
    bmi: 10.0..80.0 or empty
    phone: code
    surname: name
    admitted: date 2020-01-01..2029-12-31
    number = key(phone)
`;

const REST = `
from each of hospitals:
    beds: 1..5_000

from Bank:
    cutoff: 0..100

from Bureau, at most 100 rows as swaps:
    telephone: code
    nickname: text
    known = key(telephone)

`;

const LAST = '\nreveal total = count(stays) to everyone only if count(stays) >= 10\n';

/** The place of an example: among the statements, in the block of the rows `stays`, or as a program of its own. */
export type Setting = 'body' | 'rows' | 'whole';

/** A whole program around an example. */
export function framed(example: string, setting: Setting, rows = ''): string {
  if (setting === 'whole') return example;
  const inBlock = (lines: string) => lines.replace(/^(?=.)/gm, '    ');
  return setting === 'rows' ? `${HEAD}${inBlock(example)}\n${REST}${LAST.trimStart()}` : `${HEAD}${rows === '' ? '' : `${inBlock(rows)}\n`}${REST}${example}\n${LAST}`;
}
