import { equalBytes, u32be } from '../../../crypto/bytes.js';
import { addBits, packBits } from '../../../crypto/engine/bit-vector.js';
import type { EngineKeys } from '../../../crypto/engine/keys.js';
import { weighSums } from '../../../crypto/engine/weigh.js';
import type { Shares } from '../../../crypto/engine/shares.js';
import type { ZeroShares } from '../../../crypto/engine/zero-shares.js';
import { hashParts } from '../../../crypto/hash.js';
import { ELEMENT_BYTES } from '../../../crypto/ot/element.js';
import type { Checks } from './checks.js';
import { ENGINE_STEPS, unnamedDeviation, type Wire } from './wire.js';

const DIGEST_BYTES = 32;

/** All openings, and their MAC check. Opened values are used at once, but not trusted before the check. */
export class Openings {
  readonly #wire: Wire;
  readonly #checks: Checks;
  readonly #zero: ZeroShares;
  readonly #keys: EngineKeys;
  #pending: { values: Uint8Array; shares: Shares }[] = [];
  /** A hash chain over all public values since the last check, as this party used them. */
  #digest: Uint8Array;
  #opened = 0;
  #checked = 0;

  constructor(wire: Wire, checks: Checks, zero: ZeroShares, keys: EngineKeys) {
    this.#wire = wire;
    this.#checks = checks;
    this.#zero = zero;
    this.#keys = keys;
    this.#digest = hashParts('mpc f2 opened v1', wire.context.sid);
  }

  /** Opens bits to all parties. A share of zero is added to every share that is sent. */
  async open(label: string, shares: Shares): Promise<Uint8Array> {
    const masked = shares.bits.slice();
    addBits(masked, this.#zero.bits('open', this.#opened++, masked.length));
    const values = await this.#wire.sumBits(label, masked);
    this.note(label, values);
    this.#pending.push({ values, shares });
    return values;
  }

  /** The sum of bits that are not authenticated themselves. */
  async sum(label: string, own: Uint8Array): Promise<Uint8Array> {
    const masked = own.slice();
    addBits(masked, this.#zero.bits('open', this.#opened++, masked.length));
    const values = await this.#wire.sumBits(label, masked);
    this.note(label, values);
    return values;
  }

  /** Records public bits that all parties must have used alike. */
  note(label: string, values: Uint8Array): void {
    this.#digest = hashParts('mpc f2 opened step v1', this.#digest, label, u32be(values.length), packBits(values));
  }

  /**
   * The MAC check of everything opened since the last check: every party sends what it used; then a coin χ; then a zero check that Σ_p χ^p (m_p + v_p · Δ^m) of
   * all parties add up to 0. A wrong value passes with probability openings/2^128 + 2^−64.
   */
  async check(): Promise<void> {
    const digests = await this.#wire.broadcast(`${ENGINE_STEPS.digest}/${this.#checked++}`, this.#digest, () => DIGEST_BYTES);
    if (!digests.every((digest) => equalBytes(digest, this.#digest))) throw unnamedDeviation('the parties were told different values');
    const point = (await this.#checks.coin('MAC check')).subarray(0, ELEMENT_BYTES);
    const opened = this.#pending.map(({ values, shares }) => ({ rows: shares.macs, bits: values }));
    this.#pending = [];
    await this.#checks.zero('opened values', weighSums(point, opened, this.#keys.mac));
  }
}
