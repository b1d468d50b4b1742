import { mostItemsHeld, okvsParameters } from '../../../crypto/okvs/parameters.js';
import { hasList, keyCapOf } from '../lists/caps.js';
import type { MatchingAgreement } from '../lists/types.js';
import type { Tester } from '../operation.js';
import type { PsiAgreement } from './types.js';

/**
 * The most keys that a recipient can test, whatever its program does. A ledger is charged with this number. Under `vole` it is more than the cap, and 622 at
 * least (`docs/protocols/okvs.md`, "An encoder that cheats").
 */
export function testableKeysOf(agreement: Pick<MatchingAgreement, 'limits' | 'operation'>, name: string): number {
  const cap = keyCapOf(agreement, name);
  return agreement.operation.protocol === 'vole' ? mostItemsHeld(okvsParameters(cap)) : cap;
}

/** The recipients, with what each can ask. */
export function testersOf(agreement: PsiAgreement, owner: string): Tester[] {
  if (!hasList(agreement, owner)) return [];
  return agreement.recipients.filter((name) => name !== owner).map((name) => ({ name, keys: testableKeysOf(agreement, name) }));
}
