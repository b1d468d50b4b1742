import type { Gates, Word } from '../../../circuit/bits.js';
import { circuitOf, shapesOf } from '../../../circuit/evaluate.js';
import type { Plan } from '../../../circuit/plan.js';
import type { BatchGroup } from '../../../crypto/batch/group.js';
import { addBits, packBits, packedBytes } from '../../../crypto/engine/bit-vector.js';
import { Batch, batchBytes } from '../../../crypto/engine/batch.js';
import type { Triples } from '../../../crypto/engine/buckets.js';
import { EngineKeys } from '../../../crypto/engine/keys.js';
import { pieceBytes, PieceMemory } from '../../../crypto/engine/piece-memory.js';
import { ShareAlgebra, type Shares, sliceShares } from '../../../crypto/engine/shares.js';
import { ZeroShares } from '../../../crypto/engine/zero-shares.js';
import { collectRarely } from '../../../crypto/primitives/rare-collection.js';
import { bug } from '../../../errors.js';
import type { Hooks } from '../hooks.js';
import type { ProtocolContext } from '../network.js';
import { Checks } from './checks.js';
import { bitsOfInputs } from './input-bits.js';
import { Openings } from './openings.js';
import { Correlations } from './correlations.js';
import { copyBits, drawBits, eraseBits, ownedBits, type RandomBits } from './random-bits.js';
import { checkSameBits, maskBits } from './same-bits.js';
import { checkSameKey, POSITIONS } from './same-key.js';
import { setUpPairs } from './set-up.js';
import { makeTriples } from './triples.js';
import { ENGINE_STEPS, unnamedDeviation, Wire } from './wire.js';

/** The number of preparation steps that observers see. */
const STEPS = 4;

/**
 * Computes a program among all parties of a session. All other parties may cheat together. It uses authenticated shared bits under two keys a party, and
 * triples from leaky ANDs in buckets, and is secure with abort. `docs/protocols/engine.md` has functionality, steps and argument.
 *
 * `prepare` needs no data and may begin with the last approval; `run` takes this party's inputs. One object serves one run. On any failure, all keys, seeds,
 * correlations and shares are erased.
 */
export class Engine {
  readonly #plan: Plan;
  readonly #wire: Wire;
  readonly #group: BatchGroup;
  readonly #hooks: Hooks;
  readonly #keys: EngineKeys;
  readonly #algebra: ShareAlgebra;
  readonly #memory: PieceMemory;
  /** The leaky ANDs and triples of one batch after the other. */
  readonly #batch: Batch;
  #correlations: Correlations | undefined;
  #zero: ZeroShares | undefined;
  #checks: Checks | undefined;
  #openings: Openings | undefined;
  /** Random bits that each party owns itself: for its inputs first, then for outputs that it alone learns. */
  #owned: RandomBits | undefined;
  #triples: Triples | undefined;
  #usedTriples = 0;
  #batches = 0;
  #draws = 0;
  #maskedInputs: readonly Uint8Array[] = [];
  #stage: 'new' | 'prepared' | 'spent' = 'new';
  #collectAsBefore: (() => void) | undefined;

  constructor(context: ProtocolContext, group: BatchGroup, plan: Plan, hooks: Hooks = {}) {
    if (context.network.count !== plan.parties) throw new RangeError('a plan for another number of parties');
    this.#plan = plan;
    this.#wire = new Wire(context);
    this.#group = group;
    this.#hooks = hooks;
    this.#keys = new EngineKeys(plan.parties);
    this.#algebra = new ShareAlgebra(this.#keys, context.network.self === 0);
    const leaky = plan.pieces.reduce((sum, gates) => sum + gates, 0);
    this.#memory = new PieceMemory(pieceBytes(plan.parties - 1, this.#drawn(plan.pieces[0] ?? 0, this.#more), plan.pieces[0] ?? 0), batchBytes(leaky));
    this.#batch = new Batch(this.#memory, leaky);
  }

