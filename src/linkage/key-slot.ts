import type { RowParts } from './row.js';

/**
 * One of the keys that every record may make. A rule may have several; then a record matches another if any key of one
 * agrees with any key of the other.
 */
export interface KeySlot {
  /** The rule's name, for people. */
  readonly rule: string;
  /** The key that it belongs to, if there are several and any of them may agree. */
  readonly group?: string | undefined;
  /**
   * It says little. A party makes this key only if no other person of its own file would make it, and if `words` are not so frequent there that somebody else
   * would have them all by chance (io/linkage/namesakes.ts).
   */
  readonly unique: boolean;
  /** What the key consists of, as far as its frequency shows how many have it by chance. Undefined if it does not, or if the row makes no key. */
  readonly words?: ((row: RowParts) => readonly string[] | undefined) | undefined;
  /** The texts that the key consists of, always the same number; undefined if one of them is missing. */
  readonly make: (row: RowParts) => readonly string[] | undefined;
}

/** The name that an agreement has for a slot, and that enters the hash. A group has no slash in its name. */
export function slotName({ rule, group }: Pick<KeySlot, 'rule' | 'group'>): string {
  return group === undefined ? rule : `${group}/${rule}`;
}

/** The parts of `slotName`. */
export function slotOfName(name: string, hasGroups: boolean): Pick<KeySlot, 'rule' | 'group'> {
  const at = hasGroups ? name.indexOf('/') : -1;
  return at < 0 ? { rule: name } : { group: name.slice(0, at), rule: name.slice(at + 1) };
}
