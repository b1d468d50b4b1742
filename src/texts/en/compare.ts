import { listed } from './listed.js';

export const compare = {
  most: 'who has the greatest number (all of them, if several have it)',
  least: 'who has the smallest number (all of them, if several have it)',
  order: 'the order of all contributors, from the greatest number to the smallest (those whose numbers are equal stand together)',
  max: 'the greatest number',
  min: 'the smallest number',
  median: ({ position, count }: { position: number; count: number }) =>
    `the median, which is number ${position} of ${count}, counted from the smallest${count % 2 === 0 ? ' (the lower of the two in the middle)' : ''}`,
  more: (first: string, other: string) => `whether the number of ${first} is greater than that of ${other} (if they are equal, the answer is no)`,
  computed: ({ column, isOneCell, learned, showsNumber }: { column: string; isOneCell: boolean; learned: readonly string[]; showsNumber: boolean }) =>
    `Each contributor has one number: ${isOneCell ? `the one cell of the column "${column}" in its file` : `the total of the column "${column}" over the rows of its file`}. The result says ${learned.join(', and ')}. ${showsNumber ? 'No other number is in the result.' : 'No number is in the result.'}`,

  showsAndNames: 'ATTENTION: the result holds the exact number of a contributor, and says whose it is.',
  showsOfTwo: 'ATTENTION: the result holds the exact number of a contributor, and there are only two: a party that sees that it is not its own knows that it is the other’s.',
  showsUnnamed: 'ATTENTION: the result holds the exact number of a contributor, without a name. A recipient may know or guess whose it is.',
  canTry: ({ contributors, runs }: { contributors: number; runs: number }) =>
    `ATTENTION: a contributor can put in a number of its choice instead of its own. If it learns the result, the result tells it whether ${contributors === 2 ? 'the other’s number is' : 'others’ numbers are'} above or below that one.${contributors > 2 ? ' Several who work together can try as many numbers at once.' : ''} ${runs === 1 ? 'With every further agreement it can try another number.' : `This agreement allows that ${runs} times.`}`,
  canEnd: 'A party that breaks the rules can end the session, and often nobody can tell which party did.',
  noWrongResult: 'A party that breaks the rules cannot make the others accept a wrong result, apart from what it puts in itself.',

  oneRow: 'Each contributor’s file has exactly one row, with a value in the column. Otherwise its own program refuses the file.',
  severalRows: (most: number) =>
    `At most ${most} rows from each contributor. Each contributor’s file has at least one row, and at least one value in the column. Otherwise its own program refuses the file.`,
  range: (low: string, high: string) =>
    `Each number lies from ${low} to ${high}. The parties check this together without seeing the numbers. If one of them does not, the session ends without a result, and the check does not say whose number it was.`,
  /** A tenth of a megabyte is the last digit. */
  sends: (megabytes: number) => `Each party sends each other party at most ${megabytes.toFixed(1)} megabytes.`,

  hasGreatest: (parties: readonly string[]) => `${listed(parties)} ${parties.length === 1 ? 'has' : 'have'} the greatest number.${parties.length === 1 ? '' : ' Their numbers are equal.'}`,
  hasSmallest: (parties: readonly string[]) => `${listed(parties)} ${parties.length === 1 ? 'has' : 'have'} the smallest number.${parties.length === 1 ? '' : ' Their numbers are equal.'}`,
  fromGreatest: 'from the greatest number to the smallest',
  equal: (names: readonly string[]) => `${listed(names)} (equal)`,
  listed,
  head: { column: 'column', max: 'greatest number', min: 'smallest number', median: 'median' },
  isGreater: (first: string, other: string) => `Yes: the number of ${first} is greater than that of ${other}.`,
  isNotGreater: (first: string, other: string) => `No: the number of ${first} is not greater than that of ${other}.`,
};
