import type { CapsWanted } from '../lists/propose.js';
import type { PsiProtocol } from './types.js';

/**
 * From this number of keys, in both lists together and in each recipient's, the protocol for large lists is proposed:
 * `docs/decisions/0023-vole-from-two-thousand-keys.md`.
 */
const LARGE = 2000;
const LARGE_RECIPIENT = 1000;

/** The protocol to propose if nobody names one. `recipients`: names, or none if both owners of a list are recipients. A record has `keys` keys. */
export function usualProtocol({ general, byName }: CapsWanted, recipients: readonly string[], withoutData: readonly string[], keys: number): PsiProtocol {
  const keysOf = (name: string) => keys * (byName.get(name) ?? general);
  // The others may have no names yet, because they meet by an invite.
  const named = [...new Set([...recipients, ...byName.keys()])].filter((name) => !withoutData.includes(name));
  const lists = [...named.map(keysOf), keys * general, keys * general].slice(0, 2);
  const asking = recipients.length === 0 ? lists : recipients.map(keysOf);
  const isLarge = lists.reduce((sum, each) => sum + each, 0) >= LARGE && asking.every((each) => each >= LARGE_RECIPIENT);
  return isLarge ? 'vole' : 'voprf';
}
