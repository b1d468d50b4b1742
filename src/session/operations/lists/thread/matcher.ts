import type { BatchGroup } from '../../../../crypto/batch/group.js';
import type { VoleReceiver } from '../../../../crypto/vole/receiver.js';
import type { VoleSender } from '../../../../crypto/vole/sender.js';
import type { OprfValues } from '../../../protocol/matching/oprf-values.js';
import { receiveVoleOprf, sendVoleOprf, voleLength, type VoleOprfOptions } from '../../../protocol/matching/psi-vole.js';
import type { Direction } from '../../../protocol/matching/direction.js';
import { deliverTags, drawOrder, takeTags } from '../../../protocol/matching/tag-delivery.js';
import type { PairContext } from '../../../protocol/network.js';
import { receiveVole } from '../../../protocol/vole/receive.js';
import { sendVole } from '../../../protocol/vole/send.js';
import { Ahead } from './ahead.js';
import { isShared } from './messages.js';

/**
 * One party's part in the comparison of large lists, one direction after the other. All methods reject with DEVIATION, naming the other party, if a message is
 * not the expected one.
 */
export interface ListMatcher {
  /** Begins the part of a direction that needs no data. Directions come one after the other, for both parties in the same order. */
  prepare(direction: Direction): void;
  /** The oblivious function at this party's own items, packed digests of 32 bytes. */
  values(direction: Direction, items: Uint8Array, options: { readonly withPayloadKeys: boolean }): Promise<OprfValues>;
  /**
   * Both stages, if only tags are delivered; `onOpening` is called before they are sent. Gives the receiver the comparison that is left to do: 1 for each of
   * its items that the sender has, too. Its time grows with the number of matches, so it runs after the session is over. `isLast`: nobody needs the items any
   * more.
   */
  exchange(direction: Direction, items: Uint8Array, options?: ExchangeOptions): Promise<Comparison | undefined>;
}

export interface ExchangeOptions {
  readonly isLast?: boolean;
  readonly onOpening?: (() => void) | undefined;
}

export type Comparison = () => Promise<Uint8Array>;

export type OnStep = (step: string, done: number, total: number) => void;

export interface Watch {
  readonly onProgress?: OnStep | undefined;
  /** Called when much memory has become unused. */
  readonly tidy?: (() => void) | undefined;
}

/** Items from which on memory is tidied up: below, a garbage collection takes longer than what it waits for. */
const WORTH_TIDYING = 2 ** 17;

/** Does the work in the calling thread, in turns with everything else. */
export class LocalMatcher implements ListMatcher {
  readonly #context: PairContext;
  readonly #group: BatchGroup;
  readonly #watch: Watch;
  readonly #ahead: Ahead;
  #prepared: { readonly direction: Direction; readonly storeAfter: Promise<void>; readonly correlation: Promise<VoleReceiver | VoleSender> } | undefined;
  #made = 0;

  /** @param ahead what was computed before there was a session. */
  constructor(context: PairContext, group: BatchGroup, watch: Watch = {}, ahead = new Ahead()) {
    this.#context = context;
    this.#group = group;
    this.#watch = watch;
    this.#ahead = ahead;
  }

  prepare(direction: Direction): void {
    void this.prepared(direction).catch(() => undefined);
  }

  /** The same, and resolves when the correlation is there. */
  async prepared(direction: Direction): Promise<void> {
    await this.#correlationOf(direction).correlation;
  }

  async values(direction: Direction, items: Uint8Array, options: VoleOprfOptions): Promise<OprfValues> {
    const matching = { context: this.#context, direction, ...this.#watchOf(direction) };
    const { correlation, storeAfter } = this.#correlationOf(direction);
    // It serves once, and only this call holds it from here on.
    this.#prepared = undefined;
    return this.#receives(direction) ? receiveVoleOprf(matching, correlation as Promise<VoleReceiver>, items, { ...options, storeAfter }) : sendVoleOprf(matching, correlation as Promise<VoleSender>, items, options);
  }

  async exchange(direction: Direction, items: Uint8Array, { isLast = false, onOpening }: ExchangeOptions = {}): Promise<Comparison | undefined> {
    const watch = this.#watchOf(direction);
    const matching = { context: this.#context, direction, ...watch };
    const order = this.#receives(direction) ? undefined : drawOrder(matching);
    const { tags } = await this.values(direction, items, { usesItemsUp: isLast && isShared(items) });
    watch.tidy?.();
    if (order === undefined) return takeTags(matching, tags);
    onOpening?.();
    await deliverTags(matching, tags, await order);
    return undefined;
  }

  #watchOf({ senderCap, receiverCap }: Direction): Watch {
    return Math.max(senderCap, receiverCap) >= WORTH_TIDYING ? this.#watch : { ...this.#watch, tidy: undefined };
  }

  #receives({ receiver }: Direction): boolean {
    return receiver === this.#context.network.self;
  }

  #correlationOf(direction: Direction) {
    const { sender, receiver } = direction;
    if (this.#prepared?.direction.sender !== sender || this.#prepared.direction.receiver !== receiver) {
      let onColumns: () => void = () => undefined;
      const storeAfter = new Promise<void>((resolve) => {
        onColumns = resolve;
      });
      this.#prepared = { direction, storeAfter, correlation: this.#correlate(direction, onColumns) };
    }
    return this.#prepared;
  }

  async #correlate(direction: Direction, onColumns: () => void): Promise<VoleReceiver | VoleSender> {
    // The number separates the correlations of the two directions, and several of one: both parties make them in the same order.
    this.#made += 1;
    const purpose = `psi/${direction.sender}>${direction.receiver}/${this.#made}`;
    const length = voleLength(direction);
    const correlation = this.#receives(direction)
      ? await receiveVole(this.#context, this.#group, direction.sender, length, purpose, { offer: await this.#ahead.takeReceiving(), onColumns })
      : await sendVole(this.#context, this.#group, direction.receiver, length, purpose, await this.#ahead.takeSending());
    this.#watch.onProgress?.('preparing', 1, 1);
    return correlation;
  }
}
