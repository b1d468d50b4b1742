import { describe, expect, it } from 'vitest';
import { SodiumGroup } from '../../../src/crypto/batch/sodium-group.js';
import { elementAt, multiplyElements } from '../../../src/crypto/ot/element.js';
import { layoutOf } from '../../../src/crypto/vole/layout.js';
import { voleParameters } from '../../../src/crypto/vole/parameters.js';
import { MpcError } from '../../../src/errors.js';
import { voleSteps } from '../../../src/session/protocol/vole/binding.js';
import { receiveVole, startReceiving } from '../../../src/session/protocol/vole/receive.js';
import { sendVole, startSending } from '../../../src/session/protocol/vole/send.js';
import type { VoleReceiver } from '../../../src/crypto/vole/receiver.js';
import type { VoleSender } from '../../../src/crypto/vole/sender.js';
import { randomBytes } from '../../../src/crypto/random.js';
import { memoryNetwork, type MemoryParty } from '../../../src/testing/memory-network.js';
import { sendBlindly, type BlindSender } from '../../support/blind-vole-sender.js';
import { flipping, tampering, type Tamper } from '../../support/tampering.js';

const group = new SodiumGroup({ threads: 0 });
const PURPOSE = 'test';
const VOLE_STEPS = voleSteps(PURPOSE);
const SILENT = 1000;
const PARAMETERS = voleParameters(SILENT);

interface Cheats {
  readonly sender?: Readonly<Record<string, Tamper>>;
  readonly receiver?: Readonly<Record<string, Tamper>>;
  readonly lengths?: readonly [number, number];
  readonly purposes?: readonly [string, string];
  readonly receiverSid?: Uint8Array;
}

/** Both parties of one run, with what each computes before there is a session; North sends and South receives. Where one stops, it tells the other, as a session does. */
async function run({ sender = {}, receiver = {}, lengths = [SILENT, SILENT], purposes = [PURPOSE, PURPOSE], receiverSid }: Cheats = {}) {
  const { parties, wire } = memoryNetwork(2);
  const [north, south] = parties as [MemoryParty, MemoryParty];
  const leaving = async <T>(party: MemoryParty, part: Promise<T>): Promise<T> => part.finally(() => party.network.leave());
  const [sent, received] = await Promise.allSettled([
    leaving(north, startSending(group).then(async (start) => sendVole(tampering(north, sender), group, 1, lengths[0], purposes[0], start))),
    leaving(south, startReceiving(group).then(async (offer) => receiveVole(tampering({ ...south, sid: receiverSid ?? south.sid }, receiver), group, 0, lengths[1], purposes[1], { offer }))),
  ]);
  return { sent, received, wire };
}

type Run = Awaited<ReturnType<typeof run>>;

function verdictOf(result: PromiseSettledResult<unknown>): { code: string; party: string | undefined; message: string } | undefined {
  if (result.status === 'fulfilled') return undefined;
  const error: unknown = result.reason;
  if (!(error instanceof MpcError)) throw error;
  return { code: error.code, party: error.party, message: error.message };
}

function resultsOf({ sent, received }: Run): { sender: VoleSender; receiver: VoleReceiver } {
  if (sent.status === 'rejected') throw sent.reason;
  if (received.status === 'rejected') throw received.reason;
  return { sender: sent.value, receiver: received.value };
}

function expectCorrelated({ delta, B }: VoleSender, { A, C }: VoleReceiver, length: number): void {
  expect([A.length, B.length, C.length]).toEqual([16 * length, 16 * length, 16 * length]);
  const step = Math.max(1, Math.floor(length / 500));
  for (let i = 0; i < length; i += step) expect(elementAt(C, i)).toBe(multiplyElements(elementAt(A, i), elementAt(delta, 0)) ^ elementAt(B, i));
}

