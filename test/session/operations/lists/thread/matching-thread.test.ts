import { Worker } from 'node:worker_threads';
import { describe, expect, it, vi } from 'vitest';
import { broadcast } from '../../../../../src/session/protocol/broadcast.js';
import { voleSteps } from '../../../../../src/session/protocol/vole/binding.js';
import { memoryNetwork, type Sent, type MemoryParty } from '../../../../../src/testing/memory-network.js';
import { rows } from '../../../../support/own-matching.js';
import { deviationOf, outcomes } from '../../../protocol/outcomes.js';
import { BACK, listOf, marks, matcherOf, DIRECTION, threadOf, twoParties, type Kind } from './support.js';

/** Of the first direction. */
const VOLE_STEPS = voleSteps('psi/0>1/1');

const NORTH = [0, 300] as const;
const SOUTH = [250, 420] as const;
const PAIRS: readonly (readonly [Kind, Kind])[] = [
  ['thread', 'thread'],
  ['thread', 'local'],
  ['local', 'thread'],
  ['local', 'local'],
];

/** Each is played once: several checks look at it. */
const played = new Map<string, ReturnType<typeof play>>();

async function bothWays(kinds: readonly [Kind, Kind], isShared = false): ReturnType<typeof play> {
  const key = `${kinds.join()} ${String(isShared)}`;
  const game = played.get(key) ?? play(kinds, isShared);
  played.set(key, game);
  return game;
}

/** Both parties compare their lists in both directions, South's first; what each learns, and what its list is afterwards. */
async function play(kinds: readonly [Kind, Kind], isShared: boolean) {
  const { parties, wire } = twoParties();
  const lists = [listOf(...NORTH, isShared), listOf(...SOUTH, isShared)] as const;
  const opened: [string, string[]][] = [];
  const learnt = await Promise.all(
    parties.map(async (party, self) => {
      const matcher = matcherOf(kinds[self] as Kind, party);
      const own = lists[self] as Uint8Array;
      matcher.prepare(DIRECTION);
      const onOpening = (direction: string) => () => opened.push([`${self} in ${direction}`, wire.filter(({ from }) => from === self).map(({ label }) => label)]);
      const first = await matcher.exchange(DIRECTION, own, { onOpening: onOpening('0>1') });
      const between = own.slice();
      const second = await matcher.exchange(BACK, own, { isLast: true, onOpening: onOpening('1>0') });
      const compare = first ?? second;
      expect([first, second]).toContain(undefined);
      return { matched: [...((await compare?.()) ?? [])], between, after: own.slice() };
    }),
  );
  return { learnt, wire, opened, lists };
}

const sentBy = (wire: readonly Sent[], party: number) => wire.filter(({ from }) => from === party).map(({ label, message }) => `${label} ${message.length}`);

