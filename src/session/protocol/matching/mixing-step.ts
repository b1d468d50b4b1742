import type { BatchGroup } from '../../../crypto/batch/group.js';
import { randomScalars } from '../../../crypto/batch/scalars.js';
import { inOrder, randomOrder } from '../../../crypto/shuffle.js';
import { bug } from '../../../errors.js';
import { ELEMENT, inPieces, repeated, slice } from './elements.js';
import type { Ciphertexts } from './mix-encryption.js';
import type { MixSecrets } from './mix-keys.js';

/** Encryptions of the identity, (ρ·G, ρ·X) for fresh ρ. They re-randomise ciphertexts. They depend only on keys, and can be made while other parties work. */
export async function encryptionsOfNothing(group: BatchGroup, key: Uint8Array, count: number): Promise<Ciphertexts> {
  const scalars = randomScalars(count);
  const c2 = await inPieces(count, async (from, to) => group.scaleEach(slice(scalars, from, to), repeated(key, to - from)));
  const c1 = await inPieces(count, async (from, to) => group.scaleBase(slice(scalars, from, to)));
  scalars.fill(0);
  return { c1, c2 };
}

/**
 * The first mixing step: (c1, c2) → (s·c1, s·c2), re-randomised. An entry of M under X becomes one of s·M under X. The first sender shuffles the whole pool
 * before it, so the order stays.
 *
 * @param entries as they came. Rejects with `InvalidElement` for an entry that is not a pair of points.
 */
export async function mixFirst(group: BatchGroup, { exponent }: MixSecrets, blank: Ciphertexts, entries: Ciphertexts, report?: (done: number) => void): Promise<Ciphertexts> {
  const step = (column: 'c1' | 'c2') => async (from: number, to: number) => group.add(await group.scale(exponent, slice(entries[column], from, to)), slice(blank[column], from, to));
  const count = entries.c1.length / ELEMENT;
  return { c1: await inPieces(count, step('c1')), c2: await inPieces(count, step('c2'), report) };
}

/**
 * A mixing step between the first and the last: (c1, c2) → (s·c1, s·(c2 − x·c1)), re-randomised under the keys that remain, shuffled. An entry of M under x + X'
 * becomes one of s·M under X'.
 *
 * It is computed as s·c2 + ρ·X' − (s·x)·c1, three multiplications in addition to those of `blank`. In this order, no forged entry can produce the identity on
 * the way, at which the group would stop and so reveal something to the forger.
 */
export async function mix(group: BatchGroup, secrets: MixSecrets, blank: Ciphertexts, entries: Ciphertexts, report?: (done: number) => void): Promise<Ciphertexts> {
  const { exponent } = secrets;
  const product = productOf(secrets);
  const count = entries.c1.length / ELEMENT;
  const c1 = new Uint8Array(entries.c1.length);
  const c2 = await inPieces(
    count,
    async (from, to) => {
      const scaled = await group.scale(exponent, slice(entries.c1, from, to));
      c1.set(await group.add(scaled, slice(blank.c1, from, to)), from * ELEMENT);
      const hidden = await group.add(await group.scale(exponent, slice(entries.c2, from, to)), slice(blank.c2, from, to));
      return group.subtract(hidden, await group.scale(product, slice(entries.c1, from, to)));
    },
    report,
  );
  const order = randomOrder(count);
  return { c1: inOrder(c1, ELEMENT, order), c2: inOrder(c2, ELEMENT, order) };
}

/**
 * The last mixing step: (c1, c2) → s·(c2 − x·c1), which is s_1 · … · s_k · H(y), in the order of the entries. Nothing is left to re-randomise. The identity may
 * be among the results, if a party encrypted it: such an entry is valid.
 */
export async function mixLast(group: BatchGroup, secrets: MixSecrets, entries: Ciphertexts, report?: (done: number) => void): Promise<Uint8Array> {
  const product = productOf(secrets);
  return inPieces(
    entries.c1.length / ELEMENT,
    async (from, to) => group.subtract(await group.scale(secrets.exponent, slice(entries.c2, from, to)), await group.scale(product, slice(entries.c1, from, to))),
    report,
  );
}

function productOf({ product }: MixSecrets): Uint8Array {
  if (product === undefined) throw bug('a sender without a decryption key mixes in another place than the first');
  return product;
}
