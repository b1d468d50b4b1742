import { lengthPrefixed, u32be, utf8 } from './bytes.js';
import type { Field } from './field.js';
import { addInto, subtractFrom, type FieldVector } from './field-vector.js';
import { expandSeed } from './prg.js';
import { encodeScalar } from './scalar.js';

const LABEL = 'mpc threshold seal v1';

/**
 * A vector masked under a scalar: c = z + PRG(KDF(k)), a one-time pad element by element. Small numbers can then be held under a key that is shared by
 * Feldman's scheme. KDF is HKDF over the canonical bytes of k with the session as salt. Its info holds party, field and purpose, so a vector that one party
 * masked opens to nothing in the name of another.
 *
 * A key masks ONE vector: two under one key, session, party and field would show their difference. The mask does not authenticate: any c opens to something.
 * What binds the party is that it commits to c together with the Feldman commitments to k before anyone opens.
 *
 * @param key uniform, used for nothing else. @param party its seat in the roster, from 0. Throws a RangeError if the key is not a scalar.
 */
export function maskVector(field: Field, value: FieldVector, key: bigint, sid: Uint8Array, party: number): FieldVector {
  const masked = Uint32Array.from(value);
  addInto(field, masked, pad(field, value, key, sid, party));
  return masked;
}

/** The vector that `maskVector` was given, for the same field, key, session and party. Otherwise the result is uniform and meaningless. */
export function unmaskVector(field: Field, masked: FieldVector, key: bigint, sid: Uint8Array, party: number): FieldVector {
  const value = Uint32Array.from(masked);
  subtractFrom(field, value, pad(field, masked, key, sid, party));
  return value;
}

function pad(field: Field, vector: FieldVector, key: bigint, sid: Uint8Array, party: number): FieldVector {
  const seed = encodeScalar(key);
  const info = lengthPrefixed(utf8(LABEL), utf8(field.name), u32be(party));
  const stream = expandSeed(field, seed, sid, info, vector.length / field.limbs);
  seed.fill(0);
  return stream;
}
