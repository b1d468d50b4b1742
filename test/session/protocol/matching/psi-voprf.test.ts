import { fc } from '../../../support/property.js';
import { describe, expect, it } from 'vitest';
import { MpcError } from '../../../../src/errors.js';
import { randomBytes } from '../../../../src/crypto/random.js';
import { SodiumGroup } from '../../../../src/crypto/batch/sodium-group.js';
import type { Matches } from '../../../../src/session/protocol/matching/deliver.js';
import { memoryNetwork, type MemorySession } from '../../../../src/testing/memory-network.js';
import { OwnParty, rows } from '../../../support/own-matching.js';
import { receiveVoprf, sendVoprf } from '../../../../src/session/protocol/matching/psi-voprf.js';
import { TAG_LENGTH } from '../../../../src/session/protocol/matching/oprf-values.js';
import type { Matching } from '../../../../src/session/protocol/matching/direction.js';
import { DeliveredTable, tableOf } from '../../../../src/session/protocol/matching/deliver.js';
import { digests, batch as group, DIRECTION, shapeOf } from './support.js';
import { deliver, type ListInput, matchLists, type WithPayload, takeDelivery } from './two-lists.js';

async function match(senders: readonly (string | number)[], receivers: readonly (string | number)[], direction: WithPayload = DIRECTION, given: { session?: MemorySession; texts?: Uint8Array[] } = {}): Promise<{ outcomes: (Matches | undefined)[]; session: MemorySession }> {
  const { session = memoryNetwork(2), texts } = given;
  const inputOf = (party: number): ListInput => (party === direction.sender ? { items: digests(senders), ...(texts && { texts }) } : { items: digests(receivers) });
  const outcomes = await Promise.all(session.parties.map(async (party, i) => matchLists(party, group, direction, inputOf(i))));
  return { outcomes, session };
}

function matchedBy(outcome: Matches | undefined, items: readonly (string | number)[]): (string | number)[] {
  return items.filter((_, i) => outcome?.matched[i] === 1);
}

describe('private matching', () => {
  it('tells the receiver which of its items the sender has, and the sender nothing', async () => {
    const [theirs, own] = [['a', 'b', 'c', 'd'], ['x', 'c', 'a']];
    const { outcomes } = await match(theirs, own);
    expect(matchedBy(outcomes[1], own)).toEqual(['c', 'a']);
    expect(own.map((_, i) => outcomes[1]?.payloadOf(i))).toEqual([undefined, undefined, undefined]);
    expect(outcomes[0]).toBeUndefined();
  });

  it('finds exactly the common items, for sets of every size', async () => {
    const set = (max: number) => fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: max });
    await fc.assert(
      fc.asyncProperty(set(DIRECTION.senderCap), set(DIRECTION.receiverCap), async (senders, receivers) => {
        const { outcomes } = await match(senders, receivers);
        expect(matchedBy(outcomes[1], receivers)).toEqual(receivers.filter((item) => senders.includes(item)));
      }),
      { numRuns: 25, examples: [[[], []], [[1], []], [[], [1]], [[1], [1]], [[1, 2, 3], [4, 5, 6]], [[1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 1]]] },
    );
  });

  it('in several messages, the last one short', async () => {
    const direction = { ...DIRECTION, senderCap: 1100, receiverCap: 1300 };
    const own = Array.from({ length: 1200 }, (_, i) => i);
    const theirs = Array.from({ length: 900 }, (_, i) => 3 * i);
    const { outcomes, session } = await match(theirs, own, direction);
    expect(matchedBy(outcomes[1], own)).toEqual(own.filter((item) => item % 3 === 0));
    expect(session.wire.filter(({ label }) => label.endsWith('points')).map(({ message }) => message.length)).toEqual([1024 * 32, 276 * 32]);
  });

  it('in the other direction, and in both in one session', async () => {
    const session = memoryNetwork(2);
    const there = await match(['a', 'b'], ['b', 'c'], DIRECTION, { session });
    const back = await match(['b', 'c'], ['a', 'b'], { sender: 1, receiver: 0, senderCap: 6, receiverCap: 8 }, { session });
    expect(matchedBy(there.outcomes[1], ['b', 'c'])).toEqual(['b']);
    expect(matchedBy(back.outcomes[0], ['a', 'b'])).toEqual(['b']);
    // Nothing of one direction serves in the other.
    const points = session.wire.filter(({ label }) => /points|answers|tags|key/.test(label)).flatMap(({ message }) => rows(message.subarray(0, message.length - (message.length % 16)), 16).map((row) => Buffer.from(row).toString('hex')));
    expect(new Set(points).size).toBe(points.length);
  });

  it('with payloads: the text of each match, and no other', async () => {
    const texts = ['first', '', 'exactly as long as may be', '\0\0'].map((text) => new TextEncoder().encode(text));
    const direction = { ...DIRECTION, payloadBytes: 25 };
    const own = ['d', 'y', 'c', 'b', 'a'];
    const { outcomes } = await match(['a', 'b', 'c', 'd'], own, direction, { texts });
    expect(matchedBy(outcomes[1], own)).toEqual(['d', 'c', 'b', 'a']);
    expect(own.map((_, i) => outcomes[1]?.payloadOf(i))).toEqual([texts[3], undefined, texts[2], texts[1], texts[0]]);
  });

  it('opens no payload before somebody asks for it: within the session that would take longer the more match', async () => {
    const { parties } = memoryNetwork(2);
    const direction = { ...DIRECTION, senderCap: 1 };
    const matchings = parties.map((context) => ({ context, group, direction }));
    const [sender, receiver] = await Promise.all([sendVoprf(matchings[0] as Matching, digests(['a']), { withPayloadKeys: true }), receiveVoprf(matchings[1] as Matching, digests(['a']), { withPayloadKeys: true })]);
    const table = tableOf(matchings[0] as Matching, sender, { texts: [Uint8Array.of(1)], maxBytes: 4 });
    const { matched, payloadOf } = new DeliveredTable(matchings[1] as Matching, table, 4).matchesOf(receiver);
    expect([matched, payloadOf(0)]).toEqual([Uint8Array.of(1), Uint8Array.of(1)]);
    // What it reads only now is altered: so it had not been read before.
    table.fill(0, TAG_LENGTH);
    expect(payloadOf(0)).toBeUndefined();
  });

  it('reports how far it is, by the agreed sizes', async () => {
    const seen: string[][] = [[], []];
    const { parties } = memoryNetwork(2);
    await Promise.all(parties.map(async (party, i) => matchLists(party, group, DIRECTION, { items: digests([i]) }, (step, done, total) => seen[i]?.push(`${step} ${done}/${total}`))));
    expect(seen).toEqual([
      ['evaluating 6/6', 'delivering 8/8'],
      ['blinding 6/6', 'unblinding 6/6', 'delivering 8/8'],
    ]);
  });

  it('refuses to begin with a list of its own that is too long, or has an item twice', async () => {
    for (const names of [[1, 1], [1, 2, 3, 4, 5, 6, 7]]) {
      const [north, south] = memoryNetwork(2).parties;
      if (north === undefined || south === undefined) throw new Error('no parties');
      await expect(receiveVoprf({ context: south, group, direction: DIRECTION }, digests(names))).rejects.toThrow(MpcError);
      await expect(sendVoprf({ context: north, group, direction: { ...DIRECTION, senderCap: 6 } }, digests(names))).rejects.toThrow(MpcError);
    }
  });

  it('ends at once, on both sides, with the reason that the session was stopped for', async () => {
    const { parties } = memoryNetwork(2);
    const controllers = parties.map(() => new AbortController());
    const groups = controllers.map(({ signal }) => new SodiumGroup({ threads: 0, signal }));
    const direction = { ...DIRECTION, senderCap: 200_000, receiverCap: 200_000 };
    const reason = new MpcError('INTERRUPTED', 'Interrupted.', '');
    const running = parties.map(async (party, i) => matchLists(party, groups[i] as SodiumGroup, direction, { items: digests([i]) }, () => controllers.forEach((controller) => controller.abort(reason))));
    for (const each of running) await expect(each).rejects.toBe(reason);
  });
});

