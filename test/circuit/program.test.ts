import { fc } from '../support/property.js';
import { describe, expect, it } from 'vitest';
import { CLEAR, runClear } from '../../src/circuit/clear.js';
import { circuitOf, evaluatePlainly, programCost, shapesOf } from '../../src/circuit/evaluate.js';
import { VERSIONS, type Version } from '../../src/circuit/operations.js';
import { ProgramBuilder } from '../../src/circuit/program.js';
import { randomProgram } from '../support/programs.js';

describe('a program', () => {
  it('gives as a circuit what it gives plainly, whatever its steps and versions', () => {
    fc.assert(
      fc.property(randomProgram(2), fc.constantFrom(...VERSIONS), ({ program, inputs }, version) => {
        const words = program.inputs.map(({ width }, i) => Array.from({ length: width }, (_, k) => Uint8Array.from(inputs[i] as bigint[], (value) => Number((value >> BigInt(k)) & 1n))));
        const { outputs } = runClear(circuitOf(program, program.steps.map(() => version), CLEAR, words));
        const numbers = outputs.map((word) => Array.from(word[0] ?? [], (_, i) => word.reduce((sum, bits, k) => sum | (BigInt(bits[i] as number) << BigInt(k)), 0n)));
        expect(numbers).toEqual(evaluatePlainly(program, inputs));
      }),
      { numRuns: 150 },
    );
  });

  it.each([[10n, true], [11n, false], [15n, false]])('checks that an input of %s is at most 10', (value, isValid) => {
    const builder = new ProgramBuilder();
    const a = builder.input({ owner: 0, width: 4, count: 1, most: 10n });
    const b = builder.input({ owner: 1, width: 4, count: 2 });
    builder.output(builder.step({ op: 'bits', of: [a], from: 0, to: 1 }), [0, 1]);
    builder.output(b, [0]);
    const program = builder.build();
    const words = [[value], [15n, 15n]].map((values) => Array.from({ length: 4 }, (_, k) => Uint8Array.from(values, (each) => Number((each >> BigInt(k)) & 1n))));
    const { valid } = runClear(circuitOf(program, program.steps.map(() => VERSIONS[1] as Version), CLEAR, words));
    expect(valid).toEqual(Uint8Array.of(isValid ? 1 : 0));
    expect(programCost(program, program.steps.map(() => VERSIONS[0] as Version)).layers).toEqual([1, 1, 1, 1]);
  });

  it('is refused where a step does not fit', () => {
    const builder = new ProgramBuilder();
    builder.input({ owner: 0, width: 4, count: 1 });
    builder.input({ owner: 0, width: 5, count: 1 });
    builder.step({ op: 'less', of: [0, 1] });
    expect(() => shapesOf(builder.build())).toThrow(/different shapes/);
    const early = new ProgramBuilder();
    early.input({ owner: 0, width: 4, count: 1 });
    early.step({ op: 'not', of: [3] });
    expect(() => shapesOf(early.build())).toThrow(/not there yet/);
  });
});
