import { formatDecimal } from '../../../crypto/decimal.js';
import { invalid } from '../../agreement/invalid.js';
import { columnLines, EMPTY_CELLS, ON_ERROR, SECRET_INPUTS } from '../linear/describe.js';
import type { Words } from '../operation.js';
import { columnOf, numberRange } from './numbers.js';
import { comparePlan, medianPosition } from './program.js';
import type { CompareAgreement, Learned } from './types.js';

const ITEMS: Readonly<Record<Learned, (agreement: CompareAgreement) => string>> = {
  most: () => 'who has the greatest number (all of them, if several have it)',
  least: () => 'who has the smallest number (all of them, if several have it)',
  order: () => 'the order of all contributors, from the greatest number to the smallest (those whose numbers are equal stand together)',
  max: () => 'the greatest number',
  min: () => 'the smallest number',
  median: ({ contributors }) => {
    const count = contributors.length;
    return `the median, which is number ${medianPosition(count) + 1} of ${count}, counted from the smallest${count % 2 === 0 ? ' (the lower of the two in the middle)' : ''}`;
  },
  more: ({ operation, contributors }) => `whether the number of ${operation.first ?? ''} is greater than that of ${contributors.find((name) => name !== operation.first) ?? ''} (if they are equal, the answer is no)`,
};

/** If a number is learned, it is the number of some party. */
const SHOWS_NUMBER: readonly Learned[] = ['max', 'min', 'median'];
const NAMES_HOLDER: readonly Learned[] = ['most', 'least'];

function computed(agreement: CompareAgreement): string[] {
  const { operation, limits } = agreement;
  const { name } = columnOf(agreement);
  const number = limits.maxRows === 1 ? `the one cell of the column "${name}" in its file` : `the total of the column "${name}" over the rows of its file`;
  const others = showsNumber(agreement) ? 'No other number is in the result.' : 'No number is in the result.';
  return [`Each contributor has one number: ${number}. The result says ${operation.learn.map((item) => ITEMS[item](agreement)).join(', and ')}. ${others}`, ...columnLines(agreement), EMPTY_CELLS[operation.emptyCells], ON_ERROR];
}

function showsNumber({ operation }: CompareAgreement): boolean {
  return operation.learn.some((item) => SHOWS_NUMBER.includes(item));
}

function risks(agreement: CompareAgreement): string[] {
  const { contributors, operation, runs } = agreement;
  const lines: string[] = [];
  if (showsNumber(agreement)) {
    const whose = operation.learn.some((item) => NAMES_HOLDER.includes(item))
      ? 'and says whose it is.'
      : contributors.length === 2
        ? 'and there are only two: a party that sees that it is not its own knows that it is the other’s.'
        : 'without a name. A recipient may know or guess whose it is.';
    lines.push(`ATTENTION: the result holds the exact number of a contributor, ${whose}`);
  }
  const several = contributors.length > 2 ? ' Several who work together can try as many numbers at once.' : '';
  const again = runs === 1 ? 'With every further agreement it can try another number.' : `This agreement allows that ${runs} times.`;
  lines.push(
    `ATTENTION: a contributor can put in a number of its choice instead of its own. If it learns the result, the result tells it whether ${contributors.length === 2 ? 'the other’s number is' : 'others’ numbers are'} above or below that one.${several} ${again}`,
    'A party that breaks the rules can end the session, and often nobody can tell which party did.',
  );
  return lines;
}

export const compareWords: Words<CompareAgreement> = {
  computed,
  risks,
  learned: () => [],
  sections: () => [],
  protects: () => [SECRET_INPUTS, 'A party that breaks the rules cannot make the others accept a wrong result, apart from what it puts in itself.'],
  limits(agreement) {
    const { low, high } = numberRange(agreement);
    const { decimals } = columnOf(agreement);
    return [
      `${rowsLine(agreement.limits.maxRows)}. Otherwise its own program refuses the file.`,
      `Each number lies from ${formatDecimal(low, decimals)} to ${formatDecimal(high, decimals)}. The parties check this together without seeing the numbers. If one of them does not, the session ends without a result, and the check does not say whose number it was.`,
      `Each party sends each other party ${megabytes(comparePlan(agreement).bytesEach)}.`,
    ];
  },
};

function rowsLine(most: number): string {
  return most === 1 ? 'Each contributor’s file has exactly one row, with a value in the column' : `At most ${most} rows from each contributor. Each contributor’s file has at least one row, and at least one value in the column`;
}

/** Rounded up to a tenth. */
function megabytes(bytes: number): string {
  return `at most ${(Math.ceil(bytes / 1e5) / 10).toFixed(1)} megabytes`;
}

/** Throws AGREEMENT_INVALID if what is to be learned contradicts itself or the contributors. */
export function checkLearned({ operation, contributors }: CompareAgreement): void {
  const { learn, first } = operation;
  const pair = [...learn].sort().join('+');
  if (learn.length !== 1 && pair !== 'max+most' && pair !== 'least+min') throw invalid('more than one thing is to be learned, and only "most" with "max", or "least" with "min", go together');
  if (learn.includes('more') !== (first !== undefined)) throw invalid('it says whose number is held against the other’s exactly where "more" is to be learned, and here only one of the two is so');
  if (first !== undefined && (contributors.length !== 2 || !contributors.includes(first))) throw invalid('"more" is asked of exactly two contributors, one of whom is named as the first');
}
