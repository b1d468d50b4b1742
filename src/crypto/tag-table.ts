import tagsModule from './kernels/generated/tags.js';
import { ITEMS_PER_CALL, loadKernel, type Kernel } from './kernels/kernel.js';
import { atOnce, type Steps } from './steps.js';

/** Bytes of a tag. */
const TAG_BYTES = 16;
/** The approximate number of own tags in a part: its slots and its tags stay in the cache. */
const PART = 8192;
/** Tags that are sorted at a time, and positions gathered at a time. */
const PIECE = 2 ** 16;
/** The kernel keeps the numbers of tags in 24 bits. */
const MOST_TAGS = 2 ** 24 - 1;
const ALIGNMENT_LOSS = 64 * 16;
/** Parts compared before other work gets a turn: some milliseconds. */
const PARTS_PER_STEP = 16;

/** The exports of kernels/tags.ts, which says what they do. */
interface TagFunctions {
  part(input: number, count: number, first: number, bits: number, starts: number, next: number, sorted: number, order: number): void;
  fillSlots(own: number, from: number, to: number, slots: number, mask: number): void;
  clearSlots(slots: number, count: number): void;
  markSlots(own: number, order: number, slots: number, mask: number, others: number, from: number, to: number, marked: number): void;
  gather(tags: number, positions: number, count: number, out: number): void;
}

/** Tags of one party in the kernel's memory, sorted by parts within each piece. */
interface Sorted {
  readonly most: number;
  readonly tags: number;
  /** For each piece the first tag of each part, and the end of the last. */
  readonly starts: number;
  /** Of own tags, the position of each before; otherwise 0. */
  readonly order: number;
  count: number;
}

/**
 * Finds which of this party's tags are among another party's. Tags are packed, 16 bytes each, and all 16 are compared.
 *
 * Both lists are divided into parts by the last bits of the tags, piece by piece as they come; what that takes does not depend on which tags match. At the end
 * each part is compared by itself: own tags go into a table with open addressing, at the position given by their first bytes, so they must be pseudorandom. The
 * other party's tags are only looked up, so tags of its choice make no chain longer.
 */
export class TagTable {
  readonly #kernel: Kernel<TagFunctions>;
  readonly #bits: number;
  readonly #own: Sorted;
  readonly #others: Sorted;
  readonly #input: number;
  readonly #next: number;
  readonly #slots: number;
  readonly #marked: number;

