import { fc } from './property.js';
import { shapesOf } from '../../src/circuit/evaluate.js';
import { type Program, ProgramBuilder, type Shape, type Step } from '../../src/circuit/program.js';

/** Widest value of a random program: products and sums grow quickly. */
const WIDEST = 24;

export interface ProgramWithInputs {
  readonly program: Program;
  readonly inputs: readonly (readonly bigint[])[];
}

/** Random programs over vectors of one count, with inputs of each party; outputs go to everyone or to one party. */
export function randomProgram(parties: number, { steps: most = 6, widest = 6, count: largest = 3 } = {}): fc.Arbitrary<ProgramWithInputs> {
  return fc
    .record({ widths: fc.array(fc.integer({ min: 1, max: widest }), { minLength: parties, maxLength: parties + 2 }), count: fc.integer({ min: 1, max: largest }), choices: fc.array(fc.nat(), { minLength: 1, maxLength: most }), seed: fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n }), { minLength: 40, maxLength: 40 }), toOne: fc.boolean() })
    .map(({ widths, count, choices, seed, toOne }) => {
      const builder = new ProgramBuilder();
      widths.forEach((width, i) => builder.input({ owner: i % parties, width, count }));
      for (const choice of choices) builder.step(stepFor(shapesOf(builder.build()), choice));
      const shapes = shapesOf(builder.build());
      const everyone = Array.from({ length: parties }, (_, party) => party);
      builder.output(shapes.length - 1, everyone);
      builder.output(shapes.length - 2, toOne ? [choices.length % parties] : everyone);
      const inputs = widths.map((width, i) => Array.from({ length: count }, (_, at) => BigInt.asUintN(width, seed[(7 * i + at) % seed.length] as bigint)));
      return { program: builder.build(), inputs };
    });
}

/** Some step that fits what is there. */
function stepFor(shapes: readonly Shape[], choice: number): Step {
  const a = choice % shapes.length;
  const shape = shapes[a] as Shape;
  const alike = shapes.flatMap((other, ref) => (other.width === shape.width && other.count === shape.count ? [ref] : []));
  const b = alike[Math.floor(choice / 7) % alike.length] as number;
  const conditions = shapes.flatMap((other, ref) => (other.width === 1 && other.count === shape.count ? [ref] : []));
  const wide = shape.width >= WIDEST;
  const steps: Step[] = [
    { op: 'xor', of: [a, b] }, { op: 'and', of: [a, b] }, { op: 'or', of: [a, b] }, { op: 'not', of: [a] }, { op: 'subtract', of: [a, b] },
    { op: 'less', of: [a, b] }, { op: 'equal', of: [a, b] }, { op: 'sort', of: [a] }, { op: 'least', of: [a] }, { op: 'greatest', of: [a] },
    { op: 'bits', of: [a], from: 0, to: Math.ceil(shape.width / 2) }, { op: 'pick', of: [a], positions: [shape.count - 1, 0] }, { op: 'join', of: [a, b] },
    ...(wide ? [] : [{ op: 'add', of: [a, b] } as const, { op: 'total', of: [a] } as const, { op: 'widen', of: [a], width: shape.width + 2 } as const]),
    ...(shape.width > 6 ? [] : [{ op: 'divide', of: [a, b] } as const, { op: 'divideSigned', of: [b, a] } as const]),
    ...(2 * shape.width > WIDEST ? [] : [{ op: 'multiply', of: [a, b] } as const]),
    ...(conditions.length === 0 ? [] : [{ op: 'choose', of: [conditions[choice % conditions.length] as number, a, b] } as const]),
    ...(shape.width === 1 ? [{ op: 'every', of: [a] } as const] : []),
  ];
  return steps[Math.floor(choice / 3) % steps.length] as Step;
}
