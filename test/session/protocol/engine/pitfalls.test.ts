import { describe, expect, it } from 'vitest';
import { outputIf } from '../../../../src/circuit/conditional-output.js';
import { type Program, ProgramBuilder } from '../../../../src/circuit/program.js';
import { SodiumGroup } from '../../../../src/crypto/batch/sodium-group.js';
import { concat, u32be, utf8 } from '../../../../src/crypto/bytes.js';
import { bitsIn } from '../../../../src/crypto/engine/bit-vector.js';
import { EngineKeys } from '../../../../src/crypto/engine/keys.js';
import { pieceBytes, PieceMemory } from '../../../../src/crypto/engine/piece-memory.js';
import type { MacRows } from '../../../../src/crypto/engine/rows.js';
import { hashParts } from '../../../../src/crypto/hash.js';
import { MpcError } from '../../../../src/errors.js';
import { Correlations } from '../../../../src/session/protocol/engine/correlations.js';
import { drawBits } from '../../../../src/session/protocol/engine/random-bits.js';
import { checkSameKey, POSITIONS } from '../../../../src/session/protocol/engine/same-key.js';
import { setUpPairs } from '../../../../src/session/protocol/engine/set-up.js';
import { ENGINE_STEPS, Wire } from '../../../../src/session/protocol/engine/wire.js';
import type { Network, ProtocolContext } from '../../../../src/session/protocol/network.js';
import { type MemoryParty, memoryNetwork, type Sent } from '../../../../src/testing/memory-network.js';
import { runEngine } from '../../../support/engine-run.js';

/** The table of pitfalls in docs/protocols/engine.md names these tests. */
const everyone = (parties: number) => Array.from({ length: parties }, (_, party) => party);
const sent = (wire: readonly Sent[], from: number, to: number) => wire.filter((each) => each.from === from && each.to === to);
const ones = (bits: Uint8Array) => bits.reduce((sum, bit) => sum + bit, 0);

/** Six standard deviations and more: never by chance. */
function expectBalanced(bits: Uint8Array): void {
  expect(Math.abs(ones(bits) - bits.length / 2)).toBeLessThan(3.5 * Math.sqrt(bits.length));
}

/** ANDs of two vectors of the first two parties. */
function products(parties: number, count: number): Program {
  const builder = new ProgramBuilder();
  const inputs = [0, 1].map((owner) => builder.input({ owner, width: 1, count })) as [number, number];
  builder.output(builder.step({ op: 'and', of: inputs }), everyone(parties));
  return builder.build();
}