  /** Makes keys, transfers, random bits and triples. Throws DEVIATION, with a name if the evidence allows it. */
  async prepare(): Promise<void> {
    if (this.#stage !== 'new') throw bug('an engine was prepared twice');
    this.#stage = 'spent';
    this.#collectAsBefore = collectRarely();
    await this.#orErase(async () => {
      const { parties, buckets, transfers, pieces, mostOwned } = this.#plan;
      const progress = (done: number) => this.#hooks.onProgress?.('preparing', done, STEPS);
      progress(0);
      const pairs = await setUpPairs(this.#wire, this.#group, this.#keys, transfers.blocks, transfers.silent?.set);
      this.#correlations = new Correlations(this.#wire, this.#keys, pairs, transfers.silent?.set);
      progress(1);
      this.#zero = new ZeroShares(this.#wire.context.sid, this.#wire.self, pairs.map((pair) => pair?.given), pairs.map((pair) => pair?.taken));
      this.#checks = new Checks(this.#wire, this.#zero);
      this.#openings = new Openings(this.#wire, this.#checks, this.#zero, this.#keys);
      await this.#checks.commitToCoins(this.#plan.coins);
      // The order: for the first leaky ANDs, for the test of equal keys, then the bits that parties own.
      const [piece, positions] = [3 * (pieces[0] ?? 0), parties > 2 ? POSITIONS : 0];
      const first = await this.#draw(pieces[0] ?? 0, this.#more);
      try {
        this.#owned = copyBits(first, piece + positions, piece + positions + mostOwned);
        if (parties > 2) await checkSameKey(this.#wire, this.#keys, first, piece);
        progress(2);
        if (buckets !== undefined) await this.#nextBatch(first);
      } finally {
        this.#memory.clear();
      }
      progress(STEPS);
    });
    this.#stage = 'prepared';
  }

  /**
   * Runs the program on this party's inputs, in the order of the inputs that it owns in the program. Returns all outputs in the program's order: numbers if
   * this party learns them, otherwise undefined. Throws DEVIATION. A party whose input is outside its range is not named.
   */
  async run(inputs: readonly (readonly bigint[])[]): Promise<readonly (readonly bigint[] | undefined)[]> {
    if (this.#stage !== 'prepared') throw bug('an engine ran before it was prepared, or twice');
    this.#stage = 'spent';
    return this.#orErase(async () => {
      const { program, versions, hasBounds } = this.#plan;
      const openings = this.#openings as Openings;
      await this.#hooks.beforeCommitting?.();
      const words = await this.#shareInputs(inputs);
      const { outputs, valid } = await this.#evaluate(circuitOf(program, versions, this.#algebra, words));
      await openings.check();
      if (hasBounds) {
        if (valid === undefined) throw bug('a program whose bounds are not compared');
        const [isValid] = await openings.open(ENGINE_STEPS.valid, valid);
        await openings.check();
        if (isValid !== 1) throw unnamedDeviation('an input was outside its range');
      }
      this.#hooks.onOpening?.();
      const results = await this.#openOutputs(outputs);
      this.#erase();
      return results;
    });
  }

  /** After a run: all parties' inputs under their masks, packed, as they were broadcast, by party. */
  get maskedInputs(): readonly Uint8Array[] {
    return this.#maskedInputs;
  }

  /** Erases everything. A run under way ends with an error. */
  close(): void {
    this.#erase();
  }

