import { invalid } from '../../agreement/invalid.js';
import { columnLines, EMPTY_CELLS } from '../linear/describe.js';
import type { Words } from '../operation.js';
import { comparePlan, medianPlace } from './program.js';
import type { CompareAgreement, Learned } from './types.js';

const ITEMS: Readonly<Record<Learned, (agreement: CompareAgreement) => string>> = {
  most: () => 'who has the greatest number; all who have it, if several do',
  least: () => 'who has the smallest number; all who have it, if several do',
  order: () => 'the order of all contributors, from the greatest number to the smallest, and who have equal numbers',
  max: () => 'the greatest number',
  min: () => 'the smallest number',
  median: ({ contributors }) => `the median: number ${medianPlace(contributors.length) + 1} of ${contributors.length}, counted from the smallest${contributors.length % 2 === 0 ? '. Their number is even, so this is the lower of the two in the middle' : ''}`,
  more: ({ operation, contributors }) => `whether ${operation.first ?? ''} has a greater number than ${contributors.find((name) => name !== operation.first) ?? ''}; equal numbers count as “no”`,
};

/** A number, where one is learned, is somebody's. */
const SHOWS_NUMBER: readonly Learned[] = ['max', 'min', 'median'];

function learned(agreement: CompareAgreement): string[] {
  const { contributors, recipients, operation } = agreement;
  const lines: string[] = [];
  if (operation.learn.some((item) => SHOWS_NUMBER.includes(item))) lines.push('ATTENTION: the number that is learned is the exact number of one of the contributors. A recipient may know or guess whose it is.');
  if (contributors.length === 2 && contributors.some((name) => recipients.includes(name))) lines.push('ATTENTION: there are only two contributors. One that chooses its own number with that in mind learns more about the other’s from the result, and more with every run.');
  return lines;
}

export const compareWords: Words<CompareAgreement> = {
  computed: (agreement) => [
    `Each contributor has one number: ${agreement.limits.maxRows === 1 ? 'the only cell of' : 'the total of'} the column “${agreement.columns[0]?.name ?? ''}”. The recipients learn ${agreement.operation.learn.map((item) => ITEMS[item](agreement)).join('; and ')}. No other number is in the result.`,
    EMPTY_CELLS[agreement.operation.emptyCells],
    ...columnLines(agreement),
  ],
  learned,
  protects: () => [
    'Any party can stop the session after it has learned the result, so that others do not learn it. A party can lie about its own number. If one number is outside its range the session ends, and nobody is told whose it was. What a party puts in stays secret from the relay, and from all other parties even when they act together and break the rules, but for what the result itself says together with what they know.',
  ],
  limits: (agreement) => {
    const plan = comparePlan(agreement);
    return [`At most ${agreement.limits.maxRows} rows from each contributor. Each party sends each other one at most ${Math.ceil(plan.bytesEach / 1e6)} MB, in ${plan.exchanges} exchanges.`];
  },
};

export function checkLearned({ operation, contributors }: CompareAgreement): void {
  const { learn, first } = operation;
  const pair = [...learn].sort().join('+');
  if (learn.length !== 1 && pair !== 'max+most' && pair !== 'least+min') throw invalid('it asks for more than one thing to be learned: only "most" with "max", or "least" with "min", go together');
  if (learn.includes('more') !== (first !== undefined)) throw invalid('it says whose number is held against the other’s where "more" is not what is learned, or the other way round');
  if (first !== undefined && (contributors.length !== 2 || !contributors.includes(first))) throw invalid('"more" is asked of exactly two contributors, one of whom is named first');
}
