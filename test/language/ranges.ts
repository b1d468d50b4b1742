import type { Info } from '../../src/language/check/types.js';
import { isInside } from '../../src/language/evaluate/home.js';
import { isNumber, type Value } from '../../src/language/evaluate/value.js';
import { compare } from '../../src/language/numbers/rational.js';

/** Whether a value is where the checker says that it is. */
export function fits(value: Value, info: Info): boolean {
  if (value === null) return info.empty || info.type.kind === 'key';
  if (!isNumber(value)) return isInside(value, info.type);
  if (info.type.kind === 'fraction' || info.type.kind === 'real') return compare(value, info.type.value[0]) >= 0 && compare(value, info.type.value[1]) <= 0;
  return info.type.kind === 'number' && isInside(value, info.type) && 10n ** BigInt(info.type.decimals) % value.d === 0n;
}
