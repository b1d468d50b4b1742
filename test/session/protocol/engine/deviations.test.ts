import { describe, expect, it } from 'vitest';
import { type Program, ProgramBuilder } from '../../../../src/circuit/program.js';
import { concat, equalBytes, u32be, utf8 } from '../../../../src/crypto/bytes.js';
import { KEY_BITS } from '../../../../src/crypto/engine/keys.js';
import { hashParts } from '../../../../src/crypto/hash.js';
import { BASE_MESSAGE_BYTES } from '../../../../src/crypto/ot/base-ot.js';
import { MpcError } from '../../../../src/errors.js';
import { ENGINE_STEPS } from '../../../../src/session/protocol/engine/wire.js';
import type { Network, ProtocolContext } from '../../../../src/session/protocol/network.js';
import type { MemoryParty, Sent } from '../../../../src/testing/memory-network.js';
import { AMONG_SEVERAL, TREE_STEPS } from '../../../support/engine-labels.js';
import { type EngineRun, runEngine } from '../../../support/engine-run.js';
import { smallPlan } from '../../../support/small-plan.js';

/** What docs/protocols/engine.md, triples.md and transfers.md say of each message: another length, a message of another session, another value towards one party. */
const NAMES = ['North', 'South', 'Harbour'];

/** Who has more of the first two, told to everyone; numbers of a width that leaves padding in every message of bits. */
function richer(parties: number, most = 20n): Program {
  const builder = new ProgramBuilder();
  const numbers = Array.from({ length: parties }, (_, owner) => builder.input({ owner, width: 5, count: 1, most }));
  builder.output(builder.step({ op: 'less', of: [numbers[0] as number, numbers[1] as number] }), numbers.map((_, party) => party));
  return builder.build();
}

const INPUTS = [[9n], [10n], [11n]];

type Change = (message: Uint8Array, at: { readonly to: number; readonly label: string; readonly times: number }) => Uint8Array;

/** A party that changes what it sends in the steps whose labels begin so. */
function sending(party: MemoryParty, step: string, change: Change): MemoryParty {
  const { network } = party;
  const times = new Map<string, number>();
  const send = (to: number, label: string, message: Uint8Array) => {
    if (label !== step && (!label.startsWith(`${step}/`) || label.endsWith('/echo'))) {
      network.send(to, label, message);
      return;
    }
    const way = `${to} ${label}`;
    times.set(way, (times.get(way) ?? 0) + 1);
    network.send(to, label, change(Uint8Array.from(message), { to, label, times: times.get(way) ?? 1 }));
  };
  const changed: Network = { self: network.self, count: network.count, send, receive: network.receive.bind(network) };
  const context: ProtocolContext = { ...party, network: changed };
  return context as MemoryParty;
}

/** The last of `count` parties changes what it sends in the steps whose labels begin so. */
async function changing(count: number, step: string, change: Change, withTrees = false): Promise<{ honest: EngineRun['ends']; run: EngineRun }> {
  const program = richer(count);
  const run = await runEngine(program, count, INPUTS.slice(0, count), {
    ...(withTrees ? { plan: smallPlan(program, count) } : {}),
    contextOf: (party) => (party.network.self === count - 1 ? sending(party, step, change) : party),
  });
  return { honest: run.ends.slice(0, -1), run };
}

/** No honest party takes a result; those that name somebody name the cheater. Gives the codes. */
function caught(count: number, honest: EngineRun['ends']): { names: number; codes: string[] } {
  const errors = honest.map((end) => {
    if (!(end instanceof MpcError)) throw end instanceof Error ? end : new Error('an honest party accepted a result');
    return end;
  });
  // Who heard of it from another that left says that this one left.
  const accused = errors.filter(({ code }) => code !== 'PEER_LEFT').map(({ party }) => party);
  expect(accused.length).toBeGreaterThan(0);
  for (const party of accused) expect([NAMES[count - 1], undefined]).toContain(party);
  return { names: accused.filter((party) => party !== undefined).length, codes: errors.map(({ code }) => code) };
}

