import { packBits, packedBytes, unpackBits } from '../../../crypto/engine/bit-vector.js';
import { addBits } from '../../../crypto/engine/bit-vector.js';
import { bug, MpcError } from '../../../errors.js';
import { broadcast } from '../broadcast.js';
import { deviation } from '../deviation.js';
import { othersOf, type ProtocolContext } from '../network.js';

/** The first part of all the engine's labels. */
export const ENGINE_LANE = 'engine/';

/** The messages, in the order in which they are sent. Some have the number of a coin or check appended. */
export const ENGINE_STEPS = {
  request: 'engine/base-request',
  reply: 'engine/base-reply',
  columnChallenge: 'engine/column-challenge',
  columnProof: 'engine/column-proof',
  forest: 'engine/forest',
  treeChallenge: 'engine/tree-challenge',
  treeCommitment: 'engine/tree-commitment',
  treeValue: 'engine/tree-value',
  treeOpening: 'engine/tree-opening',
  coinList: 'engine/coin-list',
  coin: 'engine/coin',
  common: 'engine/common',
  sameBits: 'engine/same-bits',
  sameBitsMac: 'engine/same-bits-mac',
  sameKeyCommit: 'engine/same-key-commit',
  sameKeyBits: 'engine/same-key-bits',
  sameKey: 'engine/same-key',
  half: 'engine/half',
  d: 'engine/d',
  u: 'engine/u',
  zeroCommit: 'engine/zero-commit',
  zero: 'engine/zero',
  bucket: 'engine/bucket',
  input: 'engine/input',
  and: 'engine/and',
  digest: 'engine/digest',
  valid: 'engine/valid',
  output: 'engine/output',
} as const;

/** The error for a failed check whose evidence points at no party. `what` completes "Some party did not follow the protocol: …". */
export function unnamedDeviation(what: string): MpcError {
  return new MpcError('DEVIATION', `Some party did not follow the protocol: ${what}. The evidence does not say which.`, 'No result was accepted. Do not run this again with the same parties before you know why.');
}

/** The messages of one run of the engine. They are sent one after the other, in one lane. During a check, only the check's own messages are sent. */
export class Wire {
  readonly context: ProtocolContext;
  readonly others: readonly number[];
  /** The prefix of the labels that may be sent during a check. Undefined while no check is under way. */
  #onlyCheck: string | undefined;

  constructor(context: ProtocolContext) {
    this.context = context;
    this.others = othersOf(context.network);
  }

  get self(): number {
    return this.context.network.self;
  }

  get parties(): number {
    return this.context.network.count;
  }

  /** From now on, until `thaw`, only messages whose labels begin with this prefix may be sent. */
  freeze(prefix: string): void {
    if (this.#onlyCheck !== undefined) throw bug('two checks at once');
    this.#onlyCheck = prefix;
  }

  thaw(): void {
    this.#onlyCheck = undefined;
  }

  send(to: number, label: string, message: Uint8Array): void {
    this.#mayLeave(label);
    this.context.network.send(to, label, message);
  }

  async receive(from: number, label: string, bytes: number): Promise<Uint8Array> {
    const message = await this.context.network.receive(from, label, bytes);
    if (message.length !== bytes) throw deviation(this.context, from, `sent a "${label}" of the wrong length`);
    return message;
  }

  /** Sends one message to each other party and receives one from each: by party, undefined for this one. `bytes`: how many each sends. */
  async exchange(label: string, messageTo: (party: number) => Uint8Array, bytes: number | ((party: number) => number)): Promise<(Uint8Array | undefined)[]> {
    for (const party of this.others) this.send(party, label, messageTo(party));
    return this.#fromAll(async (party) => this.receive(party, label, typeof bytes === 'number' ? bytes : bytes(party)));
  }

  /** Sends packed bits to each other party and receives them from each. Throws DEVIATION if padding is not 0. */
  async exchangeBits(label: string, bitsTo: (party: number) => Uint8Array, count: number | ((party: number) => number)): Promise<(Uint8Array | undefined)[]> {
    const countOf = (party: number) => (typeof count === 'number' ? count : count(party));
    const messages = await this.exchange(label, (party) => packBits(bitsTo(party)), (party) => packedBytes(countOf(party)));
    return messages.map((message, party) => (message === undefined ? undefined : this.bits(message, countOf(party), party, label)));
  }

  bits(message: Uint8Array, count: number, party: number, label: string): Uint8Array {
    const bits = unpackBits(message, count);
    if (bits === undefined) throw deviation(this.context, party, `sent a "${label}" with bits beyond its end`);
    return bits;
  }

  /** The sum of all parties' bits. This party's bits go to all others. */
  async sumBits(label: string, own: Uint8Array): Promise<Uint8Array> {
    const sum = own.slice();
    for (const bits of await this.exchangeBits(label, () => own, own.length)) if (bits !== undefined) addBits(sum, bits);
    return sum;
  }

  /** Broadcasts a signed message, with echo if there are more than two parties. Gives the messages by party, each of the required length. */
  async broadcast(label: string, message: Uint8Array, bytes: (party: number) => number): Promise<Uint8Array[]> {
    this.#mayLeave(label);
    const most = Math.max(...Array.from({ length: this.parties }, (_, party) => bytes(party)));
    const messages = await broadcast(this.context, label, message, most, { echo: 'unless two' });
    messages.forEach((each, party) => {
      if (each.length !== bytes(party)) throw deviation(this.context, party, `sent a "${label}" of the wrong length`);
    });
    return messages;
  }

  async #fromAll(receive: (party: number) => Promise<Uint8Array>): Promise<(Uint8Array | undefined)[]> {
    return Promise.all(Array.from({ length: this.parties }, async (_, party) => (party === this.self ? undefined : receive(party))));
  }

  #mayLeave(label: string): void {
    if (this.#onlyCheck !== undefined && !label.startsWith(this.#onlyCheck)) throw bug(`"${label}" would have left while a check was under way`);
  }
}