  /** Bits of the first drawing in addition to those of leaky ANDs. */
  get #more(): number {
    const { parties, mostOwned } = this.#plan;
    return (parties > 2 ? POSITIONS : 0) + mostOwned;
  }

  #drawn(gates: number, more: number): number {
    return 3 * gates + more + maskBits(this.#plan.parties);
  }

  /**
   * Random bits for `gates` leaky ANDs, followed by `more`, in the memory of the piece, which is cleared first. With more than two parties, they are the same
   * towards every other party.
   */
  async #draw(gates: number, more: number): Promise<RandomBits> {
    this.#memory.clear();
    const random = await drawBits(this.#wire, this.#keys, this.#correlations as Correlations, this.#drawn(gates, more), gates, this.#memory);
    if (this.#plan.parties > 2) await checkSameBits(this.#wire, this.#checks as Checks, this.#keys, random, this.#draws++);
    return random;
  }

  /** Makes the next batch of triples. Its first leaky ANDs use the bits that were drawn before, if there are any. No triple of the previous batch is left. */
  async #nextBatch(drawn?: RandomBits): Promise<void> {
    const { buckets, pieces } = this.#plan;
    const batch = this.#batches++;
    if (buckets === undefined || batch >= buckets.batches) throw bug('more ANDs than were planned');
    this.#triples = undefined;
    this.#usedTriples = 0;
    this.#triples = await makeTriples(
      {
        wire: this.#wire, keys: this.#keys, memory: this.#memory, batch: this.#batch, checks: this.#checks as Checks, openings: this.#openings as Openings,
        draw: async (piece, gates) => (piece === 0 && drawn !== undefined ? drawn : this.#draw(gates, 0)),
        onPiece: (done, total) => { if (batch === 0) this.#hooks.onProgress?.('preparing', 2 + ((STEPS - 2) * done) / total, STEPS); },
      },
      buckets, pieces, batch,
    );
  }

  /** All parties' inputs, masked by random bits that each party owns, in one broadcast. They are fixed from then on. */
  async #shareInputs(inputs: readonly (readonly bigint[])[]): Promise<Word<Shares>[]> {
    const { program, owned, parties } = this.#plan;
    const masks = Array.from({ length: parties }, (_, party) => ownedBits(this.#owned as RandomBits, this.#keys, party, this.#wire.self, 0, owned[party]?.inputs ?? 0));
    const own = bitsOfInputs(this.#plan, this.#wire.self, inputs);
    addBits(own, (masks[this.#wire.self] as Shares).bits);
    const messages = await this.#wire.broadcast(ENGINE_STEPS.input, packBits(own), (party) => packedBytes(owned[party]?.inputs ?? 0));
    this.#maskedInputs = messages;
    const shares = messages.map((message, party) => {
      const masked = this.#wire.bits(message, owned[party]?.inputs ?? 0, party, ENGINE_STEPS.input);
      (this.#openings as Openings).note(ENGINE_STEPS.input, masked);
      this.#algebra.addConstant(masks[party] as Shares, masked);
      return masks[party] as Shares;
    });
    const next = shares.map(() => 0);
    return program.inputs.map(({ owner, width, count }) =>
      Array.from({ length: width }, () => {
        const from = next[owner] as number;
        next[owner] = from + count;
        return sliceShares(shares[owner] as Shares, from, from + count);
      }),
    );
  }

  /** Evaluates layer by layer, with one exchange each. */
  async #evaluate<T>(circuit: Gates<Shares, T>): Promise<T> {
    const total = this.#plan.layers.length;
    let step = circuit.next();
    for (let layer = 0; step.done !== true; layer++) {
      this.#hooks.onProgress?.('computing', layer, total);
      const [left, right] = [0, 1].map((side) => this.#algebra.join((step.value as readonly (readonly [Shares, Shares])[]).map((pair) => pair[side] as Shares))) as [Shares, Shares];
      const products = await this.#multiply(left, right);
      let from = 0;
      step = circuit.next(
        step.value.map(([{ bits }]) => {
          const product = sliceShares(products, from, from + bits.length);
          from += bits.length;
          return product;
        }),
      );
    }
    this.#hooks.onProgress?.('computing', total, total);
    return step.value;
  }

  /** Products of two vectors, from as many triples. Continues with the next batch if this one ends. */
  async #multiply(x: Shares, y: Shares): Promise<Shares> {
    const count = x.bits.length;
    const products: Shares[] = [];
    for (let at = 0; at < count; ) {
      const left = (this.#triples?.x.bits.length ?? 0) - this.#usedTriples;
      if (left === 0) {
        await this.#nextBatch();
        continue;
      }
      const next = Math.min(left, count - at);
      products.push(await this.#multiplyPart(sliceShares(x, at, at + next), sliceShares(y, at, at + next)));
      at += next;
    }
    return products.length === 1 ? (products[0] as Shares) : this.#algebra.join(products);
  }

  /** Beaver: with a triple a·b = c, e = x + a and f = y + b are opened; x·y = c + e·b + f·a + e·f. */
  async #multiplyPart(x: Shares, y: Shares): Promise<Shares> {
    const algebra = this.#algebra;
    const count = x.bits.length;
    const triples = this.#triples as Triples;
    const from = this.#usedTriples;
    this.#usedTriples += count;
    const [a, b, c] = [triples.x, triples.y, triples.z].map((part) => sliceShares(part, from, from + count)) as [Shares, Shares, Shares];
    const masked = algebra.join([x, y]);
    algebra.addTo(masked, a, 0);
    algebra.addTo(masked, b, count);
    const opened = await (this.#openings as Openings).open(ENGINE_STEPS.and, masked);
    const [e, f] = [opened.subarray(0, count), opened.subarray(count)];
    return algebra.product(a, b, c, e, f);
  }

  /** Opens outputs for everyone as they are. Outputs for some parties are opened under masks that these own, with one opening for each of them. */
  async #openOutputs(outputs: readonly Word<Shares>[]): Promise<readonly (readonly bigint[] | undefined)[]> {
    const { program, owned, parties } = this.#plan;
    const openings = this.#openings as Openings;
    const shapes = shapesOf(program);
    const next = owned.map(({ inputs }) => inputs);
    const parts: { shares: Shares; mask: Uint8Array | undefined; output: number; isOwn: boolean }[] = [];
    program.outputs.forEach(({ to }, output) => {
      const shares = this.#algebra.join(outputs[output] as Word<Shares>);
      if (to.length === parties) {
        parts.push({ shares, mask: undefined, output, isOwn: true });
        return;
      }
      for (const party of to) {
        const from = next[party] as number;
        next[party] = from + shares.bits.length;
        const mask = ownedBits(this.#owned as RandomBits, this.#keys, party, this.#wire.self, from, from + shares.bits.length);
        parts.push({ shares: this.#algebra.xor(shares, mask), mask: mask.bits, output, isOwn: party === this.#wire.self });
      }
    });
    const opened = await openings.open(ENGINE_STEPS.output, this.#algebra.join(parts.map(({ shares }) => shares)));
    await openings.check();
    const results: (readonly bigint[] | undefined)[] = program.outputs.map(() => undefined);
    let at = 0;
    for (const { shares, mask, output, isOwn } of parts) {
      const bits = opened.slice(at, at + shares.bits.length);
      at += bits.length;
      if (!isOwn) continue;
      if (mask !== undefined) addBits(bits, mask);
      const { width, count } = shapes[program.outputs[output]?.value as number] as { width: number; count: number };
      results[output] = Array.from({ length: count }, (_, i) => Array.from({ length: width }, (_each, k) => BigInt(bits[k * count + i] as number) << BigInt(k)).reduce((sum, bit) => sum | bit, 0n));
    }
    return results;
  }

  async #orErase<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.#erase();
      throw error;
    }
  }

  #erase(): void {
    this.#stage = 'spent';
    this.#keys.erase();
    this.#memory.clear();
    this.#zero?.erase();
    this.#correlations?.erase();
    if (this.#owned !== undefined) eraseBits(this.#owned);
    this.#batch.erase();
    this.#collectAsBefore?.();
  }
}
