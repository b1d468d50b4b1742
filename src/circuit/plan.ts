import { budgetOf, type Budget, SESSION_BITS } from './budget.js';
import { type Buckets, planBuckets } from './buckets.js';
import { andsOf } from './cost.js';
import { chooseVersions, programCost, shapesOf } from './evaluate.js';
import type { Version } from './operations.js';
import type { Program } from './program.js';

/** Transfers that are taken from rows of the extension directly; more would need silent ones. */
export const MOST_TRANSFERS = 110_000;
/** The engine makes one batch of triples a session. */
const MOST_BATCHES = 1;
/** Bits of a hash key and of a MAC key together: columns of the extension. */
const ROW_BYTES = 24;
const ROWS_IN_BLOCK = 128;
/** Shares that the test of equal MAC keys takes, and the mask of the test of equal bits; both for more than two parties. */
const SAME_KEY_POSITIONS = 64;
const SAME_BITS_MASK = 128;
/** Sums opened by a zero check: one for the leaky ANDs and one for each MAC check of the batch, the evaluation, validity and outputs. */
const MOST_CHECKS = 5;

/** How many bits a party owns: its inputs, and the masks of what it alone learns. */
export interface Owned {
  readonly inputs: number;
  readonly masks: number;
}

/** Everything about a run that follows from the program and the number of parties, before any data is there. */
export interface Plan {
  readonly program: Program;
  readonly parties: number;
  readonly versions: readonly Version[];
  readonly ands: number;
  /** ANDs of each layer, in order. */
  readonly layers: readonly number[];
  /** Undefined where there is no AND. */
  readonly buckets: Buckets | undefined;
  /** Bits of its own that each party brings, by place. */
  readonly owned: readonly Owned[];
  readonly hasBounds: boolean;
  /** Shares of random bits that all parties hold together. */
  readonly common: number;
  /** Bits opened to everyone, masks included. */
  readonly outputBits: number;
  /** Exchanges: one way through the relay each. */
  readonly exchanges: number;
  /** Bytes that one party sends to one other, at most. */
  readonly bytesEach: number;
  /** Bytes of memory of one party, about, beyond the program itself. */
  readonly memory: number;
  readonly budget: Budget;
}

/**
 * The plan of a program among `parties` parties. `exchange`: the time of one exchange, in ANDs. Throws a RangeError where the program needs more than the engine gives, or where a session would fail to
 * keep its promises with more than 2^−40.
 */
export function planOf(program: Program, parties: number, exchange: number): Plan {
  const shapes = shapesOf(program);
  const versions = chooseVersions(program, { exchange });
  const { layers } = programCost(program, versions);
  const ands = andsOf({ layers });
  const buckets = ands === 0 ? undefined : planBuckets(ands, MOST_BATCHES);
  const owned = ownedBits(program, shapes.map(({ width, count }) => width * count), parties);
  const leaky = buckets === undefined ? 0 : buckets.gates * buckets.layers;
  const common = 3 * leaky + (parties > 2 ? SAME_KEY_POSITIONS + SAME_BITS_MASK : 0);
  const transfers = common + Math.max(...owned.map(({ inputs, masks }) => inputs + masks));
  if (transfers > MOST_TRANSFERS) throw new RangeError(`${ands} ANDs need ${transfers} correlated transfers in each direction, and at most ${MOST_TRANSFERS} can be made`);
  const blocks = 1 + Math.ceil(transfers / ROWS_IN_BLOCK);
  const outputBits = program.outputs.reduce((sum, { value, to }) => sum + (shapes[value]?.width ?? 0) * (shapes[value]?.count ?? 0) * (to.length === parties ? 1 : to.length), 0);
  const hasBounds = program.inputs.some(({ width, most }) => most !== undefined && most < (1n << BigInt(width)) - 1n);
  const opened = leaky + (buckets === undefined ? 0 : buckets.gates * (buckets.layers - 1)) + 2 * ands + outputBits + 1;
  const budget = budgetOf({ parties, buckets, opened, checks: MOST_CHECKS, transfers, blocks });
  if (!(budget.total <= -SESSION_BITS)) throw new RangeError(`a session would fail with 2^${budget.total.toFixed(1)}, and at most 2^−${SESSION_BITS} is allowed`);
  return {
    program, parties, versions, ands, layers, buckets, owned, hasBounds, common, outputBits, budget,
    exchanges: exchangesOf(parties, layers.length, hasBounds, ands > 0),
    bytesEach: Math.ceil(2 * 64 * 192 + ROW_BYTES * ROWS_IN_BLOCK * blocks + (parties > 2 ? transfers / 8 : 0) + leaky * (8 + 3 / 8) + (ands === 0 ? 0 : opened / 8) + 20_000),
    memory: 3 * ROW_BYTES * ROWS_IN_BLOCK * blocks * 2 * (parties - 1) + 80 * leaky,
  };
}

function ownedBits({ inputs, outputs }: Program, bits: readonly number[], parties: number): Owned[] {
  return Array.from({ length: parties }, (_, party) => ({
    inputs: inputs.reduce((sum, { owner }, i) => sum + (owner === party ? (bits[i] as number) : 0), 0),
    masks: outputs.reduce((sum, { value, to }) => sum + (to.length < parties && to.includes(party) ? (bits[value] as number) : 0), 0),
  }));
}

/** Section by section as `docs/protocols/engine.md` lists them. */
function exchangesOf(parties: number, depth: number, hasBounds: boolean, hasAnds: boolean): number {
  const echo = parties > 2 ? 1 : 0;
  const macCheck = 4 + 2 * echo;
  const setUp = 4 + (1 + echo) + (parties > 2 ? 9 : 0);
  const triples = hasAnds ? 3 + (3 + echo) + 2 + macCheck : 0;
  return setUp + triples + (1 + echo) + depth + macCheck + (hasBounds ? 1 + macCheck : 0) + 1 + macCheck;
}