describe('a matching in a thread', () => {
  it.each(PAIRS)('(%s, %s) tells both owners what they have in common', async (...kinds) => {
    for (const isShared of [false, true]) {
      const { learnt } = await bothWays(kinds, isShared);
      expect(learnt.map(({ matched }) => matched)).toEqual([marks(NORTH, SOUTH), marks(SOUTH, NORTH)]);
    }
  });

  it.each(PAIRS)('(%s, %s) writes over a list in shared memory with the last comparison, and over no other', async (...kinds) => {
    const plain = [listOf(...NORTH), listOf(...SOUTH)];
    for (const isShared of [true, false]) {
      const { learnt } = await bothWays(kinds, isShared);
      expect(learnt.map(({ between }) => between)).toEqual(plain);
      if (isShared) for (const [self, { after }] of learnt.entries()) expect(after).not.toEqual(plain[self]);
      else expect(learnt.map(({ after }) => after)).toEqual(plain);
    }
  });

  it('sends the same messages as without one: labels, lengths and order', async () => {
    const wires = await Promise.all(PAIRS.map(async (kinds) => (await bothWays(kinds)).wire));
    const [first] = wires.map((wire) => [sentBy(wire, 0), sentBy(wire, 1)]);
    expect(first?.[0]).toContain('match/0>1/tags 9600');
    expect(first?.[1]).toContain('match/1>0/tags 9600');
    for (const wire of wires) expect([sentBy(wire, 0), sentBy(wire, 1)]).toEqual(first);
  });

  it.each(PAIRS)('(%s, %s) says that what it gives is about to leave before a tag does, once a direction, and the sender alone', async (...kinds) => {
    const { opened, wire } = await bothWays(kinds);
    expect(opened.map(([who]) => who)).toEqual(['0 in 0>1', '1 in 1>0']);
    for (const [who, sentBefore] of opened) {
      expect(sentBefore).toContain(`match/${who.slice(-3)}/seed-open`);
      expect(sentBefore).not.toContain(`match/${who.slice(-3)}/tags`);
    }
    expect(wire.filter(({ label }) => label.endsWith('/tags'))).toHaveLength(2);
  });

  it.each(PAIRS)('(%s, %s) gives both the function’s values, with payload keys', async (...kinds) => {
    const { parties } = twoParties();
    const lists = [listOf(...NORTH, true), listOf(...SOUTH)] as const;
    const values = await Promise.all(
      parties.map(async (party, self) => {
        const matcher = matcherOf(kinds[self] as Kind, party);
        const there = await matcher.values(DIRECTION, lists[self] as Uint8Array, { withPayloadKeys: true });
        const back = await matcher.values(BACK, lists[self] as Uint8Array, { withPayloadKeys: false });
        expect(back.payloadKeys).toHaveLength(0);
        return { ...there, back: back.tags };
      }),
    );
    const [north, south] = values.map(({ tags, payloadKeys, back }) => ({ tags: rows(tags, 16), keys: rows(payloadKeys, 32), back: rows(back, 16) }));
    for (const [of, count] of [[north, 300], [south, 170]] as const) expect([of?.tags.length, of?.keys.length, of?.back.length]).toEqual([count, count, count]);
    for (const what of ['tags', 'keys', 'back'] as const) {
      expect(south?.[what].slice(0, 50)).toEqual(north?.[what].slice(250));
      expect(new Set([...(north?.[what] ?? []), ...(south?.[what] ?? [])].map((row) => Buffer.from(row).toString('hex'))).size).toBe(420);
    }
    expect(rows(lists[0], 32)).toEqual(rows(listOf(...NORTH), 32));
  });

  it('takes part of a larger piece of memory for what it is, and is sent no more', async () => {
    const posted = vi.spyOn(Worker.prototype, 'postMessage');
    const { parties } = twoParties();
    const all = listOf(0, 500);
    const [north, south] = [threadOf(), threadOf()];
    for (const [i, thread] of [north, south].entries()) thread.join(parties[i] as MemoryParty);
    const [, compare] = await Promise.all([north.exchange(DIRECTION, all.subarray(32 * 100, 32 * 200)), south.exchange(DIRECTION, all.subarray(32 * 150, 32 * 300))]);
    expect([...((await compare?.()) ?? [])]).toEqual(marks([150, 300], [100, 200]));
    expect(all).toEqual(listOf(0, 500));
    const lists = posted.mock.calls.flatMap(([message]) => ('items' in (message as object) ? [(message as { items: Uint8Array }).items] : []));
    expect(lists.map(({ buffer }) => buffer.byteLength)).toEqual([32 * 100, 32 * 150]);
    posted.mockRestore();
  });

  it('tells how far it is, in the steps of the protocol, to the end', async () => {
    const { parties } = twoParties();
    const steps: [string, number, number][][] = [[], []];
    await Promise.all(
      parties.map(async (party, self) => {
        const thread = threadOf();
        thread.join(party, { onProgress: (...step) => steps[self]?.push(step) });
        await (await thread.exchange(DIRECTION, listOf(0, 5)))?.();
      }),
    );
    expect(steps[0]?.map(([step]) => step)).toEqual(['preparing', 'evaluating', 'delivering']);
    expect(steps[1]?.map(([step]) => step)).toEqual(['preparing', 'delivering']);
    for (const [, done, total] of steps.flat()) expect(done).toBe(total);
  });

  it('says when it is ready, before anything is asked of it', async () => {
    const thread = threadOf();
    thread.expect('sender');
    await expect(thread.ready).resolves.toBeUndefined();
  });

  it('refuses two comparisons at once', async () => {
    const { parties } = twoParties();
    const thread = threadOf();
    thread.join(parties[0]);
    const both = outcomes([thread.exchange(DIRECTION, listOf(0, 5)), thread.exchange(BACK, listOf(0, 5)).finally(() => void thread.close())]);
    for (const end of await both) expect(end).toMatchObject({ code: 'BUG' });
    expect((await both).map((end) => (end as Error).message)).toEqual([expect.stringContaining('closed'), expect.stringContaining('two matchings at once')]);
  });
});

describe('the correlation of a matching, prepared in its thread', () => {
  /** North begins with it, South with a broadcast; then each does the other thing. */
  async function interleaved(parties: readonly [MemoryParty, MemoryParty], wire: readonly Sent[]) {
    const step = 'psi/commit';
    const matchers = parties.map((party) => matcherOf('thread', party));
    const [north, south] = matchers;
    north?.prepare(DIRECTION);
    // Its request is on the channel, and its wait for the reply, when both begin to broadcast.
    while (!wire.some(({ label }) => label === VOLE_STEPS.request)) await new Promise((resolve) => setImmediate(resolve));
    const all = await Promise.all(parties.map(async (party, self) => broadcast(party, step, Uint8Array.of(self), 1)));
    expect(wire.map(({ label }) => label)).not.toContain(VOLE_STEPS.reply);
    south?.prepare(DIRECTION);
    const [, compare] = await Promise.all([north?.exchange(DIRECTION, listOf(0, 5)), south?.exchange(DIRECTION, listOf(3, 9))]);
    return { all, matched: [...((await compare?.()) ?? [])] };
  }

  it('may go beside a broadcast on the same channel', async () => {
    const { parties, wire } = twoParties();
    const { all, matched } = await interleaved(parties, wire);
    expect(all).toEqual([[Uint8Array.of(0), Uint8Array.of(1)], [Uint8Array.of(0), Uint8Array.of(1)]]);
    expect(matched).toEqual([1, 1, 0, 0, 0, 0]);
  });

  it('may not where the channel has no lane for it', async () => {
    const { parties, wire } = memoryNetwork(2);
    const [end] = await outcomes([interleaved(parties as [MemoryParty, MemoryParty], wire)]);
    expect(end).toBeInstanceOf(Error);
    if (!/two receives at once/.test((end as Error).message)) expect(deviationOf(end).party).toMatch(/North|South/);
  });
});
