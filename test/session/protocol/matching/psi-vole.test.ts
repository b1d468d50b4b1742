import { blake3 } from '@noble/hashes/blake3.js';
import { describe, expect, it } from 'vitest';
import { concat, equalBytes, u32be, utf8 } from '../../../../src/crypto/bytes.js';
import { commit } from '../../../../src/crypto/commitment.js';
import { hashParts } from '../../../../src/crypto/hash.js';
import { okvsParameters } from '../../../../src/crypto/okvs/parameters.js';
import { decodeReference } from '../../../../src/crypto/okvs/reference.js';
import { elementAt, encodeElement, multiplyElements } from '../../../../src/crypto/ot/element.js';
import { randomBytes } from '../../../../src/crypto/random.js';
import { receiveVoleOprf, sendVoleOprf, voleLength } from '../../../../src/session/protocol/matching/psi-vole.js';
import { deliverTags, drawOrder, takeTags } from '../../../../src/session/protocol/matching/tag-delivery.js';
import { dealVole } from '../../../support/ideal-vole.js';
import { memorySession, type TestParty, type TestSession } from '../../../support/memory-network.js';
import { deviationOf, failureOf, outcomes } from '../outcomes.js';

const SENDER = 1;
const RECEIVER = 0;

function item(i: number): Uint8Array {
  return hashParts('item of a test', u32be(i));
}

function list(from: number, to: number): Uint8Array {
  return concat(...Array.from({ length: to - from }, (_, i) => item(from + i)));
}

function at(session: TestSession, place: number): TestParty {
  const party = session.parties[place];
  if (party === undefined) throw new Error('no such party');
  return party;
}

function runOf(caps: { senderCap: number; receiverCap: number }) {
  return { sender: SENDER, receiver: RECEIVER, ...caps };
}

/** The whole of it: what the receiver learns, and both parties' values of the function. */
async function match(own: Uint8Array, theirs: Uint8Array, caps: { senderCap: number; receiverCap: number }, session = memorySession(2)) {
  const run = runOf(caps);
  const vole = dealVole(voleLength(run));
  const delta = vole.sender.delta.slice();
  const receive = async () => {
    const matching = { context: at(session, RECEIVER), run };
    const { tags } = await receiveVoleOprf(matching, vole.receiver, own);
    return { tags, matched: await (await takeTags(matching, tags))() };
  };
  const send = async () => {
    const matching = { context: at(session, SENDER), run };
    const { tags } = await sendVoleOprf(matching, vole.sender, theirs);
    await deliverTags(matching, tags, await drawOrder(matching));
    return tags;
  };
  const [received, sent] = await Promise.all([receive(), send()]);
  return { ...received, sent, vole, delta, run, session };
}

/** F by the book: from what the sender has and what was sent, with noble and whole numbers. */
function plainTags({ session, vole, delta, run }: Awaited<ReturnType<typeof match>>, items: Uint8Array): Uint8Array {
  const { sid } = at(session, SENDER);
  const sentAs = (step: string) => session.wire.filter(({ label }) => label === `match/1>0/${step}`).map(({ message }) => message);
  const header = concat(...sentAs('seed'));
  const difference = concat(...sentAs('store'));
  const opening = concat(...sentAs('seed-open'));
  const keys = concat(...Array.from({ length: difference.length / 16 }, (_, i) => encodeElement(elementAt(vole.sender.B, i) ^ multiplyElements(elementAt(delta, 0), elementAt(difference, i)))));
  const bound = (purpose: string) => concat(...[utf8(purpose), sid, u32be(SENDER), u32be(RECEIVER)].map((part) => concat(u32be(part.length), part)));
  const itemKey = hashParts('mpc match vole item v1', bound('item'));
  const tagKey = hashParts('mpc match vole tag v1', bound('tag'));
  const tags = Array.from({ length: items.length / 32 }, (_, i) => {
    const digest = blake3(items.subarray(32 * i, 32 * i + 32), { key: itemKey });
    const decoded = elementAt(decodeReference(okvsParameters(run.receiverCap), header.subarray(0, 32), keys, digest), 0);
    const w = elementAt(header.subarray(32), 0) ^ elementAt(opening.subarray(32), 0);
    const value = decoded ^ multiplyElements(elementAt(delta, 0), elementAt(digest, 0)) ^ w;
    return blake3(concat(encodeElement(value), digest), { key: tagKey }).subarray(0, 16);
  });
  return concat(...tags);
}

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
    const outcome = await match(list(0, 20), list(10, 30), { senderCap: 25, receiverCap: 25 });
    expect(equalBytes(outcome.tags, plainTags(outcome, list(0, 20)))).toBe(true);
    expect(equalBytes(outcome.sent, plainTags(outcome, list(10, 30)))).toBe(true);
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

  it('leaves the sender’s Δ nowhere', async () => {
    const { vole } = await match(list(0, 3), list(0, 3), { senderCap: 3, receiverCap: 3 });
    expect(vole.sender.delta).toEqual(new Uint8Array(16));
  });

  it('delivers tags in an order that says nothing of the list’s', async () => {
    const { sent, session } = await match(list(0, 1), list(0, 500), { senderCap: 500, receiverCap: 1 });
    const delivered = concat(...session.wire.filter(({ label }) => label.endsWith('/tags')).map(({ message }) => message));
    const hexes = (bytes: Uint8Array) => Array.from({ length: bytes.length / 16 }, (_, i) => Buffer.from(bytes.subarray(16 * i, 16 * i + 16)).toString('hex'));
    expect(hexes(delivered)).not.toEqual(hexes(sent));
    expect(hexes(delivered).sort()).toEqual(hexes(sent).sort());
  });
});

