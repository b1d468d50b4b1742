import { describe, expect, it } from 'vitest';
import { ProgramBuilder, type Program } from '../../../../src/circuit/program.js';
import { MpcError } from '../../../../src/errors.js';
import { ENGINE_STEPS } from '../../../../src/session/protocol/engine/wire.js';
import { runEngine } from '../../../support/engine-run.js';
import { flipping, tampering, type Tamper } from '../../../support/tampering.js';
import { memoryNetwork } from '../../../../src/testing/memory-network.js';

/** Who has more of two, told to everyone; with a bound that not every word keeps. */
function richer(count: number): Program {
  const builder = new ProgramBuilder();
  const numbers = Array.from({ length: count }, (_, owner) => builder.input({ owner, width: 8, count: 1, most: 200n }));
  builder.output(builder.step({ op: 'less', of: [numbers[0] as number, numbers[1] as number] }), numbers.map((_, party) => party));
  return builder.build();
}

/** What the honest parties ended with where the last party cheats. */
async function cheated(count: number, tampers: Readonly<Record<string, Tamper>>, inputs = Array.from({ length: count }, (_, i) => [BigInt(10 + i)])) {
  const { ends, wire } = await runEngine(richer(count), count, inputs, { contextOf: (party) => (party.network.self === count - 1 ? tampering(party, tampers) : party) });
  return { honest: ends.slice(0, -1), wire };
}

function verdict(end: unknown): { code: string; party: string | undefined } {
  if (!(end instanceof MpcError)) throw end instanceof Error ? end : new Error('an honest party accepted a result');
  return { code: end.code, party: end.party };
}

describe('a party that cheats', () => {
  const NAMES = { 2: 'South', 3: 'Harbour' } as const;
  describe.each([2, 3] as const)('of %i', (count) => {
    it.each([
      ['an opening inside the evaluation', ENGINE_STEPS.and],
      ['its share of the output', ENGINE_STEPS.output],
      ['its share of the validity', ENGINE_STEPS.valid],
      ['its share of a bucket', ENGINE_STEPS.bucket],
      ['a bit of d', ENGINE_STEPS.d],
    ])('and flips %s gets no result accepted, and is not named: the evidence is a sum', async (_, label) => {
      const { honest } = await cheated(count, { [label]: flipping(0) });
      expect(honest.map(verdict)).toEqual(honest.map(() => ({ code: 'DEVIATION', party: undefined })));
    });

    it.each([
      ['a zero check to another value', `${ENGINE_STEPS.zero}/0`, 32],
      ['a coin to another value', `${ENGINE_STEPS.coin}/0`, 32],
    ])('and opens %s is named', async (_, label, position) => {
      const { honest } = await cheated(count, { [label]: flipping(position) });
      for (const end of honest) expect(verdict(end)).toEqual({ code: 'DEVIATION', party: NAMES[count] });
    });

    it('and sends wrong columns is named before anything else leaves', async () => {
      const { honest, wire } = await cheated(count, { [ENGINE_STEPS.reply]: (message) => message.map((byte, at) => (at >= 64 * 192 + 32 && at % 64 === 0 ? byte ^ 1 : byte)) });
      expect(honest.some((end) => verdict(end).party === NAMES[count])).toBe(true);
      expect(wire.some(({ label }) => label === ENGINE_STEPS.input)).toBe(false);
    });

    it('and sends a wrong U is caught, or has guessed a bit of x, and nothing is wrong', async () => {
      const wrongU: Tamper = (message) => message.map((byte, at) => (at % 8 === 3 ? byte ^ 1 : byte));
      const { honest, wire } = await cheated(count, { [ENGINE_STEPS.u]: wrongU });
      // In every gate at once: a guess of some hundred bits.
      for (const end of honest) expect(verdict(end)).toEqual({ code: 'DEVIATION', party: undefined });
      expect(wire.some(({ label }) => label === ENGINE_STEPS.input)).toBe(false);
    });

    it('and puts in a number outside its range ends the session before any result is opened', async () => {
      const { honest, wire } = await cheated(count, {}, Array.from({ length: count }, (_, i) => [i === count - 1 ? 201n : 5n]));
      for (const end of honest) expect(verdict(end)).toEqual({ code: 'DEVIATION', party: undefined });
      expect(wire.some(({ label }) => label === ENGINE_STEPS.output)).toBe(false);
    });
  });

  it('of 3 and uses other random bits towards one is named', async () => {
    let first = true;
    const { honest } = await cheated(3, { [ENGINE_STEPS.common]: (message) => {
      if (first) message[40] = (message[40] as number) ^ 4;
      first = false;
      return message;
    } });
    expect(honest.map(verdict).some(({ code, party }) => code === 'DEVIATION' && party === 'Harbour')).toBe(true);
  });

  it('of 3 and lies about its bit in the test of keys is named before any key value is opened', async () => {
    const { honest, wire } = await cheated(3, { [ENGINE_STEPS.sameKeyBits]: flipping(32) });
    expect(honest.map(verdict).some(({ party }) => party === 'Harbour')).toBe(true);
    expect(wire.some(({ from, label }) => from !== 2 && label === ENGINE_STEPS.sameKey)).toBe(false);
  });
});

describe('a check that is under way', () => {
  it('lets no other message leave, and no other check begin', async () => {
    const { parties } = memoryNetwork(2);
    const { Wire } = await import('../../../../src/session/protocol/engine/wire.js');
    const wire = new Wire(parties[0] as (typeof parties)[number]);
    wire.freeze(ENGINE_STEPS.zero);
    for (const label of [ENGINE_STEPS.and, ENGINE_STEPS.output, ENGINE_STEPS.u, `${ENGINE_STEPS.coin}/1`, `${ENGINE_STEPS.digest}/1`]) expect(() => wire.send(1, label, new Uint8Array(1))).toThrow(/while a check was under way/);
    expect(() => wire.freeze(ENGINE_STEPS.zero)).toThrow(/two checks/);
    wire.send(1, `${ENGINE_STEPS.zero}/0`, new Uint8Array(1));
  });
});
