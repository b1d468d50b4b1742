import type { Texts } from '../../../texts/texts.js';
import type { Block } from '../result-view.js';
import { columnOf } from './numbers.js';
import type { CompareAgreement, CompareResult } from './types.js';

/** The result in a form for people to read. */
export function* compareView(agreement: CompareAgreement, { parties, order, value, more }: CompareResult, { compare: texts }: Texts): Iterable<Block> {
  const { learn, first = '' } = agreement.operation;
  if (parties !== undefined) yield { kind: 'line', text: learn.includes('most') ? texts.hasGreatest(parties) : texts.hasSmallest(parties) };
  if (order !== undefined) yield { kind: 'texts', head: ['', texts.fromGreatest], count: order.length, rows: order.map((names, i) => [String(i + 1), names.length === 1 ? texts.listed(names) : texts.equal(names)]) };
  if (value !== undefined) {
    const { head } = texts;
    const title = learn.includes('max') ? head.max : learn.includes('min') ? head.min : head.median;
    yield { kind: 'numbers', head: [head.column, title], rows: [[columnOf(agreement).name, { number: value }]] };
  }
  if (more !== undefined) {
    const other = agreement.contributors.find((name) => name !== first) ?? '';
    yield { kind: 'line', text: more ? texts.isGreater(first, other) : texts.isNotGreater(first, other) };
  }
}