describe('what leaves', () => {
  it.each([0n, 1n])('says nothing of inputs that are all %i: masked inputs, openings and shares of d and of buckets are balanced', async (value) => {
    const count = 600;
    const { ends, wire } = await runEngine(products(2, count), 2, [Array.from({ length: count }, () => value), Array.from({ length: count }, () => value)]);
    for (const end of ends) if (end instanceof Error) throw end;
    for (const from of [0, 1]) {
      const messages = sent(wire, from, 1 - from);
      for (const label of [ENGINE_STEPS.half, ENGINE_STEPS.d, ENGINE_STEPS.bucket, ENGINE_STEPS.and, ENGINE_STEPS.output]) {
        const { message } = messages.find((each) => each.label === label) as Sent;
        expectBalanced(bitsIn(message, 8 * message.length - (label === ENGINE_STEPS.and || label === ENGINE_STEPS.output ? 0 : 8)));
      }
      const { message } = messages.find((each) => each.label === ENGINE_STEPS.input) as Sent;
      expectBalanced(bitsIn(message.subarray(64), count));
    }
    // Of the opened sums, too: e and f are x and y under masks that nobody has.
    const opened = [0, 1].map((from) => (sent(wire, from, 1 - from).find(({ label }) => label === ENGINE_STEPS.and) as Sent).message);
    expectBalanced(bitsIn((opened[0] as Uint8Array).map((byte, i) => byte ^ ((opened[1] as Uint8Array)[i] as number)), 2 * count));
  });

  it.each([0n, 1n])('says nothing of the last party’s inputs to the two others together: where all are %i, what it sends is balanced, and so is what they add up', async (value) => {
    const count = 600;
    const builder = new ProgramBuilder();
    const owned = everyone(3).map((owner) => builder.input({ owner, width: 1, count }));
    const first = builder.step({ op: 'and', of: [owned[0] as number, owned[1] as number] });
    builder.output(builder.step({ op: 'and', of: [first, owned[2] as number] }), [0]);
    // The others' own inputs are 1, so that every product is the last one's input: they learn none, since the result is for it alone.
    const ones = Array.from({ length: count }, () => 1n);
    const { ends, wire } = await runEngine(builder.build(), 3, [Array.from({ length: count }, () => value), ones, ones]);
    for (const end of ends) if (end instanceof Error) throw end;
    expect(ends.slice(1)).toEqual([[undefined], [undefined]]);
    const toThem = sent(wire, 0, 1);
    for (const label of [ENGINE_STEPS.half, ENGINE_STEPS.d, ENGINE_STEPS.bucket]) {
      const { message } = toThem.find((each) => each.label === label) as Sent;
      expectBalanced(bitsIn(message, 8 * message.length - 8));
    }
    expectBalanced(bitsIn((toThem.find(({ label }) => label === ENGINE_STEPS.input) as Sent).message.subarray(64), count));
    // Every opening inside the evaluation, as they can add it up of all three shares; and the output, which is theirs but for the mask of its owner.
    for (const label of [ENGINE_STEPS.and, ENGINE_STEPS.output]) {
      const shares = everyone(3).map((from) => sent(wire, from, (from + 1) % 3).filter((each) => each.label === label).map(({ message }) => message));
      const [own] = shares as [Uint8Array[]];
      expect(own.length).toBeGreaterThan(0);
      own.forEach((message, at) => {
        expectBalanced(bitsIn(message, 8 * message.length));
        expectBalanced(bitsIn(message.map((_, i) => shares.reduce((sum, each) => sum ^ (each[at]?.[i] as number), 0)), 8 * message.length));
      });
    }
  });

  it('is the same in labels and lengths whatever the inputs are', async () => {
    const shapeOf = async (value: bigint) => (await runEngine(products(2, 40), 2, [0, 1].map(() => Array.from({ length: 40 }, () => value)))).wire.filter(({ from }) => from === 0).map(({ to, label, message }) => [to, label, message.length]);
    expect(await shapeOf(0n)).toEqual(await shapeOf(1n));
  });

  it('of two honest parties are shares with shares of zero added, also where a party has none of the value', async () => {
    const builder = new ProgramBuilder();
    const count = 800;
    const input = builder.input({ owner: 1, width: 1, count });
    builder.output(input, everyone(3));
    const { ends, wire } = await runEngine(builder.build(), 3, [Array.from({ length: count }, () => 1n)]);
    for (const end of ends) if (end instanceof Error) throw end;
    // Without them seat 2, who has no part in it, would send zeros, and seat 1 its mask.
    const shares = everyone(3).map((from) => bitsIn((sent(wire, from, (from + 1) % 3).find(({ label }) => label === ENGINE_STEPS.output) as Sent).message, count));
    shares.forEach(expectBalanced);
    const masked = bitsIn((sent(wire, 1, 0).find(({ label }) => label === ENGINE_STEPS.input) as Sent).message.subarray(64), count);
    for (const share of shares) expectBalanced(share.map((bit, i) => bit ^ (masked[i] as number)));
  });
});

describe('a condition meant for some', () => {
  const count = 600;
  /** A number for each position, for the first party alone, where the second party's bit is 1. */
  function conditional(): Program {
    const builder = new ProgramBuilder();
    const [value, condition] = [0, 1].map((owner) => builder.input({ owner, width: 1, count })) as [number, number];
    outputIf(builder, condition, value, [0]);
    return builder.build();
  }

  it.each([0n, 1n])('is not to be seen by others where it is %i: what is opened is masked, for the condition and for the value', async (bit) => {
    const inputs = [Array.from({ length: count }, () => 1n), Array.from({ length: count }, () => bit)];
    const { ends, wire } = await runEngine(conditional(), 3, inputs);
    for (const end of ends) if (end instanceof Error) throw end;
    expect(ends).toEqual([[inputs[1], inputs[1]], [undefined, undefined], [undefined, undefined]]);
    // What seat 2 can add up of all shares: condition and value, each under a mask that seat 0 owns.
    const shares = everyone(3).map((from) => bitsIn((sent(wire, from, (from + 1) % 3).find(({ label }) => label === ENGINE_STEPS.output) as Sent).message, 2 * count));
    const opened = (shares[0] as Uint8Array).map((_, i) => shares.reduce((sum, share) => sum ^ (share[i] as number), 0));
    expectBalanced(opened.subarray(0, count));
    expectBalanced(opened.subarray(count));
    // The two masks are independent, or their sum would show the value.
    expectBalanced(opened.subarray(0, count).map((each, i) => each ^ (opened[count + i] as number)));
  });

  it('changes neither labels nor lengths', async () => {
    const shapeOf = async (bit: bigint) => (await runEngine(conditional(), 3, [0n, bit].map((value) => Array.from({ length: count }, () => value)))).wire.filter(({ from }) => from === 0).map(({ to, label, message }) => [to, label, message.length]);
    expect(await shapeOf(0n)).toEqual(await shapeOf(1n));
  });
});

