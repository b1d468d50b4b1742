import type { PsiOperation } from './types.js';
import type { OprfValues } from '../../protocol/matching/oprf-values.js';
import { receiveVoprf, sendVoprf } from '../../protocol/matching/psi-voprf.js';
import type { Matching } from '../../protocol/matching/direction.js';
import type { ListMatcher } from '../lists/thread/matcher.js';

type Options = { readonly withPayloadKeys: boolean };

/** The oblivious function at the party's own items, by the agreed protocol. The sender also answers for the recipient's items. */
export async function valuesOf({ protocol }: PsiOperation, matching: Matching, matcher: ListMatcher, items: Uint8Array, options: Options): Promise<OprfValues> {
  if (protocol === 'vole') return matcher.values(matching.direction, items, options);
  return matching.direction.receiver === matching.context.network.self ? receiveVoprf(matching, items, options) : sendVoprf(matching, items, options);
}
