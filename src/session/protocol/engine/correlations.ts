import { equalBytes, concat, u32be } from '../../../crypto/bytes.js';
import { commit, type Commitment, COMMITMENT_LENGTH, NONCE_LENGTH, opens } from '../../../crypto/commitment.js';
import { cotSizes, type CotParameters } from '../../../crypto/cot/parameters.js';
import { CONTRIBUTION_BYTES } from '../../../crypto/cot/receiver.js';
import { COT_CHALLENGE_BYTES, COT_VALUE_BYTES, type CotKey } from '../../../crypto/cot/sender.js';
import type { EngineKeys } from '../../../crypto/engine/keys.js';
import { HEAP, type Room } from '../../../crypto/engine/piece-memory.js';
import { bug } from '../../../errors.js';
import { OneAtATime } from '../../../crypto/one-at-a-time.js';
import { nextTurn } from '../../../crypto/primitives/turn.js';
import { randomBytes } from '../../../crypto/random.js';
import { deviation } from '../deviation.js';
import type { PairRows } from './pair-rows.js';
import type { Pair, SilentPair } from './set-up.js';
import { ENGINE_STEPS, type Wire } from './wire.js';

const TREE_LABEL = 'mpc f2 cot check v1';

/** Transfers of one pair, in both directions: this party's bits r with their MACs, and its keys for the other's bits. */
export interface TakenPair extends PairRows {
  readonly bits: Uint8Array;
}

/** The correlated transfers of a session with every other party, the same number in both directions. They are handed out once, from the front. */
export class Correlations {
  readonly #wire: Wire;
  readonly #keys: EngineKeys;
  readonly #pairs: readonly (Pair | undefined)[];
  readonly #set: CotParameters | undefined;
  readonly #alone = new OneAtATime('correlated transfers');
  #chunk = 0;

  constructor(wire: Wire, keys: EngineKeys, pairs: readonly (Pair | undefined)[], set: CotParameters | undefined) {
    this.#wire = wire;
    this.#keys = keys;
    this.#pairs = pairs;
    this.#set = set;
  }

  /**
   * The next `count` transfers of each direction, with hash halves for the first `hashed`, copied into vectors of the room. Makes chunks when none are left.
   * Rejects with an Error if another take is under way: all parties take in the same order, so two cannot share a chunk.
   */
  async take(count: number, hashed: number, room: Room = HEAP): Promise<(TakenPair | undefined)[]> {
    return this.#alone.run(async () => this.#take(count, hashed, room));
  }

  async #take(count: number, hashed: number, room: Room): Promise<(TakenPair | undefined)[]> {
    const taken = this.#pairs.map((pair) => (pair === undefined ? undefined : { bits: room.bits(count), macs: room.rows(count), keys: room.rows(count), hashMacs: room.hashes(hashed), hashKeys: room.hashes(hashed) }));
    for (let at = 0; at < count; ) {
      const left = Math.min(...this.#pairs.flatMap((pair) => (pair === undefined ? [] : [pair.keys.left, pair.bits.left])));
      if (left === 0) {
        await this.#makeChunk();
        continue;
      }
      const next = Math.min(left, count - at);
      for (const [party, pair] of this.#pairs.entries()) {
        const rows = taken[party];
        if (pair !== undefined && rows !== undefined) await takeInto(rows, pair, at, next, Math.max(0, Math.min(next, hashed - at)));
      }
      at += next;
    }
    return taken;
  }

  erase(): void {
    for (const pair of this.#pairs) {
      pair?.keys.erase();
      pair?.bits.erase();
      pair?.silent?.sender.erase();
      pair?.silent?.receiver.erase();
    }
  }

