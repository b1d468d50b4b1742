import { describe, expect, it } from 'vitest';
import { concat, equalBytes } from '../../../../src/crypto/bytes.js';
import { commit } from '../../../../src/crypto/commitment.js';
import { addVectors } from '../../../../src/crypto/kernels/field-products.js';
import { mostItemsHeld, okvsParameters } from '../../../../src/crypto/okvs/parameters.js';
import { encodeReference } from '../../../../src/crypto/okvs/reference.js';
import { elementAt, encodeElement } from '../../../../src/crypto/ot/element.js';
import { randomBytes } from '../../../../src/crypto/random.js';
import { receiveVoleOprf, sendVoleOprf, voleLength } from '../../../../src/session/protocol/matching/psi-vole.js';
import { dealVole } from '../../../support/ideal-vole.js';
import { memoryNetwork } from '../../../../src/testing/memory-network.js';
import { deviationOf, failureOf, outcomes } from '../outcomes.js';
import { at, decoded, halves, hexes, list, match, plainDigests, plainOutputs, plainValues, RECEIVER, runOf, SENDER, sentAs } from './vole-support.js';

describe('a sender that cheats in matching of large lists', () => {
  const direction = runOf({ senderCap: 10, receiverCap: 10 });

  async function against(open: (commitment: ReturnType<typeof commit>, part: Uint8Array) => Uint8Array) {
    const session = memoryNetwork(2);
    const sender = at(session, SENDER);
    const vole = dealVole(voleLength(direction));
    const honest = outcomes([receiveVoleOprf({ context: at(session, RECEIVER), direction }, vole.receiver, list(0, 10))]);
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

  it('sees nothing of the receiver before it has committed to its part of the hash seed', async () => {
    for (const commitment of [undefined, randomBytes(31)]) {
      const session = memoryNetwork(2);
      const sender = at(session, SENDER);
      const honest = outcomes([receiveVoleOprf({ context: at(session, RECEIVER), direction }, dealVole(voleLength(direction)).receiver, list(0, 10))]);
      if (commitment !== undefined) sender.network.send(RECEIVER, 'match/1>0/seed-commit', commitment);
      sender.network.leave();
      expect(failureOf((await honest)[0], commitment === undefined ? 'PEER_LEFT' : 'DEVIATION').party).toBe('South');
      expect(session.wire.filter(({ from }) => from === RECEIVER)).toEqual([]);
    }
  });

  it('gains nothing by a correlation of nothing but zeros: what it sends matches where it has the item, and tags that it made before it knew the seed match nothing', async () => {
    // Then every item has the value 0, and its tag is H'(w, H(x)).
    const zeros = (): ReturnType<typeof dealVole> => {
      const B = new Uint8Array(16 * voleLength(direction));
      return { sender: { delta: new Uint8Array(16), B }, receiver: { A: randomBytes(B.length), C: B.slice() } };
    };
    const outcome = await match(list(0, 10), list(5, 15), direction, { vole: zeros() });
    expect([...outcome.matched]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    const { sid } = at(outcome.session, SENDER);
    const digests = plainDigests(sid, list(0, 10));
    const tagsFor = (w: Uint8Array) => halves(plainOutputs(sid, 'tag', new Array<bigint>(10).fill(0n), w, digests));
    const [own, theirs] = [sentAs(outcome.session, 'seed-open').subarray(32), sentAs(outcome.session, 'seed').subarray(32)];
    const w = encodeElement(elementAt(own, 0) ^ elementAt(theirs, 0));
    expect(tagsFor(w)).toEqual(outcome.tags);
    // No tag is that of two items, and none was to be had without the receiver's part.
    expect(new Set(hexes(outcome.tags)).size).toBe(10);
    const before = [own, new Uint8Array(16), randomBytes(16)].flatMap((guess) => hexes(tagsFor(guess)));
    expect(hexes(outcome.tags).filter((tag) => before.includes(tag))).toEqual([]);
  });
});

describe('a receiver that cheats in matching of large lists', () => {
  const direction = runOf({ senderCap: 10, receiverCap: 10 });

  it('does not see the sender’s part of the hash seed before all of its own message is there', async () => {
    const session = memoryNetwork(2);
    const receiver = at(session, RECEIVER);
    const vole = dealVole(voleLength(direction));
    const honest = outcomes([sendVoleOprf({ context: at(session, SENDER), direction }, vole.sender, list(0, 10))]);
    await receiver.network.receive(SENDER, 'match/1>0/seed-commit', 32);
    receiver.network.send(SENDER, 'match/1>0/seed', randomBytes(48));
    receiver.network.leave();
    expect(failureOf((await honest)[0], 'PEER_LEFT').party).toBe('North');
    expect(session.wire.map(({ label }) => label)).toEqual(['match/1>0/seed-commit', 'match/1>0/seed']);
  });

  it('is named when its messages have another length', async () => {
    for (const [seedBytes, storeBytes] of [
      [47, 0],
      [48, 16 * voleLength(direction) - 16],
    ] as const) {
      const session = memoryNetwork(2);
      const receiver = at(session, RECEIVER);
      const vole = dealVole(voleLength(direction));
      const honest = outcomes([sendVoleOprf({ context: at(session, SENDER), direction }, vole.sender, list(0, 10))]);
      receiver.network.send(SENDER, 'match/1>0/seed', randomBytes(seedBytes));
      receiver.network.send(SENDER, 'match/1>0/store', randomBytes(storeBytes));
      expect(deviationOf((await honest)[0]).party).toBe('North');
    }
  });

  it('does not come to the function at items that it did not encode', async () => {
    // It follows the protocol for its own items, and then decodes what it has, C, at items of the sender's as well.
    const outcome = await match(list(0, 10), list(0, 20), { senderCap: 20, receiverCap: 10 });
    const withC = { ...outcome, delta: new Uint8Array(16), B: outcome.vole.receiver.C };
    const tries = plainValues(withC, list(0, 20)).tags;
    expect(equalBytes(tries.subarray(0, 160), outcome.sent.subarray(0, 160))).toBe(true);
    for (let i = 10; i < 20; i++) expect(equalBytes(tries.subarray(16 * i, 16 * i + 16), outcome.sent.subarray(16 * i, 16 * i + 16))).toBe(false);
  });

  it('tests as many items as its store has room for, 29 times its cap here, nobody notices, and the ledger is charged with more', async () => {
    const tested = 290;
    const session = memoryNetwork(2);
    const receiver = at(session, RECEIVER);
    const overfull = runOf({ senderCap: 400, receiverCap: 10 });
    const parameters = okvsParameters(overfull.receiverCap);
    const vole = dealVole(parameters.size);
    const sending = sendVoleOprf({ context: at(session, SENDER), direction: overfull }, vole.sender, list(0, 400));
    // Gauss in place of the solver for as many items as were agreed.
    const digests = plainDigests(receiver.sid, list(0, tested));
    let seed = randomBytes(32);
    let store = encodeReference(parameters, seed, digests, halves(digests));
    while (store === undefined) store = encodeReference(parameters, (seed = randomBytes(32)), digests, halves(digests));
    const ownPart = randomBytes(16);
    addVectors(store, vole.receiver.A);
    receiver.network.send(SENDER, 'match/1>0/seed', concat(seed, ownPart));
    receiver.network.send(SENDER, 'match/1>0/store', store);
    const { tags: theirs } = await sending;
    const opening = sentAs(session, 'seed-open');
    const w = encodeElement(elementAt(opening.subarray(32), 0) ^ elementAt(ownPart, 0));
    const all = plainDigests(receiver.sid, list(0, 400));
    const own = hexes(halves(plainOutputs(receiver.sid, 'tag', decoded(overfull, seed, vole.receiver.C, all), w, all)));
    expect(own.slice(0, tested)).toEqual(hexes(theirs).slice(0, tested));
    expect(own.slice(tested).filter((tag) => hexes(theirs).includes(tag))).toEqual([]);
    expect(mostItemsHeld(parameters)).toBeGreaterThanOrEqual(tested);
  });
});
