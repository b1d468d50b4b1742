import { CHECK_BLOCKS, ROWS_IN_BLOCK } from '../ot/extension.js';
import { ELEMENT_BYTES } from '../ot/element.js';
import type { VoleParameters } from './parameters.js';

/** The purpose of each block of correlated transfers. No row serves two purposes. */
export interface Layout {
  /** The first block of the multiplications, which take a block each: one for each tree and one for the check, or one for each element. */
  readonly products: number;
  readonly productCount: number;
  /** The first block of the trees' transfers. Row ℓ · t + i is for level ℓ of tree i. */
  readonly transfers: number;
  readonly transferBlocks: number;
  /** All blocks, including the extension's own. */
  readonly blocks: number;
  /** Bytes of the message that gives all leaves but one of each tree. */
  readonly forestBytes: number;
}

export function layoutOf({ length, trees, depth }: VoleParameters): Layout {
  const productCount = trees === 0 ? length : trees + 1;
  const transfers = CHECK_BLOCKS + productCount;
  const transferBlocks = Math.ceil((trees * depth) / ROWS_IN_BLOCK);
  return { products: CHECK_BLOCKS, productCount, transfers, transferBlocks, blocks: transfers + transferBlocks, forestBytes: (2 * depth + 1) * trees * ELEMENT_BYTES };
}
