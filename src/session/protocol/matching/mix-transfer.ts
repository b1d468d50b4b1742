import { ByteTable } from '../../../crypto/byte-table.js';
import { equalBytes } from '../../../crypto/bytes.js';
import { deviation } from '../deviation.js';
import type { ProtocolContext } from '../network.js';
import { ELEMENT, receiveElements, sendElements } from './elements.js';
import { headOfBlock } from './mix-blocks.js';
import type { Ciphertexts } from './mix-encryption.js';
import { receiveExactly, type Piece } from './pieces.js';

const STEP = 'match/mix';
const TAKEN_STEP = 'match/mix/taken';
const HEAD_LENGTH = 32;
/** Blocks that may be under way: a sender sends another only when the next has taken the one so many before it. So memory is bounded at both ends. */
const UNDER_WAY = 4;
/** Bytes of a point by which repetitions are found. Two honest points agree in them with a chance of 2^-128. */
const PREFIX = 16;

/** Sends block after block to the sender that mixes next. */
export class OutgoingBlocks {
  readonly #context: ProtocolContext;
  readonly #next: number;
  readonly #blocks: number;

  constructor(context: ProtocolContext, next: number, blocks: number) {
    this.#context = context;
    this.#next = next;
    this.#blocks = blocks;
  }

  /** Waits until there is room for this block on the way. */
  async room(index: number): Promise<void> {
    if (index >= UNDER_WAY) await receiveExactly(this.#context, this.#next, TAKEN_STEP, 0, 'the note that it has taken a block');
  }

  send(index: number, { c1, c2 }: Ciphertexts): void {
    const { network } = this.#context;
    network.send(this.#next, STEP, headOfBlock(this.#context, network.self, index, this.#blocks));
    sendElements(network, this.#next, STEP, c1, ELEMENT);
    sendElements(network, this.#next, STEP, c2, ELEMENT);
  }
}

/** Takes block after block from the sender that mixed before. */
export class IncomingBlocks {
  readonly #context: ProtocolContext;
  readonly #before: number;
  readonly #blocks: number;
  /** The first bytes of every c1 that has come, in all blocks. */
  readonly #seen: ByteTable;

  constructor(context: ProtocolContext, before: number, entries: number, blocks: number) {
    this.#context = context;
    this.#before = before;
    this.#blocks = blocks;
    this.#seen = new ByteTable(entries, PREFIX);
  }

  /** Throws DEVIATION unless it is the block that is due, of this size, and repeats nothing. The points are not checked yet. */
  async take({ index, from, to }: Piece): Promise<Ciphertexts> {
    const [context, before] = [this.#context, this.#before];
    const head = await receiveExactly(context, before, STEP, HEAD_LENGTH, 'the head of a block');
    if (!equalBytes(head, headOfBlock(context, before, index, this.#blocks))) throw deviation(context, before, 'handed on another block than was due');
    const c1 = await receiveElements(context, before, STEP, to - from, ELEMENT);
    const c2 = await receiveElements(context, before, STEP, to - from, ELEMENT);
    if (index + UNDER_WAY < this.#blocks) context.network.send(before, TAKEN_STEP, new Uint8Array(0));
    // An honest mix repeats nothing. Re-randomised copies cannot be recognised.
    for (let i = 0; i < to - from; i++) if (!this.#seen.add(c1.subarray(i * ELEMENT, i * ELEMENT + PREFIX), 0)) throw deviation(context, before, 'sent the same element twice');
    return { c1, c2 };
  }
}