describe('the order of steps', () => {
  it('is: leaky ANDs checked, then the shifts tossed, then the batch checked, then inputs; outputs after the check of all before them', async () => {
    const { wire } = await runEngine(products(2, 8), 2, [0, 1].map(() => Array.from({ length: 8 }, () => 1n)));
    const labels = sent(wire, 0, 1).map(({ label }) => label);
    const order = [ENGINE_STEPS.d, ENGINE_STEPS.u, `${ENGINE_STEPS.coin}/0`, `${ENGINE_STEPS.zero}/0`, `${ENGINE_STEPS.coin}/1`, ENGINE_STEPS.bucket, `${ENGINE_STEPS.digest}/0`, `${ENGINE_STEPS.zero}/1`, ENGINE_STEPS.input, ENGINE_STEPS.and, `${ENGINE_STEPS.digest}/1`, `${ENGINE_STEPS.zero}/2`, ENGINE_STEPS.output, `${ENGINE_STEPS.zero}/3`];
    expect(labels.filter((label) => order.includes(label))).toEqual(order);
    // Every coin and every check has a number of its own, and is sent once.
    const numbered = labels.filter((label) => /\/\d+$/.test(label));
    expect(new Set(numbered).size).toBe(numbered.length);
  });
});

function withNetwork<Context extends ProtocolContext>(party: Context, changes: Partial<Network>): Context {
  const { network } = party;
  const changed: Network = { self: network.self, count: network.count, send: network.send.bind(network), receive: network.receive.bind(network), ...changes };
  return { ...party, network: changed };
}

/** Follows the protocol but for what it sends in some steps: that it decides on when it has the other's message of the same step. */
function speaksSecond(party: MemoryParty, labels: readonly string[], answer: (label: string, heard: Uint8Array) => Uint8Array): MemoryParty {
  const { network } = party;
  return withNetwork(party, {
    send: (to, label, message) => {
      if (!labels.includes(label)) network.send(to, label, message);
    },
    receive: async (from, label, maxBytes) => {
      const message = await network.receive(from, label, maxBytes);
      if (labels.includes(label)) network.send(from, label, answer(label, message));
      return message;
    },
  });
}

describe('a party that speaks second', () => {
  it('and copies commitment and opening of a zero check is named: they are bound to a seat', async () => {
    const commitment = `${ENGINE_STEPS.zeroCommit}/0`;
    const { ends, wire } = await runEngine(products(2, 4), 2, [0, 1].map(() => [1n, 1n, 0n, 0n]), {
      contextOf: (party) => (party.network.self === 0 ? party : speaksSecond(party, [commitment, `${ENGINE_STEPS.zero}/0`], (label, heard) => {
        if (label !== commitment) return heard;
        const copy = heard.subarray(64);
        return concat(party.sign('mpc broadcast v1', party.sid, utf8(label), u32be(1), hashParts('mpc broadcast message v1', copy)), copy);
      })),
    });
    expect(ends[0]).toMatchObject({ code: 'DEVIATION', party: 'South' });
    expect(wire.some(({ label }) => label === ENGINE_STEPS.input)).toBe(false);
  });

  it('and keeps back its opening of a zero check hears nothing more from anybody', async () => {
    const { ends, wire } = await runEngine(products(2, 4), 2, [0, 1].map(() => [1n, 1n, 0n, 0n]), {
      contextOf: (party) => (party.network.self === 0 ? party : withNetwork(party, {
        send: (to, label, message) => {
          if (label === `${ENGINE_STEPS.zero}/0`) throw new MpcError('INTERRUPTED', 'Gone.', '');
          party.network.send(to, label, message);
        },
      })),
    });
    expect(ends[0]).toMatchObject({ code: 'PEER_LEFT', party: 'South' });
    expect(sent(wire, 0, 1).at(-1)?.label).toBe(`${ENGINE_STEPS.zero}/0`);
  });

  it('and says that it used other values ends the session before anything of the check is opened', async () => {
    const label = `${ENGINE_STEPS.digest}/1`;
    const { ends, wire } = await runEngine(products(2, 4), 2, [0, 1].map(() => [1n, 1n, 0n, 0n]), {
      contextOf: (party) => (party.network.self === 0 ? party : speaksSecond(party, [label], (_, heard) => {
        const other = heard.slice(64).map((byte, i) => (i === 0 ? byte ^ 1 : byte));
        return concat(party.sign('mpc broadcast v1', party.sid, utf8(label), u32be(1), hashParts('mpc broadcast message v1', other)), other);
      })),
    });
    expect(ends[0]).toMatchObject({ code: 'DEVIATION', party: undefined });
    expect(wire.some(({ label: each }) => each === `${ENGINE_STEPS.zero}/2`)).toBe(false);
  });
});

