import { mostItemsHeld, okvsParameters } from '../../../crypto/okvs/parameters.js';
import { hasList, keyCapOf } from '../lists/caps.js';
import type { MatchingAgreement } from '../lists/types.js';
import type { Tester } from '../operation.js';
import type { PsiAgreement } from './types.js';

/**
 * Keys that a recipient can test at most, whatever its program does: what a ledger is to be charged. Under `vole` more than its cap, 622 at
 * the least (`docs/protocols/okvs.md`, "An encoder that cheats").
 */
export function testableKeysOf(agreement: Pick<MatchingAgreement, 'limits' | 'operation'>, name: string): number {
  const cap = keyCapOf(agreement, name);
  return agreement.operation.protocol === 'vole' ? mostItemsHeld(okvsParameters(cap)) : cap;
}

/** A recipient, with what it can ask. */
export function testersOf(agreement: PsiAgreement, owner: string): Tester[] {
  if (!hasList(agreement, owner)) return [];
  return agreement.recipients.filter((name) => name !== owner).map((name) => ({ name, keys: testableKeysOf(agreement, name) }));
}
