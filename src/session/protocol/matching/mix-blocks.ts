import { u32be } from '../../../crypto/bytes.js';
import { hashParts } from '../../../crypto/hash.js';
import type { ProtocolContext } from '../network.js';
import type { Piece } from './pieces.js';

/** An entry must stay hidden among at least as many others at every hop. A pool of fewer than twice as many is one block. */
const LEAST_ENTRIES = 1024;
/** With as many blocks, the last block is through all hops soon after the first sender is done. */
const ENOUGH_BLOCKS = 64;
/** A block of more entries would take too much memory. */
const MOST_ENTRIES = 2 ** 16;

/** The number of blocks in which a pool of this many entries goes from sender to sender. */
export function blocksFor(entries: number): number {
  return Math.max(1, Math.min(ENOUGH_BLOCKS, Math.floor(entries / LEAST_ENTRIES)), Math.ceil(entries / MOST_ENTRIES));
}

/** 0 … entries − 1 in so many blocks, whose sizes differ by at most one: no block is smaller than the others. */
export function blocksOf(entries: number, blocks: number): Piece[] {
  const start = (index: number) => Math.floor((index * entries) / blocks);
  return Array.from({ length: blocks }, (_, index) => ({ index, from: start(index), to: start(index + 1) }));
}

/** What precedes a block: its session, the sender that mixed it, its index, and how many blocks there are. The next sender takes no other. */
export function headOfBlock({ sid }: Pick<ProtocolContext, 'sid'>, party: number, index: number, blocks: number): Uint8Array {
  return hashParts('mpc match block v1', sid, u32be(party), u32be(index), u32be(blocks));
}
