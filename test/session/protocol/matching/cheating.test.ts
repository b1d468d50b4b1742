import { describe, expect, it } from 'vitest';
import { randomScalars } from '../../../../src/crypto/batch/scalars.js';
import { fromHex } from '../../../../src/crypto/bytes.js';
import { toLittleEndian32 } from '../../../../src/crypto/field25519.js';
import { randomBytes } from '../../../../src/crypto/random.js';
import { type Matches } from '../../../../src/session/protocol/matching/deliver.js';
import { receiveVoprf, sendVoprf } from '../../../../src/session/protocol/matching/psi-voprf.js';
import { memoryNetwork, type MemoryParty, type MemorySession } from '../../../../src/testing/memory-network.js';
import { group, honestly, OwnParty, proofOf, type Sending, type Tamper } from '../../../support/own-matching.js';
import { deviationOf, failureOf, outcomes } from '../outcomes.js';
import { digests, batch, DIRECTION } from './support.js';
import { deliver, receiveCount, sendCount, takeDelivery } from './two-lists.js';

const THEIRS = digests(['a', 'b', 'c']);
const OWN = digests(['x', 'b']);
type End<T> = T | Error | undefined;

function pair({ parties }: MemorySession): [MemoryParty, MemoryParty] {
  const [north, south] = parties;
  if (north === undefined || south === undefined) throw new Error('no parties');
  return [north, south];
}

/** Both to their ends; whoever is done leaves, so that nobody waits for more. */
async function between<T>(honest: MemoryParty, work: Promise<T>, cheater: MemoryParty, cheating: Promise<unknown>): Promise<End<T>> {
  const [[end]] = await Promise.all([outcomes([work.finally(() => honest.network.leave())]), outcomes([cheating.finally(() => cheater.network.leave())])]);
  return end;
}

/** South is honest; North, the sender, cheats. */
async function againstSender(tamper: Tamper, { session = memoryNetwork(2), secretKey = randomScalars(1) } = {}): Promise<End<Matches>> {
  const [north, south] = pair(session);
  const matching = { context: south, group: batch, direction: DIRECTION };
  const receiving = receiveVoprf(matching, OWN).then(async (values) => takeDelivery(matching, values));
  return between(south, receiving, north, new OwnParty(north, DIRECTION, tamper).send(THEIRS, secretKey));
}

/** North is honest; South, the receiver, cheats. */
async function againstReceiver(tamper: Tamper, session = memoryNetwork(2)): Promise<End<string>> {
  const [north, south] = pair(session);
  const matching = { context: north, group: batch, direction: DIRECTION };
  const sending = sendVoprf(matching, THEIRS)
    .then((values) => deliver(matching, values))
    .then(() => 'delivered');
  return between(north, sending, south, new OwnParty(south, DIRECTION, tamper).receive(OWN));
}

async function countAgainstSender(tamper: Tamper, session = memoryNetwork(2)): Promise<End<number>> {
  const [north, south] = pair(session);
  return between(south, receiveCount({ context: south, group: batch, direction: DIRECTION }, OWN), north, new OwnParty(north, DIRECTION, tamper).sendCount(THEIRS));
}

async function countAgainstReceiver(points: Uint8Array, tamper: Tamper = honestly): Promise<End<string>> {
  const [north, south] = pair(memoryNetwork(2));
  const sending = sendCount({ context: north, group: batch, direction: DIRECTION }, THEIRS).then(() => 'delivered');
  return between(north, sending, south, new OwnParty(south, DIRECTION, tamper).askCount(points));
}

function inStep(step: Sending['step'], change: (message: Uint8Array) => Uint8Array | Promise<Uint8Array>): Tamper {
  return async (sending) => [sending.step === step ? { ...sending, message: await change(sending.message) } : sending];
}

/** The message with row `at`, of 32 bytes, replaced. */
function withRow(row: Uint8Array, at: number): (message: Uint8Array) => Uint8Array {
  return (message) => {
    const changed = Uint8Array.from(message);
    changed.set(row, at * 32);
    return changed;
  };
}

const NOT_POINTS: [string, Uint8Array][] = [
  ['the identity', new Uint8Array(32)],
  ['an encoding that is not canonical', toLittleEndian32(2n ** 255n - 19n + 2n)],
  ['a negative encoding', toLittleEndian32(1n)],
  ['a string that is no point', fromHex('26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371')],
  ['all ones', new Uint8Array(32).fill(255)],
];
const LENGTHS: [string, (message: Uint8Array) => Uint8Array][] = [
  ['one byte less', (message) => message.subarray(1)],
  ['one byte more', (message) => Buffer.concat([message, Buffer.alloc(1)])],
  ['one row less', (message) => message.subarray(32)],
  ['one row more', (message) => Buffer.concat([message, randomBytes(32)])],
  ['nothing', () => new Uint8Array(0)],
];

