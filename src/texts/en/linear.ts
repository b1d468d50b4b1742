export const linear = {
  sum: (columns: number) =>
    `The exact sum of ${columns > 1 ? `each of ${columns} columns` : 'one column'} over all rows of all contributors together. The result is ${columns > 1 ? 'one number for each column' : 'that one number'}.`,
  average: ({ columns, digits }: { columns: number; digits: number }) =>
    `The exact average of ${columns > 1 ? `each of ${columns} columns` : 'one column'} over all rows of all contributors together, with the sum and the number of values that it comes from. It is printed with ${digits} more decimals than the column has, rounded to the nearest. If it lies exactly halfway, its last digit is made even.`,
  column: ({ name, decimals, min, max }: { name: string; decimals: number; min: string; max: string }) =>
    `Column "${name}": ${decimals === 0 ? 'whole numbers' : `numbers with at most ${decimals} decimals`} from ${min} to ${max}. Any other value is an error.`,
  emptyCells: {
    refuse: 'An empty cell is an error.',
    skip: 'An empty cell is left out, as if that row did not have the column.',
    zero: 'An empty cell counts as 0.',
  },
  onError: 'If there is an error, the party’s own program stops before it sends anything that depends on its file.',

  mayHaveNone: 'ATTENTION: a contributor may have no rows at all, and nobody sees that. If all but two have none, those two learn each other’s totals.',
  twoAndRecipient: 'ATTENTION: there are only two contributors. If one of them tells a recipient its own total, the recipient knows the other’s.',
  twoLearnBoth: (first: string, second: string) =>
    `ATTENTION: there are only two contributors. ${first} will learn the total of ${second}, and ${second} will learn that of ${first}: each can subtract its own total from the result.`,
  twoLearnOne: (learner: string, other: string) => `ATTENTION: there are only two contributors. ${learner} will learn the total of ${other}: it can subtract its own total from the result.`,
  allButOne: 'If all contributors but one work together and know the result, they can subtract their own totals from it. Then they know the total of the last one.',
  differences: 'The difference between this result and another, such as that of the month before, can be the number of one person.',

  secretInputs:
    'What a party puts in stays secret from the relay and from the other parties, even if all of them work together and break the rules. Those who learn the result also learn what follows from it together with what they know already.',
  mostRows: ({ rows, mayHaveNone }: { rows: number; mayHaveNone: boolean }) =>
    `At most ${rows} rows from each contributor. ${mayHaveNone ? 'A contributor may have no rows.' : 'Each contributor’s file has at least one row, and at least one value in each column. Otherwise its own program refuses the file.'}`,
  exact: 'Totals are exact: none can grow too large for the program.',

  head: { column: 'column', sum: 'sum', average: 'average', count: 'count' },
  noRows: '(no rows)',
};
