import { fromHex } from '../../crypto/bytes.js';
import { addInto, fromBytes, zeroVector } from '../../crypto/field-vector.js';
import { openVector } from '../../crypto/sealed-vector.js';
import { bug } from '../../errors.js';
import { fieldFor } from '../operations/linear/bounds.js';
import { isMatching, type LinearAgreement } from '../agreement/types.js';
import { resultOf, vectorLength } from '../operations/linear/totals.js';
import type { OperationResult } from '../operations/run.js';
import { openList, type SealedList } from '../operations/lists/sealed.js';
import type { Dealing } from '../protocol/dealing.js';
import type { Receipt } from '../receipt.js';

/**
 * What the dealers' keys, in the order of their dealings, open. The returned function reads it, and throws DEVIATION where that cannot be.
 * `list`: what this party kept of a comparison of lists.
 */
export function openResult({ agreement, session }: Receipt, dealings: readonly Dealing[], keys: readonly bigint[], list: SealedList | undefined): () => OperationResult {
  const sid = fromHex(session);
  if (!isMatching(agreement)) return openTotals(agreement, sid, dealings, keys);
  const key = keys[dealings.findIndex(({ dealer }) => dealer === list?.between.dealer)];
  if (list === undefined || key === undefined) throw bug('a sealed list is opened that this party does not have');
  return () => openList(agreement, sid, list, key);
}

function openTotals(agreement: LinearAgreement, sid: Uint8Array, dealings: readonly Dealing[], keys: readonly bigint[]): () => OperationResult {
  const field = fieldFor(agreement);
  const total = zeroVector(field, vectorLength(agreement));
  dealings.forEach(({ dealer, sealed }, i) => {
    const vector = fromBytes(field, vectorLength(agreement), sealed);
    if (vector === undefined) throw bug('a sealed value that was checked is malformed');
    addInto(field, total, openVector(field, vector, keys[i] ?? 0n, sid, dealer));
  });
  return () => resultOf(agreement, field, total);
}
