import { addInto, fromBytes, zeroVector } from '../../../crypto/field-vector.js';
import { unmaskVector } from '../../../crypto/masked-vector.js';
import { bug } from '../../../errors.js';
import type { Dealing } from '../../protocol/dealing.js';
import { fieldFor } from './bounds.js';
import type { LinearKind } from './kind.js';
import { resultOf, vectorLength, type LinearResult } from './totals.js';
import type { LinearAgreement } from './types.js';

/** Opens each dealer's masked vector and adds them up. */
export function openTotals<A extends LinearAgreement, C extends object>(kind: LinearKind<A, C>, agreement: A, sid: Uint8Array, dealings: readonly Dealing[], keys: readonly bigint[]): () => LinearResult<C> {
  const field = fieldFor(agreement);
  const length = vectorLength(kind, agreement);
  const total = zeroVector(field, length);
  dealings.forEach(({ dealer, sealed }, i) => {
    const vector = fromBytes(field, length, sealed);
    if (vector === undefined) throw bug('a sealed value that was checked is malformed');
    addInto(field, total, unmaskVector(field, vector, keys[i] ?? 0n, sid, dealer));
  });
  return () => resultOf(kind, agreement, field, total);
}