describe('a sender with a program of its own', () => {
  it('that does not cheat gets the receiver its result', async () => {
    expect(await againstSender(honestly)).toMatchObject({ matched: Uint8Array.of(0, 1) });
  });

  it.each(NOT_POINTS)('is named when its public key is %s', async (_, bad) => {
    expect(deviationOf(await againstSender(inStep('key', () => bad)))).toEqual({ party: 'North', message: expect.stringContaining('a public key that is not of the group') as string });
  });

  it.each(NOT_POINTS)('is named when one answer is %s', async (_, bad) => {
    for (const at of [0, 5]) expect(deviationOf(await againstSender(inStep('answers', withRow(bad, at))))).toEqual({ party: 'North', message: expect.stringContaining('answered with a point that is not of the group') as string });
  });

  it('is named when it evaluates one item under another key, and proves as well as it can', async () => {
    const session = memoryNetwork(2);
    const secretKey = randomScalars(1);
    const publicKey = await group.scaleBase(secretKey);
    const cheat = async (answers: Uint8Array) => {
      const points = session.wire.find(({ label }) => label.endsWith('points'))?.message as Uint8Array;
      const wrong = withRow(await group.scale(randomScalars(1), points.subarray(96, 128)), 3)(answers.subarray(0, -64));
      return Buffer.concat([wrong, await proofOf(pair(session)[0].sid, DIRECTION, secretKey, publicKey, points, wrong)]);
    };
    expect(deviationOf(await againstSender(inStep('answers', cheat), { session, secretKey }))).toEqual({ party: 'North', message: expect.stringContaining('did not prove') as string });
  });

  it('is named when its proof is altered, made of zeros, or made for another key', async () => {
    const other = await group.scaleBase(randomScalars(1));
    for (const tamper of [
      inStep('answers', (message) => message.map((byte, i) => (i === message.length - 1 ? byte ^ 1 : byte))),
      inStep('answers', (message) => Uint8Array.from(message).fill(0, message.length - 64)),
      inStep('key', () => other),
    ]) {
      expect(deviationOf(await againstSender(tamper))).toEqual({ party: 'North', message: expect.stringContaining('did not prove') as string });
    }
  });

  it('is named when it sends the points back, or swaps two answers', async () => {
    const swap = inStep('answers', (message) => Buffer.concat([message.subarray(32, 64), message.subarray(0, 32), message.subarray(64)]));
    expect(deviationOf(await againstSender(swap)).party).toBe('North');
  });

  it.each(LENGTHS)('is named when a message has %s', async (_, change) => {
    for (const step of ['key', 'answers', 'tags'] as const) expect(deviationOf(await againstSender(inStep(step, change))).party).toBe('North');
  });

  it('is named when it sends a tag twice, whether the receiver has that item or not', async () => {
    for (const at of [0, 1, 6]) {
      const end = await againstSender(inStep('tags', (message) => Buffer.concat([message.subarray(0, 112), message.subarray(16 * at, 16 * at + 16)])));
      expect(deviationOf(end)).toEqual({ party: 'North', message: expect.stringContaining('sent a tag twice') as string });
    }
  });

  it('is named when it answers before it was asked', async () => {
    const early: Tamper = (sending) => (sending.step === 'key' ? [sending, { ...sending, step: 'answers', label: sending.label.replace('key', 'answers'), message: randomBytes(6 * 32 + 64) }] : [sending]);
    expect(deviationOf(await againstSender(early)).party).toBe('North');
  });

  it('is named when it sends its messages of another session, of the other direction, or of an earlier run', async () => {
    const earlier = memoryNetwork(2);
    expect(await againstSender(honestly, { session: earlier })).toHaveProperty('matched');
    for (const step of ['key', 'answers'] as const) {
      const replay = inStep(step, () => earlier.wire.find(({ label }) => label.endsWith(step))?.message as Uint8Array);
      expect(deviationOf(await againstSender(replay)).party).toBe('North');
    }
    const reversed: Tamper = (sending) => [{ ...sending, label: sending.label.replace('0>1', '1>0') }];
    expect(deviationOf(await againstSender(reversed)).party).toBe('North');
  });

  it('gets no match from the tags of another session with the same key and the same items', async () => {
    const secretKey = randomScalars(1);
    const earlier = memoryNetwork(2);
    expect(await againstSender(honestly, { session: earlier, secretKey })).toMatchObject({ matched: Uint8Array.of(0, 1) });
    const replay = inStep('tags', () => earlier.wire.find(({ label }) => label.endsWith('tags'))?.message as Uint8Array);
    expect(await againstSender(replay, { secretKey })).toMatchObject({ matched: Uint8Array.of(0, 0) });
  });

  it('that leaves out a message leaves the receiver without a result', async () => {
    expect(deviationOf(await againstSender((sending) => (sending.step === 'answers' ? [] : [sending]))).party).toBe('North');
    expect(failureOf(await againstSender((sending) => (sending.step === 'tags' ? [] : [sending])), 'PEER_LEFT').party).toBe('North');
  });

  it('learns nothing by encrypting one text wrongly: the receiver goes on as if nothing were', async () => {
    const direction = { ...DIRECTION, senderCap: 3 };
    const [north, south] = pair(memoryNetwork(2));
    const to = { context: south, group: batch, direction };
    const from = { context: north, group: batch, direction };
    const receiving = receiveVoprf(to, OWN, { withPayloadKeys: true }).then(async (values) => takeDelivery(to, values, 4));
    const values = await sendVoprf(from, THEIRS, { withPayloadKeys: true });
    const texts = [1, 2, 3].map((byte) => Uint8Array.of(byte));
    // Another key for b, which both have: its entry is there, and does not open.
    deliver(from, { ...values, payloadKeys: values.payloadKeys.map((byte, i) => (i === 32 ? byte ^ 1 : byte)) }, { texts, maxBytes: 4 });
    const { matched, payloadOf } = await receiving;
    expect([matched, payloadOf(0), payloadOf(1)]).toEqual([Uint8Array.of(0, 1), undefined, undefined]);
  });
});

