import { fc } from '../../../support/property.js';
import { describe, expect, it } from 'vitest';
import { outputIf } from '../../../../src/circuit/conditional-output.js';
import { evaluatePlainly } from '../../../../src/circuit/evaluate.js';
import { ProgramBuilder } from '../../../../src/circuit/program.js';
import { runEngine } from '../../../support/engine-run.js';
import { randomProgram } from '../../../support/programs.js';

describe('the engine', () => {
  it.each([2, 3, 5, 8])('gives %i parties what the plain evaluator gives', async (count) => {
    const builder = new ProgramBuilder();
    const numbers = Array.from({ length: count }, (_, owner) => builder.input({ owner, width: 16, count: 1 }));
    const all = builder.step({ op: 'join', of: numbers });
    const everyone = numbers.map((_, party) => party);
    const greatest = builder.step({ op: 'greatest', of: [all] });
    builder.output(greatest, everyone);
    builder.output(greatest + 1, [count - 1]);
    builder.output(builder.step({ op: 'total', of: [all] }), [0, 1]);
    const program = builder.build();
    const inputs = numbers.map((_, i) => [BigInt((7919 * (i + 3)) % 65_536)]);
    const expected = evaluatePlainly(program, inputs);
    const { ends } = await runEngine(program, count, inputs);
    ends.forEach((end, party) => {
      if (end instanceof Error) throw end;
      expect(end).toEqual([expected[0], party === count - 1 ? expected[1] : undefined, party < 2 ? expected[2] : undefined]);
    });
  }, 60_000);

  it.each([2, 3])('sends what the plan for %i parties says, and a tenth less at most', async (count) => {
    const builder = new ProgramBuilder();
    const numbers = Array.from({ length: count }, (_, owner) => builder.input({ owner, width: 32, count: 8 }));
    builder.output(builder.step({ op: 'less', of: [numbers[0] as number, numbers[1] as number] }), numbers.map((_, party) => party));
    const { ends, wire, plan } = await runEngine(builder.build(), count, numbers.map(() => [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n]));
    for (const end of ends) if (end instanceof Error) throw end;
    const sent = wire.filter(({ from, to }) => from === 0 && to === 1).reduce((sum, { message }) => sum + message.length, 0);
    expect(sent).toBeLessThanOrEqual(plan.bytesEach);
    expect(sent).toBeGreaterThan(0.9 * plan.bytesEach);
  });

  it.each([[[5n, 900n], [1n, 0n], [5n, 0n]], [[999n, 7n], [0n, 1n], [0n, 7n]]])('opens %o only where it is below 100, to those who are to learn it', async (numbers, conditions, opened) => {
    const builder = new ProgramBuilder();
    const value = builder.input({ owner: 0, width: 10, count: 2 });
    const limit = builder.step({ op: 'constant', of: [], width: 10, values: [100n, 100n] });
    const below = builder.step({ op: 'less', of: [value, limit] });
    outputIf(builder, below, value, [0, 1]);
    outputIf(builder, builder.step({ op: 'every', of: [below] }), value, [2]);
    const { ends } = await runEngine(builder.build(), 3, [numbers]);
    for (const end of ends) if (end instanceof Error) throw end;
    expect(ends).toEqual([0, 1, 2].map((party) => (party < 2 ? [conditions, opened, undefined, undefined] : [undefined, undefined, [0n], [0n, 0n]])));
  });

  it.each([[2, 6], [3, 2], [5, 1]])('with %i parties agrees on random programs', async (count, runs) => {
    await fc.assert(
      fc.asyncProperty(randomProgram(count, { steps: 4, widest: 4, count: 2 }), async ({ program, inputs }) => {
        const expected = evaluatePlainly(program, inputs);
        const { ends } = await runEngine(program, count, inputs);
        ends.forEach((end, party) => {
          if (end instanceof Error) throw end;
          expect(end).toEqual(expected.map((values, i) => (program.outputs[i]?.to.includes(party) === true ? values : undefined)));
        });
      }),
      { numRuns: runs },
    );
  }, 120_000);
});
