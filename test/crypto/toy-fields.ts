import { FIELDS, fieldOf, type Field } from '../../src/crypto/field.js';

/** Small enough to try everything, and of every shape of the top word: a few bits of it, all but one, and one bit in a word of its own. */
export const TOY_FIELDS: readonly Field[] = [
  fieldOf('5', 5n),
  fieldOf('7', 7n),
  fieldOf('251', 251n),
  fieldOf('2^31-1', 2n ** 31n - 1n),
  fieldOf('2^32-5', 2n ** 32n - 5n),
  fieldOf('2^32+15', 2n ** 32n + 15n),
];

export const ALL_FIELDS: readonly Field[] = [...TOY_FIELDS, ...FIELDS];
