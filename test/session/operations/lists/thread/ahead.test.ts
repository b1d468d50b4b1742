import { describe, expect, it } from 'vitest';
import type { BatchGroup } from '../../../../../src/crypto/batch/group.js';
import { nextTurn } from '../../../../../src/crypto/primitives/turn.js';
import { voleSteps } from '../../../../../src/session/protocol/vole/binding.js';
import { Ahead, type Role } from '../../../../../src/session/operations/lists/thread/ahead.js';
import { LocalMatcher } from '../../../../../src/session/operations/lists/thread/matcher.js';
import { rehearse } from '../../../../../src/session/operations/lists/thread/rehearsal.js';
import { batch } from '../../../protocol/matching/support.js';
import { DIRECTION, listOf, marks, threadOf, twoParties } from './support.js';

/** A group that counts multiplications of the base point. */
function counting(): { group: BatchGroup; scaled: () => number } {
  let scaled = 0;
  const scaleBase = async (scalars: Uint8Array) => {
    scaled += scalars.length / 32;
    return batch.scaleBase(scalars);
  };
  const group = new Proxy(batch, { get: (target, name: keyof BatchGroup) => (name === 'scaleBase' ? scaleBase : target[name].bind(target)) });
  return { group, scaled: () => scaled };
}

/** Elements of 32 bytes, in hexadecimal. */
const elementsOf = (message: Uint8Array) => Array.from({ length: message.length / 32 }, (_, i) => Buffer.from(message.subarray(32 * i, 32 * (i + 1))).toString('hex'));

describe('what a party computes before there is a session', () => {
  it.each<[Role, number]>([
    ['sender', 128],
    ['receiver', 256],
  ])('serves the first correlation of a %s, and no other', async (role, each) => {
    const { parties, wire } = twoParties();
    const { group, scaled } = counting();
    const ahead = new Ahead();
    await ahead.expect(role, group);
    expect(scaled()).toBe(each);
    const self = role === 'sender' ? 0 : 1;
    const matchers = parties.map((party, i) => (i === self ? new LocalMatcher(party, group, {}, ahead) : new LocalMatcher(party, batch)));
    for (const after of [each, 2 * each]) {
      const ends = await Promise.all(matchers.map(async (matcher, i) => matcher.exchange(DIRECTION, i === 0 ? listOf(0, 300) : listOf(250, 420))));
      expect([...((await ends[1]?.()) ?? [])]).toEqual(marks([250, 420], [0, 300]));
      expect(scaled()).toBe(after);
    }
    const messages = ['psi/0>1/1', 'psi/0>1/2'].map((purpose) => wire.find(({ label }) => label === voleSteps(purpose)[role === 'sender' ? 'request' : 'reply'])?.message ?? new Uint8Array(0));
    const elements = messages.flatMap(elementsOf);
    expect([elements.length, new Set(elements).size]).toEqual([512, 512]);
  });
});

describe('a rehearsal', () => {
  it('ends by itself', async () => {
    await expect(rehearse(new AbortController().signal)).resolves.toBeUndefined();
  });

  it('is stopped at any point', async () => {
    for (const turns of [0, 1, 5, 20]) {
      const stopping = new AbortController();
      const reason = new Error('enough');
      const rehearsing = rehearse(stopping.signal);
      rehearsing.catch(() => undefined);
      for (let turn = 0; turn < turns; turn++) await nextTurn();
      stopping.abort(reason);
      await expect(rehearsing).rejects.toBe(reason);
    }
  });

  it('is over when the thread says that it is ready, and work that comes in its middle is done all the same', async () => {
    const { parties } = twoParties();
    const [sender, receiver] = parties.map((party) => {
      const thread = threadOf();
      thread.expect(party.network.self === 0 ? 'sender' : 'receiver');
      return thread;
    });
    await sender?.ready;
    sender?.join(parties[0]);
    receiver?.join(parties[1]);
    const [, compare] = await Promise.all([sender?.exchange(DIRECTION, listOf(0, 5)), receiver?.exchange(DIRECTION, listOf(3, 9))]);
    expect([...((await compare?.()) ?? [])]).toEqual([1, 1, 0, 0, 0, 0]);
  });
});
