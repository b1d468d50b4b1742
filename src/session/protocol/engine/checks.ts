import { concat, equalBytes, u32be } from '../../../crypto/bytes.js';
import { commit, type Commitment, COMMITMENT_LENGTH, NONCE_LENGTH, opens } from '../../../crypto/commitment.js';
import { addBits } from '../../../crypto/engine/bit-vector.js';
import type { ZeroShares } from '../../../crypto/engine/zero-shares.js';
import { hashParts } from '../../../crypto/hash.js';
import { ELEMENT_BYTES } from '../../../crypto/ot/element.js';
import { randomBytes } from '../../../crypto/random.js';
import { deviation } from '../deviation.js';
import { ENGINE_STEPS, unnamedDeviation, type Wire } from './wire.js';

/** Of the commitments to a party's part of a coin. */
const COIN_LABEL = 'mpc f2 coin v1';
const TOSSED_LABEL = 'mpc f2 tossed coin v1';
const ZERO_LABEL = 'mpc f2 zero v1';
const COIN_BYTES = 32;

/**
 * The coins and zero checks of a session. There is one object of this kind, and it does one thing at a time.
 *
 * A *coin* is the hash of 32 bytes from each party. The parties commit to these before anything that the coin decides, and open them only when all of that is
 * fixed. A *zero check* shows whether all parties' elements of GF(2^128) add up to 0: first commitments with label, index, session and seat, then openings.
 * From its own commitment until the check has ended well, this party sends nothing else: a party that withholds its opening after seeing the others' may know
 * this party's MAC key, and must find nobody that still sends to it.
 */
export class Checks {
  readonly #wire: Wire;
  readonly #zero: ZeroShares;
  #own: readonly { readonly value: Uint8Array; readonly commitment: Commitment }[] = [];
  #commitments: readonly Uint8Array[] = [];
  #nextCoin = 0;
  #nextCheck = 0;

  constructor(wire: Wire, zero: ZeroShares) {
    this.#wire = wire;
    this.#zero = zero;
  }

  /** Commits to all coins of the session. */
  async commitToCoins(count: number): Promise<void> {
    const { self, context } = this.#wire;
    this.#own = Array.from({ length: count }, (_, index) => {
      const value = concat(u32be(index), randomBytes(COIN_BYTES));
      return { value, commitment: commit(COIN_LABEL, context.sid, self, value) };
    });
    this.#commitments = await this.#wire.broadcast(ENGINE_STEPS.coinList, concat(...this.#own.map(({ commitment }) => commitment.commitment)), () => COMMITMENT_LENGTH * count);
  }

  /** The next coin, 32 bytes, for one purpose. Call it only when everything that it decides is fixed for all parties. */
  async coin(purpose: string): Promise<Uint8Array> {
    const { context, self } = this.#wire;
    const index = this.#nextCoin++;
    const own = this.#own[index];
    if (own === undefined) throw new Error('more coins than were committed to');
    const opening = concat(own.commitment.nonce, own.value.subarray(4));
    const openings = await this.#wire.exchange(`${ENGINE_STEPS.coin}/${index}`, () => opening, NONCE_LENGTH + COIN_BYTES);
    openings[self] = opening;
    const values = openings.map((each, party) => {
      const value = (each as Uint8Array).subarray(NONCE_LENGTH);
      const commitment = (this.#commitments[party] as Uint8Array).subarray(COMMITMENT_LENGTH * index, COMMITMENT_LENGTH * (index + 1));
      if (!opens(commitment, COIN_LABEL, context.sid, party, concat(u32be(index), value), (each as Uint8Array).subarray(0, NONCE_LENGTH))) throw deviation(context, party, 'opened another coin than it had committed to');
      return value;
    });
    return hashParts(TOSSED_LABEL, context.sid, purpose, u32be(index), ...values);
  }

  /** Passes if all parties' `value`s, 16 bytes, add up to 0. Otherwise throws DEVIATION without a name: nothing from before may be used any more. */
  async zero(what: string, value: Uint8Array): Promise<void> {
    const { context, self, parties } = this.#wire;
    const index = this.#nextCheck++;
    const masked = value.slice();
    addBits(masked, this.#zero.bytes('zero check', index, ELEMENT_BYTES));
    const named = concat(u32be(index), masked);
    const own = commit(ZERO_LABEL, context.sid, self, named);
    this.#wire.freeze(ENGINE_STEPS.zero);
    const commitments = await this.#wire.broadcast(`${ENGINE_STEPS.zeroCommit}/${index}`, own.commitment, () => COMMITMENT_LENGTH);
    const openings = await this.#wire.exchange(`${ENGINE_STEPS.zero}/${index}`, () => concat(own.nonce, masked), NONCE_LENGTH + ELEMENT_BYTES);
    const sum = masked.slice();
    for (let party = 0; party < parties; party++) {
      const opening = openings[party];
      if (opening === undefined) continue;
      const theirs = opening.subarray(NONCE_LENGTH);
      if (!opens(commitments[party] as Uint8Array, ZERO_LABEL, context.sid, party, concat(u32be(index), theirs), opening.subarray(0, NONCE_LENGTH))) throw deviation(context, party, 'opened another value than it had committed to');
      addBits(sum, theirs);
    }
    if (!equalBytes(sum, new Uint8Array(ELEMENT_BYTES))) throw unnamedDeviation(`the check of ${what} failed`);
    this.#wire.thaw();
  }
}
