import { listed } from '../../../language/words/numerals.js';
import type { Block } from '../result-view.js';
import { columnOf } from './numbers.js';
import type { CompareAgreement, CompareResult, Learned } from './types.js';

const VALUES: Partial<Record<Learned, string>> = { max: 'greatest number', min: 'smallest number', median: 'median' };

/** The result in a form for people to read. */
export function* compareView(agreement: CompareAgreement, { parties, order, value, more }: CompareResult): Iterable<Block> {
  const { learn, first } = agreement.operation;
  if (parties !== undefined) yield { kind: 'line', text: `${listed(parties)} ${parties.length === 1 ? 'has' : 'have'} the ${learn.includes('most') ? 'greatest' : 'smallest'} number.${parties.length === 1 ? '' : ' Their numbers are equal.'}` };
  if (order !== undefined) yield { kind: 'texts', head: ['', 'from the greatest number to the smallest'], count: order.length, rows: order.map((names, i) => [String(i + 1), names.length === 1 ? listed(names) : `${listed(names)} (equal)`]) };
  if (value !== undefined) {
    const head = learn.map((item) => VALUES[item]).find((title) => title !== undefined) ?? '';
    yield { kind: 'numbers', head: ['column', head], rows: [[columnOf(agreement).name, { number: value }]] };
  }
  if (more !== undefined) {
    const other = agreement.contributors.find((name) => name !== first) ?? '';
    yield { kind: 'line', text: `${more ? 'Yes' : 'No'}: the number of ${first ?? ''} is ${more ? '' : 'not '}greater than that of ${other}.` };
  }
}