describe('a receiver with a program of its own', () => {
  it('that does not cheat is served', async () => {
    expect(await againstReceiver(honestly)).toBe('delivered');
  });

  it.each(NOT_POINTS)('is named when it sends %s', async (_, bad) => {
    for (const at of [0, 5]) expect(deviationOf(await againstReceiver(inStep('points', withRow(bad, at))))).toEqual({ party: 'South', message: expect.stringContaining('not of the group') as string });
  });

  it('is named when it sends a point twice', async () => {
    for (const at of [1, 5]) expect(deviationOf(await againstReceiver(inStep('points', (message) => withRow(message.subarray(0, 32), at)(message))))).toEqual({ party: 'South', message: expect.stringContaining('sent a point twice') as string });
  });

  it.each(LENGTHS)('is named when its message has %s, and is not answered', async (_, change) => {
    const session = memoryNetwork(2);
    expect(deviationOf(await againstReceiver(inStep('points', change), session)).party).toBe('South');
    expect(session.wire.filter(({ label }) => /answers|tags/.test(label))).toEqual([]);
  });

  it('is named when it asks again after all its questions', async () => {
    const session = memoryNetwork(2);
    const again: Tamper = async (sending) => [sending, { ...sending, message: await group.scale(randomScalars(1), sending.message) }];
    const [north, south] = pair(session);
    const cheating = new OwnParty(south, DIRECTION, again).receive(OWN);
    await sendVoprf({ context: north, group: batch, direction: DIRECTION }, THEIRS).then((values) => deliver({ context: north, group: batch, direction: DIRECTION }, values));
    await cheating;
    // It had one answer; whatever the session asks of it next finds the second question.
    expect(session.wire.filter(({ label }) => label.endsWith('answers'))).toHaveLength(1);
    expect(deviationOf(await north.network.receive(1, 'receipt', 1024).catch((error: unknown) => error)).party).toBe('South');
  });
});

describe('in counting', () => {
  const points = async (count: number) => group.scaleBase(randomScalars(count));

  it('a sender with a program of its own that does not cheat gets the receiver the count', async () => {
    expect(await countAgainstSender(honestly)).toBe(1);
  });

  it.each(NOT_POINTS)('who sends %s is named', async (_, bad) => {
    expect(deviationOf(await countAgainstSender(inStep('answers', withRow(bad, 4))))).toEqual({ party: 'North', message: expect.stringContaining('not of the group') as string });
    expect(deviationOf(await countAgainstReceiver(withRow(bad, 4)(await points(6))))).toEqual({ party: 'South', message: expect.stringContaining('not of the group') as string });
  });

  it('who sends something twice is named', async () => {
    expect(deviationOf(await countAgainstSender(inStep('answers', (message) => withRow(message.subarray(0, 32), 5)(message)))).message).toContain('sent an answer twice');
    expect(deviationOf(await countAgainstSender(inStep('tags', (message) => Buffer.concat([message.subarray(0, 112), message.subarray(0, 16)])))).message).toContain('sent a tag twice');
    const repeated = await points(6);
    expect(deviationOf(await countAgainstReceiver(withRow(repeated.subarray(0, 32), 5)(repeated)))).toEqual({ party: 'South', message: expect.stringContaining('sent a point twice') as string });
  });

  it.each(LENGTHS)('whose message has %s is named', async (_, change) => {
    for (const step of ['answers', 'tags'] as const) expect(deviationOf(await countAgainstSender(inStep(step, change))).party).toBe('North');
    expect(deviationOf(await countAgainstReceiver(await points(6), inStep('points', change))).party).toBe('South');
  });

  it('tags of another session are counted as nothing', async () => {
    const earlier = memoryNetwork(2);
    expect(await countAgainstSender(honestly, earlier)).toBe(1);
    const replay = inStep('tags', () => earlier.wire.find(({ label }) => label.endsWith('tags'))?.message as Uint8Array);
    expect(await countAgainstSender(replay)).toBe(0);
  });

});