describe('a second implementation, written from the documents', () => {
  it('comes to the same result as receiver, and as sender', async () => {
    const own = ['x', 'b', 'c'];
    for (const [north, south] of Array.from({ length: 2 }, () => memoryNetwork(2).parties)) {
      if (north === undefined || south === undefined) throw new Error('no parties');
      const matching = { context: north, group, direction: DIRECTION };
      const sending = sendVoprf(matching, digests(['a', 'b', 'c'])).then((values) => deliver(matching, values));
      expect(await new OwnParty(south, DIRECTION).receive(digests(own))).toEqual([false, true, true]);
      await sending;
    }
    const { parties } = memoryNetwork(2);
    const [north, south] = parties;
    if (north === undefined || south === undefined) throw new Error('no parties');
    const matching = { context: south, group, direction: DIRECTION };
    const receiving = receiveVoprf(matching, digests(own)).then(async (values) => takeDelivery(matching, values));
    await new OwnParty(north, DIRECTION).send(digests(['a', 'b', 'c']));
    expect(Array.from((await receiving).matched)).toEqual([0, 1, 1]);
  });
});

describe('what is on the wire', () => {
  it('has the same messages of the same sizes whatever the true sizes and the result', async () => {
    const direction = { ...DIRECTION, payloadBytes: 10 };
    const shapes = await Promise.all(
      [
        [[], []],
        [[1], [1]],
        [[1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4, 5, 6]],
        [[1, 2], [3, 4, 5, 6]],
      ].map(async ([senders = [], receivers = []]) => shapeOf((await match(senders, receivers, direction, { texts: senders.map((n) => randomBytes(n)) })).session.wire)),
    );
    expect(shapes[0]).toEqual(['0>1 match/0>1/answers 256', '0>1 match/0>1/key 32', '0>1 match/0>1/tags 624', '1>0 match/0>1/points 192']);
    for (const shape of shapes) expect(shape).toEqual(shapes[0]);
  });

  it('repeats nothing from run to direction, though session, keys and lists are the same', async () => {
    const sid = randomBytes(32);
    const secretKeys = [randomBytes(32), randomBytes(32)];
    const seen = new Set<string>();
    let count = 0;
    for (let i = 0; i < 5; i++) {
      const { session } = await match([1, 2, 3], [2, 3, 4], DIRECTION, { session: memoryNetwork(2, { sid, secretKeys }) });
      for (const { label, message } of session.wire) {
        if (!/points|answers|tags|key/.test(label)) continue;
        const width = label.endsWith('tags') ? 16 : 32;
        for (const row of rows(message, width)) {
          seen.add(Buffer.from(row).toString('hex'));
          count += 1;
        }
      }
    }
    expect(count).toBe(5 * (1 + 6 + 8 + 8));
    expect(seen.size).toBe(count);
  });
});