describe('a VOLE', () => {
  it.each([1, 127, 704, 705, 5120, 5121, 10_239, 10_240, 10_241, 30_001, 200_003])('of %i elements holds: C = Δ · A + B', async (length) => {
    const { sender, receiver } = resultsOf(await run({ lengths: [length, length] }));
    expectCorrelated(sender, receiver, length);
  });

  it('gives vectors in which no element comes twice, and every bit half the time', async () => {
    const { sender, receiver } = resultsOf(await run({ lengths: [20_000, 20_000] }));
    for (const vector of [receiver.A, receiver.C, sender.B]) {
      expect(new Set(Array.from({ length: 20_000 }, (_, i) => elementAt(vector, i))).size).toBe(20_000);
      const ones = Array.from({ length: 128 }, () => 0);
      for (let i = 0; i < vector.length; i++) for (let bit = 0; bit < 8; bit++) ones[8 * (i % 16) + bit] = (ones[8 * (i % 16) + bit] as number) + (((vector[i] as number) >> bit) & 1);
      // Six standard deviations are 424: beyond once in some million runs, for 128 bits of three vectors.
      for (const count of ones) expect(Math.abs(count - 10_000)).toBeLessThan(480);
    }
  });

  it('is independent of every other, also in the same session', async () => {
    const first = resultsOf(await run());
    const second = resultsOf(await run());
    expect(first.sender.delta).not.toEqual(second.sender.delta);
    expect(first.receiver.A).not.toEqual(second.receiver.A);
    expect(first.sender.B).not.toEqual(second.sender.B);
  });

  it('sends what the layout says, whatever is drawn', async () => {
    const { blocks, forestBytes } = layoutOf(PARAMETERS);
    const { wire } = await run();
    expect(wire.map(({ label, message }) => [label, message.length])).toEqual([
      [VOLE_STEPS.request, 128 * 64],
      [VOLE_STEPS.reply, 128 * 64],
      [VOLE_STEPS.columns, 128 * 16 * blocks],
      [VOLE_STEPS.columnChallenge, 16],
      [VOLE_STEPS.columnProof, 129 * 16],
      [VOLE_STEPS.forest, forestBytes],
      [VOLE_STEPS.treeChallenge, 32],
      [VOLE_STEPS.treeCommitment, 32],
      [VOLE_STEPS.treeValue, 16],
      [VOLE_STEPS.treeOpening, 48],
    ]);
  });
});