const { request, reply, columnChallenge, columnProof, coinList, coin, common, sameBits, sameBitsMac, sameKeyCommit, sameKeyBits, sameKey, half, d, u, zeroCommit, zero, bucket, input, and, digest, valid, output } = ENGINE_STEPS;
const STEPS = [request, reply, columnChallenge, columnProof, coinList, coin, common, sameBits, sameBitsMac, sameKeyCommit, sameKeyBits, sameKey, half, d, u, zeroCommit, zero, bucket, input, and, digest, valid, output];

/** Broadcasts, and what leaves when inputs have. */
const SIGNED: readonly string[] = [coinList, sameBits, sameKeyCommit, zeroCommit, input, digest];
const LATE: readonly string[] = [input, and, digest, valid, output];

/** Two parties where they send it: their set-up takes a third of the time. */
const partiesFor = (step: string) => (AMONG_SEVERAL.includes(step) ? 3 : 2);

const shorter: Change = (message) => message.slice(1);
const longer: Change = (message) => concat(message, new Uint8Array(1));

describe('the steps that are looked at here', () => {
  it('are all that a session of three has', async () => {
    const { ends, wire } = await runEngine(richer(3), 3, INPUTS);
    for (const end of ends) if (end instanceof Error) throw end;
    const seen = new Set(wire.map(({ label }) => label.replace(/\/echo$/, '').replace(/\/\d+$/, '')));
    expect([...seen].sort()).toEqual([...STEPS].sort());
    expect([...STEPS, ...TREE_STEPS].sort()).toEqual(Object.values(ENGINE_STEPS).sort());
  });
});

describe('a message of another length', () => {
  it.each(STEPS)('names its sender: %s', async (step) => {
    const count = partiesFor(step);
    for (const change of [shorter, longer]) {
      const { honest } = await changing(count, step, change);
      expect(caught(count, honest).names).toBeGreaterThan(0);
    }
  });

  it.each(TREE_STEPS)('names its sender: %s, of silent transfers', async (step) => {
    for (const change of [shorter, longer]) {
      const { honest, run } = await changing(2, step, change, true);
      expect(honest[0]).toMatchObject({ code: 'DEVIATION', party: 'South' });
      expect(run.wire.some(({ label }) => label === input)).toBe(false);
    }
  });

  // Of half products and d there are as many bits as fill their bytes.
  it.each([bucket, and, valid, output])('names its sender, and so does one with bits beyond its end: %s', async (step) => {
    const { honest } = await changing(2, step, (message) => message.map((byte, at) => (at === message.length - 1 ? byte | 0x80 : byte)));
    expect(caught(2, honest).names).toBeGreaterThan(0);
  });
});

describe('a message of another session', () => {
  /** What the cheater, who is the last, sent there, by recipient and label, in order. */
  const sentAmong = async (count: number) => {
    const { wire } = await runEngine(richer(count), count, INPUTS.slice(0, count));
    const sent = new Map<string, Sent[]>();
    for (const each of wire.filter(({ from }) => from === count - 1)) sent.set(`${each.to} ${each.label}`, [...(sent.get(`${each.to} ${each.label}`) ?? []), each]);
    return sent;
  };
  const before = { 2: sentAmong(2), 3: sentAmong(3) };

  it.each(STEPS.filter((step) => step !== columnChallenge && step !== request))('ends the session: %s', async (step) => {
    const count = partiesFor(step);
    const sent = await before[count];
    let others = 0;
    const { honest, run } = await changing(count, step, (message, { to, label, times }) => {
      const again = sent.get(`${to} ${label}`)?.[times - 1]?.message ?? message;
      if (!equalBytes(again, message)) others += 1;
      return again;
    });
    // A share of one bit, as of the output here, is by chance what it was before.
    if (others === 0) {
      expect([valid, output]).toContain(step);
      for (const end of honest) if (end instanceof Error) throw end;
      return;
    }
    const { names } = caught(count, honest);
    // What is signed holds the session.
    if (SIGNED.includes(step)) expect(names).toBeGreaterThan(0);
    if (!LATE.includes(step)) expect(run.wire.some(({ label }) => label === and)).toBe(false);
  });

  it.each([request, columnChallenge])('is of use to nobody where it asks for something: who sends it cannot go on with the answer (%s)', async (step) => {
    const sent = await before[2];
    const { honest, run } = await changing(2, step, (message, { to, label }) => sent.get(`${to} ${label}`)?.[0]?.message ?? message);
    for (const end of honest) expect(end).toBeInstanceOf(MpcError);
    expect(run.wire.some(({ label }) => label === input)).toBe(false);
  });
});

