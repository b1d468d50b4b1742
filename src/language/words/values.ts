/** Functions of values in words. */
import type { Call } from '../syntax/tree.js';
import type { Phrases, Surroundings } from './phrases.js';
import { grouped, listed, quoted } from './numerals.js';

export function valueWords({ checked, operand, enclosed }: Phrases, call: Call, around: Surroundings): string {
  const all = call.args.map((arg) => operand(arg, around));
  const [a = '', b = ''] = all;
  switch (call.name) {
    case 'min':
    case 'max': {
      const [ofTwo, ofMore] = call.name === 'min' ? ['smaller', 'smallest'] : ['larger', 'largest'];
      return `the ${all.length > 2 ? ofMore : ofTwo} of ${listed(call.args.map((arg) => enclosed(arg, around)))}`;
    }
    case 'abs':
      return `${a} without its sign`;
    case 'sqrt':
      return `the square root of ${a}`;
    case 'ln':
      return `the natural logarithm of ${a}`;
    case 'exp':
      return `e to the power of ${a}`;
    case 'power':
      return `${a} to the power of ${b}`;
    case 'bands':
      return `one of ${(checked.bands.get(call)?.labels ?? []).map(quoted).join(', ')}, by ${a}`;
    case 'years':
      return `the completed years from ${a} to ${b}`;
    case 'year':
    case 'quarter':
      return `the ${call.name} of ${a}`;
    case 'month_of':
      return `the month of ${a}`;
    case 'weekday':
      return `the day of the week of ${a} (Monday 1)`;
    case 'key':
      return `a key made of ${listed(all)}`;
    case 'running_sum':
    case 'running_product': {
      const keys = around.cell?.keys.map((key) => key.name) ?? [];
      const same = keys.length > 1 ? ` of the same ${listed(keys.slice(0, -1))}` : '';
      return `the ${call.name === 'running_sum' ? 'sum' : 'product'} of ${a} over this ${keys.at(-1) ?? ''} and all earlier ones${same}`;
    }
    case 'wilson_low':
    case 'wilson_high': {
      const level = call.args[2];
      return `the ${call.name === 'wilson_low' ? 'lower' : 'upper'} end of the Wilson ${level?.kind === 'number' ? grouped(level.source) : ''} interval of ${a} in ${b}`;
    }
    case 'p_t':
      return `the probability of a Student’s t as far from 0 as ${a} or further, to either side, with ${b} degrees of freedom`;
    case 'p_f':
      return `the probability of an F of ${a} or more with ${b} and ${all[2] ?? ''} degrees of freedom`;
    case 't_quantile':
      return `what Student’s t is at most in ${a} of all cases with ${b} degrees of freedom`;
    case 'p_chi_squared':
      return `the probability of a chi-squared of ${a} or more with ${b} degree${b === '1' ? '' : 's'} of freedom`;
    default:
      return call.name;
  }
}
