import type { KeyColumn } from './column.js';
import { isSurelyValue } from './placeholders.js';

/** Whether a cell surely is its own part of the key, byte by byte. It is ASCII without control characters, not empty, and has no space at its ends. False says nothing. */
export type OwnKeyTest = (bytes: Uint8Array, from: number, to: number) => boolean;

/**
 * The test for these columns, if all of them are of the kind exact and make up one key. Then the part of a cell such as that is the cell (`exactKey`), unless it
 * is a placeholder. Undefined if keys are made in another way. `placeholders`: the agreement's, each of which may be written in many ways.
 */
export function ownKeyTest(columns: readonly KeyColumn[], { near, placeholders = [] }: { readonly near: boolean; readonly placeholders?: readonly string[] | undefined }): OwnKeyTest | undefined {
  const areExact = columns.length > 0 && columns.every(({ type, groups }) => type === 'exact' && groups === undefined);
  return areExact && !near && placeholders.length === 0 ? isSurelyValue : undefined;
}