  /**
   * Makes one chunk in every direction. The holder of the keys sends its forest; the holder of the bits draws a point; the former commits to its weighted sum;
   * the latter shows the expected value, and gives its part of the code's key; the former stops unless the two are equal, and opens. Nothing of a chunk is used
   * before that.
   */
  async #makeChunk(): Promise<void> {
    const set = this.#set;
    if (set === undefined) throw bug('more correlated transfers than were planned');
    const wire = this.#wire;
    const chunk = this.#chunk++;
    const keyTo = (party: number): CotKey => ({ hash: this.#keys.hash(party), mac: this.#keys.macBytes });

    const forests = new Map<number, Uint8Array>();
    for (const party of wire.others) forests.set(party, await this.#silent(party).sender.forest(keyTo(party)));
    const theirs = await wire.exchange(ENGINE_STEPS.forest, (party) => forests.get(party) as Uint8Array, cotSizes(set).forestBytes);
    forests.clear();
    for (const party of wire.others) await this.#silent(party).receiver.grow(theirs[party] as Uint8Array);

    const challenges = await wire.exchange(ENGINE_STEPS.treeChallenge, (party) => this.#silent(party).receiver.challenge(), COT_CHALLENGE_BYTES);
    const answers = new Map<number, { value: Uint8Array; commitment: Commitment }>();
    for (const party of wire.others) {
      const value = this.#silent(party).sender.answer(keyTo(party), challenges[party] as Uint8Array);
      answers.set(party, { value, commitment: commit(TREE_LABEL, wire.context.sid, wire.self, named(party, chunk, value)) });
      await nextTurn();
    }
    const commitments = await wire.exchange(ENGINE_STEPS.treeCommitment, (party) => (answers.get(party) as { commitment: Commitment }).commitment.commitment, COMMITMENT_LENGTH);

    const expected = new Map<number, Uint8Array>();
    for (const party of wire.others) {
      expected.set(party, this.#silent(party).receiver.expected());
      await nextTurn();
    }
    // Drawn only now: all guesses at the noise have been made before anybody knows the code.
    const contributions = new Map(wire.others.map((party) => [party, randomBytes(CONTRIBUTION_BYTES)]));
    const shown = await wire.exchange(ENGINE_STEPS.treeValue, (party) => concat(expected.get(party) as Uint8Array, contributions.get(party) as Uint8Array), COT_VALUE_BYTES + CONTRIBUTION_BYTES);
    for (const party of wire.others) {
      if (!equalBytes((shown[party] as Uint8Array).subarray(0, COT_VALUE_BYTES), (answers.get(party) as { value: Uint8Array }).value)) throw deviation(wire.context, party, 'did not answer the check of silent transfers as one who follows the protocol does');
    }
    const openings = await wire.exchange(ENGINE_STEPS.treeOpening, (party) => {
      const { value, commitment } = answers.get(party) as { value: Uint8Array; commitment: Commitment };
      return concat(commitment.nonce, value);
    }, NONCE_LENGTH + COT_VALUE_BYTES);
    for (const party of wire.others) {
      const [nonce, value] = [(openings[party] as Uint8Array).subarray(0, NONCE_LENGTH), (openings[party] as Uint8Array).subarray(NONCE_LENGTH)];
      const isOpened = opens(commitments[party] as Uint8Array, TREE_LABEL, wire.context.sid, party, named(wire.self, chunk, value), nonce);
      if (!isOpened || !equalBytes(value, expected.get(party) as Uint8Array)) throw deviation(wire.context, party, 'sent inconsistent trees');
    }
    for (const party of wire.others) {
      const { sender, receiver } = this.#silent(party);
      this.#pairs[party]?.keys.refill(await sender.finish((shown[party] as Uint8Array).subarray(COT_VALUE_BYTES)));
      this.#pairs[party]?.bits.refill(await receiver.finish(contributions.get(party) as Uint8Array));
    }
  }

  #silent(party: number): SilentPair {
    const silent = this.#pairs[party]?.silent;
    if (silent === undefined) throw bug('silent transfers that were not set up');
    return silent;
  }
}

/** The value of a check, together with the holder of the bits and the chunk that it is for. */
function named(party: number, chunk: number, value: Uint8Array): Uint8Array {
  return concat(u32be(party), u32be(chunk), value);
}

async function takeInto({ keys: ownKeys, hashKeys, macs, hashMacs, bits: own }: TakenPair, { keys, bits }: Pair, at: number, count: number, hashed: number): Promise<void> {
  await keys.take(count, hashed, { mac: ownKeys, hash: hashKeys }, at);
  await bits.take(count, hashed, { mac: macs, hash: hashMacs, bits: own }, at);
}
