import { formatDecimal } from '../../../crypto/decimal.js';
import { invalid } from '../../agreement/invalid.js';
import type { Texts } from '../../../texts/texts.js';
import { columnLines } from '../linear/describe.js';
import type { Words } from '../operation.js';
import { columnOf, numberRange } from './numbers.js';
import { comparePlan, medianPosition } from './program.js';
import type { CompareAgreement, Learned } from './types.js';

function learnedInWords(agreement: CompareAgreement, item: Learned, { compare: texts }: Texts): string {
  const { operation: { first }, contributors } = agreement;
  switch (item) {
    case 'median':
      return texts.median({ position: medianPosition(contributors.length) + 1, count: contributors.length });
    case 'more':
      return texts.more(first ?? '', contributors.find((name) => name !== first) ?? '');
    default:
      return texts[item];
  }
}

/** If a number is learned, it is the number of some party. */
const SHOWS_NUMBER: readonly Learned[] = ['max', 'min', 'median'];
const NAMES_HOLDER: readonly Learned[] = ['most', 'least'];

function computed(agreement: CompareAgreement, texts: Texts): string[] {
  const { operation, limits } = agreement;
  const learned = operation.learn.map((item) => learnedInWords(agreement, item, texts));
  const { linear } = texts;
  return [texts.compare.computed({ column: columnOf(agreement).name, isOneCell: limits.maxRows === 1, learned, showsNumber: showsNumber(agreement) }), ...columnLines(agreement, texts), linear.emptyCells[operation.emptyCells], linear.onError];
}

function showsNumber({ operation }: CompareAgreement): boolean {
  return operation.learn.some((item) => SHOWS_NUMBER.includes(item));
}

function risks(agreement: CompareAgreement, { compare: texts }: Texts): string[] {
  const { contributors, operation, runs } = agreement;
  const shown = operation.learn.some((item) => NAMES_HOLDER.includes(item)) ? texts.showsAndNames : contributors.length === 2 ? texts.showsOfTwo : texts.showsUnnamed;
  return [...(showsNumber(agreement) ? [shown] : []), texts.canTry({ contributors: contributors.length, runs }), texts.canEnd];
}

export const compareWords: Words<CompareAgreement> = {
  computed,
  risks,
  learned: () => [],
  sections: () => [],
  protects: (_, { linear, compare: texts }) => [linear.secretInputs, texts.noWrongResult],
  limits(agreement, { compare: texts }) {
    const { low, high } = numberRange(agreement);
    const { decimals } = columnOf(agreement);
    const { maxRows } = agreement.limits;
    return [
      maxRows === 1 ? texts.oneRow : texts.severalRows(maxRows),
      texts.range(formatDecimal(low, decimals), formatDecimal(high, decimals)),
      texts.sends(Math.ceil(comparePlan(agreement).bytesEach / 1e5) / 10),
    ];
  },
};

/** Throws AGREEMENT_INVALID if what is to be learned contradicts itself or the contributors. */
export function checkLearned({ operation, contributors }: CompareAgreement): void {
  const { learn, first } = operation;
  const pair = [...learn].sort().join('+');
  if (learn.length !== 1 && pair !== 'max+most' && pair !== 'least+min') throw invalid('more than one thing is to be learned, and only "most" with "max", or "least" with "min", go together');
  if (learn.includes('more') !== (first !== undefined)) throw invalid('it says whose number is held against the other’s exactly where "more" is to be learned, and here only one of the two is so');
  if (first !== undefined && (contributors.length !== 2 || !contributors.includes(first))) throw invalid('"more" is asked of exactly two contributors, one of whom is named as the first');
}
