import { elementBytes, fromBytes } from '../../crypto/field-vector.js';
import { SEAL_HASH_LENGTH } from '../../crypto/sealed-bytes.js';
import { fieldFor } from '../operations/linear/bounds.js';
import { isMatching, type Agreement } from '../agreement/types.js';
import { vectorLength } from '../operations/linear/totals.js';
import { sealedTablesOf } from '../operations/lists/sealed.js';

/** Names of those who seal a part of the result, in the roster's order. */
export function dealersOf(agreement: Agreement): readonly string[] {
  return isMatching(agreement) ? sealedTablesOf(agreement).map(({ dealer }) => agreement.parties[dealer]?.name ?? '') : agreement.contributors;
}

/** Bytes of what each of them deals: a masked vector, or the hash of a sealed list. */
export function sealedLength(agreement: Agreement): number {
  return isMatching(agreement) ? SEAL_HASH_LENGTH : vectorLength(agreement) * elementBytes(fieldFor(agreement));
}

export function isSealed(agreement: Agreement, bytes: Uint8Array): boolean {
  if (isMatching(agreement)) return bytes.length === SEAL_HASH_LENGTH;
  return fromBytes(fieldFor(agreement), vectorLength(agreement), bytes) !== undefined;
}
