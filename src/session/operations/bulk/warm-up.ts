import type { GroupEngine } from '../../../crypto/bulk/engine.js';
import { randomBytes } from '../../../crypto/random.js';
import { ITEM_LENGTH } from '../../protocol/matching/run.js';
import { loopback } from '../../protocol/loopback.js';
import { LocalMatcher } from './matcher.js';

/** As few as bring V8 to compile the kernels well. */
const ITEMS = 4096;

/**
 * Both sides of a comparison of lists that nobody has, until it is done or stopped: it loads and compiles what the true one needs. It costs as much as
 * that one saves, at a time when nothing else can be done: while the file is read and the others are on their way.
 */
export class WarmUp {
  readonly #links = loopback();

  constructor(engine: GroupEngine) {
    const run = { sender: 0, receiver: 1, senderCap: ITEMS, receiverCap: ITEMS };
    const [sid, items] = [randomBytes(32), randomBytes(ITEM_LENGTH * ITEMS)];
    for (const network of this.#links) {
      void new LocalMatcher({ network, sid, names: ['', ''] }, engine).exchange(run, items).catch(() => this.stop());
    }
  }

  /** Ends both sides at their next message. */
  stop(): void {
    for (const network of this.#links) network.close();
  }
}
