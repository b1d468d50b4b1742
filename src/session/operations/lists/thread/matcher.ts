import type { GroupEngine } from '../../../../crypto/bulk/engine.js';
import type { VoleReceiver } from '../../../../crypto/vole/receiver.js';
import type { VoleSender } from '../../../../crypto/vole/sender.js';
import type { OprfValues } from '../../../protocol/matching/oprf-values.js';
import { receiveVoleOprf, sendVoleOprf, voleLength, type VoleOprfOptions } from '../../../protocol/matching/psi-vole.js';
import type { Run } from '../../../protocol/matching/run.js';
import { deliverTags, drawOrder, takeTags } from '../../../protocol/matching/tag-delivery.js';
import type { PairContext } from '../../../protocol/network.js';
import { receiveVole } from '../../../protocol/vole/receive.js';
import { sendVole } from '../../../protocol/vole/send.js';
import { isShared } from './messages.js';

/** One party's part of comparing large lists, run after run. All reject with DEVIATION, naming the other, where a message is not what is due. */
export interface BulkMatcher {
  /** Begins all of a run that no data goes into. The runs come one after the other, for both parties in the same order. */
  prepare(run: Run): void;
  /** The oblivious function at this party's own items, packed digests of 32 bytes. */
  values(run: Run, items: Uint8Array, options: { readonly withPayloadKeys: boolean }): Promise<OprfValues>;
  /**
   * Both stages, where tags are all that is delivered; `onOpening` is called before they leave. For the receiver, the comparison that is left to do: 1 for each of its items that the
   * sender has, too. It takes the longer the more there are, and so is for when the session is over. `isLast`: nobody needs the items any more.
   */
  exchange(run: Run, items: Uint8Array, options?: ExchangeOptions): Promise<Comparison | undefined>;
}

export interface ExchangeOptions {
  readonly isLast?: boolean;
  readonly onOpening?: (() => void) | undefined;
}

export type Comparison = () => Promise<Uint8Array>;

export type Progress = (step: string, done: number, total: number) => void;

export interface Watch {
  readonly onProgress?: Progress | undefined;
  /** Called where much memory has become of no more use. */
  readonly tidy?: (() => void) | undefined;
}

/** Does it in the thread that asks, in turns with all else. */
export class LocalMatcher implements BulkMatcher {
  readonly #context: PairContext;
  readonly #engine: GroupEngine;
  readonly #watch: Watch;
  #prepared: { readonly run: Run; readonly correlation: Promise<VoleReceiver | VoleSender> } | undefined;
  #made = 0;

  constructor(context: PairContext, engine: GroupEngine, watch: Watch = {}) {
    this.#context = context;
    this.#engine = engine;
    this.#watch = watch;
  }

  prepare(run: Run): void {
    void this.prepared(run).catch(() => undefined);
  }

  /** The same, and resolves when it is there. */
  async prepared(run: Run): Promise<void> {
    await this.#correlation(run);
  }

  async values(run: Run, items: Uint8Array, options: VoleOprfOptions): Promise<OprfValues> {
    const matching = { context: this.#context, run, ...this.#watch };
    const correlation = this.#correlation(run);
    // It is of one use, and nothing but this call holds it from here on.
    this.#prepared = undefined;
    return this.#receives(run) ? receiveVoleOprf(matching, correlation as Promise<VoleReceiver>, items, options) : sendVoleOprf(matching, correlation as Promise<VoleSender>, items, options);
  }

  async exchange(run: Run, items: Uint8Array, { isLast = false, onOpening }: ExchangeOptions = {}): Promise<Comparison | undefined> {
    const matching = { context: this.#context, run, ...this.#watch };
    const order = this.#receives(run) ? undefined : drawOrder(matching);
    const { tags } = await this.values(run, items, { usesItemsUp: isLast && isShared(items) });
    this.#watch.tidy?.();
    if (order === undefined) return takeTags(matching, tags);
    onOpening?.();
    await deliverTags(matching, tags, await order);
    return undefined;
  }

  #receives({ receiver }: Run): boolean {
    return receiver === this.#context.network.self;
  }

  #correlation(run: Run): Promise<VoleReceiver | VoleSender> {
    const { sender, receiver } = run;
    if (this.#prepared?.run.sender !== sender || this.#prepared.run.receiver !== receiver) this.#prepared = { run, correlation: this.#correlate(run) };
    return this.#prepared.correlation;
  }

  async #correlate(run: Run): Promise<VoleReceiver | VoleSender> {
    // Tells apart the correlations of the two directions, and several of one: both parties make them in the same order.
    this.#made += 1;
    const purpose = `psi/${run.sender}>${run.receiver}/${this.#made}`;
    const length = voleLength(run);
    const correlation = this.#receives(run)
      ? await receiveVole(this.#context, this.#engine, run.sender, length, purpose)
      : await sendVole(this.#context, this.#engine, run.receiver, length, purpose);
    this.#watch.onProgress?.('preparing', 1, 1);
    return correlation;
  }
}
