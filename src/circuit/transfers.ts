import { chunksFor, COT_SETS, type CotParameters, cotSizes, silentBytes } from '../crypto/cot/parameters.js';
import type { Buckets } from './buckets.js';

/** The most transfers in a direction that come from rows of the extension. More are made silently, because the first chunk alone takes as many rows. */
export const MOST_ROWS = 110_000;
/** Leaky ANDs that are made at once. This bounds the memory of their transfers and hashes, whatever the batch size is. */
export const PIECE_GATES = 2 ** 17;
/** Bytes of a row of the extension: one bit for each bit of a hash key and of a MAC key. */
const ROW_BYTES = 24;
const ROWS_IN_BLOCK = 128;
/** The memory of a party that transfers may take. With this limit, eight parties can have silent transfers. */
const MOST_MEMORY = 640 * 2 ** 20;
/** Memory of a transfer while its piece is made, and of a leaky AND's hash halves and hashes. */
const TRANSFER_BYTES = 18;
const HASHED_BYTES = 96;
/** Bits of the mask in the test of equal bits, for each drawing of bits. */
const SAME_BITS_MASK = 128;

/** The silent transfers of a direction: the parameter set, and the number of chunks. */
export interface Silent {
  readonly set: CotParameters;
  readonly chunks: number;
}

/** Where the correlated transfers of a run come from. Each direction has the same number of them. */
export interface Transfers {
  /** The number of all transfers. */
  readonly count: number;
  /** How many times random bits are drawn. */
  readonly draws: number;
  /** Undefined if rows of the extension suffice. */
  readonly silent: Silent | undefined;
  /** Blocks of 128 rows of the extension, including the block that its check uses up. */
  readonly blocks: number;
  /** The bytes that each direction takes, including corrections of bits. */
  readonly bytes: number;
  /** Bytes of memory for both directions of one pair. */
  readonly memory: number;
}

/** The numbers of leaky ANDs in the pieces of one batch, in order. */
export function piecesOf({ gates, layers }: Pick<Buckets, 'gates' | 'layers'>): number[] {
  const leaky = gates * layers;
  return Array.from({ length: Math.ceil(leaky / PIECE_GATES) }, (_, i) => Math.min(PIECE_GATES, leaky - i * PIECE_GATES));
}

/**
 * The transfers of a run in which each party uses `alone` random bits in addition to those of the triples. Throws a RangeError if they would take more memory
 * than is allowed.
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