describe('a receiver that deviates', () => {
  const columnBytes = 16 * layoutOf(PARAMETERS).blocks;

  it('with other choices in many columns is caught before anything leaves that depends on Δ', async () => {
    const { sent, wire } = await run({ receiver: { [VOLE_STEPS.columns]: flipping(...Array.from({ length: 64 }, (_, i) => columnBytes * 2 * i + 100)) } });
    expect(verdictOf(sent)).toMatchObject({ code: 'DEVIATION', party: 'South' });
    expect(wire.map(({ label }) => label)).not.toContain(VOLE_STEPS.forest);
  });

  it('with other choices in one column is caught, or has guessed a bit of Δ and changed nothing', async () => {
    for (let column = 0; column < 3; column++) {
      const ended = await run({ receiver: { [VOLE_STEPS.columns]: flipping(columnBytes * column + 100) } });
      if (ended.sent.status === 'rejected') expect(verdictOf(ended.sent)).toMatchObject({ code: 'DEVIATION', party: 'South' });
      else {
        const { sender, receiver } = resultsOf(ended);
        expect(((sender.delta[0] as number) >> column) & 1).toBe(0);
        expectCorrelated(sender, receiver, SILENT);
      }
    }
  });

  it('with base messages of another session is caught', async () => {
    const before = await run();
    const old = before.wire.find(({ label }) => label === VOLE_STEPS.reply)?.message as Uint8Array;
    const { sent } = await run({ receiver: { [VOLE_STEPS.reply]: () => old } });
    expect(verdictOf(sent)).toMatchObject({ code: 'DEVIATION', party: 'South', message: expect.stringContaining('inconsistent columns') as string });
  });

  it('in another session is caught', async () => {
    expect(verdictOf((await run({ receiverSid: randomBytes(32) })).sent)).toMatchObject({ code: 'DEVIATION', party: 'South' });
  });

  it('with another purpose is not heard, and is caught where it renames what it sends', async () => {
    const unheard = await run({ purposes: ['test', 'another'] });
    expect(unheard.received.status).toBe('rejected');
    expect(unheard.wire.map(({ label }) => label).sort()).toEqual([voleSteps('another').reply, VOLE_STEPS.request].sort());

    const { parties } = memoryNetwork(2);
    const [north, south] = parties as [MemoryParty, MemoryParty];
    const renamed = (label: string) => label.replace('/another/', `/${PURPOSE}/`);
    const network = { self: 1, count: 2, send: (to: number, label: string, message: Uint8Array) => south.network.send(to, renamed(label), message), receive: async (from: number, label: string, most: number) => south.network.receive(from, renamed(label), most) };
    const [sent] = await Promise.allSettled([
      sendVole(north, group, 1, SILENT, PURPOSE).finally(() => north.network.leave()),
      receiveVole({ ...south, network }, group, 0, SILENT, 'another').finally(() => south.network.leave()),
    ]);
    expect(verdictOf(sent)).toMatchObject({ code: 'DEVIATION', party: 'South', message: expect.stringContaining('inconsistent columns') as string });
  });

  it('refuses purposes that no label could hold', () => {
    for (const purpose of ['', 'a b', 'x'.repeat(33), 'ü']) expect(() => voleSteps(purpose)).toThrow(RangeError);
    for (const label of Object.values(voleSteps('x'.repeat(32)))) expect(label.length).toBeLessThanOrEqual(64);
  });

  it.each([
    ['another point', VOLE_STEPS.treeChallenge, 0],
    ['another sum of its noise', VOLE_STEPS.treeChallenge, 16],
    ['another value', VOLE_STEPS.treeValue, 3],
  ])('with %s in the check of the trees is not shown the sender’s value', async (_, label, seat) => {
    const { sent, wire } = await run({ receiver: { [label]: flipping(seat) } });
    expect(verdictOf(sent)).toMatchObject({ code: 'DEVIATION', party: 'South' });
    expect(wire.map((each) => each.label)).not.toContain(VOLE_STEPS.treeOpening);
  });
});

