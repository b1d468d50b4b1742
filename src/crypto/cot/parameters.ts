import { HASH_BYTES, MAC_BYTES } from '../engine/rows.js';
import { ROWS_IN_BLOCK } from '../ot/extension.js';

/** Positions that one output adds up: the weight of the code's rows. */
export const CODE_WEIGHT = 10;
const ROW_BYTES = HASH_BYTES + MAC_BYTES;

/** A set of parameters for learning parity with noise: N = t · 2^h outputs of k columns, with one noisy output in each tree. */
export interface CotParameters {
  /** t. */
  readonly trees: number;
  /** h. */
  readonly depth: number;
  /** k: the strings that the outputs are sums of. */
  readonly columns: number;
}

/**
 * The parameter sets in use. `docs/protocols/transfers.md` lists the cost of every attack known to us. `lpn-margins.test.ts` computes it, and refuses a set for
 * which peeling costs less than 171 bits: 128, and 43 for what may have been guessed of the noise.
 */
export const COT_SETS: readonly [CotParameters, ...CotParameters[]] = [
  { trees: 1700, depth: 9, columns: 3 * 2 ** 15 },
  { trees: 2340, depth: 10, columns: 3 * 2 ** 16 },
];

export interface CotSizes {
  /** N. */
  readonly outputs: number;
  /** Transfers that a chunk uses up: its columns, those of the trees, and a block for the check. */
  readonly base: number;
  /** Outputs that are handed out. The others are the base of the next chunk. */
  readonly delivered: number;
  /** Bytes of the message that gives all leaves but one of each tree. */
  readonly forestBytes: number;
  /** Bytes of memory of either side, in addition to the base. */
  readonly memory: number;
}

export function cotSizes({ trees, depth, columns }: CotParameters): CotSizes {
  const outputs = trees * 2 ** depth;
  const base = columns + trees * depth + ROWS_IN_BLOCK;
  return { outputs, base, delivered: outputs - base, forestBytes: trees * (2 * depth * HASH_BYTES + ROW_BYTES), memory: (ROW_BYTES + 1) * outputs + 32 * columns + (ROW_BYTES + 1) * base };
}

/** The number of chunks that give `transfers` transfers. */
export function chunksFor(set: CotParameters, transfers: number): number {
  return Math.ceil(transfers / cotSizes(set).delivered);
}

/** The bytes that one direction takes for `transfers` silent transfers, including the rows of the first base. */
export function silentBytes(set: CotParameters, transfers: number): number {
  const { base, forestBytes } = cotSizes(set);
  return ROW_BYTES * base + chunksFor(set, transfers) * (forestBytes + 256);
}
