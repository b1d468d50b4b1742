import type { BatchGroup } from '../../../../crypto/batch/group.js';
import type { BaseOffer, BaseRequestStart } from '../../../../crypto/ot/base-ot.js';
import { startReceiving } from '../../../protocol/vole/receive.js';
import { startSending } from '../../../protocol/vole/send.js';

export type Role = 'sender' | 'receiver';

/** What a party of a correlation computes before there is a session, in its role. It serves the first correlation in that role, and no other. */
export class Ahead {
  #sending: Promise<BaseRequestStart> | undefined;
  #receiving: Promise<BaseOffer> | undefined;

  /** Resolves when it is there. */
  async expect(role: Role, group: BatchGroup): Promise<void> {
    await (role === 'sender' ? (this.#sending ??= startSending(group)) : (this.#receiving ??= startReceiving(group)));
  }

  takeSending(): Promise<BaseRequestStart> | undefined {
    const taken = this.#sending;
    this.#sending = undefined;
    return taken;
  }

  takeReceiving(): Promise<BaseOffer> | undefined {
    const taken = this.#receiving;
    this.#receiving = undefined;
    return taken;
  }
}