  /** There is room for this many tags of each party. Throws a RangeError beyond 2^24 − 1. */
  constructor(own: number, others: number) {
    if (!(own <= MOST_TAGS && others <= MOST_TAGS)) throw new RangeError('too many tags for a table');
    this.#bits = Math.max(0, Math.ceil(Math.log2(own / PART)));
    const startBytes = 4 * (2 ** this.#bits + 1);
    const piecesOf = (count: number) => Math.ceil(count / PIECE);
    const sizes = [TAG_BYTES * own, startBytes * piecesOf(own), 4 * own, TAG_BYTES * others, startBytes * piecesOf(others), TAG_BYTES * PIECE, startBytes, 4 * slotsFor(own), own];
    this.#kernel = loadKernel<TagFunctions>(tagsModule, { memoryBytes: sizes.reduce((sum, bytes) => sum + bytes, ALIGNMENT_LOSS) });
    const at = sizes.map((bytes) => this.#kernel.allocate(bytes)) as [number, number, number, number, number, number, number, number, number];
    this.#own = { most: own, tags: at[0], starts: at[1], order: at[2], count: 0 };
    this.#others = { most: others, tags: at[3], starts: at[4], order: 0, count: 0 };
    [, , , , , this.#input, this.#next, this.#slots, this.#marked] = at;
  }

  /** Adds own tags. Throws a RangeError unless there are whole tags, and room for them. All calls but the last have a multiple of 2^16 tags. */
  *addOwn(tags: Uint8Array): Steps<void> {
    yield* this.#add(this.#own, tags);
  }

  /** The same for tags of the other party. */
  *addOthers(tags: Uint8Array): Steps<void> {
    yield* this.#add(this.#others, tags);
  }

  *#add(list: Sorted, tags: Uint8Array): Steps<void> {
    const { bytes, call } = this.#kernel;
    const all = tags.length / TAG_BYTES;
    if (!Number.isInteger(all) || list.count + all > list.most || list.count % PIECE !== 0) throw new RangeError('tags of 16 bytes each are needed, as many as agreed');
    for (let from = 0; from < all; from += PIECE) {
      const count = Math.min(PIECE, all - from);
      bytes.set(tags.subarray(TAG_BYTES * from, TAG_BYTES * (from + count)), this.#input);
      call.part(this.#input, count, list.count, this.#bits, this.#startsOf(list, list.count / PIECE), this.#next, list.tags, list.order);
      list.count += count;
      yield;
    }
  }

  /** One byte for each own tag, in their order: 1 if it is among the other party's, otherwise 0. Call it once. */
  *compare(): Steps<Uint8Array> {
    for (let part = 0; part < 2 ** this.#bits; part++) {
      this.#comparePart(part);
      if (part % PARTS_PER_STEP === 0) yield;
    }
    return this.#kernel.bytes.slice(this.#marked, this.#marked + this.#own.count);
  }

  #comparePart(part: number): void {
    const { call } = this.#kernel;
    const own = this.#rangesOf(this.#own, part);
    const slots = slotsFor(own.reduce((sum, { from, to }) => sum + to - from, 0));
    call.clearSlots(this.#slots, slots);
    for (const { from, to } of own) call.fillSlots(this.#own.tags, from, to, this.#slots, slots - 1);
    for (const { from, to } of this.#rangesOf(this.#others, part)) {
      call.markSlots(this.#own.tags, this.#own.order, this.#slots, slots - 1, this.#others.tags, from, to, this.#marked);
    }
  }

  /** Where a part's tags are in a list: a range in each piece. */
  #rangesOf(list: Sorted, part: number): { from: number; to: number }[] {
    const { words } = this.#kernel;
    return Array.from({ length: Math.ceil(list.count / PIECE) }, (_, piece) => {
      const at = this.#startsOf(list, piece) / 4 + part;
      return { from: words[at] as number, to: words[at + 1] as number };
    });
  }

  #startsOf({ starts }: Sorted, piece: number): number {
    return starts + 4 * (2 ** this.#bits + 1) * piece;
  }
}

/** A power of two: more than half of the slots stay free, so chains stay short. */
function slotsFor(tags: number): number {
  return 2 ** Math.max(4, Math.ceil(Math.log2(2 * tags + 1)));
}

/** One byte for each own tag, computed at once: 1 if it is among the others. */
export function matchingTags(own: Uint8Array, others: Uint8Array): Uint8Array {
  const table = new TagTable(own.length / TAG_BYTES, others.length / TAG_BYTES);
  atOnce(table.addOwn(own));
  atOnce(table.addOthers(others));
  return atOnce(table.compare());
}

/** Tags in memory from which they can be read in any order. */
export class TagStore {
  readonly #kernel: Kernel<TagFunctions>;
  readonly #tags: number;
  readonly #positions: number;
  readonly #out: number;
  readonly #count: number;

  constructor(count: number) {
    this.#kernel = loadKernel<TagFunctions>(tagsModule, { memoryBytes: TAG_BYTES * count + (4 + TAG_BYTES) * ITEMS_PER_CALL + ALIGNMENT_LOSS });
    this.#tags = this.#kernel.allocate(TAG_BYTES * count);
    this.#positions = this.#kernel.allocate(4 * ITEMS_PER_CALL);
    this.#out = this.#kernel.allocate(TAG_BYTES * ITEMS_PER_CALL);
    this.#count = count;
  }

  /** All tags, packed. Write them here. */
  get tags(): Uint8Array {
    return this.#kernel.bytes.subarray(this.#tags, this.#tags + TAG_BYTES * this.#count);
  }

  /** The tags at these positions, packed. Throws a RangeError on a position that has none. */
  at(positions: Uint32Array): Uint8Array {
    const { bytes, words, call } = this.#kernel;
    const tags = new Uint8Array(TAG_BYTES * positions.length);
    for (let from = 0; from < positions.length; from += ITEMS_PER_CALL) {
      const piece = positions.subarray(from, from + ITEMS_PER_CALL);
      for (const position of piece) if (position >= this.#count) throw new RangeError('a position without a tag');
      words.set(piece, this.#positions / 4);
      call.gather(this.#tags, this.#positions, piece.length, this.#out);
      tags.set(bytes.subarray(this.#out, this.#out + TAG_BYTES * piece.length), TAG_BYTES * from);
    }
    return tags;
  }
}
