import type { Agreement } from '../agreement/types.js';
import { invalid } from '../agreement/invalid.js';
import { average } from './average/index.js';
import { compare } from './compare/index.js';
import { match } from './match/index.js';
import type { Operation } from './operation.js';
import { program } from './program/index.js';
import { psi } from './psi/index.js';
import { sum } from './sum/index.js';

/** One line for each operation. */
export const OPERATIONS: readonly Operation[] = [
  sum,
  average,
  compare,
  psi,
  match,
  program,
];

const byName = new Map(OPERATIONS.map((operation) => [operation.name, operation]));

/** Registers an operation of an embedding program or a test, for this process. All parties of a session need it. Throws if the name is taken. */
export function registerOperation(operation: Operation): void {
  if (byName.has(operation.name)) throw new Error(`There is an operation called "${operation.name}" already.`);
  byName.set(operation.name, operation);
}

/** Undefined if this program does not have it. */
export function operationNamed(name: string): Operation | undefined {
  return byName.get(name);
}

/** Throws AGREEMENT_INVALID if this program does not have the operation that the agreement names. */
export function operationOf({ operation }: Pick<Agreement, 'operation'>): Operation {
  const found = byName.get(operation.name);
  if (found === undefined) throw invalid('it asks for an operation that this program does not have');
  return found;
}
