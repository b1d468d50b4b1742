import type { Field } from '../../crypto/field.js';
import { elementBytes, fromBytes, toBytes, type FieldVector } from '../../crypto/field-vector.js';
import { randomScalar } from '../../crypto/scalar.js';
import { maskVector } from '../../crypto/masked-vector.js';
import { dealKeys, type Dealt, type Holding } from './dealing.js';
import { deviation } from './deviation.js';
import type { ProtocolContext } from './network.js';
import type { Hooks } from './hooks.js';
import { maskedValue } from './secure-sum.js';

/**
 * The sum of one vector from each contributor, sealed: nobody learns it until `needed` holders combine their shares.
 *
 * Masked totals z_j are as in `secureSum`. Contributor j draws a uniform key k_j, seals c_j = z_j + PRG(k_j), and deals k_j to the holders.
 *
 * The commitments are to uniform keys: commitments to the totals themselves would let anyone try small numbers. `docs/protocols/threshold.md` has the argument.
 * Throws DEVIATION with the party's name.
 */
export async function sealedSum(context: ProtocolContext, field: Field, value: FieldVector, contributors: readonly number[], holding: Holding, hooks: Hooks): Promise<Dealt> {
  const { network, sid } = context;
  const length = value.length / field.limbs;
  const partial = contributors.includes(network.self) ? await maskedValue(context, field, value, contributors) : undefined;
  await hooks.beforeCommitting?.();

  const key = randomScalar();
  const own = partial === undefined ? undefined : { sealed: toBytes(maskVector(field, partial, key, sid, network.self)), key };
  const deal = {
    dealers: contributors,
    holding,
    length: length * elementBytes(field),
    check: ({ dealer, sealed }: { dealer: number; sealed: Uint8Array }) => {
      if (fromBytes(field, length, sealed) === undefined) throw deviation(context, dealer, 'opened a sealed value outside the field');
    },
  };
  return dealKeys(context, deal, own, hooks);
}
