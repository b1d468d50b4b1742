import type { Agreement } from '../agreement/types.js';
import { invalid } from '../agreement/invalid.js';
import { average } from './average/index.js';
import { compare } from './compare/index.js';
import { match } from './match/index.js';
import type { Operation } from './operation.js';
import { psi } from './psi/index.js';
import { sum } from './sum/index.js';

/** One line an operation. */
const OPERATIONS: readonly Operation[] = [
  sum,
  average,
  compare,
  psi,
  match,
];

const byName = new Map(OPERATIONS.map((operation) => [operation.name, operation]));

/** Undefined where this program does not have it. */
export function operationNamed(name: string): Operation | undefined {
  return byName.get(name);
}

/** Throws AGREEMENT_INVALID where this program does not have the operation that the agreement names. */
export function operationOf({ operation }: Pick<Agreement, 'operation'>): Operation {
  const found = byName.get(operation.name);
  if (found === undefined) throw invalid('it asks for an operation that this program does not have');
  return found;
}
