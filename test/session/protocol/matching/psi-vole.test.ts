import { describe, expect, it } from 'vitest';
import { equalBytes } from '../../../../src/crypto/bytes.js';
import { randomBytes } from '../../../../src/crypto/random.js';
import { tableOf } from '../../../../src/session/protocol/matching/deliver.js';
import { receiveVoleOprf, sendVoleOprf, voleLength, type VoleSender } from '../../../../src/session/protocol/matching/psi-vole.js';
import { countWork } from '../../../support/count-work.js';
import { dealVole } from '../../../support/ideal-vole.js';
import { memoryNetwork, type MemoryParty } from '../../../../src/testing/memory-network.js';
import { outcomes } from '../outcomes.js';
import { at, hexes, list, match, plainValues, RECEIVER, runOf, SENDER, sentAs } from './vole-support.js';

describe('matching of large lists', () => {
  it.each([
    [0, 0],
    [0, 5],
    [5, 0],
    [1, 1],
    [100, 30],
    [300, 1000],
  ])('tells the receiver of %i which of its items the sender of %i has', async (mine, theirs) => {
    const { matched } = await match(list(20, 20 + mine), list(0, theirs), { senderCap: 1000, receiverCap: 300 });
    expect([...matched]).toEqual(Array.from({ length: mine }, (_, i) => (20 + i < theirs ? 1 : 0)));
  });

  it('does so where lists stand in several bins and go in several messages', async () => {
    const { matched, session } = await match(list(10_000, 60_000), list(0, 12_000), { senderCap: 70_000, receiverCap: 50_000 });
    expect(matched.reduce((sum, each) => sum + each, 0)).toBe(2000);
    expect(matched.subarray(0, 2000).every((each) => each === 1)).toBe(true);
    expect(session.wire.filter(({ label }) => label.endsWith('/store')).length).toBe(2);
    expect(session.wire.filter(({ label }) => label.endsWith('/tags')).length).toBe(2);
  });

  it('evaluates the function of the document, on both sides', async () => {
    const outcome = await match(list(0, 20), list(10, 30), { senderCap: 25, receiverCap: 25 }, { withPayloadKeys: true });
    const [own, theirs] = [plainValues(outcome, list(0, 20)), plainValues(outcome, list(10, 30))];
    expect(outcome.tags).toEqual(own.tags);
    expect(outcome.sent).toEqual(theirs.tags);
    expect(outcome.keys).toEqual(own.keys);
    expect(outcome.sentKeys).toEqual(theirs.keys);
    expect(outcome.keys.subarray(320)).toEqual(outcome.sentKeys.subarray(0, 320));
  });

  it('sends as much for every true size, and nothing twice in two sessions', async () => {
    const sizes = async (mine: number, theirs: number) => (await match(list(0, mine), list(0, theirs), { senderCap: 200, receiverCap: 200 })).session.wire;
    const [few, many] = [await sizes(1, 0), await sizes(200, 200)];
    expect(few.map(({ label, message }) => [label, message.length])).toEqual(many.map(({ label, message }) => [label, message.length]));
    for (const [i, { message }] of few.entries()) expect(equalBytes(message, many[i]?.message ?? message)).toBe(false);
  });

  it('gives an item another tag in another session, and in the other direction', async () => {
    const first = await match(list(0, 1), list(0, 1), { senderCap: 1, receiverCap: 1 });
    const second = await match(list(0, 1), list(0, 1), { senderCap: 1, receiverCap: 1 });
    expect(equalBytes(first.tags, first.sent)).toBe(true);
    expect(equalBytes(first.tags, second.tags)).toBe(false);
  });

  it('delivers tags in an order that says nothing of the list’s', async () => {
    const { sent, session } = await match(list(0, 1), list(0, 500), { senderCap: 500, receiverCap: 1 });
    const delivered = sentAs(session, 'tags');
    expect(hexes(delivered)).not.toEqual(hexes(sent));
    expect(hexes(delivered).sort()).toEqual(hexes(sent).sort());
  });
});

