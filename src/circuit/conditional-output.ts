import { shapesOf } from './evaluate.js';
import type { ProgramBuilder, Ref, Shape } from './program.js';

/**
 * Opens `value` to these parties only where `condition` is 1: one bit for each number, or one bit for all of them. The condition becomes the output before it,
 * for the same parties; nobody else learns it. The circuit multiplies each number by its bit and opens the product, which is 0 where the condition is 0, so no
 * share of the number itself is ever opened.
 */
export function outputIf(builder: ProgramBuilder, condition: Ref, value: Ref, to: readonly number[]): void {
  const shapes = shapesOf(builder.build());
  const [bits, { width, count }] = [shapes[condition], shapes[value]] as [Shape, Shape];
  const repeated = bits.count === count ? condition : builder.step({ op: 'pick', of: [condition], positions: Array.from({ length: count }, () => 0) });
  const zeros = builder.step({ op: 'constant', of: [], width, values: Array.from({ length: count }, () => 0n) });
  builder.output(condition, to);
  builder.output(builder.step({ op: 'choose', of: [repeated, value, zeros] }), to);
}
