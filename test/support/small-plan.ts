import { planOf, type Plan } from '../../src/circuit/plan.js';
import type { Program } from '../../src/circuit/program.js';
import { cotSizes, type CotParameters } from '../../src/crypto/cot/parameters.js';

/** Silent transfers small enough for a test, without any margin. */
const TOY: CotParameters = { trees: 60, depth: 5, columns: 200 };

/** A plan as for a large program: silent transfers in many chunks, several batches of triples, each in several pieces. What it may not change is the rule of buckets. */
export function smallPlan(program: Program, parties: number, batches = 1): Plan {
  const plan = planOf(program, parties, 0);
  const buckets = { gates: 64, layers: 7, batches };
  const pieces = [200, 200, 48];
  return {
    ...plan, buckets, pieces,
    transfers: { ...plan.transfers, silent: { set: TOY, chunks: 99 }, blocks: 1 + Math.ceil(cotSizes(TOY).base / 128) },
    coins: 3 * batches + (parties > 2 ? pieces.length * batches : 0) + 3,
  };
}
