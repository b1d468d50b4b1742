import { chunksFor, COT_SETS, type CotParameters, cotSizes, silentBytes } from '../crypto/cot/parameters.js';
import type { Buckets } from './buckets.js';

/** Transfers in a direction that are taken from rows of the extension: more are made silently, since the first chunk alone takes as many rows. */
export const MOST_ROWS = 110_000;
/** Leaky ANDs that are made at once: what their transfers and hashes take of memory does not grow with the batch. */
export const PIECE_GATES = 2 ** 17;
/** Bits of a hash key and of a MAC key together: columns of the extension. */
const ROW_BYTES = 24;
const ROWS_IN_BLOCK = 128;
/** What transfers may take of a party's memory: eight parties can have silent ones. */
const MOST_MEMORY = 640 * 2 ** 20;
/** Memory of a transfer while its piece is made, and of a leaky AND's hash halves and hashes. */
const TRANSFER_BYTES = 18;
const HASHED_BYTES = 80;
/** The mask of the test of equal bits, for each drawing of bits. */
const SAME_BITS_MASK = 128;

/** Silent transfers of a direction: the set, and how many chunks of it. */
export interface Silent {
  readonly set: CotParameters;
  readonly chunks: number;
}

/** Where the correlated transfers of a run come from: as many in each direction. */
export interface Transfers {
  /** All of them. */
  readonly count: number;
  /** How often random bits are drawn. */
  readonly draws: number;
  /** Undefined where rows of the extension do. */
  readonly silent: Silent | undefined;
  /** Blocks of 128 rows of the extension, the one that its check uses up among them. */
  readonly blocks: number;
  /** Bytes that each direction takes, corrections of bits among them. */
  readonly bytes: number;
  /** Bytes of memory for both directions of one pair. */
  readonly memory: number;
}

/** Numbers of leaky ANDs of the pieces of one batch, in order. */
export function piecesOf({ gates, layers }: Pick<Buckets, 'gates' | 'layers'>): number[] {
  const leaky = gates * layers;
  return Array.from({ length: Math.ceil(leaky / PIECE_GATES) }, (_, i) => Math.min(PIECE_GATES, leaky - i * PIECE_GATES));
}

/**
 * The transfers of a run in which each party uses `alone` random bits beside those of the triples. Throws a RangeError where they would take more memory than there may be.
 */
export function planTransfers(parties: number, alone: number, buckets: Buckets | undefined): Transfers {
  const pieces = buckets === undefined ? [] : piecesOf(buckets);
  const draws = Math.max(1, pieces.length * (buckets?.batches ?? 0));
  const count = alone + (buckets === undefined ? 0 : 3 * buckets.gates * buckets.layers * buckets.batches) + (parties > 2 ? SAME_BITS_MASK * draws : 0);
  const silent = count <= MOST_ROWS ? undefined : silentOf(count);
  const rows = silent === undefined ? count : cotSizes(silent.set).base;
  const blocks = 1 + Math.ceil(rows / ROWS_IN_BLOCK);
  const largest = Math.min(count, alone + 3 * (pieces[0] ?? 0) + (parties > 2 ? SAME_BITS_MASK : 0));
  const inUse = TRANSFER_BYTES * largest + HASHED_BYTES * (pieces[0] ?? 0);
  const memory = inUse + 4 * ROW_BYTES * ROWS_IN_BLOCK * blocks + (silent === undefined ? 0 : 2 * cotSizes(silent.set).memory);
  if (memory * (parties - 1) > MOST_MEMORY) throw new RangeError(`${count} correlated transfers towards each of ${parties - 1} parties would take ${Math.ceil((memory * (parties - 1)) / 2 ** 20)} MiB of memory`);
  const bytes = (silent === undefined ? ROW_BYTES * ROWS_IN_BLOCK * blocks : silentBytes(silent.set, count) + ROW_BYTES * 2 * ROWS_IN_BLOCK) + (parties > 2 ? count / 8 : 0);
  return { count, draws, silent, blocks, bytes, memory };
}

/** The set that sends the fewest bytes. */
function silentOf(count: number): Silent {
  const [first, ...others] = COT_SETS;
  const set = others.reduce((best, each) => (silentBytes(each, count) < silentBytes(best, count) ? each : best), first);
  return { set, chunks: chunksFor(set, count) };
}
