import { fc } from '../../../support/property.js';
import { describe, expect, it } from 'vitest';
import { encodeScalar } from '../../../../src/crypto/scalar.js';
import { invertScalars } from '../../../../src/crypto/batch/scalars.js';
import type { Direction } from '../../../../src/session/protocol/matching/direction.js';
import { memoryNetwork, type MemorySession } from '../../../../src/testing/memory-network.js';
import { countPoints, countTag, group, OwnParty, rows } from '../../../support/own-matching.js';
import { digests, batch, evenness, DIRECTION, shapeOf } from './support.js';
import { countLists, sendCount } from './two-lists.js';

async function count(senders: readonly (string | number)[], receivers: readonly (string | number)[], { direction = DIRECTION, session = memoryNetwork(2) }: { direction?: Direction; session?: MemorySession } = {}) {
  const counts = await Promise.all(session.parties.map(async (party, i) => countLists(party, batch, direction, digests(i === direction.sender ? senders : receivers))));
  return { session, counts };
}

describe('counting matches', () => {
  it('tells the receiver how many there are, exactly, for sets of every size', async () => {
    const set = (max: number) => fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: max });
    await fc.assert(
      fc.asyncProperty(set(DIRECTION.senderCap), set(DIRECTION.receiverCap), async (senders, receivers) => {
        expect((await count(senders, receivers)).counts).toEqual([undefined, receivers.filter((item) => senders.includes(item)).length]);
      }),
      { numRuns: 25, examples: [[[], []], [[1], []], [[], [1]], [[1], [1]], [[1, 2], [3, 4]], [[1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 1]]] },
    );
  });

  it('in several messages, in the other direction', async () => {
    const own = Array.from({ length: 1100 }, (_, i) => i);
    const direction = { sender: 1, receiver: 0, senderCap: 600, receiverCap: 1100 };
    expect((await count(Array.from({ length: 500 }, (_, i) => 3 * i), own, { direction })).counts).toEqual([367, undefined]);
  });

  it('sends the same messages of the same sizes whatever the true sizes and the result', async () => {
    const shapes = await Promise.all([count([], []), count([1], [1]), count([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4, 5, 6])].map(async (each) => shapeOf((await each).session.wire)));
    for (const shape of shapes) expect(shape).toEqual(shapes[0]);
  });

  it('repeats nothing from run to run', async () => {
    const { sid } = memoryNetwork(2).parties[0] ?? {};
    const seen = new Set<string>();
    for (let i = 0; i < 4; i++) {
      const { session } = await count([1, 2], [2, 3], { session: memoryNetwork(2, sid === undefined ? {} : { sid }) });
      for (const { label, message } of session.wire) if (/points|answers|tags/.test(label)) for (const row of rows(message, 16)) seen.add(Buffer.from(row).toString('hex'));
    }
    expect(seen.size).toBe(4 * (6 * 2 + 6 * 2 + 8));
  });
});

describe('what a receiver could single out', () => {
  const direction = { ...DIRECTION, senderCap: 4, receiverCap: 4 };

  /** One run with a receiver that knows which point it asks for first: where its answer came, and where the sender's only item stands among the tags. */
  async function placesOfOne(): Promise<{ answer: number; tag: number }> {
    const [north, south] = memoryNetwork(2).parties;
    if (north === undefined || south === undefined) throw new Error('no parties');
    const sending = sendCount({ context: north, group: batch, direction }, digests(['y']));
    const y = await countPoints(south.sid, direction, digests(['y']));
    const asked = Buffer.concat([y, ...[2n, 3n, 4n].map((n) => encodeScalar(n))]);
    const others = await group.scaleBase(asked.subarray(32));
    const { answers, tags } = await new OwnParty(south, direction).askCount(Buffer.concat([y, others]));
    await sending;
    const expected = rows(answers, 32).map((answer) => countTag(south.sid, direction, answer).toString('hex'));
    const delivered = rows(tags, 16).map((tag) => Buffer.from(tag).toString('hex'));
    const answer = expected.findIndex((tag) => delivered.includes(tag));
    return { answer, tag: delivered.indexOf(expected[answer] ?? '') };
  }

  it('stands anywhere, equally often: answers and tags are both shuffled', async () => {
    const answers = [0, 0, 0, 0];
    const tags = [0, 0, 0, 0];
    for (let i = 0; i < 240; i++) {
      const { answer, tag } = await placesOfOne();
      answers[answer] = (answers[answer] ?? 0) + 1;
      tags[tag] = (tags[tag] ?? 0) + 1;
    }
    for (const counts of [answers, tags]) {
      expect(counts).toHaveLength(4);
      const { statistic, limit } = evenness(counts);
      expect(statistic).toBeLessThan(limit);
    }
  });

  it('is what the documents say that it is: one that blinds each item by another number finds out which matched', async () => {
    const [north, south] = memoryNetwork(2).parties;
    if (north === undefined || south === undefined) throw new Error('no parties');
    const sending = sendCount({ context: north, group: batch, direction }, digests(['b', 'd']));
    const blinds = Buffer.concat([2n, 3n, 4n, 5n].map((n) => encodeScalar(n)));
    const { answers, tags } = await new OwnParty(south, direction).askCount(await group.scaleEach(blinds, await countPoints(south.sid, direction, digests(['a', 'b', 'c', 'd']))));
    await sending;
    const delivered = rows(tags, 16).map((tag) => Buffer.from(tag).toString('hex'));
    const found = await Promise.all(
      rows(invertScalars(blinds), 32).map(async (inverse) => rows(await group.scale(inverse, answers), 32).some((point) => delivered.includes(countTag(south.sid, direction, point).toString('hex')))),
    );
    expect(found).toEqual([false, true, false, true]);
  });
});
