import type { CapsWanted } from '../lists/propose.js';
import type { PsiProtocol } from './types.js';

/** Keys of both lists together, and of each recipient's, from which the protocol for large lists is proposed: `docs/decisions/0023-vole-from-two-thousand-keys.md`. */
const LARGE = 2000;
const LARGE_RECIPIENT = 1000;

/** The protocol that is proposed where nobody names one. `recipients`: names, none if both owners of a list are; a record has `keys` keys. */
export function usualProtocol({ general, byName }: CapsWanted, recipients: readonly string[], withoutData: readonly string[], keys: number): PsiProtocol {
  const keysOf = (name: string) => keys * (byName.get(name) ?? general);
  // The others may be nobody's names yet: they meet by an invite.
  const named = [...new Set([...recipients, ...byName.keys()])].filter((name) => !withoutData.includes(name));
  const lists = [...named.map(keysOf), keys * general, keys * general].slice(0, 2);
  const asking = recipients.length === 0 ? lists : recipients.map(keysOf);
  const isLarge = lists.reduce((sum, each) => sum + each, 0) >= LARGE && asking.every((each) => each >= LARGE_RECIPIENT);
  return isLarge ? 'vole' : 'voprf';
}
