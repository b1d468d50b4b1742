import { describe, expect, it } from 'vitest';
import { evaluatePlainly } from '../../../../src/circuit/evaluate.js';
import { type Program, ProgramBuilder } from '../../../../src/circuit/program.js';
import { SodiumGroup } from '../../../../src/crypto/batch/sodium-group.js';
import type { CotParameters } from '../../../../src/crypto/cot/parameters.js';
import { EngineKeys } from '../../../../src/crypto/engine/keys.js';
import { addWhere } from '../../../../src/crypto/engine/rows.js';
import { MpcError } from '../../../../src/errors.js';
import { Correlations } from '../../../../src/session/protocol/engine/correlations.js';
import { setUpPairs } from '../../../../src/session/protocol/engine/set-up.js';
import { ENGINE_STEPS, Wire } from '../../../../src/session/protocol/engine/wire.js';
import { memoryNetwork } from '../../../../src/testing/memory-network.js';
import { runEngine } from '../../../support/engine-run.js';
import { smallPlan } from '../../../support/small-plan.js';
import { flipping, tampering, type Tamper } from '../../../support/tampering.js';

/** `count` comparisons of 8 bits between the first two parties. */
function comparisons(parties: number, count: number): Program {
  const builder = new ProgramBuilder();
  const [a, b] = [0, 1].map((owner) => builder.input({ owner, width: 8, count })) as [number, number];
  builder.output(builder.step({ op: 'less', of: [a, b] }), Array.from({ length: parties }, (_, party) => party));
  return builder.build();
}

const INPUTS = [[200n, 7n, 9n, 0n, 255n, 31n, 32n, 33n, 1n, 254n, 77n, 78n], [199n, 8n, 9n, 255n, 0n, 32n, 32n, 32n, 2n, 255n, 76n, 78n]];

describe('silent transfers and batches of triples', () => {
  it.each([2, 3])('give %i parties what the plain evaluator gives, over chunks and batches', async (count) => {
    const program = comparisons(count, INPUTS[0]?.length ?? 0);
    const inputs = INPUTS;
    const { ends, wire } = await runEngine(program, count, inputs, { plan: smallPlan(program, count, 2) });
    for (const end of ends) {
      if (end instanceof Error) throw end;
      expect(end).toEqual(evaluatePlainly(program, inputs));
    }
    const chunks = wire.filter(({ from, to, label }) => from === 0 && to === 1 && label === ENGINE_STEPS.forest);
    expect(chunks.length).toBeGreaterThan(1);
    // Layers of 12 ANDs, 64 a batch: a layer that does not fit goes on with the next batch, made when it is needed.
    const labels = wire.filter(({ from, to }) => from === 0 && to === 1).map(({ label }) => label);
    expect(labels.lastIndexOf(ENGINE_STEPS.u)).toBeGreaterThan(labels.indexOf(ENGINE_STEPS.and));
    // No forest, and no message that a chunk begins with, comes twice.
    expect(new Set(chunks.map(({ message }) => Buffer.from(message.subarray(0, 64)).toString('hex'))).size).toBe(chunks.length);
  });

  it('stop where more are asked for than were planned', async () => {
    const program = comparisons(2, 12);
    const { ends } = await runEngine(program, 2, INPUTS, { plan: smallPlan(program, 2, 1) });
    for (const end of ends) expect((end as Error).message).toMatch(/more ANDs than were planned|left before/);
  });
});

describe('transfers of a session', () => {
  it('are not made or taken twice when two takes begin at once: the second is refused, and the first is right at both sides', async () => {
    const group = new SodiumGroup({ threads: 0 });
    const { silent, blocks } = smallPlan(comparisons(2, 2), 2).transfers;
    const set = silent?.set as CotParameters;
    const { parties, wire } = memoryNetwork(2);
    const ends = await Promise.all(parties.map(async (party) => {
      const [keys, own] = [new EngineKeys(2), new Wire(party)];
      const correlations = new Correlations(own, keys, await setUpPairs(own, group, keys, blocks, set), set);
      const [first, second] = await Promise.allSettled([correlations.take(50, 20), correlations.take(50, 20)]);
      const third = await correlations.take(7, 7);
      return { keys, first: first.status === 'fulfilled' ? first.value : undefined, second, third };
    }));
    for (const { second } of ends) expect(second).toMatchObject({ status: 'rejected', reason: { message: 'correlated transfers are in use' } });
    const [north, south] = ends as [(typeof ends)[0], (typeof ends)[0]];
    for (const [a, b, delta] of [[north.first?.[1], south.first?.[0], south.keys], [north.third[1], south.third[0], south.keys]] as const) {
      const macs = b?.keys.slice() as Int32Array;
      addWhere(macs, a?.bits as Uint8Array, delta.mac);
      expect(macs).toEqual(a?.macs);
    }
    // One chunk a direction, not two.
    expect(wire.filter(({ label }) => label === ENGINE_STEPS.forest)).toHaveLength(2);
  });
});

describe('a party that cheats in a chunk', () => {
  const run = async (count: number, tampers: Readonly<Record<string, Tamper>>) => {
    const program = comparisons(count, 2);
    const { ends, wire } = await runEngine(program, count, INPUTS.map((values) => values.slice(0, 2)), { plan: smallPlan(program, count), contextOf: (party) => (party.network.self === count - 1 ? tampering(party, tampers) : party) });
    // Nothing of data has left, whatever it did.
    expect(wire.some(({ label }) => label === ENGINE_STEPS.input)).toBe(false);
    return ends.slice(0, -1) as Error[];
  };

  it.each([
    ['asks for a check with another x* than its noise has', ENGINE_STEPS.treeChallenge, 16],
    ['shows another value of the MAC half', ENGINE_STEPS.treeValue, 16],
    ['commits to another value than it opens', ENGINE_STEPS.treeCommitment, 0],
  ])('and %s is named by the one it did it to', async (_, label, position) => {
    const [first] = await run(2, { [label]: flipping(position) });
    expect(first).toMatchObject({ code: 'DEVIATION', party: 'South' });
  });

  it.each([
    ['a wrong correction in the MAC half', 16 * 60 * 11],
  ])('with %s is shown what it does not expect, and goes no further', async (_, at) => {
    const [first] = await run(2, { [ENGINE_STEPS.forest]: flipping(at) });
    expect(first).toBeInstanceOf(MpcError);
  });

  it('and repeats what it opened in another chunk is named', async () => {
    let old: Uint8Array | undefined;
    const [first] = await run(2, { [ENGINE_STEPS.treeOpening]: (message) => (old ??= message) });
    expect(first).toMatchObject({ code: 'DEVIATION', party: 'South' });
  });
});