describe('a sender that cheats in matching of large lists', () => {
  const run = runOf({ senderCap: 10, receiverCap: 10 });

  async function against(open: (commitment: ReturnType<typeof commit>, part: Uint8Array) => Uint8Array) {
    const session = memorySession(2);
    const sender = at(session, SENDER);
    const vole = dealVole(voleLength(run));
    const honest = outcomes([receiveVoleOprf({ context: at(session, RECEIVER), run }, vole.receiver, list(0, 10))]);
    const part = randomBytes(16);
    const commitment = commit('mpc match vole hash seed v1', sender.sid, SENDER, part);
    sender.network.send(RECEIVER, 'match/1>0/seed-commit', commitment.commitment);
    await sender.network.receive(RECEIVER, 'match/1>0/seed', 1000);
    sender.network.send(RECEIVER, 'match/1>0/seed-open', open(commitment, part));
    return (await honest)[0];
  }

  it('is named when it opens another part of the hash seed, chosen after it saw the receiver’s', async () => {
    expect(deviationOf(await against(({ nonce }) => concat(nonce, randomBytes(16))))).toEqual({ party: 'South', message: expect.stringContaining('opened another part') as string });
  });

  it('is named when its messages have another length', async () => {
    expect(deviationOf(await against(({ nonce }) => nonce)).party).toBe('South');
    expect(deviationOf(await against(({ nonce }, part) => concat(nonce, part, part))).party).toBe('South');
  });

  it('is not named where it opens as it committed', async () => {
    expect(await against(({ nonce }, part) => concat(nonce, part))).not.toBeInstanceOf(Error);
  });
});

describe('a receiver that cheats in matching of large lists', () => {
  const run = runOf({ senderCap: 10, receiverCap: 10 });

  it('does not see the sender’s part of the hash seed before all of its own message is there', async () => {
    const session = memorySession(2);
    const receiver = at(session, RECEIVER);
    const vole = dealVole(voleLength(run));
    const honest = outcomes([sendVoleOprf({ context: at(session, SENDER), run }, vole.sender, list(0, 10))]);
    await receiver.network.receive(SENDER, 'match/1>0/seed-commit', 32);
    receiver.network.send(SENDER, 'match/1>0/seed', randomBytes(48));
    receiver.network.leave();
    expect(failureOf((await honest)[0], 'PEER_LEFT').party).toBe('North');
    expect(session.wire.map(({ label }) => label)).toEqual(['match/1>0/seed-commit', 'match/1>0/seed']);
  });

  it('is named when its messages have another length', async () => {
    for (const [seedBytes, storeBytes] of [
      [47, 0],
      [48, 16 * voleLength(run) - 16],
    ] as const) {
      const session = memorySession(2);
      const receiver = at(session, RECEIVER);
      const vole = dealVole(voleLength(run));
      const honest = outcomes([sendVoleOprf({ context: at(session, SENDER), run }, vole.sender, list(0, 10))]);
      receiver.network.send(SENDER, 'match/1>0/seed', randomBytes(seedBytes));
      receiver.network.send(SENDER, 'match/1>0/store', randomBytes(storeBytes));
      expect(deviationOf((await honest)[0]).party).toBe('North');
    }
  });

  it('does not come to the function at items that it did not encode', async () => {
    // It follows the protocol for its own items, and then decodes what it has, C, at items of the sender's as well.
    const outcome = await match(list(0, 10), list(0, 20), { senderCap: 20, receiverCap: 10 });
    const withC = { ...outcome, delta: new Uint8Array(16), vole: { ...outcome.vole, sender: { ...outcome.vole.sender, B: outcome.vole.receiver.C } } };
    const tries = plainTags(withC, list(0, 20));
    expect(equalBytes(tries.subarray(0, 160), outcome.sent.subarray(0, 160))).toBe(true);
    for (let i = 10; i < 20; i++) expect(equalBytes(tries.subarray(16 * i, 16 * i + 16), outcome.sent.subarray(16 * i, 16 * i + 16))).toBe(false);
  });
});
