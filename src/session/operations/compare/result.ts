import { formatDecimal } from '../../../crypto/decimal.js';
import { bug } from '../../../errors.js';
import type { Column } from '../linear/types.js';
import { numberRange } from './numbers.js';
import { orderedPairs } from './program.js';
import type { CompareAgreement, CompareResult, Learned } from './types.js';

/** Reads the program's outputs. */
export function compareResult(agreement: CompareAgreement, outputs: readonly (readonly bigint[] | undefined)[]): CompareResult {
  const { contributors, operation, columns } = agreement;
  const { low } = numberRange(agreement);
  const one = (item: Learned, values: readonly bigint[]): CompareResult => {
    switch (item) {
      case 'most':
      case 'least':
        return { parties: contributors.filter((_, i) => values[i] === 1n) };
      case 'order':
        return { order: orderOf(contributors, values) };
      case 'more':
        return { more: values[0] === 1n };
      default:
        return { value: formatDecimal((values[0] as bigint) + low, (columns[0] as Column).decimals) };
    }
  };
  return Object.assign({}, ...operation.learn.map((item, i) => {
    const values = outputs[i];
    if (values === undefined) throw bug('a recipient was given no output');
    return one(item, values);
  })) as CompareResult;
}

/** Who stands above how many decides the place; who stand above equally many are equal. */
function orderOf(names: readonly string[], isBelow: readonly bigint[]): string[][] {
  const above = names.map(() => 0);
  orderedPairs(names.length).forEach(([, j], k) => {
    if (isBelow[k] === 1n) above[j] = (above[j] as number) + 1;
  });
  const places = [...new Set(above)].sort((a, b) => b - a);
  return places.map((place) => names.filter((_, i) => above[i] === place));
}
