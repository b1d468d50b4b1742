import { formatDecimal } from '../../../crypto/decimal.js';
import { bug } from '../../../errors.js';
import { columnOf, numberRange } from './numbers.js';
import { pairsOf } from './program.js';
import type { CompareAgreement, CompareResult, Learned } from './types.js';

/** Reads the program's outputs. */
export function compareResult(agreement: CompareAgreement, outputs: readonly (readonly bigint[] | undefined)[]): CompareResult {
  const { contributors, operation } = agreement;
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
        return { value: formatDecimal((values[0] as bigint) + low, columnOf(agreement).decimals) };
    }
  };
  return Object.assign({}, ...operation.learn.map((item, i) => {
    const values = outputs[i];
    if (values === undefined) throw bug('a recipient was given no output');
    return one(item, values);
  })) as CompareResult;
}

/** The number of contributors above a contributor decides its rank; contributors with the same number above them are equal. `bits`: as in `compareProgram`. */
function orderOf(names: readonly string[], bits: readonly bigint[]): string[][] {
  const above = names.map(() => 0);
  const pairs = pairsOf(names.length);
  pairs.forEach(([i, j], k) => {
    if (bits[pairs.length + k] === 1n) return;
    const greater = bits[k] === 1n ? j : i;
    above[greater] = (above[greater] as number) + 1;
  });
  const ranks = [...new Set(above)].sort((a, b) => b - a);
  return ranks.map((rank) => names.filter((_, i) => above[i] === rank));
}