describe('work in matching of large lists', () => {
  const caps = { senderCap: 3000, receiverCap: 500 };

  it.each([false, true])('is the same for every true size: hashes and randomness, with payloads: %s', async (withPayloadKeys) => {
    const direction = runOf(caps);
    const maxBytes = 20;
    /** Both sides of it, the sender's as far as its table. */
    const workFor = async (mine: number, theirs: number) => {
      const session = memoryNetwork(2);
      const vole = dealVole(voleLength(direction));
      const texts = Array.from({ length: theirs }, () => randomBytes(maxBytes));
      const [own, other] = [list(0, mine), list(mine, mine + theirs)];
      const [sender, receiver] = [at(session, SENDER), at(session, RECEIVER)].map((context) => ({ context, direction }));
      if (sender === undefined || receiver === undefined) throw new Error('no parties');
      return countWork(async () => {
        const [values] = await Promise.all([sendVoleOprf(sender, vole.sender, other, { withPayloadKeys }), receiveVoleOprf(receiver, vole.receiver, own, { withPayloadKeys })]);
        if (withPayloadKeys) tableOf(sender, values, { texts, maxBytes });
      });
    };
    const full = await workFor(caps.receiverCap, caps.senderCap);
    const each = caps.receiverCap + caps.senderCap;
    expect(full).toMatchObject({ digests: withPayloadKeys ? 2 * each : each, tags: each });
    // Each encrypted text takes some.
    if (withPayloadKeys) expect(full['createHmac']).toBeGreaterThanOrEqual(caps.senderCap);
    for (const [mine, theirs] of [[0, 0], [1, 1], [0, caps.senderCap], [caps.receiverCap, 0], [499, 2999]] as const) expect(await workFor(mine, theirs)).toEqual(full);
  });
});

describe('a sender’s correlation', () => {
  const direction = runOf({ senderCap: 3, receiverCap: 3 });
  const erased = { delta: new Uint8Array(16), B: new Uint8Array(16 * voleLength(direction)) };

  it('is erased at the end', async () => {
    const { vole } = await match(list(0, 3), list(0, 3), direction);
    expect(vole.sender).toEqual(erased);
  });

  it.each<[string, (receiver: MemoryParty) => void]>([
    ['leaves', () => undefined],
    ['leaves after its seed', ({ network }) => network.send(SENDER, 'match/1>0/seed', randomBytes(48))],
    ['deviates', ({ network }) => network.send(SENDER, 'match/1>0/seed', randomBytes(47))],
  ])('is erased when the receiver %s', async (_, act) => {
    const session = memoryNetwork(2);
    const { sender } = dealVole(voleLength(direction));
    const sending = outcomes([sendVoleOprf({ context: at(session, SENDER), direction }, sender, list(0, 3))]);
    act(at(session, RECEIVER));
    at(session, RECEIVER).network.leave();
    expect((await sending)[0]).toBeInstanceOf(Error);
    expect(sender).toEqual(erased);
  });

  it('is erased when the list is refused, also where it comes only then, and when it is of another length', async () => {
    const matching = { context: at(memoryNetwork(2), SENDER), direction };
    const { sender } = dealVole(voleLength(direction));
    let come: (vole: VoleSender) => void = () => undefined;
    const coming = new Promise<VoleSender>((resolve) => (come = resolve));
    await expect(sendVoleOprf(matching, coming, list(0, 4))).rejects.toThrow('longer than agreed');
    come(sender);
    await coming;
    expect(sender).toEqual(erased);
    const other = dealVole(voleLength(direction) + 1).sender;
    await expect(sendVoleOprf(matching, other, list(0, 3))).rejects.toThrow('another length');
    expect(other).toEqual({ delta: erased.delta, B: new Uint8Array(16 * voleLength(direction) + 16) });
  });
});