describe('a sender that deviates', () => {
  const { trees, depth } = PARAMETERS;
  const flip = (...seats: readonly number[]) => (message: Uint8Array) => {
    flipping(...seats)(message, new Map());
  };

  async function against(cheat: BlindSender) {
    const { parties } = memoryNetwork(2);
    const [north, south] = parties as [MemoryParty, MemoryParty];
    return Promise.allSettled([
      sendBlindly(north, group, 1, SILENT, PURPOSE, cheat).finally(() => north.network.leave()),
      receiveVole(south, group, 0, SILENT, PURPOSE).finally(() => south.network.leave()),
    ]);
  }

  const received = async (cheat: BlindSender) => verdictOf((await against(cheat))[1]);

  const OTHER_TREES = { code: 'DEVIATION', party: 'North', message: expect.stringContaining('other trees') as string };

  it('but only goes on where it should stop, is not noticed', async () => {
    expect(await received({})).toBeUndefined();
  });

  it.each([0, depth - 1])('with a wrong sum on both sides of level %i of one tree is caught', async (level) => {
    expect(await received({ forest: flip(((2 * level) * trees + 7) * 16, ((2 * level + 1) * trees + 7) * 16) })).toMatchObject(OTHER_TREES);
  });

  it('with a wrong sum on one side of a tree goes on where it guessed on which side the noise is, and has learnt that: the vectors are correlated all the same', async () => {
    const seen = { right: 0, wrong: 0 };
    // Both come within forty runs, but for once in 2^39.
    for (let tries = 0; tries < 40 && (seen.right === 0 || seen.wrong === 0); tries++) {
      const [sent, result] = await against({ forest: flip((2 * (depth - 1) * trees + 7) * 16) });
      if (result.status === 'rejected') {
        seen.wrong++;
        expect(verdictOf(result)).toMatchObject(OTHER_TREES);
      } else {
        seen.right++;
        if (sent.status === 'rejected') throw sent.reason;
        expectCorrelated(sent.value, result.value, SILENT);
      }
    }
    expect(seen.right).toBeGreaterThan(0);
    expect(seen.wrong).toBeGreaterThan(0);
  });

  it('with wrong sums on one side of twenty trees is caught, but for once in a million, when it has guessed twenty bits', async () => {
    expect(await received({ forest: flip(...Array.from({ length: 20 }, (_, tree) => (trees + tree) * 16)) })).toMatchObject(OTHER_TREES);
  });

  it('with a wrong correction for one tree is caught', async () => {
    expect(await received({ forest: flip((2 * depth * trees + 5) * 16) })).toMatchObject(OTHER_TREES);
  });

  it('that opens what it was just told is caught, since it had committed to its own value', async () => {
    const cheat: BlindSender = { forest: flip((2 * depth * trees + 5) * 16), opened: (_, theirs) => theirs };
    expect(await received(cheat)).toMatchObject({ code: 'DEVIATION', party: 'North', message: expect.stringContaining('committed') as string });
  });

  it('that does not commit is not told the receiver’s value', async () => {
    const leaving: Tamper = () => {
      throw new Error('leaves instead');
    };
    const { received: result, wire } = await run({ sender: { [VOLE_STEPS.treeCommitment]: leaving } });
    expect(verdictOf(result)).toMatchObject({ code: 'PEER_LEFT', party: 'North' });
    expect(wire.map(({ label }) => label)).toContain(VOLE_STEPS.treeChallenge);
    expect(wire.map(({ label }) => label)).not.toContain(VOLE_STEPS.treeValue);
  });

  it('with another commitment or nonce is caught', async () => {
    for (const cheat of [{ [VOLE_STEPS.treeCommitment]: flipping(0) }, { [VOLE_STEPS.treeOpening]: flipping(0) }]) {
      expect(verdictOf((await run({ sender: cheat })).received)).toMatchObject({ code: 'DEVIATION', party: 'North' });
    }
  });

  it('with the trees of another session is caught', async () => {
    const old = (await run()).wire.find(({ label }) => label === VOLE_STEPS.forest)?.message as Uint8Array;
    expect(await received({ forest: (message) => message.set(old) })).toMatchObject(OTHER_TREES);
  });
});

describe('malformed messages', () => {
  const bySender = [VOLE_STEPS.request, VOLE_STEPS.columnChallenge, VOLE_STEPS.forest, VOLE_STEPS.treeCommitment, VOLE_STEPS.treeOpening];
  const byReceiver = [VOLE_STEPS.reply, VOLE_STEPS.columns, VOLE_STEPS.columnProof, VOLE_STEPS.treeChallenge, VOLE_STEPS.treeValue];
  const shorter: Tamper = (message) => message.slice(1);

  it.each(bySender)('%s of another length names the sender', async (label) => {
    expect(verdictOf((await run({ sender: { [label]: shorter } })).received)).toMatchObject({ code: 'DEVIATION', party: 'North' });
  });

  it.each(byReceiver)('%s of another length names the receiver', async (label) => {
    expect(verdictOf((await run({ receiver: { [label]: shorter } })).sent)).toMatchObject({ code: 'DEVIATION', party: 'South' });
  });

  it('that are no elements of the group name who sent them', async () => {
    const filled: Tamper = (message) => message.fill(0xff, 64, 96);
    expect(verdictOf((await run({ sender: { [VOLE_STEPS.request]: filled } })).received)).toMatchObject({ code: 'DEVIATION', party: 'North' });
    expect(verdictOf((await run({ receiver: { [VOLE_STEPS.reply]: (message) => message.fill(0xff) } })).sent)).toMatchObject({ code: 'DEVIATION', party: 'South' });
  });

  it('come of parties that want vectors of different lengths', async () => {
    expect(verdictOf((await run({ lengths: [1000, 30_000] })).sent)).toMatchObject({ code: 'DEVIATION' });
    await expect(sendVole(memoryNetwork(2).parties[0] as MemoryParty, group, 1, 0, PURPOSE)).rejects.toThrow(RangeError);
  });
});
