import { budgetOf, type Budget, SESSION_BITS } from './budget.js';
import { type Buckets, MOST_GATES, planBuckets } from './buckets.js';
import { andsOf } from './cost.js';
import { cotSizes } from '../crypto/cot/parameters.js';
import { chooseVersions, programCost, shapesOf } from './evaluate.js';
import type { Version } from './operations.js';
import type { Program } from './program.js';
import { piecesOf, planTransfers, type Transfers } from './transfers.js';

/** The shares that the test of equal MAC keys uses, with more than two parties. */
const SAME_KEY_POSITIONS = 64;
/** Bytes of memory for a leaky AND until its batch is combined, and for a triple. */
const BATCH_BYTES = 64;
const TRIPLE_BYTES = 27;
/** MAC checks in addition to those of the batches: the evaluation, validity and outputs. */
const OTHER_CHECKS = 3;

/** The number of bits that a party owns: its inputs, and the masks of the outputs that it alone learns. */
export interface Owned {
  readonly inputs: number;
  readonly masks: number;
}

/** Everything about a run that follows from the program and the number of parties. It needs no data. */
export interface Plan {
  readonly program: Program;
  readonly parties: number;
  /** One for each step, and one for the comparisons of bounds. */
  readonly versions: readonly Version[];
  readonly ands: number;
  /** ANDs of each layer, in order. */
  readonly layers: readonly number[];
  /** Undefined if there is no AND. */
  readonly buckets: Buckets | undefined;
  /** The bits of its own that each party contributes, by seat. */
  readonly owned: readonly Owned[];
  readonly hasBounds: boolean;
  /** Random bits that each party draws for itself: as many as the party with the most inputs and masks needs. */
  readonly mostOwned: number;
  readonly transfers: Transfers;
  /** Leaky ANDs in each piece of a batch. */
  readonly pieces: readonly number[];
  /** The number of coin tosses. */
  readonly coins: number;
  /** Bits opened to everyone, masks included. */
  readonly outputBits: number;
  /** The number of exchanges. Each is one trip through the relay. */
  readonly exchanges: number;
  /** The most bytes that one party sends to one other party. */
  readonly bytesEach: number;
  /** Approximate bytes of memory of one party, in addition to the program itself. */
  readonly memory: number;
  readonly budget: Budget;
}

/**
 * The plan of a program among `parties` parties. `exchange` is the time of one exchange, in ANDs. Throws a RangeError if the program needs more than the engine
 * gives, or if a session would break its promises with a probability of more than 2^−40.
 */
export function planOf(program: Program, parties: number, exchange: number): Plan {
  const shapes = shapesOf(program);
  const versions = chooseVersions(program, { exchange });
  const { layers } = programCost(program, versions);
  const ands = andsOf({ layers });
  // One batch if one suffices: each further batch costs a dozen exchanges.
  const buckets = ands === 0 ? undefined : planBuckets(ands, ands <= MOST_GATES ? 1 : undefined);
  const batches = buckets?.batches ?? 0;
  const owned = ownedBits(program, shapes.map(({ width, count }) => width * count), parties);
  const mostOwned = Math.max(...owned.map(({ inputs, masks }) => inputs + masks));
  const leaky = buckets === undefined ? 0 : buckets.gates * buckets.layers;
  const transfers = planTransfers(parties, mostOwned + (parties > 2 ? SAME_KEY_POSITIONS : 0), buckets);
  const pieces = buckets === undefined ? [] : piecesOf(buckets);
  const outputBits = program.outputs.reduce((sum, { value, to }) => sum + (shapes[value]?.width ?? 0) * (shapes[value]?.count ?? 0) * (to.length === parties ? 1 : to.length), 0);
  const hasBounds = program.inputs.some(({ width, most }) => most !== undefined && most < (1n << BigInt(width)) - 1n);
  const opened = batches * (leaky + (buckets === undefined ? 0 : buckets.gates * (buckets.layers - 1))) + 2 * ands + outputBits + 1;
  const budget = budgetOf({
    parties, buckets, opened, checks: batches + OTHER_CHECKS, transfers: transfers.count, blocks: transfers.blocks,
    chunks: transfers.silent === undefined ? undefined : { count: transfers.silent.chunks, leaves: cotSizes(transfers.silent.set).outputs },
  });
  if (budget.treesTwice) throw new RangeError('so many chunks of silent transfers would need two checks each');
  if (!(budget.total <= -SESSION_BITS)) throw new RangeError(`a session would fail with 2^${budget.total.toFixed(1)}, and at most 2^−${SESSION_BITS} is allowed`);
  return {
    program, parties, versions, ands, layers, buckets, owned, hasBounds, mostOwned, transfers, pieces, outputBits, budget,
    coins: (parties > 2 ? transfers.draws : 0) + 3 * batches + (hasBounds ? 3 : 2),
    exchanges: exchangesOf(parties, layers.length, hasBounds, { batches, pieces: pieces.length, chunks: transfers.silent?.chunks ?? 0, draws: transfers.draws }),
    bytesEach: Math.ceil(2 * 64 * 192 + transfers.bytes + batches * leaky * (8 + 3 / 8) + (ands === 0 ? 0 : opened / 8) + 20_000),
    memory: transfers.memory * (parties - 1) + BATCH_BYTES * leaky + TRIPLE_BYTES * (buckets?.gates ?? 0),
  };
}

function ownedBits({ inputs, outputs }: Program, bits: readonly number[], parties: number): Owned[] {
  return Array.from({ length: parties }, (_, party) => ({
    inputs: inputs.reduce((sum, { owner }, i) => sum + (owner === party ? (bits[i] as number) : 0), 0),
    masks: outputs.reduce((sum, { value, to }) => sum + (to.length < parties && to.includes(party) ? (bits[value] as number) : 0), 0),
  }));
}

/** The exchanges section by section, as `docs/protocols/engine.md` lists them. */
function exchangesOf(parties: number, depth: number, hasBounds: boolean, { batches, pieces, chunks, draws }: { batches: number; pieces: number; chunks: number; draws: number }): number {
  const echo = parties > 2 ? 1 : 0;
  const macCheck = 4 + 2 * echo;
  const setUp = 4 + (1 + echo) + 5 * chunks + (parties > 2 ? 5 * draws + 4 : 0);
  const batch = 3 * pieces + (3 + echo) + 2 + macCheck;
  return setUp + batches * batch + (1 + echo) + depth + macCheck + (hasBounds ? 1 + macCheck : 0) + 1 + macCheck;
}