/** Keys of seat 2 of three, whose MAC key towards seat 0 differs in one bit from that towards seat 1; and that is itself never surprised by it. */
class SplitKeys extends EngineKeys {
  #reads = 0;

  override whole(party: number): Uint8Array {
    const whole = super.whole(party);
    if (party === 0) whole[20] = (whole[20] as number) ^ 1;
    return whole;
  }

  /** Read for its strings towards 0 and 1, for what it commits to, and for verifying 0 and 1. */
  override get mac(): MacRows {
    const towards = [0, 1, undefined, 0, 1][this.#reads++];
    const mac = super.mac.slice();
    if (towards === 0) mac[1] = (mac[1] as number) ^ 1;
    return mac;
  }
}

/** The test of keys among three, of whom the last has these keys and says this of its bits. */
async function testOfKeys(keysOf: (seat: number) => EngineKeys, lie: (bits: Uint8Array) => void = () => undefined) {
  const { parties, wire } = memoryNetwork(3);
  const group = new SodiumGroup({ threads: 0 });
  const ends = await Promise.all(parties.map(async (party, self) => {
    try {
      const own = new Wire(party);
      const keys = keysOf(self);
      const pairs = await setUpPairs(own, group, keys, 2);
      const random = await drawBits(own, keys, new Correlations(own, keys, pairs, undefined), POSITIONS, 0, new PieceMemory(pieceBytes(2, POSITIONS, 0)));
      if (self === 2) lie(random.bits);
      await checkSameKey(own, keys, random, 0);
      return 'passed';
    } catch (error) {
      return error;
    } finally {
      party.network.leave();
    }
  }));
  return { ends, wire };
}

describe('the test of equal MAC keys', () => {
  it.each([false, true])('lets honest parties pass, and names one whose key differs towards one: %s', async (isSplit) => {
    const { ends } = await testOfKeys((seat) => (isSplit && seat === 2 ? new SplitKeys(3) : new EngineKeys(3)));
    if (!isSplit) expect(ends).toEqual(['passed', 'passed', 'passed']);
    else for (const end of ends.slice(0, 2)) expect(end).toMatchObject({ code: 'DEVIATION', party: 'Harbour' });
  });

  it('names who commits to a bit that it does not have, before anybody opens a key value to it', async () => {
    const { ends, wire } = await testOfKeys(() => new EngineKeys(3), (bits) => { bits[5] = (bits[5] as number) ^ 1; });
    for (const end of ends.slice(0, 2)) expect(end).toMatchObject({ code: 'DEVIATION', party: 'Harbour' });
    expect(wire.some(({ from, label }) => from !== 2 && label === ENGINE_STEPS.sameKey)).toBe(false);
  });
});

describe('eight parties', () => {
  it('compute what the plain evaluator does', async () => {
    const builder = new ProgramBuilder();
    const numbers = everyone(8).map((owner) => builder.input({ owner, width: 4, count: 1 }));
    const greatest = builder.step({ op: 'greatest', of: [builder.step({ op: 'join', of: numbers })] });
    builder.output(greatest, everyone(8));
    builder.output(greatest + 1, [7]);
    const { ends } = await runEngine(builder.build(), 8, [3n, 1n, 4n, 1n, 5n, 13n, 2n, 13n].map((value) => [value]));
    ends.forEach((end, party) => {
      if (end instanceof Error) throw end;
      expect(end).toEqual([[13n], party === 7 ? [5n] : undefined]);
    });
  }, 120_000);
});
