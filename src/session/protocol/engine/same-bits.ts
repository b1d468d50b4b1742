import { equalBytes } from '../../../crypto/bytes.js';
import { addBits } from '../../../crypto/engine/bit-vector.js';
import type { EngineKeys } from '../../../crypto/engine/keys.js';
import { countOf, type MacRows, packRows, rowsOfBits, sliceRows, times } from '../../../crypto/engine/rows.js';
import { weigh } from '../../../crypto/engine/weigh.js';
import { ELEMENT_BYTES } from '../../../crypto/ot/element.js';
import { nextTurn } from '../../../crypto/primitives/turn.js';
import { deviation } from '../deviation.js';
import type { Checks } from './checks.js';
import type { PairRows } from './pair-rows.js';
import type { RandomBits } from './random-bits.js';
import { ENGINE_STEPS, type Wire } from './wire.js';

/** Bits behind all others. They mask what is shown of the others, and serve nothing else. */
const MASK_BITS = 128;

/** Bits of a drawing that only mask others. */
export function maskBits(parties: number): number {
  return parties > 2 ? MASK_BITS : 0;
}

/**
 * Checks that the bits of drawing number `drawing` are the same towards all others, for three and more parties. After a coin χ, party i shows to everyone Σ_t
 * X^t x_t over the mask plus Σ_p χ^p x_p over all other bits, and to each j the same sum of its MACs, which j compares with that of its keys. Sums of bits are
 * sums over F_2 of elements, so bits that differ towards some party pass with probability bits/2^128, and a guessed MAC with 2^−64. Names the party that
 * cheated.
 */
export async function checkSameBits(wire: Wire, checks: Checks, keys: EngineKeys, random: RandomBits, drawing: number): Promise<void> {
  const point = (await checks.coin('same bits')).subarray(0, ELEMENT_BYTES);
  const shown = await wire.broadcast(`${ENGINE_STEPS.sameBits}/${drawing}`, sumOf(point, rowsOfBits(random.bits)), () => ELEMENT_BYTES);
  const own = new Map<number, Uint8Array>();
  const expected = new Map<number, Uint8Array>();
  for (const party of wire.others) {
    const { macs, keys: held } = random.pairs[party] as PairRows;
    own.set(party, sumOf(point, macs));
    const due = sumOf(point, held);
    addBits(due, times(shown[party] as Uint8Array, keys.macBytes));
    expected.set(party, due);
    await nextTurn();
  }
  const macs = await wire.exchange(ENGINE_STEPS.sameBitsMac, (party) => own.get(party) as Uint8Array, ELEMENT_BYTES);
  for (const party of wire.others) {
    if (!equalBytes(macs[party] as Uint8Array, expected.get(party) as Uint8Array)) throw deviation(wire.context, party, 'used other random bits towards some than towards others');
  }
}

function sumOf(point: Uint8Array, rows: MacRows): Uint8Array {
  const masked = countOf(rows) - MASK_BITS;
  const sum = packRows(sliceRows(rows, masked, countOf(rows)));
  addBits(sum, weigh(point, sliceRows(rows, 0, masked)));
  return sum;
}
