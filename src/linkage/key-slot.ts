import type { RowParts } from './row.js';

/**
 * One of the keys that every record may make. A rule may have several: then a record matches another where any of the one's
 * agrees with any of the other's.
 */
export interface KeySlot {
  /** The rule's name, for people; it enters the hash. */
  readonly rule: string;
  /** A party makes this key only where no other person of its own file would: it says too little otherwise. */
  readonly unique: boolean;
  /** The texts that the key consists of, always the same number; undefined where one of them is missing. */
  readonly make: (row: RowParts) => readonly string[] | undefined;
}
