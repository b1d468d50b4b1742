import { bucketBits, type Buckets } from './buckets.js';

/** A session breaks its security promises with probability at most 2^−40. */
export const SESSION_BITS = 40;
/** The bits that guesses at key bits and noise positions may cost, once a session. */
const LEAKAGE_BITS = 43;
/** Columns of the extension: the bits of a hash key and a MAC key. */
const COLUMNS = 192;
const MAC_KEY_BITS = 64;
const FIELD_BITS = 128;
const SAME_KEY_POSITIONS = 64;
/** Below this, a tree check uses two points. */
const TREE_BITS = 42;

/** The silent transfers of a session, if it has any. */
export interface Chunks {
  /** In each direction. */
  readonly count: number;
  /** Leaves of the largest chunk. */
  readonly leaves: number;
}

/** What the error of a session depends on. */
export interface Session {
  readonly parties: number;
  readonly buckets: Buckets | undefined;
  /** Bits opened, and the number of their MAC checks. */
  readonly opened: number;
  readonly checks: number;
  /** Transfers in one direction, and blocks of 128 rows of its extension. */
  readonly transfers: number;
  readonly blocks: number;
  readonly chunks?: Chunks | undefined;
}

/** One way in which a cheater can succeed. */
export interface Term {
  readonly what: string;
  /** log2 of its probability. */
  readonly log2: number;
}

export interface Budget {
  readonly terms: readonly Term[];
  /** log2 of the sum. */
  readonly total: number;
  readonly treesTwice: boolean;
}

/** The error of a session, term by term. `docs/protocols/engine.md` derives each. */
export function budgetOf({ parties, buckets, opened, checks, transfers, blocks, chunks }: Session): Budget {
  const { log2 } = Math;
  const directions = parties * (parties - 1);
  const leaky = buckets === undefined ? 0 : buckets.gates * buckets.layers * buckets.batches;
  const treesOnce = chunks === undefined ? -Infinity : (log2(chunks.leaves) - FIELD_BITS) / 2 + log2(directions * chunks.count);
  const treesTwice = treesOnce > -TREE_BITS;
  const trees = chunks !== undefined && treesTwice ? log2(chunks.leaves) - FIELD_BITS + log2(directions * chunks.count) : treesOnce;
  const several = parties > 2;
  const terms = [
    { what: 'buckets, all batches', log2: buckets === undefined ? -Infinity : -bucketBits(buckets) },
    { what: 'guesses at bits of keys and positions of noise', log2: -LEAKAGE_BITS },
    { what: 'tree checks', log2: trees },
    { what: 'tree checks, the cut of the simulator', log2: chunks === undefined ? -Infinity : -64 + log2(directions * chunks.count) },
    { what: 'one guess at a MAC key in a zero check', log2: log2(parties) - MAC_KEY_BITS },
    { what: 'the same MAC key towards all', log2: several ? log2(parties) - SAME_KEY_POSITIONS : -Infinity },
    { what: 'the same bits towards all', log2: several ? log2(transfers) + log2(parties) - FIELD_BITS : -Infinity },
    { what: 'zero checks of leaky ANDs', log2: log2(leaky) - FIELD_BITS },
    { what: 'MAC checks', log2: log2(Math.max(1, opened)) + log2(checks) - FIELD_BITS },
    { what: 'two columns with one hash', log2: 2 * log2(COLUMNS + 1) + log2(blocks) - FIELD_BITS - 1 + log2(directions) },
    { what: 'commitments and coins', log2: -100 },
  ];
  return { terms, total: log2(terms.reduce((sum, term) => sum + 2 ** term.log2, 0)), treesTwice };
}