describe('what is told to one party and not to the other', () => {
  const flip = (at: number): Change => (message, { to }) => (to === 0 ? message.map((byte, i) => (i === at ? byte ^ 1 : byte)) : message);

  it.each([d, bucket, and, valid, output])('ends the session, and nobody is named: %s', async (step) => {
    const { honest } = await changing(3, step, flip(0));
    expect(caught(3, honest)).toEqual({ names: 0, codes: ['DEVIATION', 'DEVIATION'] });
  });

  it.each<[string, string, number]>([
    ['a proof for columns', columnProof, 0],
    ['bits that are the same for all', common, 0],
    ['MACs of the sum of its bits', sameBitsMac, 0],
    ['bits of the test of keys', sameKeyBits, 32],
    ['a MAC of the test of keys', sameKeyBits, 32 + 8 + 3],
    ['a key value of the test of keys', sameKey, 32],
    ['a coin', coin, 32],
    ['the nonce of a coin', coin, 0],
    ['its part of a zero check', zero, 33],
  ])('names who sends another of %s', async (_, step, at) => {
    const { honest, run } = await changing(3, step, flip(at));
    expect(caught(3, honest).names).toBeGreaterThan(0);
    if (step !== zero) expect(run.wire.some(({ label }) => label === and)).toBe(false);
  });

  it('names who answers the base transfers with the keys the wrong way round', async () => {
    // Not one key of one transfer: that is a guess at one bit of Δ, which passes half of the time and is allowed for.
    const swapped: Change = (message, { to }) => (to === 0 ? message.map((byte, i) => (i < KEY_BITS * BASE_MESSAGE_BYTES ? (message[i ^ (BASE_MESSAGE_BYTES / 2)] as number) : byte)) : message);
    const { honest, run } = await changing(3, reply, swapped);
    expect(caught(3, honest).names).toBeGreaterThan(0);
    expect(run.wire.some(({ label }) => label === and)).toBe(false);
  });

  /** Two messages under good signatures, of which the first party gets one. */
  const twoFaced = (self: number, at: number): ((party: MemoryParty) => Change) => (party) => (message, { to, label }) => {
    if (to !== 0) return message;
    const other = message.slice(64).map((byte, i) => (i === at ? byte ^ 1 : byte));
    return concat(party.sign('mpc broadcast v1', party.sid, utf8(label), u32be(self), hashParts('mpc broadcast message v1', other)), other);
  };

  it.each([coinList, sameBits, sameKeyCommit, zeroCommit, input])('names who signs two messages: %s', async (step) => {
    const program = richer(3);
    const { ends } = await runEngine(program, 3, INPUTS, {
      contextOf: (party) => (party.network.self === 2 ? sending(party, step, twoFaced(2, 0)(party)) : party),
    });
    expect(caught(3, ends.slice(0, -1)).names).toBe(2);
  });
});

describe('a half product', () => {
  it('that is wrong for one value of x, in all gates, ends the session before any input leaves', async () => {
    const { honest, run } = await changing(3, half, (message) => message.map((byte, i) => (i < message.length / 2 - 1 ? byte ^ 0xff : byte)));
    expect(caught(3, honest).names).toBe(0);
    expect(run.wire.some(({ label }) => label === input)).toBe(false);
  });
});
