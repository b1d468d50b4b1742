import { SodiumGroup } from '../../../../crypto/batch/sodium-group.js';
import { randomBytes } from '../../../../crypto/random.js';
import type { Network } from '../../../protocol/network.js';
import { LocalMatcher } from './matcher.js';

/** Items a side. Kernels take 4 096 at a time. */
const ITEMS = 4096;
const ITEM_BYTES = 32;
/** After so many comparisons nearly all code that a comparison runs is compiled. */
const TIMES = 2;

/**
 * Compares made-up lists with itself, by the same code as a real comparison and with secrets of its own, which nobody keeps. An engine that compiles while it runs
 * takes twice as long for its first comparison of 2^16 items as for its third. Rejects soon after the signal was aborted.
 */
export async function rehearse(signal: AbortSignal): Promise<void> {
  const group = new SodiumGroup({ threads: 0, signal });
  const direction = { sender: 0, receiver: 1, senderCap: ITEMS, receiverCap: ITEMS };
  for (let time = 0; time < TIMES; time++) {
    const sid = randomBytes(32);
    const sides = pairOfNetworks(signal).map((network) => new LocalMatcher({ network, sid, names: ['', ''] }, group));
    const ends = await Promise.all(sides.map(async (side) => side.exchange(direction, randomBytes(ITEM_BYTES * ITEMS))));
    await ends[1]?.();
  }
  await group.close();
}

/** The ends of a network in memory. */
function pairOfNetworks(signal: AbortSignal): readonly Network[] {
  const inboxes = [new Inbox(signal), new Inbox(signal)] as const;
  return inboxes.map((inbox, self) => ({
    self,
    count: inboxes.length,
    send: (_to, label, message) => (inboxes[1 - self] as Inbox).put(label, message),
    receive: async (_from, label) => inbox.take(label),
  }));
}

/** Messages of one party, in order under each label. */
class Inbox {
  readonly #signal: AbortSignal;
  readonly #messages = new Map<string, Uint8Array[]>();
  readonly #waiting = new Map<string, (message: Uint8Array) => void>();

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  put(label: string, message: Uint8Array): void {
    this.#signal.throwIfAborted();
    const waiter = this.#waiting.get(label);
    this.#waiting.delete(label);
    // A party may overwrite what it has received.
    if (waiter !== undefined) waiter(message.slice());
    else this.#messages.set(label, [...(this.#messages.get(label) ?? []), message.slice()]);
  }

  async take(label: string): Promise<Uint8Array> {
    this.#signal.throwIfAborted();
    return this.#messages.get(label)?.shift() ?? new Promise((resolve) => this.#waiting.set(label, resolve));
  }
}
